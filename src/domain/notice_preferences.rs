//! What an agent wants to be told of, in which ways, and when not.

use std::collections::BTreeMap;

use super::ids::InboxId;
use super::moment::Moment;
use super::notice::{Loudness, What};

/// The choices of one agent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticePreferences {
    /// What is not named here is told as `Ways::by_default` says.
    pub events: BTreeMap<What, Ways>,
    /// Inboxes that are not named here tell everything.
    pub inboxes: BTreeMap<InboxId, InboxNotices>,
    pub quiet: Option<QuietHours>,
}

/// How one sort of event is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// In the page's list of notices; without it, nothing is told at all.
    pub bell: bool,
    pub loud: Loudness,
    /// By mail, to whoever is away.
    pub mail: bool,
}

/// How much of one inbox is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboxNotices {
    Everything,
    /// Not that something has come in which nobody has.
    OnlyMine,
    Nothing,
}

/// When nothing makes a noise. Notices still gather in the bell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuietHours {
    /// Minutes since midnight; from the evening to the morning if it is after `until`.
    pub from: u16,
    pub until: u16,
    /// Whole days besides: Saturday and Sunday.
    pub weekends: bool,
    /// A name of the IANA time zone database.
    pub time_zone: String,
}

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

impl Ways {
    /// What an agent is told who has chosen nothing.
    pub const fn by_default(what: What) -> Self {
        let loud = match what {
            What::Assigned | What::Unassigned | What::Message | What::Mention => {
                Loudness { desktop: true, sound: true }
            }
            What::Comment | What::DeliveryFailed => Loudness { desktop: true, sound: false },
        };
        Self { bell: true, loud, mail: Self::mails_by_default(what) }
    }
}

impl Ways {
    /// What is about oneself is worth a mail; the rest can wait.
    pub const fn mails_by_default(what: What) -> bool {
        match what {
            What::Assigned | What::Mention | What::DeliveryFailed => true,
            What::Unassigned | What::Message | What::Comment => false,
        }
    }
}

impl NoticePreferences {
    pub fn ways(&self, what: What) -> Ways {
        self.events.get(&what).copied().unwrap_or(Ways::by_default(what))
    }

    pub fn of_inbox(&self, inbox: InboxId) -> InboxNotices {
        self.inboxes.get(&inbox).copied().unwrap_or(InboxNotices::Everything)
    }

    /// How something that happens now is told; none if it is not.
    pub fn loudness(&self, what: What, inbox: InboxId, now: Moment) -> Option<Loudness> {
        let Ways { bell, loud, mail: _ } = self.ways(what);
        let is_quiet = self.quiet.as_ref().is_some_and(|quiet| quiet.holds(now));
        match (self.wants(what, inbox) && bell, is_quiet) {
            (false, _) => None,
            (true, true) => Some(Loudness::default()),
            (true, false) => Some(loud),
        }
    }

    /// Whether something is mailed to the agent when they are away. What is not in the bell is not mailed either.
    pub fn mails(&self, what: What, inbox: InboxId) -> bool {
        let Ways { bell, loud: _, mail } = self.ways(what);
        self.wants(what, inbox) && bell && mail
    }

    fn wants(&self, what: What, inbox: InboxId) -> bool {
        match (self.of_inbox(inbox), what) {
            (InboxNotices::Nothing, _) | (InboxNotices::OnlyMine, What::Unassigned) => false,
            (InboxNotices::Everything | InboxNotices::OnlyMine, _) => true,
        }
    }
}

impl QuietHours {
    /// Whether it is quiet at a moment, by the clock on the agent's wall.
    pub fn holds(&self, now: Moment) -> bool {
        let Ok(zone) = jiff::tz::TimeZone::get(&self.time_zone) else { return false };
        let millis = i64::try_from(now.millis()).unwrap_or(i64::MAX);
        let Ok(timestamp) = jiff::Timestamp::from_millisecond(millis) else { return false };
        let wall = timestamp.to_zoned(zone);
        let minute = u16::try_from(i32::from(wall.hour()) * 60 + i32::from(wall.minute())).unwrap_or(0);
        let is_weekend = matches!(wall.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        is_weekend && self.weekends || self.covers(minute)
    }

    const fn covers(&self, minute: u16) -> bool {
        if self.from <= self.until {
            self.from <= minute && minute < self.until
        } else {
            self.from <= minute || minute < self.until
        }
    }

    /// Whether the values can be used.
    pub fn is_sound(&self) -> bool {
        self.from < DAY_MINUTES && self.until < DAY_MINUTES && jiff::tz::TimeZone::get(&self.time_zone).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPPORT: InboxId = InboxId::from_bits(1);

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    fn nights(weekends: bool) -> QuietHours {
        QuietHours { from: 18 * 60, until: 8 * 60, weekends, time_zone: "Europe/Amsterdam".into() }
    }

    #[test]
    fn it_is_quiet_by_the_clock_on_the_agents_wall_in_summer_and_in_winter() {
        for (moment, weekends, quiet) in [
            ("2026-11-25T16:59:00Z", false, false),
            ("2026-11-25T17:00:00Z", false, true),
            ("2026-11-26T06:59:00Z", false, true),
            ("2026-11-26T07:00:00Z", false, false),
            ("2026-07-01T16:00:00Z", false, true),
            ("2026-07-01T15:59:00Z", false, false),
            ("2026-11-28T11:00:00Z", false, false),
            ("2026-11-28T11:00:00Z", true, true),
        ] {
            assert_eq!(nights(weekends).holds(at(moment)), quiet, "{moment} {weekends}");
        }
        let lunch = QuietHours { from: 12 * 60, until: 13 * 60, weekends: false, time_zone: "UTC".into() };
        assert!(lunch.holds(at("2026-11-25T12:30:00Z")) && !lunch.holds(at("2026-11-25T13:00:00Z")));
        assert!(!QuietHours { time_zone: "Nowhere/Land".into(), ..nights(false) }.is_sound());
        assert!(!QuietHours { from: DAY_MINUTES, ..nights(false) }.is_sound());
    }

    #[test]
    fn an_inbox_tells_as_much_as_its_agent_wants() {
        let now = at("2026-11-25T12:00:00Z");
        for (level, what, told) in [
            (InboxNotices::Everything, What::Unassigned, true),
            (InboxNotices::OnlyMine, What::Unassigned, false),
            (InboxNotices::OnlyMine, What::Message, true),
            (InboxNotices::Nothing, What::Mention, false),
        ] {
            let preferences =
                NoticePreferences { inboxes: BTreeMap::from([(SUPPORT, level)]), ..NoticePreferences::default() };
            assert_eq!(preferences.loudness(what, SUPPORT, now).is_some(), told, "{level:?} {what:?}");
        }
    }

    #[test]
    fn quiet_hours_silence_and_the_bell_goes_on() {
        let quiet = NoticePreferences { quiet: Some(nights(false)), ..NoticePreferences::default() };
        let night = quiet.loudness(What::Mention, SUPPORT, at("2026-11-25T22:00:00Z"));
        assert_eq!(night, Some(Loudness::default()));
        let day = quiet.loudness(What::Mention, SUPPORT, at("2026-11-25T12:00:00Z"));
        assert_eq!(day, Some(Loudness { desktop: true, sound: true }));
        let off = Ways { bell: false, loud: Loudness { desktop: true, sound: true }, mail: true };
        let deaf = NoticePreferences { events: BTreeMap::from([(What::Mention, off)]), ..NoticePreferences::default() };
        assert_eq!(deaf.loudness(What::Mention, SUPPORT, at("2026-11-25T12:00:00Z")), None);
    }
}
