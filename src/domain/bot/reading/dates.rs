//! Reads a date as people write it in English, Dutch and German.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::folded;
use crate::domain::agent::Locale;

/// Years that a bot has to do with.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Reads the date in a text, by the day it is. What can mean two days means none.
pub fn read_date(text: &str, locale: Locale, today: Date) -> Option<Date> {
    let text = folded(text);
    if let Some(date) = read_relative(&text, today) {
        return Some(date);
    }
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if let Some(date) = words.iter().find_map(|word| read_numeric(word, locale, today)) {
        return Some(date);
    }
    read_with_month(&words, today).or_else(|| read_weekday(&words, today))
}

/// `today`, `overmorgen`, `in 3 Tagen`.
fn read_relative(text: &str, today: Date) -> Option<Date> {
    const NAMED: [(&str, i64); 14] = [
        ("day after tomorrow", 2),
        ("overmorgen", 2),
        ("ubermorgen", 2),
        ("uebermorgen", 2),
        ("eergisteren", -2),
        ("vorgestern", -2),
        ("yesterday", -1),
        ("gisteren", -1),
        ("gestern", -1),
        ("tomorrow", 1),
        ("morgen", 1),
        ("today", 0),
        ("vandaag", 0),
        ("heute", 0),
    ];
    let words: Vec<&str> = text.split(' ').collect();
    for (name, days) in NAMED {
        let is_said = if name.contains(' ') { text.contains(name) } else { words.contains(&name) };
        if is_said {
            return today.checked_add(days.days()).ok();
        }
    }
    let span = words.windows(3).find(|three| matches!(three[0], "in" | "over"))?;
    let count: i64 = span[1].parse().ok().filter(|count| (0..=1_000).contains(count))?;
    let days = match span[2].trim_end_matches('.') {
        "day" | "days" | "dag" | "dagen" | "tag" | "tage" | "tagen" => count,
        "week" | "weeks" | "weken" | "woche" | "wochen" => count * 7,
        _ => return None,
    };
    today.checked_add(days.days()).ok()
}

/// `2026-11-25`, `25-11-2026`, `25.11.`, `25/11`.
fn read_numeric(word: &str, locale: Locale, today: Date) -> Option<Date> {
    let parts: Vec<&str> = word.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match (numbers.as_slice(), parts.as_slice()) {
        ([year, month, day], [first, ..]) if first.len() == 4 => date(*year, *month, *day),
        ([one, other, year], _) => {
            let (day, month) = day_and_month(*one, *other, locale)?;
            date(full_year(*year, parts[2].len())?, month, day)
        }
        // "3.5" may be an amount, but whoever is asked for a date means a day.
        ([one, other], _) => {
            let (day, month) = day_and_month(*one, *other, locale)?;
            next_of(day, month, today)
        }
        _ => None,
    }
}

/// In English either may come first: 03/04 is nobody's date, 25/12 and 12/25 are the same.
fn day_and_month(one: i16, other: i16, locale: Locale) -> Option<(i16, i16)> {
    match locale {
        Locale::Dutch | Locale::German => Some((one, other)),
        Locale::English if 12 < one => Some((one, other)),
        Locale::English if 12 < other => Some((other, one)),
        Locale::English => (one == other).then_some((one, other)),
    }
}

/// `25 november 2026`, `November 25th`, `25. Nov.`.
fn read_with_month(words: &[&str], today: Date) -> Option<Date> {
    let place = words.iter().position(|word| month_of(word).is_some())?;
    let month = month_of(words[place])?;
    let day_before = place.checked_sub(1).and_then(|before| day_of(words[before]));
    let (day, year_at) = match day_before {
        Some(day) => (day, place + 1),
        None => (day_of(words.get(place + 1)?)?, place + 2),
    };
    let year = words.get(year_at).and_then(|word| Some(full_year(word.parse().ok()?, word.len())));
    match year {
        Some(year) => date(year?, month, day),
        None => next_of(day, month, today),
    }
}

fn day_of(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let ending = &word[digits.len()..];
    let is_ordinal = matches!(ending, "" | "." | "st" | "nd" | "rd" | "th" | "e" | "de" | "ste");
    digits.parse().ok().filter(|day| is_ordinal && (1..=31).contains(day))
}

fn month_of(word: &str) -> Option<i16> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januari", "januar", "janner", "jan"],
        &["february", "februari", "februar", "feb"],
        &["march", "maart", "marz", "maerz", "mar", "mrt"],
        &["april", "apr"],
        &["may", "mei", "mai"],
        &["june", "juni", "jun"],
        &["july", "juli", "jul"],
        &["august", "augustus", "aug"],
        &["september", "sept", "sep"],
        &["october", "oktober", "oct", "okt"],
        &["november", "nov"],
        &["december", "dezember", "dec", "dez"],
    ];
    let word = word.trim_end_matches('.');
    let place = MONTHS.iter().position(|names| names.contains(&word))?;
    i16::try_from(place + 1).ok()
}

/// `Friday`, `volgende vrijdag`: the next one, never today.
fn read_weekday(words: &[&str], today: Date) -> Option<Date> {
    const DAYS: [(&[&str], Weekday); 7] = [
        (&["monday", "maandag", "montag"], Weekday::Monday),
        (&["tuesday", "dinsdag", "dienstag"], Weekday::Tuesday),
        (&["wednesday", "woensdag", "mittwoch"], Weekday::Wednesday),
        (&["thursday", "donderdag", "donnerstag"], Weekday::Thursday),
        (&["friday", "vrijdag", "freitag"], Weekday::Friday),
        (&["saturday", "zaterdag", "samstag", "sonnabend"], Weekday::Saturday),
        (&["sunday", "zondag", "sonntag"], Weekday::Sunday),
    ];
    let mut said = DAYS.iter().filter(|(names, _)| names.iter().any(|name| words.contains(name)));
    let (_, weekday) = said.next()?;
    if said.next().is_some() {
        return None;
    }
    today.nth_weekday(1, *weekday).ok()
}

fn full_year(year: i16, digits: usize) -> Option<i16> {
    match digits {
        4 => Some(year),
        // Two digits of a birthday or of an appointment: the century is this one up to 2049.
        2 if year < 50 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    if YEARS.contains(&year) { Date::new(year, month, day).ok() } else { None }
}

/// The next such day, today included.
fn next_of(day: i16, month: i16, today: Date) -> Option<Date> {
    // The 29th of February comes again within eight years.
    (0..=8).filter_map(|years| date(today.year() + years, month, day)).find(|date| today <= *date)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Wednesday.
    const TODAY: Date = jiff::civil::date(2026, 11, 25);

    #[track_caller]
    fn check(locale: Locale, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            let read = read_date(text, locale, TODAY).map(|date| date.to_string());
            assert_eq!(read.as_deref(), *expected, "{text} in {}", locale.tag());
        }
    }

    #[test]
    fn english_dates() {
        check(
            Locale::English,
            &[
                ("2026-12-01", Some("2026-12-01")),
                ("25 December", Some("2026-12-25")),
                ("on December 25th, please", Some("2026-12-25")),
                ("3 April 2027", Some("2027-04-03")),
                ("1 November", Some("2027-11-01")),
                ("12/25/2026", Some("2026-12-25")),
                ("25/12/2026", Some("2026-12-25")),
                ("03/04/2027", None),
                ("04/04/2027", Some("2027-04-04")),
                ("tomorrow at 3", Some("2026-11-26")),
                ("the day after tomorrow", Some("2026-11-27")),
                ("in 2 weeks", Some("2026-12-09")),
                ("next Friday", Some("2026-11-27")),
                ("Wednesday", Some("2026-12-02")),
                ("Monday or Tuesday", None),
                ("30 February", None),
                ("29 February", Some("2028-02-29")),
                ("soon", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn dutch_dates() {
        check(
            Locale::Dutch,
            &[
                ("3-4-2027", Some("2027-04-03")),
                ("3 april", Some("2027-04-03")),
                ("1 mrt 27", Some("2027-03-01")),
                ("overmorgen", Some("2026-11-27")),
                ("morgen", Some("2026-11-26")),
                ("volgende vrijdag", Some("2026-11-27")),
                ("over 3 dagen", Some("2026-11-28")),
                ("25/12", Some("2026-12-25")),
                ("32-1-2027", None),
            ],
        );
    }

    #[test]
    fn german_dates() {
        check(
            Locale::German,
            &[
                ("3.4.2027", Some("2027-04-03")),
                ("3.4.", Some("2027-04-03")),
                ("3. April 2027", Some("2027-04-03")),
                ("1. März", Some("2027-03-01")),
                ("24. Dez.", Some("2026-12-24")),
                ("übermorgen", Some("2026-11-27")),
                ("in 3 Tagen", Some("2026-11-28")),
                ("am Freitag", Some("2026-11-27")),
                ("24.12.85", Some("1985-12-24")),
                ("irgendwann", None),
            ],
        );
    }
}
