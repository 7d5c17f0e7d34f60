//! The way out of one message: who still has to get it, and when it is tried again.

use std::time::Duration;

use super::email_address::EmailAddress;
use super::entry::{FailedRecipient, Sending};
use super::ids::{ConversationId, DeliveryId, EntryId};
use super::limit::SEND_LATER_DAYS_MAX;
use super::moment::Moment;

/// Pauses before the second, third, … attempt. RFC 5321, 4.5.4.1: retry for at least four to five
/// days; the first pauses are shorter than its half hour because greylisting ends after minutes.
const PAUSES_MIN: [u64; 10] = [1, 5, 15, 30, 60, 120, 240, 480, 480, 480];
/// The pause after the last of those.
const PAUSE_AT_MOST_MIN: u64 = 480;
/// How long a message is tried.
const TRIED_FOR: Duration = Duration::from_secs(4 * 24 * 60 * 60);

/// The sending of one mail to all its recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub conversation: ConversationId,
    pub entry: EntryId,
    pub queued_at: Moment,
    pub state: DeliveryState,
    pub recipients: Vec<Recipient>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryState {
    /// In the outbox, due at that moment.
    Waiting { due: Moment, attempts: u32 },
    /// A worker tries it; if it does not report in time, it is due again.
    Leased { until: Moment, attempts: u32 },
    /// Nobody is left to try.
    Finished { at: Moment },
}

/// One recipient of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub address: EmailAddress,
    pub outcome: Outcome,
}

/// What became of it for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Pending { words: Option<String> },
    Delivered { at: Moment, words: String },
    Failed { at: Moment, words: String },
}

/// What one attempt brought for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    Delivered {
        words: String,
    },
    /// 4yz, no connection, no DNS: again later.
    TryAgain {
        words: String,
    },
    /// 5yz: never.
    Refused {
        words: String,
    },
}

impl Delivery {
    /// Takes in what an attempt brought and says what follows: due again, or finished.
    pub fn record(&mut self, results: &[(EmailAddress, Attempt)], now: Moment) {
        let attempts = self.attempts();
        let next = next_attempt(self.queued_at, now, attempts);
        self.note(results, now, next.is_none());
        let somebody_is_left = self.pending().next().is_some();
        self.state = match next {
            Some(due) if somebody_is_left => DeliveryState::Waiting { due, attempts },
            Some(_) | None => DeliveryState::Finished { at: now },
        };
    }

    /// The same for some of them, while the worker goes on to the others: their lease begins anew.
    pub fn record_part(&mut self, results: &[(EmailAddress, Attempt)], now: Moment, until: Moment) {
        let attempts = self.attempts();
        let is_last = next_attempt(self.queued_at, now, attempts).is_none();
        self.note(results, now, is_last);
        self.state = DeliveryState::Leased { until, attempts };
    }

    fn note(&mut self, results: &[(EmailAddress, Attempt)], now: Moment, is_last: bool) {
        for recipient in &mut self.recipients {
            let Outcome::Pending { .. } = recipient.outcome else { continue };
            let result = results.iter().find(|(address, _)| *address == recipient.address);
            recipient.outcome = match result.map(|(_, attempt)| attempt.clone()) {
                Some(Attempt::Delivered { words }) => Outcome::Delivered { at: now, words },
                Some(Attempt::Refused { words }) => Outcome::Failed { at: now, words },
                Some(Attempt::TryAgain { words }) if is_last => Outcome::Failed { at: now, words },
                Some(Attempt::TryAgain { words }) => Outcome::Pending { words: Some(words) },
                None => continue,
            };
        }
    }

    /// Puts a worker in charge until the lease ends.
    pub fn lease(&mut self, until: Moment) {
        self.state = DeliveryState::Leased { until, attempts: self.attempts() + 1 };
    }

    /// Makes a delivery that was never tried due at another moment; says whether it could.
    #[must_use]
    pub fn put_off(&mut self, due: Moment) -> bool {
        let DeliveryState::Waiting { attempts: 0, .. } = self.state else { return false };
        self.queued_at = due;
        self.state = DeliveryState::Waiting { due, attempts: 0 };
        true
    }

    /// Is due at once, whatever its pause: somebody asked for it.
    pub fn hurry(&mut self, now: Moment) {
        self.state = DeliveryState::Waiting { due: now, attempts: self.attempts() };
    }

    /// Is tried no more for those who have not got it: somebody asked for it.
    pub fn give_up(&mut self, now: Moment) {
        for recipient in &mut self.recipients {
            if let Outcome::Pending { words } = &recipient.outcome {
                let words = words.clone().unwrap_or_else(|| "it was taken out of the outbox".to_owned());
                recipient.outcome = Outcome::Failed { at: now, words };
            }
        }
        self.state = DeliveryState::Finished { at: now };
    }

    /// Tries the failed recipients again from the beginning: an agent asked for it.
    pub fn try_again(&mut self, now: Moment) {
        for recipient in &mut self.recipients {
            if let Outcome::Failed { words, .. } = &recipient.outcome {
                recipient.outcome = Outcome::Pending { words: Some(words.clone()) };
            }
        }
        self.queued_at = now;
        self.state = DeliveryState::Waiting { due: now, attempts: 0 };
    }

    /// Who still has to get it.
    pub fn pending(&self) -> impl Iterator<Item = &EmailAddress> {
        self.recipients
            .iter()
            .filter(|recipient| matches!(recipient.outcome, Outcome::Pending { .. }))
            .map(|recipient| &recipient.address)
    }

    /// Whom it did not reach, with the words of the servers.
    pub fn failed(&self) -> impl Iterator<Item = FailedRecipient> {
        self.recipients.iter().filter_map(|recipient| match &recipient.outcome {
            Outcome::Failed { words, .. } => {
                Some(FailedRecipient { address: recipient.address.to_string(), words: words.clone() })
            }
            Outcome::Pending { .. } | Outcome::Delivered { .. } => None,
        })
    }

    /// The newest words of a server that asked to try again.
    pub fn newest_words(&self) -> Option<String> {
        self.recipients.iter().find_map(|recipient| match &recipient.outcome {
            Outcome::Pending { words } => words.clone(),
            Outcome::Delivered { .. } | Outcome::Failed { .. } => None,
        })
    }

    /// How often it was tried.
    pub const fn attempts(&self) -> u32 {
        match self.state {
            DeliveryState::Waiting { attempts, .. } | DeliveryState::Leased { attempts, .. } => attempts,
            DeliveryState::Finished { .. } => 0,
        }
    }

    /// What people see of it on the message.
    pub fn sending(&self) -> Sending {
        match self.state {
            DeliveryState::Waiting { due, attempts } => {
                Sending::Queued { attempts, next_at: due, words: self.newest_words() }
            }
            DeliveryState::Leased { until, attempts } => {
                Sending::Queued { attempts, next_at: until, words: self.newest_words() }
            }
            DeliveryState::Finished { at } => {
                let recipients: Vec<_> = self.failed().collect();
                if recipients.is_empty() { Sending::Sent { at } } else { Sending::Failed { at, recipients } }
            }
        }
    }

    /// When the outbox has to look at it again; never for a finished one.
    pub const fn due(&self) -> Option<Moment> {
        match self.state {
            DeliveryState::Waiting { due, .. } => Some(due),
            DeliveryState::Leased { until, .. } => Some(until),
            DeliveryState::Finished { .. } => None,
        }
    }
}

/// Why a message cannot be put off to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleRefused {
    #[error("That moment has passed. Choose a later one.")]
    Past,
    #[error("A message can be put off by a year at most.")]
    TooFar,
}

/// The moment for which a message is put off, if it is one that can be waited for.
pub fn schedule(now: Moment, at: Moment) -> Result<Moment, ScheduleRefused> {
    if at <= now {
        return Err(ScheduleRefused::Past);
    }
    if Duration::from_secs(SEND_LATER_DAYS_MAX * 24 * 60 * 60) < at.since(now) {
        return Err(ScheduleRefused::TooFar);
    }
    Ok(at)
}

/// When a message that has failed `attempts` times is tried next; never, once it was tried for days.
pub fn next_attempt(queued_at: Moment, now: Moment, attempts: u32) -> Option<Moment> {
    if TRIED_FOR <= now.since(queued_at) {
        return None;
    }
    let tried = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let pause_min = PAUSES_MIN.get(tried).copied().unwrap_or(PAUSE_AT_MOST_MIN);
    Some(now + Duration::from_secs(pause_min * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("a sound address")
    }

    fn delivery(recipients: &[&str]) -> Delivery {
        let pending = |text: &&str| Recipient { address: address(text), outcome: Outcome::Pending { words: None } };
        Delivery {
            id: DeliveryId::from_bits(1),
            conversation: ConversationId::from_bits(2),
            entry: EntryId::from_bits(3),
            queued_at: Moment::from_millis(0),
            state: DeliveryState::Waiting { due: Moment::from_millis(0), attempts: 0 },
            recipients: recipients.iter().map(pending).collect(),
        }
    }

    fn again() -> Attempt {
        Attempt::TryAgain { words: "450 later".into() }
    }

    #[test]
    fn one_refused_recipient_does_not_keep_the_others_from_being_tried_again() {
        let mut delivery = delivery(&["a@example.org", "b@example.org", "c@example.org"]);
        delivery.lease(Moment::from_millis(1));
        let results = [
            (address("a@example.org"), Attempt::Delivered { words: "250 ok".into() }),
            (address("b@example.org"), Attempt::Refused { words: "550 no".into() }),
            (address("c@example.org"), again()),
        ];
        delivery.record(&results, Moment::from_millis(1_000));
        assert_eq!(delivery.pending().map(EmailAddress::as_str).collect::<Vec<_>>(), ["c@example.org"]);
        assert_eq!(delivery.due(), Some(Moment::from_millis(61_000)));
    }

    #[test]
    fn what_one_server_took_is_kept_while_the_next_is_asked() {
        let mut delivery = delivery(&["a@example.org", "b@slow.example"]);
        delivery.lease(Moment::from_millis(900_000));
        let taken = [(address("a@example.org"), Attempt::Delivered { words: "250 ok".into() })];
        delivery.record_part(&taken, Moment::from_millis(1_000), Moment::from_millis(901_000));
        assert_eq!(delivery.pending().map(EmailAddress::as_str).collect::<Vec<_>>(), ["b@slow.example"]);
        assert_eq!(delivery.due(), Some(Moment::from_millis(901_000)));
        assert_eq!(delivery.attempts(), 1);
        delivery.record(&[(address("b@slow.example"), again())], Moment::from_millis(2_000));
        assert_eq!(delivery.pending().count(), 1);
        assert_eq!(delivery.due(), Some(Moment::from_millis(62_000)));
    }

    #[test]
    fn a_message_is_put_off_to_a_moment_that_can_be_waited_for() {
        let now = Moment::from_millis(1_000);
        let a_year = Duration::from_secs(SEND_LATER_DAYS_MAX * 24 * 60 * 60);
        let cases = [
            (now, Err(ScheduleRefused::Past)),
            (now - Duration::from_millis(1), Err(ScheduleRefused::Past)),
            (now + Duration::from_millis(1), Ok(now + Duration::from_millis(1))),
            (now + a_year, Ok(now + a_year)),
            (now + a_year + Duration::from_millis(1), Err(ScheduleRefused::TooFar)),
        ];
        for (at, expected) in cases {
            assert_eq!(schedule(now, at), expected, "{at}");
        }
    }

    #[test]
    fn what_a_worker_has_taken_is_not_put_off_any_more() {
        let mut delivery = delivery(&["a@example.org"]);
        let later = Moment::from_millis(9_000);
        assert!(delivery.put_off(later));
        assert_eq!((delivery.due(), delivery.queued_at), (Some(later), later));
        delivery.lease(Moment::from_millis(20_000));
        assert!(!delivery.put_off(Moment::from_millis(30_000)));
        assert_eq!(delivery.due(), Some(Moment::from_millis(20_000)));
    }

    #[test]
    fn pauses_grow_and_end_after_days() {
        let mut delivery = delivery(&["a@example.org"]);
        let mut now = Moment::from_millis(0);
        let mut pauses_min = Vec::new();
        while let Some(due) = delivery.due() {
            now = due;
            delivery.lease(now);
            delivery.record(&[(address("a@example.org"), again())], now);
            pauses_min.extend(delivery.due().map(|due| due.since(now).as_secs() / 60));
        }
        assert!(pauses_min.is_sorted(), "{pauses_min:?}");
        assert_eq!(pauses_min.first(), Some(&1));
        assert!(TRIED_FOR <= now.since(Moment::from_millis(0)));
        assert!(matches!(delivery.recipients[0].outcome, Outcome::Failed { .. }));
    }

    #[test]
    fn what_is_given_up_can_be_tried_again_and_what_is_hurried_keeps_its_count() {
        let mut delivery = delivery(&["a@example.org"]);
        delivery.lease(Moment::from_millis(1));
        delivery.record(&[(address("a@example.org"), again())], Moment::from_millis(1));
        delivery.hurry(Moment::from_millis(2));
        assert_eq!((delivery.due(), delivery.attempts()), (Some(Moment::from_millis(2)), 1));
        delivery.give_up(Moment::from_millis(3));
        assert_eq!(delivery.due(), None);
        assert_eq!(delivery.failed().map(|failed| failed.words).collect::<Vec<_>>(), ["450 later"]);
        delivery.try_again(Moment::from_millis(4));
        assert_eq!(delivery.pending().count(), 1);
    }

    #[test]
    fn a_lease_that_nobody_reports_on_is_due_again() {
        let mut delivery = delivery(&["a@example.org"]);
        delivery.lease(Moment::from_millis(5));
        assert_eq!(delivery.due(), Some(Moment::from_millis(5)));
    }
}
