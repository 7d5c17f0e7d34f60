//! A moment in time, to the millisecond, in UTC.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

/// Milliseconds since 1970-01-01T00:00:00Z; never before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// The moment that lies so many milliseconds after the beginning of 1970.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the beginning of 1970.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// The moment of a Unix time in seconds; a time before 1970 becomes 1970.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self(u64::try_from(seconds).unwrap_or(0).saturating_mul(1000))
    }

    /// Whole seconds since the beginning of 1970.
    pub const fn unix_seconds(self) -> u64 {
        self.0 / 1000
    }

    /// For keys that list the newest first.
    pub const fn inverted(self) -> u64 {
        u64::MAX - self.0
    }

    /// Reads what `inverted` wrote.
    pub const fn from_inverted(inverted: u64) -> Self {
        Self(u64::MAX - inverted)
    }

    /// How long after `earlier` this is; nothing if it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// To the minute and without a language: `2026-11-23 08:00 UTC`.
    pub fn in_words(self) -> String {
        let text = self.to_string();
        format!("{} {} UTC", &text[..10], &text[11..16])
    }

    /// Reads RFC 3339.
    pub fn parse(text: &str) -> Option<Self> {
        let timestamp: jiff::Timestamp = text.parse().ok()?;
        u64::try_from(timestamp.as_millisecond()).ok().map(Self)
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(millis))
    }
}

impl Sub<Duration> for Moment {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_sub(millis))
    }
}

/// RFC 3339 in UTC, with milliseconds: `2026-11-23T08:00:00.000Z`.
impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = i64::try_from(self.0).unwrap_or(i64::MAX);
        match jiff::Timestamp::from_millisecond(millis) {
            Ok(timestamp) => write!(out, "{timestamp:.3}"),
            Err(_) => out.write_str("9999-12-30T22:00:00.000Z"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_back_what_it_prints() {
        let moment = Moment::from_millis(1_795_420_800_123);
        assert_eq!(Moment::parse(&moment.to_string()), Some(moment));
        assert_eq!(Moment::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Moment::parse("yesterday"), None);
        assert_eq!(Moment::from_millis(0).in_words(), "1970-01-01 00:00 UTC");
    }

    #[test]
    fn inverted_moments_are_ordered_newest_first() {
        let earlier = Moment::from_millis(1);
        let later = Moment::from_millis(2);
        assert!(later.inverted() < earlier.inverted());
        assert_eq!(Moment::from_inverted(later.inverted()), later);
    }

    #[test]
    fn nothing_overflows_at_the_ends_of_time() {
        let end = Moment::from_millis(u64::MAX);
        assert_eq!(end + Duration::from_secs(1), end);
        assert_eq!(Moment::from_millis(0) - Duration::from_secs(1), Moment::from_millis(0));
        assert!(end.to_string().ends_with('Z'));
    }
}
