//! An agent has seen a conversation, or wants it to be news again.

use super::look_at_chat::note_seen;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::{Attention, is_unread, just_before};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::limit::PAGE_ROWS_MAX;

/// Notes that the actor has seen a conversation up to an entry. Seeing the same again is no news.
pub fn mark_read(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<(), ActionError> {
    let (conversation, entry, is_news) = context.store.read(|tx| {
        let head = tx.conversation_for(actor, conversation)?.ok_or(ActionError::NotFound)?;
        // It may have been merged into another since the caller learnt of it.
        let conversation = head.id;
        let entry = match tx.entry(conversation, entry)? {
            Some(_) => entry,
            // It was split off since it was shown: what stood before it was seen as well.
            None => tx.entries_before(conversation, Some(entry), 1)?.pop().ok_or(ActionError::NotFound)?.id,
        };
        let attention = tx.attention(actor.agent, tx.seen_at_first(actor.agent)?, conversation)?;
        let is_news = is_unread(tx.heard(conversation)?, attention.seen) && attention.seen < entry;
        let is_new_to_us = tx.chat(conversation)?.is_some_and(|chat| chat.agents_seen < Some(entry));
        let is_told = !tx.unread_in(actor.agent, conversation)?.is_empty();
        Ok::<_, ActionError>((conversation, entry, is_news || is_new_to_us || is_told))
    })?;
    // Most looks at a conversation change nothing and must not cost a write.
    if !is_news {
        return Ok(());
    }
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        let conversation = head.id;
        if tx.raise_mark(actor.agent, conversation, entry)? {
            tx.announce(Event::AttentionChanged { agent: actor.agent, inbox: head.inbox, conversation })?;
        }
        if 0 < tx.read_notices_in(actor.agent, conversation, entry)? {
            tx.announce(Event::NoticesRead { agent: actor.agent })?;
        }
        // Whose chat it is sees that one of us has seen it.
        note_seen(tx, &head, entry)
    })
}

/// Makes the newest words of a conversation news again, for the actor alone.
pub fn mark_unread(context: &Context, actor: &Actor, conversation: ConversationId) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        let conversation = head.id;
        let nothing = || ActionError::conflict("nothing_to_read", "Nobody has said anything here yet.");
        let heard = tx.heard(conversation)?.ok_or_else(nothing)?;
        tx.set_mark(actor.agent, conversation, just_before(heard))?;
        tx.announce(Event::AttentionChanged { agent: actor.agent, inbox: head.inbox, conversation })?;
        Ok(())
    })
}

/// What some conversations are to the actor: for a page that hears of one that it has not loaded. Those
/// that the actor may not see are left out.
pub fn show_attention(
    context: &Context,
    actor: &Actor,
    conversations: &[ConversationId],
) -> Result<Vec<(ConversationId, Attention)>, ActionError> {
    context.store.read(|tx| {
        let at_first = tx.seen_at_first(actor.agent)?;
        let mut found = Vec::new();
        for id in conversations.iter().take(PAGE_ROWS_MAX) {
            if let Some(head) = tx.conversation_for(actor, *id)? {
                found.push((head.id, tx.attention(actor.agent, at_first, head.id)?));
            }
        }
        Ok(found)
    })
}
