//! A conversation as lists and the live feed show it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::attention::AttentionView;
use crate::actions::list_conversations::ListedConversation;
use crate::domain::attention::Attention;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Newest, OnReply, Snooze, Speaker, Status, StatusKind};
use crate::domain::ids::{AgentId, EntryId};

/// A row of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationRow {
    pub id: String,
    pub inbox_id: String,
    pub contact: ContactRef,
    /// By what kind of channel it began.
    pub channel: ChannelKindView,
    pub subject: String,
    pub status: StatusView,
    /// Snoozed: when it wakes, if not only by a reply. Spam or trash: when it is erased.
    pub due_at: Option<String>,
    /// Snoozed: a reply of the contact wakes it.
    pub wakes_on_reply: bool,
    pub assignee_id: Option<String>,
    /// A bot of ours leads it now.
    pub is_with_bot: bool,
    pub tag_ids: Vec<String>,
    /// Who of us has answered in it.
    pub answered_by_ids: Vec<String>,
    pub created_at: String,
    pub active_at: String,
    pub newest: NewestView,
    pub waiting_since: Option<String>,
    pub participant_count: usize,
    pub message_count: u32,
    pub comment_count: u32,
    pub has_attachments: bool,
    /// The newest entry that is news to whoever has not seen it.
    pub heard_id: Option<String>,
    /// What it is to the agent who asks; null in frames, which tell everybody the same.
    pub attention: Option<AttentionView>,
    /// Who has an unfinished answer or comment in it.
    pub drafting_agent_ids: Vec<String>,
}

/// A contact within a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactRef {
    pub id: String,
    /// The name, or the address where there is none.
    pub name: String,
    pub address: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusView {
    Open,
    Snoozed,
    Closed,
    Spam,
    Trashed,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKindView {
    Email,
    Chat,
    Form,
}

/// Who spoke last, and the first words of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewestView {
    pub speaker: SpeakerView,
    pub agent_id: Option<String>,
    pub preview: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerView {
    Contact,
    Agent,
    Commenter,
    Machine,
    Bot,
}

impl From<&ListedConversation> for ConversationRow {
    fn from(listed: &ListedConversation) -> Self {
        let ListedConversation { head, contact, heard, attention, drafters } = listed;
        Self::of(head, contact, *heard, attention.as_ref(), drafters)
    }
}

impl ConversationRow {
    pub fn of(
        head: &Conversation,
        contact: &Contact,
        heard: Option<EntryId>,
        attention: Option<&Attention>,
        drafters: &[AgentId],
    ) -> Self {
        let Conversation {
            id,
            inbox,
            contact: _,
            channel,
            subject,
            status,
            assignee,
            bot,
            tags,
            created_at,
            active_at,
            newest,
            waiting_since,
            answered_by,
            named: _,
            former_inboxes: _,
            participants,
            message_count,
            comment_count,
            has_attachments,
        } = head;
        Self {
            id: id.to_string(),
            inbox_id: inbox.to_string(),
            contact: ContactRef {
                id: contact.id.to_string(),
                name: contact.name_or_address().to_owned(),
                address: contact.addresses.first().map(ToString::to_string),
            },
            channel: (*channel).into(),
            subject: subject.clone(),
            status: status.kind().into(),
            due_at: status.due().map(|moment| moment.to_string()),
            wakes_on_reply: matches!(status, Status::Snoozed(Snooze { on_reply: OnReply::Wakes, .. })),
            assignee_id: assignee.map(|agent| agent.to_string()),
            is_with_bot: bot.is_some(),
            tag_ids: tags.iter().map(ToString::to_string).collect(),
            answered_by_ids: answered_by.iter().map(ToString::to_string).collect(),
            created_at: created_at.to_string(),
            active_at: active_at.to_string(),
            newest: newest.into(),
            waiting_since: waiting_since.map(|moment| moment.to_string()),
            participant_count: participants.len(),
            message_count: *message_count,
            comment_count: *comment_count,
            has_attachments: *has_attachments,
            heard_id: heard.map(|entry| entry.to_string()),
            attention: attention.map(AttentionView::from),
            drafting_agent_ids: drafters.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&Newest> for NewestView {
    fn from(newest: &Newest) -> Self {
        let (speaker, agent) = match newest.speaker {
            Speaker::Contact => (SpeakerView::Contact, None),
            Speaker::Agent(agent) => (SpeakerView::Agent, Some(agent)),
            Speaker::Commenter(agent) => (SpeakerView::Commenter, Some(agent)),
            Speaker::Machine => (SpeakerView::Machine, None),
            Speaker::Bot => (SpeakerView::Bot, None),
        };
        Self { speaker, agent_id: agent.map(|agent| agent.to_string()), preview: newest.preview.clone() }
    }
}

impl From<StatusKind> for StatusView {
    fn from(kind: StatusKind) -> Self {
        match kind {
            StatusKind::Open => Self::Open,
            StatusKind::Snoozed => Self::Snoozed,
            StatusKind::Closed => Self::Closed,
            StatusKind::Spam => Self::Spam,
            StatusKind::Trashed => Self::Trashed,
        }
    }
}

impl From<StatusView> for StatusKind {
    fn from(view: StatusView) -> Self {
        match view {
            StatusView::Open => Self::Open,
            StatusView::Snoozed => Self::Snoozed,
            StatusView::Closed => Self::Closed,
            StatusView::Spam => Self::Spam,
            StatusView::Trashed => Self::Trashed,
        }
    }
}

impl From<ChannelKind> for ChannelKindView {
    fn from(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::Email => Self::Email,
            ChannelKind::Chat => Self::Chat,
            ChannelKind::Form => Self::Form,
        }
    }
}

impl From<ChannelKindView> for ChannelKind {
    fn from(view: ChannelKindView) -> Self {
        match view {
            ChannelKindView::Email => Self::Email,
            ChannelKindView::Chat => Self::Chat,
            ChannelKindView::Form => Self::Form,
        }
    }
}
