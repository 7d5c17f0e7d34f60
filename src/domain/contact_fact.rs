//! What is known of a contact beside name, addresses and numbers: properties, some of which have a meaning of their own.

use super::limit::LANGUAGE_TAG_CHARS_MAX;
use super::property::{Property, PropertyKey, clean_value};

/// Their work, as they call it.
pub const JOB_TITLE: &str = "job_title";
/// Where they work, if it is not told by their address.
pub const COMPANY: &str = "company";
/// In which language they want to be written to (RFC 5646).
pub const LANGUAGE: &str = "language";
/// Where their clock stands (a name of the time zone database).
pub const TIME_ZONE: &str = "time_zone";

/// Why a fact cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFact {
    #[error("the name and the addresses of a contact are changed in their own places")]
    HasItsOwnPlace,
    #[error("choose a language, such as nl or de-AT")]
    NoLanguage,
    #[error("choose a time zone, such as Europe/Amsterdam")]
    NoTimeZone,
}

/// A value as it is kept; an empty one is forgotten.
pub fn fact_value(key: &PropertyKey, text: &str) -> Result<String, NotAFact> {
    let value = clean_value(text);
    match key.as_str() {
        Property::NAME | Property::EMAIL => Err(NotAFact::HasItsOwnPlace),
        LANGUAGE if !value.is_empty() && !is_language(&value) => Err(NotAFact::NoLanguage),
        TIME_ZONE if !value.is_empty() && jiff::tz::TimeZone::get(&value).is_err() => Err(NotAFact::NoTimeZone),
        _ => Ok(value),
    }
}

fn is_language(text: &str) -> bool {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or_default();
    let begins_well = (2..=3).contains(&first.len()) && first.chars().all(|letter| letter.is_ascii_alphabetic());
    begins_well && text.len() <= LANGUAGE_TAG_CHARS_MAX && text.split('-').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_with_a_meaning_are_looked_at() {
        let cases = [
            (JOB_TITLE, " Head  of post ", Ok("Head of post")),
            (LANGUAGE, "nl-BE", Ok("nl-BE")),
            (LANGUAGE, "Dutch please", Err(NotAFact::NoLanguage)),
            (LANGUAGE, "", Ok("")),
            (TIME_ZONE, "Europe/Amsterdam", Ok("Europe/Amsterdam")),
            (TIME_ZONE, "Mars/Olympus", Err(NotAFact::NoTimeZone)),
            ("order_number", "A 12", Ok("A 12")),
            ("name", "Max", Err(NotAFact::HasItsOwnPlace)),
            ("email", "max@example.net", Err(NotAFact::HasItsOwnPlace)),
        ];
        for (key, text, expected) in cases {
            let key = PropertyKey::parse(key).expect("a key");
            assert_eq!(fact_value(&key, text), expected.map(str::to_owned), "{key}: {text}");
        }
    }
}
