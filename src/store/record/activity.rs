//! What happened to a conversation, and why, as activities are stored.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::{Cause, Change};
use crate::domain::ids::{AgentId, ConversationId, InboxId, TagId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub enum ChangeRecord {
    Closed,
    Reopened,
    Assigned { from: Option<u128>, to: Option<u128> },
    Snoozed { until: Option<u64> },
    Woken,
    MarkedSpam,
    UnmarkedSpam,
    Trashed,
    Restored,
    Tagged { tag: u128 },
    Untagged { tag: u128 },
    Moved { from: u128, to: u128 },
    Merged { from: u128 },
    Unmerged { from: u128 },
    SplitOff { to: u128 },
    SplitFrom { from: u128 },
    HandedOver,
    BotStopped,
    BotTimedOut,
}

#[derive(Serialize, Deserialize)]
pub enum CauseRecord {
    Agent(u128),
    NewMessage,
    FirstAnswer(u128),
    TimeCame,
    AssigneeNotMember(u128),
    Bot,
    Routed,
    SenderBlocked(u128),
}

impl From<Change> for ChangeRecord {
    fn from(change: Change) -> Self {
        match change {
            Change::Closed => Self::Closed,
            Change::Reopened => Self::Reopened,
            Change::Assigned { from, to } => {
                Self::Assigned { from: from.map(AgentId::bits), to: to.map(AgentId::bits) }
            }
            Change::Snoozed { until } => Self::Snoozed { until: until.map(Moment::millis) },
            Change::Woken => Self::Woken,
            Change::MarkedSpam => Self::MarkedSpam,
            Change::UnmarkedSpam => Self::UnmarkedSpam,
            Change::Trashed => Self::Trashed,
            Change::Restored => Self::Restored,
            Change::Tagged { tag } => Self::Tagged { tag: tag.bits() },
            Change::Untagged { tag } => Self::Untagged { tag: tag.bits() },
            Change::Moved { from, to } => Self::Moved { from: from.bits(), to: to.bits() },
            Change::Merged { from } => Self::Merged { from: from.bits() },
            Change::Unmerged { from } => Self::Unmerged { from: from.bits() },
            Change::SplitOff { to } => Self::SplitOff { to: to.bits() },
            Change::SplitFrom { from } => Self::SplitFrom { from: from.bits() },
            Change::HandedOver => Self::HandedOver,
            Change::BotStopped => Self::BotStopped,
            Change::BotTimedOut => Self::BotTimedOut,
        }
    }
}

impl From<ChangeRecord> for Change {
    fn from(record: ChangeRecord) -> Self {
        match record {
            ChangeRecord::Closed => Self::Closed,
            ChangeRecord::Reopened => Self::Reopened,
            ChangeRecord::Assigned { from, to } => {
                Self::Assigned { from: from.map(AgentId::from_bits), to: to.map(AgentId::from_bits) }
            }
            ChangeRecord::Snoozed { until } => Self::Snoozed { until: until.map(Moment::from_millis) },
            ChangeRecord::Woken => Self::Woken,
            ChangeRecord::MarkedSpam => Self::MarkedSpam,
            ChangeRecord::UnmarkedSpam => Self::UnmarkedSpam,
            ChangeRecord::Trashed => Self::Trashed,
            ChangeRecord::Restored => Self::Restored,
            ChangeRecord::Tagged { tag } => Self::Tagged { tag: TagId::from_bits(tag) },
            ChangeRecord::Untagged { tag } => Self::Untagged { tag: TagId::from_bits(tag) },
            ChangeRecord::Moved { from, to } => {
                Self::Moved { from: InboxId::from_bits(from), to: InboxId::from_bits(to) }
            }
            ChangeRecord::Merged { from } => Self::Merged { from: ConversationId::from_bits(from) },
            ChangeRecord::Unmerged { from } => Self::Unmerged { from: ConversationId::from_bits(from) },
            ChangeRecord::SplitOff { to } => Self::SplitOff { to: ConversationId::from_bits(to) },
            ChangeRecord::SplitFrom { from } => Self::SplitFrom { from: ConversationId::from_bits(from) },
            ChangeRecord::HandedOver => Self::HandedOver,
            ChangeRecord::BotStopped => Self::BotStopped,
            ChangeRecord::BotTimedOut => Self::BotTimedOut,
        }
    }
}

impl From<Cause> for CauseRecord {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Agent(agent) => Self::Agent(agent.bits()),
            Cause::NewMessage => Self::NewMessage,
            Cause::FirstAnswer(agent) => Self::FirstAnswer(agent.bits()),
            Cause::TimeCame => Self::TimeCame,
            Cause::AssigneeNotMember(agent) => Self::AssigneeNotMember(agent.bits()),
            Cause::Bot => Self::Bot,
            Cause::Routed => Self::Routed,
            Cause::SenderBlocked(agent) => Self::SenderBlocked(agent.bits()),
        }
    }
}

impl From<CauseRecord> for Cause {
    fn from(record: CauseRecord) -> Self {
        match record {
            CauseRecord::Agent(agent) => Self::Agent(AgentId::from_bits(agent)),
            CauseRecord::NewMessage => Self::NewMessage,
            CauseRecord::FirstAnswer(agent) => Self::FirstAnswer(AgentId::from_bits(agent)),
            CauseRecord::TimeCame => Self::TimeCame,
            CauseRecord::AssigneeNotMember(agent) => Self::AssigneeNotMember(AgentId::from_bits(agent)),
            CauseRecord::Bot => Self::Bot,
            CauseRecord::Routed => Self::Routed,
            CauseRecord::SenderBlocked(agent) => Self::SenderBlocked(AgentId::from_bits(agent)),
        }
    }
}
