//! One conversation, as an agent sees it: its head, whom an answer would go to, and its entries.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::Attention;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, is_forward};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::entry::{Content, Direction, Entry, IncomingKind, Message};
use crate::domain::ids::{AgentId, ConversationId, EntryId};
use crate::domain::limit::THREAD_ENTRIES_MAX;
use crate::domain::recipients::{self, Recipients};
use crate::store::Reading;

/// Entries looked through for the newest message that can be answered.
const LOOKED_THROUGH_MAX: usize = 100;

/// A conversation with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownConversation {
    pub head: Conversation,
    pub contact: Contact,
    /// Who has an unfinished answer or comment in it.
    pub drafters: Vec<AgentId>,
    /// Whom "Reply" would go to.
    pub reply: Recipients,
    /// Whom "Reply all" would go to.
    pub reply_all: Recipients,
    /// The newest entry that is news to whoever has not seen it.
    pub heard: Option<EntryId>,
    /// What it is to the agent who asks.
    pub attention: Attention,
    pub followers: Vec<AgentId>,
}

/// A stretch of a conversation, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPage {
    pub entries: Vec<Entry>,
    pub has_older: bool,
}

/// Shows the head of a conversation.
pub fn show_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
) -> Result<ShownConversation, ActionError> {
    context.store.read(|tx| {
        let head = tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        shown(tx, actor, head)
    })
}

/// What a reader sees of a conversation that is already theirs to see.
pub(super) fn shown(tx: &Reading<'_>, actor: &Actor, head: Conversation) -> Result<ShownConversation, ActionError> {
    let contact = tx.contact(head.contact)?.ok_or(ActionError::NotFound)?;
    let newest = newest_message(tx, head.id)?;
    let message = newest.as_ref().and_then(message_of);
    let (reply, reply_all) = match message {
        Some(message) => {
            let own = own_addresses(tx, message)?;
            let is_own = |address: &_| own.contains(address);
            (recipients::of_reply(message, is_own), recipients::of_reply_all(message, is_own))
        }
        // In a chat nobody has written a mail yet; the agent looks over the address before one leaves.
        None => {
            let address = contact.addresses.first().or(contact.claimed_address.as_ref());
            let to: Vec<Mailbox> =
                address.map(|address| Mailbox::new(&contact.name, address.clone())).into_iter().collect();
            let recipients = Recipients { to, cc: Vec::new() };
            (recipients.clone(), recipients)
        }
    };
    let heard = tx.heard(head.id)?;
    let attention = tx.attention(actor.agent, tx.seen_at_first(actor.agent)?, head.id)?;
    let followers = tx.followers(head.id)?;
    let drafters = tx.drafters_in(head.id)?;
    Ok(ShownConversation { head, contact, drafters, reply, reply_all, heard, attention, followers })
}

/// The newest entries before one, or the newest of all.
pub fn list_entries(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    before: Option<EntryId>,
    entries_max: usize,
) -> Result<EntryPage, ActionError> {
    let entries_max = entries_max.clamp(1, THREAD_ENTRIES_MAX);
    context.store.read(|tx| {
        let head = tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        let mut entries = tx.entries_before(head.id, before, entries_max + 1)?;
        let has_older = entries_max < entries.len();
        if has_older {
            entries.remove(0);
        }
        Ok(EntryPage { entries, has_older })
    })
}

/// The message that an answer would answer: the newest that a person wrote, or else the newest. One that was handed on to
/// somebody else is no part of what is said with the people here.
pub(super) fn newest_message(tx: &Reading<'_>, id: ConversationId) -> Result<Option<Entry>, ActionError> {
    let entries = tx.entries_before(id, None, LOOKED_THROUGH_MAX)?;
    let is_answerable = |entry: &&Entry| message_of(entry).is_some_and(is_of_a_person) && !is_forward(entry);
    let by_person = entries.iter().rev().find(is_answerable);
    let newest = by_person.or_else(|| entries.iter().rev().find(|entry| message_of(entry).is_some()));
    Ok(newest.cloned())
}

fn message_of(entry: &Entry) -> Option<&Message> {
    match &entry.content {
        Content::Message(message) => Some(message),
        Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => None,
    }
}

fn is_of_a_person(message: &Message) -> bool {
    match &message.direction {
        Direction::Outgoing(_) => true,
        Direction::Incoming(incoming) => incoming.kind == IncomingKind::Personal,
    }
}

fn own_addresses(tx: &Reading<'_>, message: &Message) -> Result<Vec<EmailAddress>, ActionError> {
    let named = message.from.iter().chain(&message.reply_to).chain(&message.to).chain(&message.cc);
    let mut own = Vec::new();
    for mailbox in named {
        if tx.inbox_at(&mailbox.address)?.is_some() {
            own.push(mailbox.address.clone());
        }
    }
    Ok(own)
}
