//! The feed for the pages that are open: each event with what a reader is shown of it, looked up once.

use super::identify::actor_in;
use super::list_conversations::{ListedConversation, listed_conversation};
use super::notices::{ShownNotice, shown as shown_notice};
use super::visitor::show::{ShownChat, ShownEntry, shown_chat, shown_words};
use super::{ActionError, Context};
use crate::domain::attention::Attention;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Change;
use crate::domain::entry::{Content, Entry};
use crate::domain::event::{Audience, Event};
use crate::domain::ids::ChatflowId;
use crate::domain::ids::{AgentId, ChannelId, ContactId, ConversationId, EntryId, InboxId, LedgerId};
use crate::store::{FeedPage, Reading};

/// An event as it is delivered. Heads and entries are as they are now: whoever hears late hears the
/// newest state, and hearing twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownEvent {
    pub number: u64,
    pub audience: Audience,
    pub what: Shown,
    /// What the visitor of a chat hears of it.
    pub for_visitor: Option<ForVisitor>,
}

/// What a visitor hears: of what agents say among themselves, nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForVisitor {
    Entry(Box<ShownChat>, Box<ShownEntry>),
    EntryRemoved(Box<ShownChat>, EntryId),
    Chat(Box<ShownChat>),
    /// Other words stand in it than before: another chat of theirs was put into it, or taken out again (then none).
    Regrouped(Box<ShownChat>, Option<ConversationId>),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    ConversationChanged(ListedConversation),
    EntryAdded(ListedConversation, Box<Entry>),
    EntryChanged(ListedConversation, Box<Entry>),
    EntryRemoved(ListedConversation, EntryId),
    /// It is not there any more.
    ConversationGone(ConversationId),
    ContactChanged(ContactId),
    InboxChanged(InboxId),
    ChannelChanged(InboxId, ChannelId),
    ChatflowChanged(InboxId, ChatflowId),
    AgentChanged(AgentId),
    TeamsChanged,
    OutboxChanged,
    WorkspaceChanged,
    SnippetsChanged,
    TagsChanged,
    LedgerGrew(LedgerId),
    AttentionChanged(ConversationId, Attention),
    NoticeAdded {
        notice: Box<ShownNotice>,
        unread: u64,
    },
    /// So many are unread now.
    NoticesRead {
        unread: u64,
    },
}

impl Shown {
    /// A conversation whose head is told, and the inbox that it lies in.
    pub fn place(&self) -> Option<(ConversationId, InboxId)> {
        match self {
            Self::ConversationChanged(listed)
            | Self::EntryAdded(listed, _)
            | Self::EntryChanged(listed, _)
            | Self::EntryRemoved(listed, _) => Some((listed.head.id, listed.head.inbox)),
            Self::ConversationGone(_)
            | Self::ContactChanged(_)
            | Self::InboxChanged(_)
            | Self::ChannelChanged(..)
            | Self::ChatflowChanged(..)
            | Self::AgentChanged(_)
            | Self::TeamsChanged
            | Self::SnippetsChanged
            | Self::OutboxChanged
            | Self::WorkspaceChanged
            | Self::TagsChanged
            | Self::LedgerGrew(_)
            | Self::AttentionChanged(..)
            | Self::NoticeAdded { .. }
            | Self::NoticesRead { .. } => None,
        }
    }
}

/// What lies after a number in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownEvents {
    Events(Vec<ShownEvent>),
    /// Some of them are forgotten: whoever asks must begin afresh.
    Forgotten,
}

/// The events after a number.
pub fn show_events(context: &Context, after: u64) -> Result<ShownEvents, ActionError> {
    context.store.read(|tx| match tx.events_after(after)? {
        FeedPage::Forgotten => Ok(ShownEvents::Forgotten),
        FeedPage::Events(events) => {
            let shown: Result<Vec<_>, _> = events.into_iter().map(|(number, event)| show(tx, number, event)).collect();
            Ok(ShownEvents::Events(shown?))
        }
    })
}

/// The number of the newest event.
pub fn feed_position(context: &Context) -> Result<u64, ActionError> {
    Ok(context.store.read(|tx| tx.feed_position())?)
}

fn show(tx: &Reading<'_>, number: u64, event: Event) -> Result<ShownEvent, ActionError> {
    let what = match event {
        Event::ConversationChanged { conversation, inbox } => match listed(tx, inbox, conversation)? {
            Some(listed) => Shown::ConversationChanged(listed),
            None => Shown::ConversationGone(conversation),
        },
        Event::ConversationMoved { conversation, .. } | Event::ConversationGone { conversation, .. } => {
            Shown::ConversationGone(conversation)
        }
        Event::EntryAdded { conversation, inbox, entry } => {
            with_entry(tx, inbox, conversation, entry, Shown::EntryAdded)?
        }
        Event::EntryChanged { conversation, inbox, entry } => {
            with_entry(tx, inbox, conversation, entry, Shown::EntryChanged)?
        }
        Event::EntryRemoved { conversation, inbox, entry } => match listed(tx, inbox, conversation)? {
            Some(listed) => Shown::EntryRemoved(listed, entry),
            None => Shown::ConversationGone(conversation),
        },
        Event::ContactChanged { contact } => Shown::ContactChanged(contact),
        Event::InboxChanged { inbox } => Shown::InboxChanged(inbox),
        Event::ChatflowChanged { inbox, chatflow } => Shown::ChatflowChanged(inbox, chatflow),
        Event::ChannelChanged { inbox, channel } => Shown::ChannelChanged(inbox, channel),
        Event::AgentChanged { agent } => Shown::AgentChanged(agent),
        Event::TeamsChanged => Shown::TeamsChanged,
        Event::OutboxChanged => Shown::OutboxChanged,
        Event::WorkspaceChanged => Shown::WorkspaceChanged,
        Event::SnippetsChanged => Shown::SnippetsChanged,
        Event::TagsChanged => Shown::TagsChanged,
        Event::LedgerGrew { row } => Shown::LedgerGrew(row),
        Event::AttentionChanged { agent, conversation, .. } => {
            let attention = tx.attention(agent, tx.seen_at_first(agent)?, conversation)?;
            Shown::AttentionChanged(conversation, attention)
        }
        Event::NoticeAdded { agent, notice, .. } => {
            let unread = unread_notices(tx, agent)?;
            let found = tx.notice(agent, notice)?.map(|notice| shown_notice(tx, notice)).transpose()?.flatten();
            match found {
                Some(notice) => Shown::NoticeAdded { notice: Box::new(notice), unread },
                None => Shown::NoticesRead { unread },
            }
        }
        Event::NoticesRead { agent } => Shown::NoticesRead { unread: unread_notices(tx, agent)? },
    };
    let for_visitor = for_visitor(tx, event)?;
    Ok(ShownEvent { number, audience: event.audience(), what, for_visitor })
}

/// What the bell of an agent says; nothing of what they may not see.
fn unread_notices(tx: &Reading<'_>, agent: AgentId) -> Result<u64, ActionError> {
    match actor_in(tx, agent)? {
        Some(actor) => Ok(tx.unread_notices_for(&actor)?),
        None => Ok(0),
    }
}

/// What the visitor of a chat hears of an event, wherever the conversation lies by now.
fn for_visitor(tx: &Reading<'_>, event: Event) -> Result<Option<ForVisitor>, ActionError> {
    let (conversation, entry) = match event {
        Event::EntryAdded { conversation, entry, .. } | Event::EntryChanged { conversation, entry, .. } => {
            (conversation, Some(entry))
        }
        Event::ConversationChanged { conversation, .. } | Event::ConversationMoved { conversation, .. } => {
            (conversation, None)
        }
        Event::EntryRemoved { conversation, entry, .. } => (conversation, Some(entry)),
        Event::ConversationGone { .. }
        | Event::ContactChanged { .. }
        | Event::InboxChanged { .. }
        | Event::ChannelChanged { .. }
        | Event::ChatflowChanged { .. }
        | Event::AgentChanged { .. }
        | Event::TeamsChanged
        | Event::SnippetsChanged
        | Event::OutboxChanged
        | Event::WorkspaceChanged
        | Event::TagsChanged
        | Event::AttentionChanged { .. }
        | Event::NoticeAdded { .. }
        | Event::NoticesRead { .. }
        | Event::LedgerGrew { .. } => return Ok(None),
    };
    let Some(head) = tx.any_conversation(conversation)?.filter(|head| head.channel == ChannelKind::Chat) else {
        return Ok(None);
    };
    let Some(chat) = tx.chat(head.id)? else { return Ok(None) };
    let chat = Box::new(shown_chat(tx, head, chat)?);
    let Some(id) = entry else { return Ok(Some(ForVisitor::Chat(chat))) };
    Ok(match tx.entry(conversation, id)? {
        None => Some(ForVisitor::EntryRemoved(chat, id)),
        Some(entry) => match &entry.content {
            // That a colleague has commented is nobody's business.
            Content::Comment(_) => None,
            Content::Activity(activity) => {
                if let Change::Merged { from } | Change::Unmerged { from } = activity.change
                    && was_chat(tx, from)?
                {
                    let taken_in = tx.merged_into(from)?.map(|_| from);
                    return Ok(Some(ForVisitor::Regrouped(chat, taken_in)));
                }
                Some(ForVisitor::Chat(chat))
            }
            Content::Message(_) => Some(ForVisitor::Chat(chat)),
            Content::Chat(_) => shown_words(tx, entry)?.map(|words| ForVisitor::Entry(chat, Box::new(words))),
        },
    })
}

/// Whether a conversation that was merged, or taken out again, is a chat: of others a visitor hears nothing.
fn was_chat(tx: &Reading<'_>, id: ConversationId) -> Result<bool, ActionError> {
    let is_by_itself = tx.chat(id)?.is_some_and(|chat| chat.conversation == id);
    Ok(is_by_itself || tx.merge(id)?.is_some_and(|merge| merge.chat.is_some()))
}

/// An entry that was taken back since is shown as such.
fn with_entry(
    tx: &Reading<'_>,
    inbox: InboxId,
    conversation: ConversationId,
    entry: EntryId,
    shown: impl Fn(ListedConversation, Box<Entry>) -> Shown,
) -> Result<Shown, ActionError> {
    let Some(listed) = listed(tx, inbox, conversation)? else { return Ok(Shown::ConversationGone(conversation)) };
    Ok(match tx.entry(conversation, entry)? {
        Some(entry) => shown(listed, Box::new(entry)),
        None => Shown::EntryRemoved(listed, entry),
    })
}

/// Whoever hears of it sees the inbox in which it happened: what was moved or merged away since is
/// not theirs to see by this event.
fn listed(tx: &Reading<'_>, inbox: InboxId, id: ConversationId) -> Result<Option<ListedConversation>, ActionError> {
    let head = tx.any_conversation(id)?.filter(|head| head.inbox == inbox && head.id == id);
    head.map(|head| listed_conversation(tx, head)).transpose()
}
