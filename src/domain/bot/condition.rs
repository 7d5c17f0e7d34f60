//! What a branch looks at, and what it finds.

use super::reading::{folded, read_number};
use super::session::{Facts, Session};
use super::{BotScript, Condition, Hours, TextTest};
use crate::domain::agent::Locale;
use crate::domain::moment::Moment;

/// Whether a condition holds at this moment.
pub fn holds(condition: &Condition, script: &BotScript, session: &Session, facts: &Facts) -> bool {
    match condition {
        Condition::Answer { step, test } => passes(test, session.answers.get(step).map(String::as_str), script.locale),
        Condition::Property { property, test } => passes(test, session.known(facts, property), script.locale),
        Condition::Presence(presence) => facts.presence == *presence,
        Condition::Hours(hours) => is_within(hours, facts.now),
        Condition::Page(test) => passes(test, Some(&facts.page), script.locale),
    }
}

/// The day it is at a moment in a time zone; UTC where the zone is not known.
pub fn local_time(now: Moment, time_zone: &str) -> jiff::civil::DateTime {
    let millis = i64::try_from(now.millis()).unwrap_or(i64::MAX);
    let timestamp = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    timestamp.to_zoned(zone).datetime()
}

fn passes(test: &TextTest, value: Option<&str>, locale: Locale) -> bool {
    let said = value.map(folded).unwrap_or_default();
    // A number that was answered is kept with a point; others stand as they were written.
    let number = || {
        let value = value?;
        read_number(value, Locale::English).or_else(|| read_number(value, locale))
    };
    match test {
        TextTest::Is(text) => said == folded(text),
        TextTest::IsNot(text) => said != folded(text),
        TextTest::Contains(text) => said.contains(&folded(text)),
        TextTest::BeginsWith(text) => said.starts_with(&folded(text)),
        TextTest::AtLeast(bound) => number().is_some_and(|number| number.is_at_least(*bound)),
        TextTest::AtMost(bound) => number().is_some_and(|number| number.is_at_most(*bound)),
        TextTest::IsKnown => !said.is_empty(),
        TextTest::IsUnknown => said.is_empty(),
    }
}

/// Whether a moment lies in the hours, by the clock of their time zone.
fn is_within(hours: &Hours, now: Moment) -> bool {
    let local = local_time(now, &hours.time_zone);
    let day = u8::try_from(local.weekday().to_monday_one_offset()).expect("1 to 7");
    let hour = u16::try_from(local.hour()).expect("0 to 23");
    let minute = hour * 60 + u16::try_from(local.minute()).expect("0 to 59");
    hours.days.contains(&day) && (hours.from_minute..hours.until_minute).contains(&minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_compared_without_its_capitals_and_marks() {
        let is = |text: &str| TextTest::Is(text.into());
        let cases = [
            (is("grosse"), Some(" Größe. "), true),
            (is("a"), Some("b"), false),
            (TextTest::IsNot("a".into()), None, true),
            (TextTest::Contains("price".into()), Some("Your PRICES?"), true),
            (TextTest::Contains("price".into()), None, false),
            (TextTest::BeginsWith("https://example.org/shop".into()), Some("https://example.org/shop/1"), true),
            (TextTest::AtLeast(10), Some("10"), true),
            (TextTest::AtLeast(10), Some("9.5"), false),
            (TextTest::AtLeast(10), Some("many"), false),
            (TextTest::AtMost(10), Some("10.5"), false),
            (TextTest::IsKnown, Some(""), false),
            (TextTest::IsKnown, Some("x"), true),
            (TextTest::IsUnknown, None, true),
        ];
        for (test, value, expected) in cases {
            assert_eq!(passes(&test, value, Locale::English), expected, "{test:?} {value:?}");
        }
    }

    #[test]
    fn hours_are_those_of_their_zone_on_both_sides_of_a_clock_change() {
        let hours = Hours {
            days: (1..=5).collect(),
            from_minute: 9 * 60,
            until_minute: 17 * 60,
            time_zone: "Europe/Amsterdam".into(),
        };
        let cases = [
            ("2026-10-23T07:00:00Z", true), // Friday, 9:00 in summer
            ("2026-10-23T06:59:59Z", false),
            ("2026-10-26T07:59:59Z", false), // Monday, 8:59 in winter
            ("2026-10-26T08:00:00Z", true),
            ("2026-10-26T16:00:00Z", false), // 17:00 is over
            ("2026-10-24T10:00:00Z", false), // Saturday
        ];
        for (moment, expected) in cases {
            let now = Moment::parse(moment).expect("a moment");
            assert_eq!(is_within(&hours, now), expected, "{moment}");
        }
    }

    #[test]
    fn an_unknown_zone_is_utc() {
        assert_eq!(local_time(Moment::from_millis(0), "Moon/Base").to_string(), "1970-01-01T00:00:00");
    }
}
