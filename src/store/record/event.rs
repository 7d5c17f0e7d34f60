//! Events of the feed as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::event::Event;
use crate::domain::ids::ChatflowId;
use crate::domain::ids::{AgentId, ChannelId, ContactId, ConversationId, EntryId, InboxId, LedgerId, NoticeId};

#[derive(Serialize, Deserialize)]
pub enum EventRecord {
    ConversationChanged { inbox: u128, conversation: u128 },
    EntryAdded { inbox: u128, conversation: u128, entry: u128 },
    EntryChanged { inbox: u128, conversation: u128, entry: u128 },
    EntryRemoved { inbox: u128, conversation: u128, entry: u128 },
    ContactChanged { contact: u128 },
    InboxChanged { inbox: u128 },
    ChannelChanged { inbox: u128, channel: u128 },
    ChatflowChanged { inbox: u128, chatflow: u128 },
    AgentChanged { agent: u128 },
    TeamsChanged,
    OutboxChanged,
    WorkspaceChanged,
    SnippetsChanged,
    LedgerGrew { row: u128 },
    ConversationMoved { from: u128, to: u128, conversation: u128 },
    ConversationGone { inbox: u128, conversation: u128 },
    TagsChanged,
    AttentionChanged { agent: u128, inbox: u128, conversation: u128 },
    NoticeAdded { agent: u128, inbox: u128, notice: u128 },
    NoticesRead { agent: u128 },
}

impl Record for EventRecord {
    type Domain = Event;
    const TABLE: &'static str = "feed";

    fn from_domain(event: &Event) -> Self {
        match *event {
            Event::ConversationChanged { inbox, conversation } => {
                Self::ConversationChanged { inbox: inbox.bits(), conversation: conversation.bits() }
            }
            Event::EntryAdded { inbox, conversation, entry } => {
                Self::EntryAdded { inbox: inbox.bits(), conversation: conversation.bits(), entry: entry.bits() }
            }
            Event::EntryChanged { inbox, conversation, entry } => {
                Self::EntryChanged { inbox: inbox.bits(), conversation: conversation.bits(), entry: entry.bits() }
            }
            Event::EntryRemoved { inbox, conversation, entry } => {
                Self::EntryRemoved { inbox: inbox.bits(), conversation: conversation.bits(), entry: entry.bits() }
            }
            Event::ContactChanged { contact } => Self::ContactChanged { contact: contact.bits() },
            Event::InboxChanged { inbox } => Self::InboxChanged { inbox: inbox.bits() },
            Event::ChatflowChanged { inbox, chatflow } => {
                Self::ChatflowChanged { inbox: inbox.bits(), chatflow: chatflow.bits() }
            }
            Event::ChannelChanged { inbox, channel } => {
                Self::ChannelChanged { inbox: inbox.bits(), channel: channel.bits() }
            }
            Event::AgentChanged { agent } => Self::AgentChanged { agent: agent.bits() },
            Event::ConversationMoved { from, to, conversation } => {
                Self::ConversationMoved { from: from.bits(), to: to.bits(), conversation: conversation.bits() }
            }
            Event::ConversationGone { inbox, conversation } => {
                Self::ConversationGone { inbox: inbox.bits(), conversation: conversation.bits() }
            }
            Event::TagsChanged => Self::TagsChanged,
            Event::TeamsChanged => Self::TeamsChanged,
            Event::OutboxChanged => Self::OutboxChanged,
            Event::WorkspaceChanged => Self::WorkspaceChanged,
            Event::SnippetsChanged => Self::SnippetsChanged,
            Event::LedgerGrew { row } => Self::LedgerGrew { row: row.bits() },
            Event::NoticeAdded { agent, inbox, notice } => {
                Self::NoticeAdded { agent: agent.bits(), inbox: inbox.bits(), notice: notice.bits() }
            }
            Event::NoticesRead { agent } => Self::NoticesRead { agent: agent.bits() },
            Event::AttentionChanged { agent, inbox, conversation } => {
                Self::AttentionChanged { agent: agent.bits(), inbox: inbox.bits(), conversation: conversation.bits() }
            }
        }
    }

    fn into_domain(self) -> Result<Event, Unreadable> {
        let ids = |inbox, conversation, entry| {
            (InboxId::from_bits(inbox), ConversationId::from_bits(conversation), EntryId::from_bits(entry))
        };
        Ok(match self {
            Self::ConversationChanged { inbox, conversation } => Event::ConversationChanged {
                inbox: InboxId::from_bits(inbox),
                conversation: ConversationId::from_bits(conversation),
            },
            Self::EntryAdded { inbox, conversation, entry } => {
                let (inbox, conversation, entry) = ids(inbox, conversation, entry);
                Event::EntryAdded { inbox, conversation, entry }
            }
            Self::EntryChanged { inbox, conversation, entry } => {
                let (inbox, conversation, entry) = ids(inbox, conversation, entry);
                Event::EntryChanged { inbox, conversation, entry }
            }
            Self::EntryRemoved { inbox, conversation, entry } => {
                let (inbox, conversation, entry) = ids(inbox, conversation, entry);
                Event::EntryRemoved { inbox, conversation, entry }
            }
            Self::ContactChanged { contact } => Event::ContactChanged { contact: ContactId::from_bits(contact) },
            Self::InboxChanged { inbox } => Event::InboxChanged { inbox: InboxId::from_bits(inbox) },
            Self::ChatflowChanged { inbox, chatflow } => {
                Event::ChatflowChanged { inbox: InboxId::from_bits(inbox), chatflow: ChatflowId::from_bits(chatflow) }
            }
            Self::ChannelChanged { inbox, channel } => {
                Event::ChannelChanged { inbox: InboxId::from_bits(inbox), channel: ChannelId::from_bits(channel) }
            }
            Self::AgentChanged { agent } => Event::AgentChanged { agent: AgentId::from_bits(agent) },
            Self::ConversationMoved { from, to, conversation } => Event::ConversationMoved {
                from: InboxId::from_bits(from),
                to: InboxId::from_bits(to),
                conversation: ConversationId::from_bits(conversation),
            },
            Self::ConversationGone { inbox, conversation } => Event::ConversationGone {
                inbox: InboxId::from_bits(inbox),
                conversation: ConversationId::from_bits(conversation),
            },
            Self::TagsChanged => Event::TagsChanged,
            Self::TeamsChanged => Event::TeamsChanged,
            Self::OutboxChanged => Event::OutboxChanged,
            Self::WorkspaceChanged => Event::WorkspaceChanged,
            Self::SnippetsChanged => Event::SnippetsChanged,
            Self::LedgerGrew { row } => Event::LedgerGrew { row: LedgerId::from_bits(row) },
            Self::NoticeAdded { agent, inbox, notice } => Event::NoticeAdded {
                agent: AgentId::from_bits(agent),
                inbox: InboxId::from_bits(inbox),
                notice: NoticeId::from_bits(notice),
            },
            Self::NoticesRead { agent } => Event::NoticesRead { agent: AgentId::from_bits(agent) },
            Self::AttentionChanged { agent, inbox, conversation } => Event::AttentionChanged {
                agent: AgentId::from_bits(agent),
                inbox: InboxId::from_bits(inbox),
                conversation: ConversationId::from_bits(conversation),
            },
        })
    }
}
