//! An agent has looked at what a visitor said: the visitor sees that it was seen.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::chat::Mark;
use crate::domain::conversation::Conversation;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::store::Writing;

/// Moves the agents' mark forward to an entry.
pub fn look_at_chat(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<(), ActionError> {
    let actor = actor.clone();
    let chat = context.store.read(|tx| {
        tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        tx.chat(conversation)?.ok_or(ActionError::NotFound)
    })?;
    // Most looks change nothing: those need no write.
    if Some(entry) <= chat.agents_seen {
        return Ok(());
    }
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
        note_seen(tx, &head, entry)
    })
}

/// Notes within a deed that one of us has seen an entry; nothing happens where there is no chat.
pub(super) fn note_seen(tx: &Writing<'_>, head: &Conversation, entry: EntryId) -> Result<(), ActionError> {
    let Some(mut chat) = tx.chat(head.id)? else { return Ok(()) };
    if chat.seen_by_agent(entry) == Mark::Moved {
        tx.save_chat(&chat)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
    }
    Ok(())
}
