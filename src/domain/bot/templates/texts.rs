//! What the templates say, in each language.

use crate::domain::agent::Locale;

pub(super) struct Texts {
    pub bot_name: &'static str,
    pub welcome: &'static str,
    pub welcome_ask: &'static str,
    pub what_about: &'static str,
    pub sales: &'static str,
    pub question: &'static str,
    pub your_name: &'static str,
    pub your_email: &'static str,
    pub how_many: &'static str,
    pub tag_sales: &'static str,
    pub describe: &'static str,
    pub glad: &'static str,
    pub anything_else: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub nobody_there: &'static str,
    pub what_can_we_do: &'static str,
    pub somebody_comes: &'static str,
    pub we_will_write: &'static str,
}

pub(super) const fn of(locale: Locale) -> &'static Texts {
    match locale {
        Locale::English => &ENGLISH,
        Locale::Dutch => &DUTCH,
        Locale::German => &GERMAN,
    }
}

const ENGLISH: Texts = Texts {
    bot_name: "Assistant",
    welcome: "Hello {first_name|there}. I will bring you to the right person.",
    welcome_ask: "Hello {first_name|there}. What would you like to know?",
    what_about: "What is it about?",
    sales: "I would like to buy",
    question: "I have a question",
    your_name: "What is your name?",
    your_email: "At which e-mail address can we reach you if we lose each other here?",
    how_many: "For how many people would it be?",
    tag_sales: "sales",
    describe: "Describe in a few words what it is about.",
    glad: "Glad to hear it. Have a good day.",
    anything_else: "Is there anything else?",
    yes: "Yes",
    no: "No, thank you",
    nobody_there: "Nobody of us is here at the moment.",
    what_can_we_do: "What can we do for you?",
    somebody_comes: "Thank you. A colleague will be with you in a moment.",
    we_will_write: "Thank you. We will answer by e-mail as soon as we are back.",
};

const DUTCH: Texts = Texts {
    bot_name: "Assistent",
    welcome: "Hallo {first_name|daar}. Ik breng je bij de juiste persoon.",
    welcome_ask: "Hallo {first_name|daar}. Wat wil je weten?",
    what_about: "Waar gaat het over?",
    sales: "Ik wil iets kopen",
    question: "Ik heb een vraag",
    your_name: "Hoe heet je?",
    your_email: "Op welk e-mailadres kunnen we je bereiken als we elkaar hier kwijtraken?",
    how_many: "Voor hoeveel personen zou het zijn?",
    tag_sales: "verkoop",
    describe: "Omschrijf in een paar woorden waar het over gaat.",
    glad: "Fijn om te horen. Nog een goede dag.",
    anything_else: "Is er nog iets anders?",
    yes: "Ja",
    no: "Nee, dank je",
    nobody_there: "Op dit moment is er niemand van ons.",
    what_can_we_do: "Wat kunnen we voor je doen?",
    somebody_comes: "Dank je. Zo dadelijk is er een collega voor je.",
    we_will_write: "Dank je. We antwoorden per e-mail zodra we er weer zijn.",
};

const GERMAN: Texts = Texts {
    bot_name: "Assistent",
    welcome: "Hallo {first_name|und willkommen}. Ich bringe dich zur richtigen Person.",
    welcome_ask: "Hallo {first_name|und willkommen}. Was möchtest du wissen?",
    what_about: "Worum geht es?",
    sales: "Ich möchte etwas kaufen",
    question: "Ich habe eine Frage",
    your_name: "Wie heißt du?",
    your_email: "Unter welcher E-Mail-Adresse erreichen wir dich, falls wir uns hier verlieren?",
    how_many: "Für wie viele Personen wäre es?",
    tag_sales: "Verkauf",
    describe: "Beschreibe in ein paar Worten, worum es geht.",
    glad: "Das freut mich. Einen schönen Tag noch.",
    anything_else: "Gibt es noch etwas?",
    yes: "Ja",
    no: "Nein, danke",
    nobody_there: "Im Moment ist niemand von uns da.",
    what_can_we_do: "Was können wir für dich tun?",
    somebody_comes: "Danke. Gleich ist jemand aus dem Team für dich da.",
    we_will_write: "Danke. Wir antworten per E-Mail, sobald wir zurück sind.",
};
