//! When news is mailed to somebody who is away: after a while, all of it in one mail, and not at night.

use std::time::Duration;

use super::email_address::EmailAddress;
use super::moment::Moment;

/// What is known of one agent for whom news waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Since when something waits that was not mailed.
    pub since: Moment,
    /// When they were last before a page of theirs, as far as is known.
    pub seen_at: Option<Moment>,
    /// When the newest mail went to them.
    pub mailed_at: Option<Moment>,
    pub is_quiet: bool,
}

impl Waiting {
    /// Whether the news goes out now. `patience` is how long somebody must be away, and how long at least lies between
    /// two mails: no storm of news becomes a storm of mails.
    pub fn is_over(&self, now: Moment, patience: Duration) -> bool {
        let has_passed = |since: Moment| patience <= now.since(since);
        !self.is_quiet
            && has_passed(self.since)
            && self.seen_at.is_none_or(has_passed)
            && self.mailed_at.is_none_or(has_passed)
    }
}

/// Whether a person may read what is sent to an address: machines answer, and one that answers us begins a loop.
pub fn is_for_a_person(address: &EmailAddress) -> bool {
    const MACHINES: [&str; 8] =
        ["mailer-daemon", "postmaster", "abuse", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce"];
    !MACHINES.contains(&address.split_detail().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_waits_until_somebody_is_away_and_it_is_not_quiet() {
        let minute = |minutes: u64| Moment::from_millis(minutes * 60_000);
        let waiting = Waiting { since: minute(0), seen_at: None, mailed_at: None, is_quiet: false };
        let cases = [
            (waiting, 9, false),
            (waiting, 10, true),
            (Waiting { seen_at: Some(minute(5)), ..waiting }, 14, false),
            (Waiting { seen_at: Some(minute(5)), ..waiting }, 15, true),
            (Waiting { mailed_at: Some(minute(8)), ..waiting }, 17, false),
            (Waiting { mailed_at: Some(minute(8)), ..waiting }, 18, true),
            (Waiting { is_quiet: true, ..waiting }, 600, false),
        ];
        for (waiting, now, expected) in cases {
            assert_eq!(waiting.is_over(minute(now), Duration::from_secs(600)), expected, "{waiting:?} at {now}");
        }
    }

    #[test]
    fn machines_are_told_nothing() {
        for (address, expected) in [
            ("zoe@example.org", true),
            ("zoe+work@example.org", true),
            ("postmaster@example.org", false),
            ("no-reply+1@example.org", false),
        ] {
            assert_eq!(is_for_a_person(&EmailAddress::parse(address).expect("sound")), expected, "{address}");
        }
    }
}
