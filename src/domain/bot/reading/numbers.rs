//! Reads a number as people write it: with the commas and points of their language, or as a word.

use std::fmt;

use super::folded;
use crate::domain::agent::Locale;

/// Digits before the decimal point that are read: more is no quantity.
const WHOLE_DIGITS_MAX: usize = 15;
/// Decimals that are kept.
const DECIMALS_MAX: usize = 6;

/// A number in decimal digits, so that nothing is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    is_negative: bool,
    whole: String,
    decimals: String,
}

impl Number {
    fn of(is_negative: bool, whole: &str, decimals: &str) -> Option<Self> {
        let is_plain = |digits: &str| digits.chars().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || !is_plain(whole) || !is_plain(decimals) || DECIMALS_MAX < decimals.len() {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        if WHOLE_DIGITS_MAX < whole.len() {
            return None;
        }
        let whole = if whole.is_empty() { "0" } else { whole };
        let decimals = decimals.trim_end_matches('0');
        let is_negative = is_negative && (whole != "0" || !decimals.is_empty());
        Some(Self { is_negative, whole: whole.to_owned(), decimals: decimals.to_owned() })
    }

    fn whole(&self) -> i64 {
        let whole: i64 = self.whole.parse().expect("fifteen digits fit");
        if self.is_negative { -whole } else { whole }
    }

    pub fn is_at_least(&self, bound: i64) -> bool {
        // -2.5 is less than its whole part.
        if self.is_negative && !self.decimals.is_empty() { bound < self.whole() } else { bound <= self.whole() }
    }

    pub fn is_at_most(&self, bound: i64) -> bool {
        if !self.is_negative && !self.decimals.is_empty() { self.whole() < bound } else { self.whole() <= bound }
    }

    pub fn is_within(&self, min: Option<i64>, max: Option<i64>) -> bool {
        min.is_none_or(|min| self.is_at_least(min)) && max.is_none_or(|max| self.is_at_most(max))
    }
}

/// As it is kept, in every language: `-1234.5`.
impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative { "-" } else { "" };
        let point = if self.decimals.is_empty() { "" } else { "." };
        write!(out, "{sign}{}{point}{}", self.whole, self.decimals)
    }
}

/// Reads the only number in a text.
pub fn read_number(text: &str, locale: Locale) -> Option<Number> {
    let text = folded(text);
    let mut found = None;
    for word in text.split([' ', '\u{a0}']) {
        let Some(number) = read_digits(word, locale).or_else(|| read_word(word)) else { continue };
        if found.is_some() {
            return joined_thousands(&text, locale);
        }
        found = Some(number);
    }
    found
}

/// `12 500`: a space between thousands.
fn joined_thousands(text: &str, locale: Locale) -> Option<Number> {
    let groups: Vec<&str> = text.split(' ').collect();
    let (first, rest) = groups.split_first()?;
    let are_thousands = rest.iter().enumerate().all(|(place, group)| {
        let whole = if place + 1 == rest.len() { group.split([',', '.']).next().unwrap_or("") } else { group };
        whole.len() == 3 && whole.chars().all(|digit| digit.is_ascii_digit())
    });
    let begins_well = (1..=3).contains(&first.len()) && first.chars().all(|digit| digit.is_ascii_digit());
    if begins_well && are_thousands { read_digits(&groups.concat(), locale) } else { None }
}

fn read_digits(word: &str, locale: Locale) -> Option<Number> {
    let is_negative = word.starts_with(['-', '−']);
    let word = word.trim_start_matches(['-', '−', '+', '€', '$', '£', '#']);
    let word = word.trim_end_matches(['€', '$', '£', '%']).trim_end_matches(",-");
    let (decimal, thousands) = match locale {
        Locale::English => ('.', ','),
        Locale::Dutch | Locale::German => (',', '.'),
    };
    if let Some((whole, decimals)) = word.split_once(decimal) {
        // "1.234" with the point for decimals is read as such where the language writes it so.
        let whole = if whole.contains(thousands) { without_thousands(whole, thousands)? } else { whole.to_owned() };
        return Number::of(is_negative, &whole, decimals).filter(|_| !decimals.is_empty());
    }
    match word.split_once(thousands) {
        Some(_) => match without_thousands(word, thousands) {
            Some(whole) => Number::of(is_negative, &whole, ""),
            // "2.5" of somebody who writes as the other language does.
            None => {
                let (whole, decimals) = word.split_once(thousands)?;
                Number::of(is_negative, whole, decimals).filter(|_| !decimals.is_empty())
            }
        },
        None => Number::of(is_negative, word, ""),
    }
}

/// The digits of `1,234,567`; none where the groups are not thousands.
fn without_thousands(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_well = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    is_well.then(|| text.replace(separator, ""))
}

fn read_word(word: &str) -> Option<Number> {
    const WORDS: [&[&str]; 13] = [
        &["zero", "none", "nul", "geen", "null", "keine", "keiner"],
        &["one", "een", "eins", "ein", "eine", "einer"],
        &["two", "twee", "zwei", "zwo"],
        &["three", "drie", "drei"],
        &["four", "vier"],
        &["five", "vijf", "funf", "fuenf"],
        &["six", "zes", "sechs"],
        &["seven", "zeven", "sieben"],
        &["eight", "acht"],
        &["nine", "negen", "neun"],
        &["ten", "tien", "zehn"],
        &["eleven", "elf"],
        &["twelve", "twaalf", "zwolf", "zwoelf"],
    ];
    let place = WORDS.iter().position(|words| words.contains(&word))?;
    Number::of(false, &place.to_string(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(locale: Locale, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            let read = read_number(text, locale).map(|number| number.to_string());
            assert_eq!(read.as_deref(), *expected, "{text} in {}", locale.tag());
        }
    }

    #[test]
    fn english_numbers_have_a_decimal_point() {
        check(
            Locale::English,
            &[
                ("12", Some("12")),
                ("about 1,234.50 or so", Some("1234.5")),
                ("1,234,567", Some("1234567")),
                ("0.5", Some("0.5")),
                ("-3", Some("-3")),
                ("$40", Some("40")),
                ("We are three people", Some("3")),
                ("12 500", Some("12500")),
                ("2,5", Some("2.5")),
                ("007", Some("7")),
                ("3 or 4", None),
                ("many", None),
                ("12,34,56", None),
                ("1.2.3", None),
                ("99999999999999999", None),
            ],
        );
    }

    #[test]
    fn dutch_and_german_numbers_have_a_decimal_comma() {
        for locale in [Locale::Dutch, Locale::German] {
            check(
                locale,
                &[
                    ("1.234,50", Some("1234.5")),
                    ("1.234", Some("1234")),
                    ("0,5", Some("0.5")),
                    ("2.5", Some("2.5")),
                    ("€ 40,-", Some("40")),
                    ("-0", Some("0")),
                ],
            );
        }
        check(Locale::Dutch, &[("wij zijn met vijf", Some("5")), ("geen", Some("0"))]);
        check(Locale::German, &[("wir sind zwölf", Some("12")), ("fünf", Some("5"))]);
    }

    #[test]
    fn bounds_are_part_of_what_they_bound() {
        let cases = [("5", true), ("1", true), ("10", true), ("0.9", false), ("10.1", false), ("-5", false)];
        for (text, is_within) in cases {
            let number = read_number(text, Locale::English).expect("a number");
            assert_eq!(number.is_within(Some(1), Some(10)), is_within, "{text}");
        }
        let below = read_number("-2.5", Locale::English).expect("a number");
        assert!(below.is_at_most(-2) && below.is_at_least(-3) && !below.is_at_least(-2));
    }
}
