//! What goes over the wire for one event.

use bytestring::ByteString;
use serde::Serialize;
use utoipa::ToSchema;

use super::passing::PassingFrame;
use super::visitor_frame::VisitorFrame;
use crate::actions::show_events::{Shown, ShownEvent};
use crate::domain::actor::Actor;
use crate::domain::event::Audience;
use crate::domain::ids::{ConversationId, InboxId};
use crate::server::http::api::attention::AttentionView;
use crate::server::http::api::conversation_row::ConversationRow;
use crate::server::http::api::entries::EntryView;
use crate::server::http::api::notices::NoticeView;

/// An event, encoded once for everybody.
#[derive(Debug)]
pub struct Frame {
    pub number: u64,
    audience: Audience,
    changes_rights: bool,
    /// JSON.
    pub text: ByteString,
    /// What the visitor of a chat hears of it.
    pub visitor: Option<VisitorFrame>,
}

/// A frame of the live feed. `seq` is its number: a page that comes back says the last one it has seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameView {
    pub seq: u64,
    #[serde(flatten)]
    pub what: FrameContent,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FrameContent {
    /// The first frame: the feed goes on after `seq`.
    Hello,
    /// Too much was missed: fetch everything that is shown, then go on after `seq`.
    Resync,
    ConversationChanged {
        conversation: ConversationRow,
    },
    ConversationGone {
        conversation_id: String,
    },
    EntryAdded {
        conversation: ConversationRow,
        entry: EntryView,
    },
    EntryChanged {
        conversation: ConversationRow,
        entry: EntryView,
    },
    EntryRemoved {
        conversation: ConversationRow,
        entry_id: String,
    },
    ContactChanged {
        contact_id: String,
    },
    InboxChanged {
        inbox_id: String,
    },
    ChannelChanged {
        inbox_id: String,
        channel_id: String,
    },
    ChatflowChanged {
        inbox_id: String,
        chatflow_id: String,
    },
    AgentChanged {
        agent_id: String,
    },
    /// A team was made, changed or removed.
    TeamsChanged,
    /// A notice to somebody inside waits, or waits no more.
    OutboxChanged,
    WorkspaceChanged,
    SnippetsChanged,
    /// The list of tags is another.
    TagsChanged,
    LedgerGrew {
        row_id: String,
    },
    NoticeAdded {
        notice: NoticeView,
        /// Of all notices of whoever listens, counted up to 100.
        unread: u64,
    },
    NoticesRead {
        unread: u64,
    },
    /// What a conversation is to the agent who listens.
    AttentionChanged {
        conversation_id: String,
        attention: AttentionView,
    },
    /// A visitor types; it passes, and has no number.
    VisitorTyping {
        conversation_id: String,
        is_typing: bool,
    },
    /// A visitor came, went or turned a page; it passes, and has no number.
    VisitorChanged {
        conversation_id: String,
    },
}

/// A frame that passes: `seq` is 0, and no page remembers it.
pub fn visitor_typing(inbox: InboxId, conversation: ConversationId, is_typing: bool) -> PassingFrame {
    let what = FrameContent::VisitorTyping { conversation_id: conversation.to_string(), is_typing };
    PassingFrame { inbox, text: FrameView::control(0, what) }
}

/// A frame that passes: something about a visitor is to be fetched anew.
pub fn visitor_changed(inbox: InboxId, conversation: ConversationId) -> PassingFrame {
    let what = FrameContent::VisitorChanged { conversation_id: conversation.to_string() };
    PassingFrame { inbox, text: FrameView::control(0, what) }
}

impl Frame {
    /// Whether this actor may hear of it, by the rights of this moment.
    pub fn is_for(&self, actor: &Actor) -> bool {
        match self.audience {
            Audience::Inbox(inbox) => actor.sees(inbox),
            Audience::InboxWithout { inbox, other } => actor.sees(inbox) && !actor.sees(other),
            Audience::Everyone => true,
            Audience::Administrators => actor.is_administrator(),
            Audience::AgentIn(agent, inbox) => actor.agent == agent && actor.sees(inbox),
            Audience::Agent(agent) => actor.agent == agent,
        }
    }

    /// Whether somebody's rights may be others after it.
    pub const fn changes_rights(&self) -> bool {
        self.changes_rights
    }
}

impl FrameView {
    /// A frame that is no event.
    pub fn control(seq: u64, what: FrameContent) -> ByteString {
        Self { seq, what }.encoded()
    }

    fn encoded(&self) -> ByteString {
        serde_json::to_string(self).expect("a frame is plain JSON").into()
    }
}

impl From<ShownEvent> for Frame {
    fn from(event: ShownEvent) -> Self {
        let ShownEvent { number, audience, what, for_visitor } = event;
        let changes_rights = matches!(what, Shown::InboxChanged(_) | Shown::AgentChanged(_));
        let text = FrameView { seq: number, what: what.into() }.encoded();
        let visitor = for_visitor.map(|event| VisitorFrame::of(number, &event));
        Self { number, audience, changes_rights, text, visitor }
    }
}

impl From<Shown> for FrameContent {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::ConversationChanged(listed) => Self::ConversationChanged { conversation: (&listed).into() },
            Shown::ConversationGone(id) => Self::ConversationGone { conversation_id: id.to_string() },
            Shown::EntryAdded(listed, entry) => {
                Self::EntryAdded { conversation: (&listed).into(), entry: entry.as_ref().into() }
            }
            Shown::EntryChanged(listed, entry) => {
                Self::EntryChanged { conversation: (&listed).into(), entry: entry.as_ref().into() }
            }
            Shown::EntryRemoved(listed, entry) => {
                Self::EntryRemoved { conversation: (&listed).into(), entry_id: entry.to_string() }
            }
            Shown::ContactChanged(id) => Self::ContactChanged { contact_id: id.to_string() },
            Shown::InboxChanged(id) => Self::InboxChanged { inbox_id: id.to_string() },
            Shown::ChatflowChanged(inbox, chatflow) => {
                Self::ChatflowChanged { inbox_id: inbox.to_string(), chatflow_id: chatflow.to_string() }
            }
            Shown::ChannelChanged(inbox, channel) => {
                Self::ChannelChanged { inbox_id: inbox.to_string(), channel_id: channel.to_string() }
            }
            Shown::AgentChanged(id) => Self::AgentChanged { agent_id: id.to_string() },
            Shown::TeamsChanged => Self::TeamsChanged,
            Shown::OutboxChanged => Self::OutboxChanged,
            Shown::WorkspaceChanged => Self::WorkspaceChanged,
            Shown::SnippetsChanged => Self::SnippetsChanged,
            Shown::TagsChanged => Self::TagsChanged,
            Shown::LedgerGrew(id) => Self::LedgerGrew { row_id: id.to_string() },
            Shown::NoticeAdded { notice, unread } => Self::NoticeAdded { notice: notice.as_ref().into(), unread },
            Shown::NoticesRead { unread } => Self::NoticesRead { unread },
            Shown::AttentionChanged(id, attention) => {
                Self::AttentionChanged { conversation_id: id.to_string(), attention: (&attention).into() }
            }
        }
    }
}
