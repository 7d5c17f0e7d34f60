//! Activities as the page shows them: what happened to a conversation, and why.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::conversation::{Cause, Change};
use crate::domain::entry::Activity;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActivityView {
    pub change: ChangeView,
    /// Assigned: who had it.
    pub from_agent_id: Option<String>,
    /// Assigned: who has it.
    pub to_agent_id: Option<String>,
    /// Snoozed: until when, if not only until a reply.
    pub until: Option<String>,
    /// Tagged or untagged.
    pub tag_id: Option<String>,
    /// Moved: from where.
    pub from_inbox_id: Option<String>,
    /// Moved: to where.
    pub to_inbox_id: Option<String>,
    /// Merged or split: the other conversation.
    pub other_conversation_id: Option<String>,
    pub cause: CauseView,
    /// Who did it, if somebody did.
    pub agent_id: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeView {
    Closed,
    Reopened,
    Assigned,
    Snoozed,
    Woken,
    MarkedSpam,
    UnmarkedSpam,
    Trashed,
    Restored,
    Tagged,
    Untagged,
    Moved,
    Merged,
    Unmerged,
    SplitOff,
    SplitFrom,
    HandedOver,
    BotStopped,
    BotTimedOut,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseView {
    Agent,
    NewMessage,
    FirstAnswer,
    /// The end of a snooze.
    TimeCame,
    /// The assignee does not see the inbox that it was moved to.
    AssigneeNotMember,
    /// A bot did it on its way.
    Bot,
    /// A bot handed over; the operation `routing` says who was considered.
    Routed,
    /// The agent has blocked the sender.
    SenderBlocked,
}

impl From<Activity> for ActivityView {
    fn from(Activity { change, cause }: Activity) -> Self {
        let (cause, agent) = match cause {
            Cause::Agent(agent) => (CauseView::Agent, Some(agent)),
            Cause::NewMessage => (CauseView::NewMessage, None),
            Cause::FirstAnswer(agent) => (CauseView::FirstAnswer, Some(agent)),
            Cause::TimeCame => (CauseView::TimeCame, None),
            Cause::AssigneeNotMember(agent) => (CauseView::AssigneeNotMember, Some(agent)),
            Cause::Bot => (CauseView::Bot, None),
            Cause::Routed => (CauseView::Routed, None),
            Cause::SenderBlocked(agent) => (CauseView::SenderBlocked, Some(agent)),
        };
        let view = Self {
            change: ChangeView::Closed,
            from_agent_id: None,
            to_agent_id: None,
            until: None,
            tag_id: None,
            from_inbox_id: None,
            to_inbox_id: None,
            other_conversation_id: None,
            cause,
            agent_id: agent.map(|agent| agent.to_string()),
        };
        let plain = |change| Self { change, ..view.clone() };
        let with_other = |change, other: crate::domain::ids::ConversationId| Self {
            other_conversation_id: Some(other.to_string()),
            ..plain(change)
        };
        match change {
            Change::Closed => plain(ChangeView::Closed),
            Change::Reopened => plain(ChangeView::Reopened),
            Change::Assigned { from, to } => Self {
                from_agent_id: from.map(|agent| agent.to_string()),
                to_agent_id: to.map(|agent| agent.to_string()),
                ..plain(ChangeView::Assigned)
            },
            Change::Snoozed { until } => {
                Self { until: until.map(|moment| moment.to_string()), ..plain(ChangeView::Snoozed) }
            }
            Change::Woken => plain(ChangeView::Woken),
            Change::MarkedSpam => plain(ChangeView::MarkedSpam),
            Change::UnmarkedSpam => plain(ChangeView::UnmarkedSpam),
            Change::Trashed => plain(ChangeView::Trashed),
            Change::Restored => plain(ChangeView::Restored),
            Change::Tagged { tag } => Self { tag_id: Some(tag.to_string()), ..plain(ChangeView::Tagged) },
            Change::Untagged { tag } => Self { tag_id: Some(tag.to_string()), ..plain(ChangeView::Untagged) },
            Change::Moved { from, to } => Self {
                from_inbox_id: Some(from.to_string()),
                to_inbox_id: Some(to.to_string()),
                ..plain(ChangeView::Moved)
            },
            Change::Merged { from } => with_other(ChangeView::Merged, from),
            Change::Unmerged { from } => with_other(ChangeView::Unmerged, from),
            Change::SplitOff { to } => with_other(ChangeView::SplitOff, to),
            Change::SplitFrom { from } => with_other(ChangeView::SplitFrom, from),
            Change::HandedOver => plain(ChangeView::HandedOver),
            Change::BotStopped => plain(ChangeView::BotStopped),
            Change::BotTimedOut => plain(ChangeView::BotTimedOut),
        }
    }
}
