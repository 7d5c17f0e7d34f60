//! Telephone numbers: kept as somebody writes them, compared by what is dialled.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// Emergency and service numbers have three.
const DIGITS_MIN: usize = 3;
/// ITU-T E.164, 6.2, allows fifteen; with a prefix and an extension some are longer.
const DIGITS_MAX: usize = 20;

/// A number in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// A text that cannot be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number has 3 to 20 digits, and nothing besides but + ( ) - . / and spaces")]
pub struct NotANumber;

impl PhoneNumber {
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let text: String = text.nfkc().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_plain = text.chars().enumerate().all(|(place, letter)| match letter {
            '+' => place == 0 || text.starts_with('('),
            letter => letter.is_ascii_digit() || matches!(letter, ' ' | '(' | ')' | '-' | '.' | '/'),
        });
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if is_plain && (DIGITS_MIN..=DIGITS_MAX).contains(&digits) { Ok(Self(text)) } else { Err(NotANumber) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is dialled: `+` and digits, or digits alone. `00` is how many dial the `+`.
    pub fn dialled(&self) -> String {
        // The zero in "+31 (0)6" is said at home, and not dialled after the country.
        let text = if self.0.contains('+') { self.0.replace("(0)", "") } else { self.0.clone() };
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match digits.strip_prefix("00") {
            Some(abroad) => format!("+{abroad}"),
            None if self.0.contains('+') => format!("+{digits}"),
            None => digits,
        }
    }

    /// Whether two ways of writing ring at the same place.
    pub fn reaches_same(&self, other: &Self) -> bool {
        self.dialled() == other.dialled()
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_written_and_dialled_in_one_way() {
        let cases = [
            ("+31 6 1234-5678", Some("+31612345678")),
            ("0031 (6) 12345678", Some("+31612345678")),
            ("+31 (0)6 12345678", Some("+31612345678")),
            ("06/12345678", Some("0612345678")),
            (" 112 ", Some("112")),
            ("12", None),
            ("call me", None),
            ("+31 6 1234 ext 5", None),
            ("6+31", None),
            ("1234567890123456789012", None),
        ];
        for (text, dialled) in cases {
            assert_eq!(PhoneNumber::parse(text).map(|number| number.dialled()).ok().as_deref(), dialled, "{text}");
        }
    }
}
