//! What the feed says: numbered, durable, written by the deeds. It carries ids, not contents: what
//! a reader may see of them is looked up when the event is delivered.

use super::ids::ChatflowId;
use super::ids::{AgentId, ChannelId, ContactId, ConversationId, EntryId, InboxId, LedgerId, NoticeId};

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The head of a conversation changed, or it is new.
    ConversationChanged {
        inbox: InboxId,
        conversation: ConversationId,
    },
    /// It was moved to another inbox: gone for those who do not see that one.
    ConversationMoved {
        from: InboxId,
        to: InboxId,
        conversation: ConversationId,
    },
    /// It is not there any more: erased, or merged into another.
    ConversationGone {
        inbox: InboxId,
        conversation: ConversationId,
    },
    EntryAdded {
        inbox: InboxId,
        conversation: ConversationId,
        entry: EntryId,
    },
    EntryChanged {
        inbox: InboxId,
        conversation: ConversationId,
        entry: EntryId,
    },
    /// A message was taken back before it left.
    EntryRemoved {
        inbox: InboxId,
        conversation: ConversationId,
        entry: EntryId,
    },
    ContactChanged {
        contact: ContactId,
    },
    InboxChanged {
        inbox: InboxId,
    },
    /// A chat channel of an inbox changed, is new or gone.
    ChannelChanged {
        inbox: InboxId,
        channel: ChannelId,
    },
    /// A chatflow of an inbox changed, is new, elsewhere in the order, or gone.
    ChatflowChanged {
        inbox: InboxId,
        chatflow: ChatflowId,
    },
    AgentChanged {
        agent: AgentId,
    },
    /// A team was made, changed or removed.
    TeamsChanged,
    /// A notice to somebody inside waits, or waits no more.
    OutboxChanged,
    WorkspaceChanged,
    SnippetsChanged,
    /// The list of tags.
    TagsChanged,
    LedgerGrew {
        row: LedgerId,
    },
    /// An agent was told something.
    NoticeAdded {
        agent: AgentId,
        inbox: InboxId,
        notice: NoticeId,
    },
    /// An agent has read notices.
    NoticesRead {
        agent: AgentId,
    },
    /// What a conversation is to one agent changed: seen, followed, named.
    AttentionChanged {
        agent: AgentId,
        inbox: InboxId,
        conversation: ConversationId,
    },
}

/// Who may hear of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever sees the inbox.
    Inbox(InboxId),
    /// Whoever sees the one inbox and not the other.
    InboxWithout {
        inbox: InboxId,
        other: InboxId,
    },
    Everyone,
    Administrators,
    /// One agent, as long as they see the inbox.
    AgentIn(AgentId, InboxId),
    Agent(AgentId),
}

impl Event {
    /// Who may hear of it.
    pub const fn audience(&self) -> Audience {
        match self {
            Self::ConversationMoved { from, to, .. } => Audience::InboxWithout { inbox: *from, other: *to },
            Self::ConversationChanged { inbox, .. }
            | Self::ConversationGone { inbox, .. }
            | Self::EntryAdded { inbox, .. }
            | Self::EntryChanged { inbox, .. }
            | Self::EntryRemoved { inbox, .. }
            | Self::ChannelChanged { inbox, .. }
            | Self::ChatflowChanged { inbox, .. } => Audience::Inbox(*inbox),
            // Names of inboxes, colleagues and contacts stand in every page's lists; what may be
            // seen of them is decided when they are fetched.
            Self::ContactChanged { .. }
            | Self::InboxChanged { .. }
            | Self::AgentChanged { .. }
            | Self::TeamsChanged
            | Self::SnippetsChanged
            | Self::WorkspaceChanged
            | Self::TagsChanged => Audience::Everyone,
            Self::AttentionChanged { agent, inbox, .. } | Self::NoticeAdded { agent, inbox, .. } => {
                Audience::AgentIn(*agent, *inbox)
            }
            Self::NoticesRead { agent } => Audience::Agent(*agent),
            Self::LedgerGrew { .. } | Self::OutboxChanged => Audience::Administrators,
        }
    }
}
