//! A mail of Postroom's own to a colleague: an invitation, a link, a warning. It belongs to no conversation, and
//! leaves with the null sender, so that nothing answers it by machine and no loop begins (RFC 3834, 2 and 5).

use std::time::Duration;

use super::delivery::{Attempt, next_attempt};
use super::email_address::Mailbox;
use super::ids::NoticeMailId;
use super::moment::Moment;

/// A notice mail on its way. It is gone once it was taken or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeMail {
    pub id: NoticeMailId,
    pub to: Mailbox,
    pub subject: String,
    /// Only this installation's key opens it: it may hold a link that lets somebody in.
    pub sealed_text: Vec<u8>,
    pub queued_at: Moment,
    /// It says nothing of use after this.
    pub useful_until: Moment,
    /// When a worker is to take it, or to take it back from one that did not report.
    pub due: Moment,
    pub attempts: u32,
    /// The newest words of a server that asked to try again.
    pub words: Option<String>,
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Again,
    Delivered,
    GivenUp,
}

impl NoticeMail {
    /// Puts a worker in charge until the lease ends.
    pub fn lease(&mut self, lease: Duration, now: Moment) {
        self.attempts += 1;
        self.due = now + lease;
    }

    /// Takes in what an attempt brought and says what follows.
    pub fn record(&mut self, attempt: &Attempt, now: Moment) -> Fate {
        match attempt {
            Attempt::Delivered { .. } => Fate::Delivered,
            Attempt::Refused { words } => {
                self.words = Some(words.clone());
                Fate::GivenUp
            }
            Attempt::TryAgain { words } => {
                self.words = Some(words.clone());
                match next_attempt(self.queued_at, now, self.attempts) {
                    Some(next) if next < self.useful_until => {
                        self.due = next;
                        Fate::Again
                    }
                    Some(_) | None => Fate::GivenUp,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::email_address::EmailAddress;

    #[test]
    fn a_notice_is_tried_while_it_is_of_use() {
        let minute = |minute: u64| Moment::from_millis(minute * 60_000);
        let mut notice = NoticeMail {
            id: NoticeMailId::from_bits(1),
            to: Mailbox::new("Zoe", EmailAddress::parse("zoe@example.org").expect("a sound address")),
            subject: "A link".into(),
            sealed_text: Vec::new(),
            queued_at: minute(0),
            useful_until: minute(30),
            due: minute(0),
            attempts: 0,
            words: None,
        };
        let again = Attempt::TryAgain { words: "450 later".into() };
        for (at, fate, due) in [(0, Fate::Again, 1), (1, Fate::Again, 6), (6, Fate::Again, 21), (21, Fate::GivenUp, 21)]
        {
            notice.lease(Duration::from_secs(60), minute(at));
            let recorded = notice.record(&again, minute(at));
            assert_eq!(recorded, fate, "at {at}");
            if recorded == Fate::Again {
                assert_eq!(notice.due, minute(due));
            }
        }
        assert_eq!(notice.words.as_deref(), Some("450 later"));
        assert_eq!(notice.record(&Attempt::Delivered { words: "250".into() }, minute(21)), Fate::Delivered);
        assert_eq!(notice.record(&Attempt::Refused { words: "550".into() }, minute(1)), Fate::GivenUp);
    }
}
