//! The status of a conversation as it is stored.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::{Before, OnReply, Snooze, Status};
use crate::domain::ids::AgentId;
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub enum StatusRecord {
    Open,
    Closed { at: u64, by: u128 },
    Snoozed(SnoozeRecord),
    Spam { at: u64, by: u128, before: BeforeRecord },
    Trashed { at: u64, by: u128, before: BeforeRecord },
}

#[derive(Serialize, Deserialize)]
pub struct SnoozeRecord {
    until: Option<u64>,
    wakes_on_reply: bool,
    by: u128,
}

#[derive(Serialize, Deserialize)]
pub enum BeforeRecord {
    Open,
    Closed { at: u64, by: u128 },
    Snoozed(SnoozeRecord),
    Spam { at: u64, by: u128 },
}

impl From<Status> for StatusRecord {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Closed { at, by } => Self::Closed { at: at.millis(), by: by.bits() },
            Status::Snoozed(snooze) => Self::Snoozed(snooze.into()),
            Status::Spam { at, by, before } => Self::Spam { at: at.millis(), by: by.bits(), before: before.into() },
            Status::Trashed { at, by, before } => {
                Self::Trashed { at: at.millis(), by: by.bits(), before: before.into() }
            }
        }
    }
}

impl From<StatusRecord> for Status {
    fn from(record: StatusRecord) -> Self {
        let who = |at, by| (Moment::from_millis(at), AgentId::from_bits(by));
        match record {
            StatusRecord::Open => Self::Open,
            StatusRecord::Closed { at, by } => {
                let (at, by) = who(at, by);
                Self::Closed { at, by }
            }
            StatusRecord::Snoozed(snooze) => Self::Snoozed(snooze.into()),
            StatusRecord::Spam { at, by, before } => {
                let (at, by) = who(at, by);
                Self::Spam { at, by, before: before.into() }
            }
            StatusRecord::Trashed { at, by, before } => {
                let (at, by) = who(at, by);
                Self::Trashed { at, by, before: before.into() }
            }
        }
    }
}

impl From<Before> for BeforeRecord {
    fn from(before: Before) -> Self {
        match before {
            Before::Open => Self::Open,
            Before::Snoozed(snooze) => Self::Snoozed(snooze.into()),
            Before::Closed { at, by } => Self::Closed { at: at.millis(), by: by.bits() },
            Before::Spam { at, by } => Self::Spam { at: at.millis(), by: by.bits() },
        }
    }
}

impl From<BeforeRecord> for Before {
    fn from(record: BeforeRecord) -> Self {
        match record {
            BeforeRecord::Open => Self::Open,
            BeforeRecord::Snoozed(snooze) => Self::Snoozed(snooze.into()),
            BeforeRecord::Closed { at, by } => Self::Closed { at: Moment::from_millis(at), by: AgentId::from_bits(by) },
            BeforeRecord::Spam { at, by } => Self::Spam { at: Moment::from_millis(at), by: AgentId::from_bits(by) },
        }
    }
}

impl From<Snooze> for SnoozeRecord {
    fn from(snooze: Snooze) -> Self {
        let Snooze { until, on_reply, by } = snooze;
        Self { until: until.map(Moment::millis), wakes_on_reply: on_reply == OnReply::Wakes, by: by.bits() }
    }
}

impl From<SnoozeRecord> for Snooze {
    fn from(record: SnoozeRecord) -> Self {
        let SnoozeRecord { until, wakes_on_reply, by } = record;
        Self {
            until: until.map(Moment::from_millis),
            on_reply: if wakes_on_reply { OnReply::Wakes } else { OnReply::SleepsOn },
            by: AgentId::from_bits(by),
        }
    }
}
