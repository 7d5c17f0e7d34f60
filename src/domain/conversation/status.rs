//! What a conversation waits for.

use std::time::Duration;

use crate::domain::ids::AgentId;
use crate::domain::limit::{SPAM_KEPT_DAYS, TRASH_KEPT_DAYS};
use crate::domain::moment::Moment;

/// What a conversation waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// For us.
    Open,
    /// For a moment, or for the contact.
    Snoozed(Snooze),
    /// For nothing; a new message opens it again.
    Closed { at: Moment, by: AgentId },
    /// Nobody wants to read it; erased some time after.
    Spam { at: Moment, by: AgentId, before: Before },
    /// Thrown away; erased some time after.
    Trashed { at: Moment, by: AgentId, before: Before },
}

/// How a conversation sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snooze {
    /// None: until the contact replies, however long that takes.
    pub until: Option<Moment>,
    pub on_reply: OnReply,
    pub by: AgentId,
}

/// What a contact's reply does to a sleeping conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnReply {
    Wakes,
    SleepsOn,
}

/// Where a conversation stood before it was put away, so that it can be put back there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Open,
    Snoozed(Snooze),
    Closed {
        at: Moment,
        by: AgentId,
    },
    /// Only of what was thrown away.
    Spam {
        at: Moment,
        by: AgentId,
    },
}

/// A status without what it carries: what lists and filters name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusKind {
    Open,
    Snoozed,
    Closed,
    Spam,
    Trashed,
}

impl Status {
    pub const fn kind(&self) -> StatusKind {
        match self {
            Self::Open => StatusKind::Open,
            Self::Snoozed(_) => StatusKind::Snoozed,
            Self::Closed { .. } => StatusKind::Closed,
            Self::Spam { .. } => StatusKind::Spam,
            Self::Trashed { .. } => StatusKind::Trashed,
        }
    }

    /// Whether it is in the spam or in the trash: nobody works on it.
    pub const fn is_put_away(&self) -> bool {
        matches!(self.kind(), StatusKind::Spam | StatusKind::Trashed)
    }

    /// When time itself changes it: a snooze that ends, or the end of what was put away.
    pub fn due(&self) -> Option<Moment> {
        match self {
            Self::Open | Self::Closed { .. } => None,
            Self::Snoozed(snooze) => snooze.until,
            Self::Spam { at, .. } => Some(*at + days(SPAM_KEPT_DAYS)),
            Self::Trashed { at, .. } => Some(*at + days(TRASH_KEPT_DAYS)),
        }
    }

    /// What must be kept to come back here.
    pub(super) const fn before(&self) -> Option<Before> {
        match *self {
            Self::Open => Some(Before::Open),
            Self::Snoozed(snooze) => Some(Before::Snoozed(snooze)),
            Self::Closed { at, by } => Some(Before::Closed { at, by }),
            Self::Spam { at, by, .. } => Some(Before::Spam { at, by }),
            Self::Trashed { .. } => None,
        }
    }
}

impl From<Before> for Status {
    fn from(before: Before) -> Self {
        match before {
            Before::Open => Self::Open,
            Before::Snoozed(snooze) => Self::Snoozed(snooze),
            Before::Closed { at, by } => Self::Closed { at, by },
            // What it was before that is forgotten: out of the spam again, it waits for us.
            Before::Spam { at, by } => Self::Spam { at, by, before: Before::Open },
        }
    }
}

impl StatusKind {
    pub const ALL: [Self; 5] = [Self::Open, Self::Snoozed, Self::Closed, Self::Spam, Self::Trashed];
}

const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 3600)
}
