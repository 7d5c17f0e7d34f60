//! What a chatflow says where its owner has written nothing.

use super::texts::FlowTexts;
use crate::domain::agent::Locale;

/// Our own words in one language.
pub fn words(locale: Locale) -> FlowTexts {
    match locale {
        Locale::English => FlowTexts {
            greeting: "Hi. Can we help?".into(),
            welcome: "Hi, ask us anything.".into(),
            away: "We are not here at the moment. Leave a message and we will answer by e-mail.".into(),
            email_prompt: "Where can we reach you if you leave this page?".into(),
            consent_notice: "We keep what you write here so that we can answer you.".into(),
            consent_accept: "I agree".into(),
            consent_decline: "No, thank you".into(),
            rating_question: "How was this conversation?".into(),
            meeting_label: "Plan a meeting".into(),
        },
        Locale::Dutch => FlowTexts {
            greeting: "Hallo. Kunnen we helpen?".into(),
            welcome: "Hallo, stel gerust je vraag.".into(),
            away: "We zijn er nu niet. Laat een bericht achter, dan antwoorden we per e-mail.".into(),
            email_prompt: "Waar kunnen we je bereiken als je deze pagina verlaat?".into(),
            consent_notice: "We bewaren wat je hier schrijft, zodat we je kunnen antwoorden.".into(),
            consent_accept: "Akkoord".into(),
            consent_decline: "Nee, bedankt".into(),
            rating_question: "Hoe vond je dit gesprek?".into(),
            meeting_label: "Een afspraak maken".into(),
        },
        Locale::German => FlowTexts {
            greeting: "Hallo. Können wir helfen?".into(),
            welcome: "Hallo, was möchten Sie wissen?".into(),
            away: "Wir sind gerade nicht da. Hinterlassen Sie eine Nachricht, wir antworten per E-Mail.".into(),
            email_prompt: "Wo erreichen wir Sie, wenn Sie diese Seite verlassen?".into(),
            consent_notice: "Wir bewahren auf, was Sie hier schreiben, damit wir Ihnen antworten können.".into(),
            consent_accept: "Ich stimme zu".into(),
            consent_decline: "Nein, danke".into(),
            rating_question: "Wie war dieses Gespräch?".into(),
            meeting_label: "Einen Termin vereinbaren".into(),
        },
    }
}
