//! How the status of a conversation changes.
//!
//! ```text
//! Open ⇄ Snoozed ⇄ Closed ⇄ Open     put away: Spam, Trashed; taken back to where it was
//! ```

use std::time::Duration;

use super::Conversation;
use super::change::{Change, ChangeRefused};
use super::status::{Before, OnReply, Snooze, Status};
use crate::domain::ids::AgentId;
use crate::domain::limit::SNOOZE_DAYS_MAX;
use crate::domain::moment::Moment;

impl Conversation {
    /// Closes a conversation; nobody waits for us any longer.
    pub fn close(&mut self, by: AgentId, now: Moment) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Closed { .. } => Err(ChangeRefused::ClosedAlready),
            Status::Spam { .. } | Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Open | Status::Snoozed(_) => {
                self.status = Status::Closed { at: now, by };
                self.waiting_since = None;
                Ok(Change::Closed)
            }
        }
    }

    /// Opens a closed conversation again.
    pub fn reopen(&mut self) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Open | Status::Snoozed(_) => Err(ChangeRefused::OpenAlready),
            Status::Spam { .. } | Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Closed { .. } => {
                self.status = Status::Open;
                Ok(Change::Reopened)
            }
        }
    }

    /// Puts a conversation to sleep, or changes how it sleeps. A closed one may sleep too: it comes
    /// back by itself.
    pub fn snooze(&mut self, snooze: Snooze, now: Moment) -> Result<Change, ChangeRefused> {
        let latest = now + Duration::from_secs(SNOOZE_DAYS_MAX * 24 * 3600);
        // Without a moment, only a reply can wake it.
        let snooze = if snooze.until.is_none() { Snooze { on_reply: OnReply::Wakes, ..snooze } } else { snooze };
        if snooze.until.is_some_and(|until| until <= now || latest < until) {
            return Err(ChangeRefused::NoSuchTime);
        }
        match self.status {
            Status::Spam { .. } | Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Snoozed(old) if (old.until, old.on_reply) == (snooze.until, snooze.on_reply) => {
                Err(ChangeRefused::SnoozedAlready)
            }
            Status::Open | Status::Snoozed(_) | Status::Closed { .. } => {
                self.status = Status::Snoozed(snooze);
                Ok(Change::Snoozed { until: snooze.until })
            }
        }
    }

    /// Ends a snooze by hand.
    pub fn wake(&mut self) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Snoozed(_) => {
                self.status = Status::Open;
                Ok(Change::Woken)
            }
            Status::Spam { .. } | Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Open | Status::Closed { .. } => Err(ChangeRefused::NotSnoozed),
        }
    }

    /// Ends a snooze whose time has come; it rises in the lists, so that it is seen.
    pub fn wake_when_due(&mut self, now: Moment) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Snoozed(Snooze { until: Some(until), .. }) if until <= now => {
                self.active_at = self.active_at.max(now);
                self.wake()
            }
            Status::Snoozed(_)
            | Status::Open
            | Status::Closed { .. }
            | Status::Spam { .. }
            | Status::Trashed { .. } => Err(ChangeRefused::NotSnoozed),
        }
    }

    /// Nobody wants to read it.
    pub fn mark_spam(&mut self, by: AgentId, now: Moment) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Spam { .. } => Err(ChangeRefused::SpamAlready),
            Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Open | Status::Snoozed(_) | Status::Closed { .. } => {
                let before = self.status.before().unwrap_or(Before::Open);
                self.status = Status::Spam { at: now, by, before };
                Ok(Change::MarkedSpam)
            }
        }
    }

    /// Puts it back where it was before somebody took it for spam.
    pub fn unmark_spam(&mut self) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Spam { before, .. } => {
                self.status = before.into();
                Ok(Change::UnmarkedSpam)
            }
            Status::Trashed { .. } => Err(ChangeRefused::PutAway),
            Status::Open | Status::Snoozed(_) | Status::Closed { .. } => Err(ChangeRefused::NotSpam),
        }
    }

    /// Throws it away.
    pub fn trash(&mut self, by: AgentId, now: Moment) -> Result<Change, ChangeRefused> {
        let Some(before) = self.status.before() else { return Err(ChangeRefused::TrashedAlready) };
        self.status = Status::Trashed { at: now, by, before };
        Ok(Change::Trashed)
    }

    /// Takes it out of the trash, to where it was.
    pub fn restore(&mut self) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Trashed { before, .. } => {
                self.status = before.into();
                Ok(Change::Restored)
            }
            Status::Open | Status::Snoozed(_) | Status::Closed { .. } | Status::Spam { .. } => {
                Err(ChangeRefused::NotTrashed)
            }
        }
    }

    /// Whether its time in the spam or the trash is over.
    pub fn is_to_be_erased(&self, now: Moment) -> bool {
        self.status.is_put_away() && self.status.due().is_some_and(|due| due <= now)
    }
}
