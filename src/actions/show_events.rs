//! The feed for the pages that are open: each event with what a reader is shown of it, looked up once.

use super::list_conversations::{ListedConversation, listed_conversation};
use super::{ActionError, Context};
use crate::domain::entry::Entry;
use crate::domain::event::{Audience, Event};
use crate::domain::ids::{AgentId, ChannelId, ContactId, ConversationId, EntryId, InboxId, LedgerId};
use crate::store::{FeedPage, Reading};

/// An event as it is delivered. Heads and entries are as they are now: whoever hears late hears the
/// newest state, and hearing twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownEvent {
    pub number: u64,
    pub audience: Audience,
    pub what: Shown,
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
    AgentChanged(AgentId),
    TeamsChanged,
    WorkspaceChanged,
    TagsChanged,
    LedgerGrew(LedgerId),
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
        Event::ChannelChanged { inbox, channel } => Shown::ChannelChanged(inbox, channel),
        Event::AgentChanged { agent } => Shown::AgentChanged(agent),
        Event::TeamsChanged => Shown::TeamsChanged,
        Event::WorkspaceChanged => Shown::WorkspaceChanged,
        Event::TagsChanged => Shown::TagsChanged,
        Event::LedgerGrew { row } => Shown::LedgerGrew(row),
    };
    Ok(ShownEvent { number, audience: event.audience(), what })
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
