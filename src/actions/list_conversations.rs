//! Views over conversations, a page at a time, and how many they hold.

use std::collections::BTreeSet;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::Attention;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{AgentId, ContactId, EntryId, InboxId};
use crate::domain::limit::PAGE_ROWS_MAX;
use crate::domain::view::{Filter, Order, Selection, View};
use crate::store::{FoundConversations, InboxTally, ListPosition, Reading};

/// Which conversations, and which page of them.
#[derive(Debug, Clone)]
pub struct ListConversations {
    pub view: View,
    pub filter: Filter,
    pub order: Order,
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
    /// The newest entry that is news to whoever has not seen it.
    pub heard: Option<EntryId>,
    /// What it is to the agent who asks; none where everybody is told the same.
    pub attention: Option<Attention>,
    /// Who has an unfinished answer or comment in it.
    pub drafters: Vec<AgentId>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationPage {
    pub rows: Vec<ListedConversation>,
    /// Where the next page begins, if there is one.
    pub next: Option<ListPosition>,
}

/// A page of a view. An inbox that the actor may not see is not there.
pub fn list_conversations(
    context: &Context,
    actor: &Actor,
    query: ListConversations,
) -> Result<ConversationPage, ActionError> {
    let ListConversations { view, filter, order, inbox, after, rows_max } = query;
    let inboxes = inboxes_of(actor, inbox)?;
    let selection = view.selection(&filter, order);
    context.store.read(|tx| {
        let found = tx.conversations_in(&selection, &inboxes, after, rows_max.clamp(1, PAGE_ROWS_MAX))?;
        page(tx, actor, found)
    })
}

/// The inboxes that a list is drawn from.
pub(super) fn inboxes_of(actor: &Actor, inbox: Option<InboxId>) -> Result<BTreeSet<InboxId>, ActionError> {
    match inbox {
        Some(inbox) if !actor.sees(inbox) => Err(ActionError::NotFound),
        Some(inbox) => Ok(BTreeSet::from([inbox])),
        None => Ok(actor.inboxes.clone()),
    }
}

/// The conversations of a contact that the actor may see.
pub fn list_contact_conversations(
    context: &Context,
    actor: &Actor,
    contact: ContactId,
    after: Option<ListPosition>,
    rows_max: usize,
) -> Result<ConversationPage, ActionError> {
    let selection = Selection::with_contact(contact);
    context.store.read(|tx| {
        let found = tx.conversations_in(&selection, &actor.inboxes, after, rows_max.clamp(1, PAGE_ROWS_MAX))?;
        if found.heads.is_empty() && after.is_none() {
            return Err(ActionError::NotFound);
        }
        page(tx, actor, found)
    })
}

/// The counts of every inbox that the actor may see.
pub fn count_conversations(context: &Context, actor: &Actor) -> Result<Vec<(InboxId, InboxTally)>, ActionError> {
    context.store.read(|tx| {
        let counts = actor.inboxes.iter().map(|inbox| Ok((*inbox, tx.tally_of(*inbox, actor.agent)?)));
        counts.collect()
    })
}

/// One conversation as a list shows it, if the actor may see it.
pub fn listed_conversation(tx: &Reading<'_>, head: Conversation) -> Result<ListedConversation, ActionError> {
    let contact = tx.contact(head.contact)?.ok_or(ActionError::NotFound)?;
    let heard = tx.heard(head.id)?;
    let drafters = tx.drafters_in(head.id)?;
    Ok(ListedConversation { head, contact, heard, attention: None, drafters })
}

fn page(tx: &Reading<'_>, actor: &Actor, found: FoundConversations) -> Result<ConversationPage, ActionError> {
    let FoundConversations { heads, next } = found;
    let at_first = tx.seen_at_first(actor.agent)?;
    let row = |head: Conversation| {
        let attention = Some(tx.attention(actor.agent, at_first, head.id)?);
        Ok::<_, ActionError>(ListedConversation { attention, ..listed_conversation(tx, head)? })
    };
    let rows: Result<Vec<_>, _> = heads.into_iter().map(row).collect();
    Ok(ConversationPage { rows: rows?, next })
}
