//! Weekly hours in a time zone: whether a moment lies within them, and when that changes.
//!
//! Hours are read off the clock on the wall. Where a clock is put forward, an hour that does not exist is
//! skipped; where it is put back, an hour that comes twice counts twice.

use std::sync::LazyLock;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan, Zoned};

use super::limit::WORKING_RANGES_PER_DAY_MAX;
use super::moment::Moment;

/// The rules of the world's clocks as they were when this program was built: no file of the machine is read.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

const MINUTES_OF_DAY: u16 = 24 * 60;
/// A week ahead, today's weekday a second time, and one day for zones in which a day was left out.
const DAYS_AHEAD: i64 = 8;

/// The name of a time zone that we know the rules of, such as `Europe/Amsterdam`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(String);

impl Zone {
    /// Reads an IANA name. The spelling of the database is kept.
    pub fn parse(name: &str) -> Option<Self> {
        let zone = ZONES.get(name.trim()).ok()?;
        zone.iana_name().map(|name| Self(name.to_owned()))
    }

    /// What holds where nobody has said anything.
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    pub fn name(&self) -> &str {
        &self.0
    }

    fn rules(&self) -> TimeZone {
        ZONES.get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

/// From a minute of the day until another, which may be midnight at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    from_min: u16,
    until_min: u16,
}

impl Range {
    /// Minutes after midnight; none if the end is not after the beginning or the day is over before it.
    pub const fn new(from_min: u16, until_min: u16) -> Option<Self> {
        if from_min < until_min && until_min <= MINUTES_OF_DAY { Some(Self { from_min, until_min }) } else { None }
    }

    pub const fn from_min(self) -> u16 {
        self.from_min
    }

    pub const fn until_min(self) -> u16 {
        self.until_min
    }
}

/// Why hours cannot be used; the words say what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursRefused {
    #[error("two ranges of one day overlap; join them")]
    Overlap,
    #[error("a day can have at most {WORKING_RANGES_PER_DAY_MAX} ranges")]
    TooMany,
}

/// The hours of a week, Monday first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingHours {
    zone: Zone,
    days: [Vec<Range>; 7],
}

impl WorkingHours {
    /// Puts the ranges of each day in order; refused if two of them overlap.
    pub fn new(zone: Zone, mut days: [Vec<Range>; 7]) -> Result<Self, HoursRefused> {
        for day in &mut days {
            if WORKING_RANGES_PER_DAY_MAX < day.len() {
                return Err(HoursRefused::TooMany);
            }
            day.sort_by_key(|range| range.from_min);
            if day.windows(2).any(|pair| pair[1].from_min < pair[0].until_min) {
                return Err(HoursRefused::Overlap);
            }
        }
        Ok(Self { zone, days })
    }

    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Monday first.
    pub const fn days(&self) -> &[Vec<Range>; 7] {
        &self.days
    }

    /// Whether a moment lies within the hours.
    pub fn is_within(&self, now: Moment) -> bool {
        self.holds(&local(&self.zone.rules(), now))
    }

    /// When the hours begin again; none while they last, or if there are none in the week.
    pub fn next_opening(&self, now: Moment) -> Option<Moment> {
        if self.is_within(now) { None } else { self.next_change(now) }
    }

    /// When the hours end; none outside of them, or if they never do.
    pub fn next_closing(&self, now: Moment) -> Option<Moment> {
        if self.is_within(now) { self.next_change(now) } else { None }
    }

    /// The first moment after now at which the hours begin or end.
    pub fn next_change(&self, now: Moment) -> Option<Moment> {
        let rules = self.zone.rules();
        let here = local(&rules, now);
        let is_within = self.holds(&here);
        let mut bounds = self.bounds(&rules, here.date());
        bounds.extend(rules.following(here.timestamp()).take(2).map(|change| change.timestamp()));
        bounds.sort_unstable();
        let changes =
            |bound: &Timestamp| here.timestamp() < *bound && self.holds(&bound.to_zoned(rules.clone())) != is_within;
        let change = bounds.into_iter().find(changes)?;
        u64::try_from(change.as_millisecond()).ok().map(Moment::from_millis)
    }

    fn holds(&self, here: &Zoned) -> bool {
        let minute = u16::from(here.hour().unsigned_abs()) * 60 + u16::from(here.minute().unsigned_abs());
        self.of(here.weekday()).iter().any(|range| range.from_min <= minute && minute < range.until_min)
    }

    fn of(&self, weekday: Weekday) -> &[Range] {
        &self.days[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }

    /// Every instant of the coming days at which the clock shows the beginning or the end of a range.
    fn bounds(&self, rules: &TimeZone, today: Date) -> Vec<Timestamp> {
        let mut bounds = Vec::new();
        for ahead in 0..=DAYS_AHEAD {
            let Ok(date) = today.checked_add(ahead.days()) else { break };
            for range in self.of(date.weekday()) {
                bounds.extend(instants(rules, date, range.from_min));
                bounds.extend(instants(rules, date, range.until_min));
            }
        }
        bounds
    }
}

fn local(rules: &TimeZone, moment: Moment) -> Zoned {
    let millis = i64::try_from(moment.millis()).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX).to_zoned(rules.clone())
}

/// When the clock shows a minute of a day: once, twice, or never; then it is when the clock jumps over it.
fn instants(rules: &TimeZone, date: Date, minute: u16) -> Vec<Timestamp> {
    let shown = if minute == MINUTES_OF_DAY {
        date.tomorrow().map(|next| next.to_datetime(Time::midnight()))
    } else {
        let hour = i8::try_from(minute / 60).expect("a day has 24 hours");
        let rest = i8::try_from(minute % 60).expect("an hour has 60 minutes");
        Ok(date.at(hour, rest, 0, 0))
    };
    let Ok(shown) = shown else { return Vec::new() };
    let ambiguous = rules.to_ambiguous_timestamp(shown);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible().into_iter().collect(),
        AmbiguousOffset::Fold { .. } => ambiguous.earlier().into_iter().chain(ambiguous.later()).collect(),
        AmbiguousOffset::Gap { .. } => {
            let after = ambiguous.later().ok();
            after.and_then(|after| rules.preceding(after).next()).map(|jump| jump.timestamp()).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, until: &str) -> Range {
        let minute = |text: &str| {
            let (hour, minute) = text.split_once(':').expect("an hour and a minute");
            hour.parse::<u16>().expect("an hour") * 60 + minute.parse::<u16>().expect("a minute")
        };
        Range::new(minute(from), minute(until)).expect("a sound range")
    }

    /// Hours of single days, counted from Monday.
    fn hours(zone: &str, days: &[(usize, &[(&str, &str)])]) -> WorkingHours {
        let mut week: [Vec<Range>; 7] = Default::default();
        for (day, ranges) in days {
            week[*day] = ranges.iter().map(|(from, until)| range(from, until)).collect();
        }
        WorkingHours::new(Zone::parse(zone).expect("a zone"), week).expect("sound hours")
    }

    fn office(zone: &str) -> WorkingHours {
        let day: &[(&str, &str)] = &[("09:00", "12:30"), ("13:00", "17:30")];
        hours(zone, &[(0, day), (1, day), (2, day), (3, day), (4, day)])
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap_or_else(|| panic!("{text} is a moment"))
    }

    #[track_caller]
    fn check(hours: &WorkingHours, now: &str, is_within: bool, changes_at: &str) {
        assert_eq!(hours.is_within(at(now)), is_within, "{now}");
        assert_eq!(hours.next_change(at(now)), Some(at(changes_at)), "{now}");
        let (opening, closing) = if is_within { (None, Some(at(changes_at))) } else { (Some(at(changes_at)), None) };
        assert_eq!((hours.next_opening(at(now)), hours.next_closing(at(now))), (opening, closing), "{now}");
    }

    #[test]
    fn a_week_of_an_office() {
        let office = office("Europe/Amsterdam");
        // 2026-11-23 is a Monday; Amsterdam is an hour ahead of UTC.
        for (now, is_within, changes_at) in [
            ("2026-11-23T07:59:59Z", false, "2026-11-23T08:00:00Z"),
            ("2026-11-23T08:00:00Z", true, "2026-11-23T11:30:00Z"),
            ("2026-11-23T11:30:00Z", false, "2026-11-23T12:00:00Z"),
            ("2026-11-23T16:29:59Z", true, "2026-11-23T16:30:00Z"),
            ("2026-11-23T16:30:00Z", false, "2026-11-24T08:00:00Z"),
            ("2026-11-27T20:00:00Z", false, "2026-11-30T08:00:00Z"),
            ("2026-11-29T23:30:00Z", false, "2026-11-30T08:00:00Z"),
        ] {
            check(&office, now, is_within, changes_at);
        }
    }

    #[test]
    fn the_hour_that_a_clock_jumps_over_does_not_exist() {
        // Sunday 2026-03-29: 02:00 becomes 03:00 in Amsterdam.
        let across = hours("Europe/Amsterdam", &[(6, &[("02:30", "06:00")])]);
        check(&across, "2026-03-29T00:59:59Z", false, "2026-03-29T01:00:00Z");
        check(&across, "2026-03-29T01:00:00Z", true, "2026-03-29T04:00:00Z");
        let inside = hours("Europe/Amsterdam", &[(6, &[("02:15", "02:45")])]);
        check(&inside, "2026-03-29T00:30:00Z", false, "2026-04-05T00:15:00Z");
        let office = office("Europe/Amsterdam");
        check(&office, "2026-03-27T20:00:00Z", false, "2026-03-30T07:00:00Z");
    }

    #[test]
    fn the_hour_that_a_clock_shows_twice_counts_twice() {
        // Sunday 2026-10-25: 03:00 becomes 02:00 in Amsterdam.
        let across = hours("Europe/Amsterdam", &[(6, &[("01:00", "04:00")])]);
        check(&across, "2026-10-24T23:00:00Z", true, "2026-10-25T03:00:00Z");
        let inside = hours("Europe/Amsterdam", &[(6, &[("02:30", "03:00")])]);
        check(&inside, "2026-10-25T00:00:00Z", false, "2026-10-25T00:30:00Z");
        check(&inside, "2026-10-25T00:30:00Z", true, "2026-10-25T01:00:00Z");
        check(&inside, "2026-10-25T01:00:00Z", false, "2026-10-25T01:30:00Z");
        check(&inside, "2026-10-25T01:30:00Z", true, "2026-10-25T02:00:00Z");
        let office = office("America/New_York");
        check(&office, "2026-10-30T22:00:00Z", false, "2026-11-02T14:00:00Z");
    }

    #[test]
    fn hours_over_midnight_are_one_stretch() {
        let night = hours("Asia/Kolkata", &[(0, &[("22:00", "24:00")]), (1, &[("00:00", "06:00")])]);
        check(&night, "2026-11-23T16:30:00Z", true, "2026-11-24T00:30:00Z");
    }

    #[test]
    fn hours_that_never_change_say_so() {
        let day: &[(&str, &str)] = &[("00:00", "24:00")];
        let always = hours("UTC", &(0..7).map(|weekday| (weekday, day)).collect::<Vec<_>>());
        assert!(always.is_within(at("2026-11-23T12:00:00Z")));
        assert_eq!(always.next_change(at("2026-11-23T12:00:00Z")), None);
        let never = hours("UTC", &[]);
        assert!(!never.is_within(at("2026-11-23T12:00:00Z")));
        assert_eq!(never.next_change(at("2026-11-23T12:00:00Z")), None);
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        assert_eq!(Range::new(600, 600), None);
        assert_eq!(Range::new(600, MINUTES_OF_DAY + 1), None);
        let mut days: [Vec<Range>; 7] = Default::default();
        days[0] = vec![range("12:00", "14:00"), range("09:00", "12:01")];
        assert_eq!(WorkingHours::new(Zone::utc(), days.clone()), Err(HoursRefused::Overlap));
        days[0] = (0..7).map(|hour| range(&format!("{hour:02}:00"), &format!("{hour:02}:30"))).collect();
        assert_eq!(WorkingHours::new(Zone::utc(), days), Err(HoursRefused::TooMany));
        assert_eq!(Zone::parse("Europe/Atlantis"), None);
        assert_eq!(Zone::parse("../etc/passwd"), None);
        assert_eq!(Zone::parse(" europe/berlin ").map(|zone| zone.name().to_owned()), Some("Europe/Berlin".to_owned()));
    }
}
