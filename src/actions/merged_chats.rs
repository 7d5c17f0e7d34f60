//! What becomes of the chats of conversations that are merged and taken apart again: the visitor loses no words, and
//! hears nothing of anybody else. Used within the transactions of those deeds.

use super::ActionError;
use super::bot_turn::stop_bot;
use crate::domain::bot::session::RunningBot;
use crate::domain::chat::Chat;
use crate::domain::conversation::Conversation;
use crate::domain::entry::Entry;
use crate::domain::ids::{AgentId, ConversationId};
use crate::domain::limit::THREAD_ENTRIES_MAX;
use crate::domain::property::Property;
use crate::store::Writing;
use crate::world::World;

/// Refuses what would show a visitor the words of another one; ends the bot of a chat that is taken in, since it would
/// wait where nobody answers any more.
pub(super) fn ready_to_merge(
    tx: &Writing<'_>,
    world: &World,
    into: &Conversation,
    other: &mut Conversation,
    by: AgentId,
) -> Result<(), ActionError> {
    into.clone().absorb(other)?;
    let (Some(mut taking), Some(chat)) = (tx.chat(into.id)?, tx.chat(other.id)?) else { return Ok(()) };
    taking.absorb(&chat)?;
    stop_bot(tx, world, other, by)
}

/// Puts the chat of a conversation, if it has one, into that of another; yields it as it was.
pub(super) fn merge_chats(
    tx: &Writing<'_>,
    into: &Conversation,
    other: &Conversation,
) -> Result<Option<Chat>, ActionError> {
    let (Some(mut taking), Some(chat)) = (tx.chat(into.id)?, tx.chat(other.id)?) else { return Ok(None) };
    taking.absorb(&chat)?;
    tx.remove_chat(other.id)?;
    tx.save_chat(&taking)?;
    if let Some(bot) = tx.running_bot(other.id)?
        && tx.running_bot(into.id)?.is_none()
    {
        // Its words are there now, under its name.
        tx.save_running_bot(&RunningBot { conversation: into.id, ..bot })?;
    }
    keep_what_was_learned(tx, into, other)?;
    Ok(Some(chat))
}

/// Gives a chat back to the conversation that was taken out, whose head this is.
pub(super) fn part_chats(
    tx: &Writing<'_>,
    from: ConversationId,
    other: &Conversation,
    chat: Option<Chat>,
    own: &[Entry],
) -> Result<(), ActionError> {
    let (Some(chat), Some(mut taken)) = (chat, tx.chat(from)?) else { return Ok(()) };
    let mut again = taken.give_back(chat, own);
    again.count_unread(&tx.entries_before(other.id, None, THREAD_ENTRIES_MAX)?);
    tx.save_chat(&taken)?;
    tx.save_chat(&again)?;
    let as_copied = tx.running_bot(other.id)?.map(|bot| RunningBot { conversation: from, ..bot });
    if as_copied.is_some() && as_copied == tx.running_bot(from)? {
        tx.remove_running_bot(from)?;
    }
    Ok(())
}

fn keep_what_was_learned(tx: &Writing<'_>, into: &Conversation, other: &Conversation) -> Result<(), ActionError> {
    let known = tx.properties(into.contact, into.id)?;
    for (property, value) in tx.properties(other.contact, other.id)? {
        let is_of_conversation = match property {
            Property::Conversation(_) => true,
            Property::Contact(_) => false,
        };
        if is_of_conversation && !known.contains_key(&property) {
            tx.save_property(into.contact, into.id, &property, &value)?;
        }
    }
    Ok(())
}
