//! The bot's own words in each language, and tokens in the team's texts.

use super::session::{Facts, Session};
use crate::domain::agent::Locale;
use crate::domain::property::{Property, PropertyKey};

/// What a bot says by itself.
pub struct Words {
    pub retry_text: &'static str,
    pub retry_email: &'static str,
    pub retry_phone: &'static str,
    pub retry_number: &'static str,
    pub retry_date: &'static str,
    pub retry_choice: &'static str,
    pub did_it_help: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub no_answer_found: &'static str,
    pub a_person_follows: &'static str,
}

/// The words of a language.
pub const fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::English => &ENGLISH,
        Locale::Dutch => &DUTCH,
        Locale::German => &GERMAN,
    }
}

const ENGLISH: Words = Words {
    retry_text: "Sorry, I did not get that. Could you write it once more?",
    retry_email: "That does not look like an e-mail address. Could you check it?",
    retry_phone: "That does not look like a phone number. Could you check it?",
    retry_number: "Please answer with a number.",
    retry_date: "Please write a date with the month as a word, such as 3 April.",
    retry_choice: "Please choose one of the answers.",
    did_it_help: "Did this help?",
    yes: "Yes",
    no: "No",
    no_answer_found: "I found nothing about that.",
    a_person_follows: "I will ask a colleague to go on from here.",
};

const DUTCH: Words = Words {
    retry_text: "Sorry, dat heb ik niet begrepen. Kun je het nog eens schrijven?",
    retry_email: "Dat lijkt geen e-mailadres. Wil je het nakijken?",
    retry_phone: "Dat lijkt geen telefoonnummer. Wil je het nakijken?",
    retry_number: "Antwoord met een getal, alsjeblieft.",
    retry_date: "Schrijf een datum, zoals 3 april of 3-4-2027.",
    retry_choice: "Kies een van de antwoorden, alsjeblieft.",
    did_it_help: "Helpt dit?",
    yes: "Ja",
    no: "Nee",
    no_answer_found: "Daar heb ik niets over gevonden.",
    a_person_follows: "Ik vraag een collega om het van me over te nemen.",
};

const GERMAN: Words = Words {
    retry_text: "Das habe ich leider nicht verstanden. Bitte noch einmal.",
    retry_email: "Das sieht nicht wie eine E-Mail-Adresse aus. Bitte prüfen.",
    retry_phone: "Das sieht nicht wie eine Telefonnummer aus. Bitte prüfen.",
    retry_number: "Bitte mit einer Zahl antworten.",
    retry_date: "Bitte ein Datum schreiben, zum Beispiel 3. April oder 3.4.2027.",
    retry_choice: "Bitte eine der Antworten wählen.",
    did_it_help: "Hilft das weiter?",
    yes: "Ja",
    no: "Nein",
    no_answer_found: "Dazu habe ich nichts gefunden.",
    a_person_follows: "Ich bitte jemanden aus dem Team, hier weiterzumachen.",
};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// `{key}` or `{key|what stands there if nothing is known}`.
    Token {
        key: &'a str,
        fallback: &'a str,
    },
}

/// Takes a text apart. Braces that hold no key are words.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let inner = &rest[start + 1..start + length];
        let (key, fallback) = inner.split_once('|').unwrap_or((inner, ""));
        let bare = key.strip_prefix("conversation.").unwrap_or(key);
        let after = start + length + 1;
        if PropertyKey::parse(bare).is_ok() {
            pieces.push(Piece::Words(&rest[..start]));
            pieces.push(Piece::Token { key, fallback });
        } else {
            pieces.push(Piece::Words(&rest[..after]));
        }
        rest = &rest[after..];
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// A text with its tokens filled in.
pub fn fill(text: &str, session: &Session, facts: &Facts) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Token { key, fallback } => match value_of(key, session, facts) {
                Some(value) if !value.is_empty() => filled.push_str(&value),
                Some(_) | None => filled.push_str(fallback),
            },
        }
    }
    filled
}

fn value_of(key: &str, session: &Session, facts: &Facts) -> Option<String> {
    let known = |property: &Property| session.known(facts, property).map(str::to_owned);
    match key {
        "answer" => Some(session.newest_words.clone()),
        "first_name" => {
            let name = known(&Property::of_contact(Property::NAME))?;
            name.split_whitespace().next().map(str::to_owned)
        }
        key => match key.strip_prefix("conversation.") {
            Some(key) => known(&Property::Conversation(PropertyKey::parse(key).ok()?)),
            None => known(&Property::Contact(PropertyKey::parse(key).ok()?)),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::Presence;
    use super::*;
    use crate::domain::moment::Moment;

    #[test]
    fn tokens_are_filled_with_what_is_known_or_with_their_fallback() {
        let facts = Facts {
            now: Moment::from_millis(0),
            time_zone: "UTC".into(),
            presence: Presence::NobodyAvailable,
            page: String::new(),
            known: BTreeMap::from([
                (Property::of_contact("name"), "Zoe Maas".to_owned()),
                (Property::of_conversation("order"), "17".to_owned()),
            ]),
        };
        let mut session = Session::new();
        session.newest_words = "blue".into();
        let cases = [
            ("Hello {first_name|there}.", "Hello Zoe."),
            ("Hello {company|there}.", "Hello there."),
            ("{name}: {conversation.order} {order}", "Zoe Maas: 17 "),
            ("You said {answer}.", "You said blue."),
            ("{ not a token } {Name} {", "{ not a token } {Name} {"),
            ("no end {name", "no end {name"),
            ("{{name}}", "{{name}}"),
        ];
        for (text, filled) in cases {
            assert_eq!(fill(text, &session, &facts), filled, "{text}");
        }
    }

    #[test]
    fn what_a_visitor_wrote_is_not_filled_again() {
        let mut session = Session::new();
        session.learned.insert(Property::of_contact("name"), "{email}".into());
        session.learned.insert(Property::of_contact("email"), "secret@example.org".into());
        let facts = Facts {
            now: Moment::from_millis(0),
            time_zone: "UTC".into(),
            presence: Presence::NobodyAvailable,
            page: String::new(),
            known: BTreeMap::new(),
        };
        assert_eq!(fill("Hello {name}", &session, &facts), "Hello {email}");
    }
}
