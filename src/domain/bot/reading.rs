//! Reads the answers of visitors: addresses, numbers, dates, choices, in each language.

mod dates;
mod numbers;

use unicode_normalization::UnicodeNormalization;

use super::{AnswerKind, Choice};
use crate::domain::agent::Locale;
use crate::domain::email_address::EmailAddress;
use crate::domain::property::clean_value;

pub use dates::read_date;
pub use numbers::read_number;

/// Digits of a telephone number: E.164 allows fifteen; fewer than six is an extension.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// What is read, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub locale: Locale,
    pub today: jiff::civil::Date,
}

/// Reads an answer as it is kept; none if it is not what was asked for.
pub fn read(reader: &Reader, kind: AnswerKind, text: &str) -> Option<String> {
    match kind {
        AnswerKind::Text => Some(clean_value(text)).filter(|text| !text.is_empty()),
        AnswerKind::Email => read_email(text),
        AnswerKind::Phone => read_phone(text),
        AnswerKind::Number { min, max } => {
            let number = read_number(text, reader.locale)?;
            number.is_within(min, max).then(|| number.to_string())
        }
        AnswerKind::Date => read_date(text, reader.locale, reader.today).map(|date| date.to_string()),
    }
}

/// The address in a text: alone, or the only one in a sentence.
fn read_email(text: &str) -> Option<String> {
    let strip: &[char] = &['<', '>', '(', ')', '"', '\'', ',', ';', ':', '.', '!', '?'];
    let words = text.split_whitespace().map(|word| word.trim_matches(strip)).filter(|word| word.contains('@'));
    let words: Vec<&str> = words.map(|word| word.strip_prefix("mailto:").unwrap_or(word)).collect();
    let [word] = words.as_slice() else { return None };
    let address = EmailAddress::parse(word).ok()?;
    // A person's mailbox lies on a domain with a dot; `zoe@work` is a slip of the finger.
    address.domain().contains('.').then(|| address.to_string())
}

/// The number in a text, with its plus and its digits alone.
fn read_phone(text: &str) -> Option<String> {
    let is_of_a_number = |letter: char| letter.is_ascii_digit() || "+()-./ \u{a0}\u{2009}\u{2011}".contains(letter);
    let mut found = None;
    for run in text.split(|letter: char| !is_of_a_number(letter)) {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if !PHONE_DIGITS.contains(&digits.len()) {
            continue;
        }
        if found.is_some() {
            return None;
        }
        // The zero in "+49 (0) 30" is dialled at home alone.
        let is_international = run.trim_start().trim_start_matches('(').starts_with('+');
        let digits = if is_international && run.contains("(0)") {
            run.replacen("(0)", "", 1).chars().filter(char::is_ascii_digit).collect()
        } else {
            digits
        };
        found = Some(if is_international { format!("+{digits}") } else { digits });
    }
    found
}

/// Which choice a text means: its words, or its place in the list.
pub fn read_choice<'a>(text: &str, choices: &'a [Choice]) -> Option<&'a Choice> {
    let said = folded(text);
    if said.is_empty() {
        return None;
    }
    if let Some(choice) = choices.iter().find(|choice| folded(&choice.label) == said) {
        return Some(choice);
    }
    if let Ok(place) = said.parse::<usize>() {
        return choices.get(place.checked_sub(1)?);
    }
    let mut beginning = choices.iter().filter(|choice| folded(&choice.label).starts_with(&said));
    let first = beginning.next();
    // "C" may mean two of them.
    if beginning.next().is_none() { first } else { None }
}

/// Yes or no, in each language and by sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YesOrNo {
    Yes,
    No,
}

/// Reads yes or no at the beginning of an answer.
pub fn read_yes_or_no(text: &str) -> Option<YesOrNo> {
    let said = folded(text);
    match said.split(' ').next()?.trim_end_matches([',', '.', '!', ';']) {
        "yes" | "y" | "yep" | "yeah" | "ok" | "okay" | "ja" | "j" | "jawel" | "jo" | "jep" | "doch" | "👍" => {
            Some(YesOrNo::Yes)
        }
        "no" | "n" | "nope" | "not" | "nee" | "neen" | "niet" | "nein" | "ne" | "nicht" | "👎" => Some(YesOrNo::No),
        _ => None,
    }
}

/// A text as it is compared: small letters without marks, words apart by one space, no signs at the ends.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        match letter {
            '\u{0300}'..='\u{036f}' => {}
            'ß' => folded.push_str("ss"),
            letter if letter.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            letter => folded.push(letter),
        }
    }
    let is_sign = |letter: char| letter.is_whitespace() || ".,;:!?\"'’“”„()".contains(letter);
    folded.trim_matches(is_sign).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Leads;
    use super::*;

    fn reader() -> Reader {
        Reader { locale: Locale::English, today: jiff::civil::date(2026, 11, 25) }
    }

    #[track_caller]
    fn check(kind: AnswerKind, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            assert_eq!(read(&reader(), kind, text).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn an_address_is_found_in_a_sentence() {
        check(
            AnswerKind::Email,
            &[
                ("Zoe@Example.org", Some("zoe@example.org")),
                ("it is <zoe@example.org>.", Some("zoe@example.org")),
                ("mailto:zoe@example.org", Some("zoe@example.org")),
                ("zoe at example.org", None),
                ("zoe@work", None),
                ("a@example.org or b@example.org", None),
                ("@", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn a_phone_number_keeps_its_digits() {
        check(
            AnswerKind::Phone,
            &[
                ("+31 (0)20 123 45 67", Some("+31201234567")),
                ("020-1234567", Some("0201234567")),
                ("0049 30/1234.567", Some("0049301234567")),
                ("my number is 06 12345678, thanks", Some("0612345678")),
                ("12345", None),
                ("1234567890123456", None),
                ("call me", None),
                ("030 123456 or 030 654321", None),
            ],
        );
    }

    #[test]
    fn a_text_is_anything_but_nothing() {
        check(AnswerKind::Text, &[(" a\n b ", Some("a b")), ("   ", None)]);
    }

    #[test]
    fn a_choice_is_meant_by_its_words_its_place_or_its_beginning() {
        let choice = |label: &str| Choice { label: label.into(), leads: Leads::WithTheQuestion };
        let choices = [choice("Größe ändern"), choice("Cancel"), choice("Call me")];
        let cases = [
            ("grosse andern", Some("Größe ändern")),
            ("CANCEL!", Some("Cancel")),
            ("2", Some("Cancel")),
            ("call", Some("Call me")),
            ("c", None),
            ("ca", None),
            ("0", None),
            ("4", None),
            ("", None),
            ("something else", None),
        ];
        for (text, expected) in cases {
            let found = read_choice(text, &choices).map(|choice| choice.label.as_str());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn yes_and_no_are_understood_in_each_language() {
        for text in ["Yes", "yes please", "Ja!", "ja, danke", "👍", "OK"] {
            assert_eq!(read_yes_or_no(text), Some(YesOrNo::Yes), "{text}");
        }
        for text in ["No.", "nee", "Nein, leider nicht", "not really", "👎"] {
            assert_eq!(read_yes_or_no(text), Some(YesOrNo::No), "{text}");
        }
        for text in ["", "where is my parcel", "maybe"] {
            assert_eq!(read_yes_or_no(text), None, "{text}");
        }
    }
}
