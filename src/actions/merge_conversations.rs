//! An agent merges one conversation into another, and takes it out again.

use super::change_conversation::{keep_change, reckon_waiting};
use super::merged_chats::{merge_chats, part_chats, ready_to_merge};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::Attention;
use crate::domain::conversation::{Cause, Conversation};
use crate::domain::draft::Draft;
use crate::domain::entry::{Content, Direction, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId};
use crate::domain::limit::MOVED_ENTRIES_MAX;
use crate::domain::merge::Merge;
use crate::domain::reply_address::bounce_token;
use crate::store::Writing;

/// Puts all of `other` into a conversation. Links and mail to the other one lead here from now on.
pub fn merge_conversations(
    context: &Context,
    actor: &Actor,
    into: ConversationId,
    other: ConversationId,
) -> Result<(), ActionError> {
    let world = context.world.clone();
    let now = world.now();
    let instance = context.secrets()?.instance;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, into)?.ok_or(ActionError::NotFound)?;
        let unknown = || ActionError::invalid("conversation_id", "There is no such conversation.");
        let mut other = tx.conversation_for(&actor, other)?.ok_or_else(unknown)?;
        let before = head.clone();
        ready_to_merge(tx, &world, &head, &mut other, actor.agent)?;
        let change = head.absorb(&other)?;
        let entries = all_entries(tx, &other)?;
        let attention = merged_attention(tx, head.id, other.id)?;
        for entry in &entries {
            move_entry(tx, entry, &head, &instance)?;
        }
        move_drafts(tx, other.id, &head)?;
        let chat = merge_chats(tx, &head, &other)?;
        tx.remove_conversation(&other)?;
        for (agent, attention) in attention {
            keep_attention(tx, agent, head.id, attention)?;
        }
        tx.save_alias(other.id, head.id)?;
        reckon_waiting(tx, &mut head)?;
        let moved = entries.iter().map(|entry| entry.id).collect();
        tx.announce(Event::ConversationGone { inbox: other.inbox, conversation: other.id })?;
        tx.save_merge(&Merge { into: before, other, chat, moved })?;
        keep_change(tx, &head, change, Cause::Agent(actor.agent), world.new_id(), now)
    })
}

/// Takes out again what was merged into a conversation. What was written here since stays here.
pub fn undo_merge(
    context: &Context,
    actor: &Actor,
    into: ConversationId,
    other: ConversationId,
) -> Result<(), ActionError> {
    let activity: EntryId = context.world.new_id();
    let now = context.world.now();
    let instance = context.secrets()?.instance;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, into)?.ok_or(ActionError::NotFound)?;
        let merge = tx.merge(other)?.filter(|merge| merge.into.id == head.id).ok_or(ActionError::NotFound)?;
        let Merge { into: before, mut other, chat, moved } = merge;
        // Whoever may not see the inbox of the other one must not make it come back there unseen.
        if !actor.sees(other.inbox) {
            return Err(ActionError::NotFound);
        }
        if let (Some(chat), Some(taken)) = (&chat, tx.chat(head.id)?)
            && chat.visitor != taken.visitor
        {
            // The visitor has signed in since: the chat is of that contact.
            other.contact = head.contact;
        }
        tx.remove_alias(other.id)?;
        tx.save_conversation(&other)?;
        for id in moved {
            if let Some(entry) = tx.entry(head.id, id)? {
                move_entry(tx, &entry, &other, &instance)?;
            }
        }
        let own = all_entries(tx, &head)?;
        let change = head.give_back(&other, &before, &own);
        part_chats(tx, head.id, &other, chat, &own)?;
        tx.remove_merge(other.id)?;
        // Whatever of it somebody has seen here they have seen there.
        for agent in tx.agents()? {
            let seen = tx.attention(agent.id, tx.seen_at_first(agent.id)?, head.id)?.seen;
            tx.set_mark(agent.id, other.id, seen)?;
        }
        keep_change(tx, &head, change, Cause::Agent(actor.agent), activity, now)?;
        tx.announce(Event::ConversationChanged { inbox: other.inbox, conversation: other.id })?;
        Ok(())
    })
}

/// What both conversations together are to each agent: nothing that was unread in one of them becomes read.
fn merged_attention(
    tx: &Writing<'_>,
    into: ConversationId,
    other: ConversationId,
) -> Result<Vec<(AgentId, Attention)>, ActionError> {
    let heard = [tx.heard(into)?, tx.heard(other)?];
    let mut merged = Vec::new();
    for agent in tx.agents()? {
        let at_first = tx.seen_at_first(agent.id)?;
        let both = [tx.attention(agent.id, at_first, into)?, tx.attention(agent.id, at_first, other)?];
        merged.push((agent.id, Attention::merged(&both, heard)));
    }
    Ok(merged)
}

fn keep_attention(
    tx: &Writing<'_>,
    agent: AgentId,
    conversation: ConversationId,
    attention: Attention,
) -> Result<(), ActionError> {
    let Attention { seen, following, named_in } = attention;
    tx.set_mark(agent, conversation, seen)?;
    tx.set_following(conversation, agent, following)?;
    if let Some(entry) = named_in {
        tx.save_mention(conversation, agent, entry)?;
    }
    Ok(())
}

/// What people were writing in a conversation that goes into another, they write there; words for both stand in one draft.
fn move_drafts(tx: &Writing<'_>, from: ConversationId, to: &Conversation) -> Result<(), ActionError> {
    for draft in tx.drafts_in(from)? {
        tx.remove_draft(&draft)?;
        let Some(place) = draft.kind.place_in(to.id) else { continue };
        let there = tx.drafts_in(to.id)?.into_iter().find(|one| one.agent == draft.agent && one.place == place);
        let moved = match there {
            None => Draft { place, ..draft },
            Some(there) => there.with_words_of(draft),
        };
        tx.save_draft(&moved)?;
    }
    Ok(())
}

/// Everything in a conversation, oldest first; refused if it is too much for one transaction.
pub(super) fn all_entries(tx: &Writing<'_>, head: &Conversation) -> Result<Vec<Entry>, ActionError> {
    let entries = tx.entries_before(head.id, None, MOVED_ENTRIES_MAX + 1)?;
    if MOVED_ENTRIES_MAX < entries.len() {
        return Err(ActionError::conflict("too_many_entries", "The conversation is too long for that."));
    }
    Ok(entries)
}

/// Moves an entry to another conversation, with all that leads to it.
pub(super) fn move_entry(
    tx: &Writing<'_>,
    entry: &Entry,
    to: &Conversation,
    instance: &[u8; 32],
) -> Result<(), ActionError> {
    tx.move_entry(entry, to.id)?;
    let Content::Message(message) = &entry.content else { return Ok(()) };
    let Direction::Outgoing(outgoing) = &message.direction else { return Ok(()) };
    // A bounce of it finds it by the address that it left with, before or after.
    for token in [bounce_token(instance, entry.conversation, entry.id), bounce_token(instance, to.id, entry.id)] {
        tx.save_signed_address(&token, to.id, Some(entry.id))?;
    }
    if let Some(mut delivery) = tx.delivery(outgoing.delivery)? {
        delivery.conversation = to.id;
        tx.save_delivery(&delivery)?;
    }
    Ok(())
}
