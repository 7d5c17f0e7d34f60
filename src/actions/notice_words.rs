//! What Postroom writes to a colleague, in their language.

use crate::domain::agent::{Agent, Locale};
use crate::domain::notice::What;
use crate::domain::workspace::Workspace;

/// What a notice tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happening {
    PasswordChanged,
    SecondFactorOn,
    SecondFactorOff,
    /// An administrator took it away.
    SecondFactorReset,
}

/// Subject and text of a warning.
pub(super) fn notice_words(
    locale: Locale,
    happening: Happening,
    workspace: &Workspace,
    name: &str,
) -> (String, String) {
    let (what, was) = match (locale, happening) {
        (Locale::English, Happening::PasswordChanged) => {
            ("Your password was changed", "your password was changed. Every other browser was signed out.")
        }
        (Locale::English, Happening::SecondFactorOn) => {
            ("Two-step sign-in is on", "signing in now asks for a code of your device as well.")
        }
        (Locale::English, Happening::SecondFactorOff) => {
            ("Two-step sign-in is off", "signing in asks for your password alone from now on.")
        }
        (Locale::English, Happening::SecondFactorReset) => (
            "Two-step sign-in was reset",
            "an administrator has taken your second factor away. Your password alone lets you in until you set it up again.",
        ),
        (Locale::Dutch, Happening::PasswordChanged) => {
            ("Je wachtwoord is gewijzigd", "je wachtwoord is gewijzigd. Alle andere browsers zijn uitgelogd.")
        }
        (Locale::Dutch, Happening::SecondFactorOn) => {
            ("Inloggen in twee stappen staat aan", "bij het inloggen wordt nu ook een code van je apparaat gevraagd.")
        }
        (Locale::Dutch, Happening::SecondFactorOff) => {
            ("Inloggen in twee stappen staat uit", "bij het inloggen wordt voortaan alleen je wachtwoord gevraagd.")
        }
        (Locale::Dutch, Happening::SecondFactorReset) => (
            "Inloggen in twee stappen is teruggezet",
            "een beheerder heeft je tweede factor verwijderd. Met alleen je wachtwoord kom je binnen tot je hem opnieuw instelt.",
        ),
        (Locale::German, Happening::PasswordChanged) => {
            ("Dein Passwort wurde geändert", "dein Passwort wurde geändert. Alle anderen Browser wurden abgemeldet.")
        }
        (Locale::German, Happening::SecondFactorOn) => {
            ("Anmeldung in zwei Schritten ist an", "beim Anmelden wird jetzt auch ein Code deines Geräts verlangt.")
        }
        (Locale::German, Happening::SecondFactorOff) => {
            ("Anmeldung in zwei Schritten ist aus", "beim Anmelden wird künftig nur dein Passwort verlangt.")
        }
        (Locale::German, Happening::SecondFactorReset) => (
            "Anmeldung in zwei Schritten wurde zurückgesetzt",
            "ein Administrator hat deinen zweiten Faktor entfernt. Bis du ihn neu einrichtest, genügt dein Passwort.",
        ),
    };
    let (greeting, otherwise) = match locale {
        Locale::English => ("Hello", "If this was not you, tell an administrator at once."),
        Locale::Dutch => ("Hallo", "Was jij dit niet? Zeg het dan meteen tegen een beheerder."),
        Locale::German => ("Hallo", "Warst du das nicht? Sag es sofort einem Administrator."),
    };
    let Workspace { name: house, public_url, .. } = workspace;
    (format!("{what} ({house})"), format!("{greeting} {name},\n\n{was}\n\n{otherwise}\n\n{public_url}\n"))
}

/// Subject and text of the mail that lets somebody choose a new password.
pub(super) fn reset_words(locale: Locale, workspace: &Workspace, name: &str, link: &str) -> (String, String) {
    let house = &workspace.name;
    match locale {
        Locale::English => (
            format!("Choose a new password ({house})"),
            format!(
                "Hello {name},\n\nsomebody asked for a new password for you. This link works once, for 30 minutes:\n\n{link}\n\n\
                 If it was not you, do nothing: your password stays as it is.\n"
            ),
        ),
        Locale::Dutch => (
            format!("Kies een nieuw wachtwoord ({house})"),
            format!(
                "Hallo {name},\n\niemand heeft een nieuw wachtwoord voor je aangevraagd. Deze link werkt één keer, 30 minuten lang:\n\n\
                 {link}\n\nWas jij het niet? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.\n"
            ),
        ),
        Locale::German => (
            format!("Wähle ein neues Passwort ({house})"),
            format!(
                "Hallo {name},\n\njemand hat ein neues Passwort für dich angefordert. Dieser Link gilt einmal, 30 Minuten lang:\n\n\
                 {link}\n\nWarst du das nicht? Dann brauchst du nichts zu tun: dein Passwort bleibt, wie es ist.\n"
            ),
        ),
    }
}

/// Subject and text of the mail that asks a colleague to come in, in the language of whoever asks. `link` works once.
pub(super) fn invitation_words(
    workspace: &Workspace,
    by: &Agent,
    invited: &Agent,
    link: &str,
    hours: u64,
) -> (String, String) {
    let (name, team, asker, days) = (&invited.name, &workspace.name, &by.name, hours / 24);
    match by.locale {
        Locale::English => (
            format!("{asker} invites you to {team}"),
            format!(
                "Hello {name},\n\n{asker} asks you to join {team} in Postroom, where the team answers its mail together.\n\n\
                 Choose your password here:\n{link}\n\nThe link works once, for {days} days. If you did not expect this mail, leave it: \
                 nothing happens.\n"
            ),
        ),
        Locale::Dutch => (
            format!("{asker} nodigt je uit voor {team}"),
            format!(
                "Hallo {name},\n\n{asker} vraagt je om bij {team} te komen in Postroom, waar het team samen zijn mail beantwoordt.\n\n\
                 Kies hier je wachtwoord:\n{link}\n\nDe link werkt één keer, {days} dagen lang. Verwachtte je deze mail niet? Laat hem dan \
                 liggen: er gebeurt niets.\n"
            ),
        ),
        Locale::German => (
            format!("{asker} lädt dich zu {team} ein"),
            format!(
                "Hallo {name},\n\n{asker} bittet dich zu {team} in Postroom, wo das Team seine Mail gemeinsam beantwortet.\n\n\
                 Wähle hier dein Passwort:\n{link}\n\nDer Link gilt einmal, {days} Tage lang. Hast du diese Mail nicht erwartet, dann lass sie \
                 liegen: Es geschieht nichts.\n"
            ),
        ),
    }
}

/// What somebody is told of, in a mail or by push.
pub(super) const fn what_happened(locale: Locale, what: What) -> &'static str {
    match (locale, what) {
        (Locale::English, What::Assigned) => "A conversation was assigned to you",
        (Locale::English, What::Unassigned) => "A conversation came in that nobody has",
        (Locale::English, What::Message) => "A new message",
        (Locale::English, What::Comment) => "A new comment",
        (Locale::English, What::Mention) => "A comment names you",
        (Locale::English, What::DeliveryFailed) => "Your message did not arrive",
        (Locale::Dutch, What::Assigned) => "Een gesprek is aan jou toegewezen",
        (Locale::Dutch, What::Unassigned) => "Er kwam een gesprek binnen dat niemand heeft",
        (Locale::Dutch, What::Message) => "Een nieuw bericht",
        (Locale::Dutch, What::Comment) => "Een nieuwe opmerking",
        (Locale::Dutch, What::Mention) => "Je wordt genoemd in een opmerking",
        (Locale::Dutch, What::DeliveryFailed) => "Je bericht is niet aangekomen",
        (Locale::German, What::Assigned) => "Eine Unterhaltung wurde dir zugewiesen",
        (Locale::German, What::Unassigned) => "Eine Unterhaltung kam herein, die niemand hat",
        (Locale::German, What::Message) => "Eine neue Nachricht",
        (Locale::German, What::Comment) => "Ein neuer Kommentar",
        (Locale::German, What::Mention) => "Ein Kommentar nennt dich",
        (Locale::German, What::DeliveryFailed) => "Deine Nachricht kam nicht an",
    }
}

/// That there is more than is told one by one.
pub(super) fn more_news(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::English, 1) => "One more notification".to_owned(),
        (Locale::English, _) => format!("{count} more notifications"),
        (Locale::Dutch, 1) => "Nog één melding".to_owned(),
        (Locale::Dutch, _) => format!("Nog {count} meldingen"),
        (Locale::German, 1) => "Eine weitere Benachrichtigung".to_owned(),
        (Locale::German, _) => format!("{count} weitere Benachrichtigungen"),
    }
}

/// What a browser shows once it is told by push, so that its owner sees that the way is open: a heading and a sentence.
pub(super) const fn push_greeting(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::English => ("Notifications reach this browser", "Also when Postroom is closed."),
        Locale::Dutch => ("Meldingen bereiken deze browser", "Ook als Postroom dicht is."),
        Locale::German => ("Benachrichtigungen erreichen diesen Browser", "Auch wenn Postroom geschlossen ist."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_have_words_of_their_own_in_every_language() {
        for locale in [Locale::English, Locale::Dutch, Locale::German] {
            assert!(!more_news(locale, 1).contains('1'), "{}", more_news(locale, 1));
            assert!(more_news(locale, 12).contains("12"));
            let told: std::collections::BTreeSet<_> = What::ALL.map(|what| what_happened(locale, what)).into();
            assert_eq!(told.len(), What::ALL.len(), "each event is told in words of its own");
        }
    }
}
