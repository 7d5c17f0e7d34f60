//! Views over conversations, a page at a time, and how many they hold.

use std::collections::BTreeSet;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ContactId, InboxId};
use crate::domain::limit::PAGE_ROWS_MAX;
use crate::domain::view::View;
use crate::store::{ListPosition, OpenCounts, Reading};

/// Which conversations, and which page of them.
#[derive(Debug, Clone, Copy)]
pub struct ListConversations {
    pub view: View,
    /// Only those of this inbox.
    pub inbox: Option<InboxId>,
    pub after: Option<ListPosition>,
    pub rows_max: usize,
}

/// A conversation as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedConversation {
    pub head: Conversation,
    pub contact: Contact,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationPage {
    pub rows: Vec<ListedConversation>,
    /// Where the next page begins, if there is one.
    pub next: Option<ListPosition>,
}

/// A page of a view, newest activity first. An inbox that the actor may not see holds nothing.
pub fn list_conversations(
    context: &Context,
    actor: &Actor,
    query: ListConversations,
) -> Result<ConversationPage, ActionError> {
    let ListConversations { view, inbox, after, rows_max } = query;
    let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
    let inboxes: BTreeSet<InboxId> = match inbox {
        Some(inbox) if !actor.sees(inbox) => return Err(ActionError::NotFound),
        Some(inbox) => BTreeSet::from([inbox]),
        None => actor.inboxes.clone(),
    };
    context.store.read(|tx| {
        let heads = tx.conversations_in(view, &inboxes, after, rows_max + 1)?;
        page(tx, heads, rows_max)
    })
}

/// The conversations of a contact that the actor may see.
pub fn list_contact_conversations(
    context: &Context,
    actor: &Actor,
    contact: ContactId,
    after: Option<ListPosition>,
    rows_max: usize,
) -> Result<ConversationPage, ActionError> {
    let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
    context.store.read(|tx| {
        let heads = tx.conversations_with(contact, actor, after, rows_max + 1)?;
        if heads.is_empty() && after.is_none() {
            return Err(ActionError::NotFound);
        }
        page(tx, heads, rows_max)
    })
}

/// The counts of every inbox that the actor may see.
pub fn count_conversations(context: &Context, actor: &Actor) -> Result<Vec<(InboxId, OpenCounts)>, ActionError> {
    context.store.read(|tx| {
        let counts = actor.inboxes.iter().map(|inbox| Ok((*inbox, tx.counts_in(*inbox, actor.agent)?)));
        counts.collect()
    })
}

/// One conversation as a list shows it, if the actor may see it.
pub fn listed_conversation(tx: &Reading<'_>, head: Conversation) -> Result<ListedConversation, ActionError> {
    let contact = tx.contact(head.contact)?.ok_or(ActionError::NotFound)?;
    Ok(ListedConversation { head, contact })
}

fn page(tx: &Reading<'_>, mut heads: Vec<Conversation>, rows_max: usize) -> Result<ConversationPage, ActionError> {
    let has_more = rows_max < heads.len();
    heads.truncate(rows_max);
    let next = heads.last().filter(|_| has_more).map(|last| ListPosition::of(last.active_at, last.id));
    let rows: Result<Vec<_>, _> = heads.into_iter().map(|head| listed_conversation(tx, head)).collect();
    Ok(ConversationPage { rows: rows?, next })
}
