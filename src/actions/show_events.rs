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
    WorkspaceChanged,
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
        Event::ConversationChanged { conversation, .. } => match listed(tx, conversation)? {
            Some(listed) => Shown::ConversationChanged(listed),
            None => Shown::ConversationGone(conversation),
        },
        Event::EntryAdded { conversation, entry, .. } => with_entry(tx, conversation, entry, Shown::EntryAdded)?,
        Event::EntryChanged { conversation, entry, .. } => with_entry(tx, conversation, entry, Shown::EntryChanged)?,
        Event::EntryRemoved { conversation, entry, .. } => match listed(tx, conversation)? {
            Some(listed) => Shown::EntryRemoved(listed, entry),
            None => Shown::ConversationGone(conversation),
        },
        Event::ContactChanged { contact } => Shown::ContactChanged(contact),
        Event::InboxChanged { inbox } => Shown::InboxChanged(inbox),
        Event::ChannelChanged { inbox, channel } => Shown::ChannelChanged(inbox, channel),
        Event::AgentChanged { agent } => Shown::AgentChanged(agent),
        Event::WorkspaceChanged => Shown::WorkspaceChanged,
        Event::LedgerGrew { row } => Shown::LedgerGrew(row),
    };
    Ok(ShownEvent { number, audience: event.audience(), what })
}

/// An entry that was taken back since is shown as such.
fn with_entry(
    tx: &Reading<'_>,
    conversation: ConversationId,
    entry: EntryId,
    shown: impl Fn(ListedConversation, Box<Entry>) -> Shown,
) -> Result<Shown, ActionError> {
    let Some(listed) = listed(tx, conversation)? else { return Ok(Shown::ConversationGone(conversation)) };
    Ok(match tx.entry(conversation, entry)? {
        Some(entry) => shown(listed, Box::new(entry)),
        None => Shown::EntryRemoved(listed, entry),
    })
}

fn listed(tx: &Reading<'_>, id: ConversationId) -> Result<Option<ListedConversation>, ActionError> {
    tx.any_conversation(id)?.map(|head| listed_conversation(tx, head)).transpose()
}
