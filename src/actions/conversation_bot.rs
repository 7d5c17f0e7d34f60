//! What agents see of the bot in a conversation, and how one of them takes over.

use std::collections::BTreeMap;

use super::bot_turn::stop_bot;
use super::change_conversation::keep_change;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::bot::session::RunningBot;
use crate::domain::conversation::Cause;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::property::Property;
use crate::domain::routing::Decision;

/// The bot of a conversation with what it has learned.
#[derive(Debug, Clone)]
pub struct ConversationBot {
    pub bot: Option<RunningBot>,
    pub properties: BTreeMap<Property, String>,
}

/// What is known of the bot in a conversation.
pub fn show_conversation_bot(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
) -> Result<ConversationBot, ActionError> {
    context.store.read(|tx| {
        let head = tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        Ok(ConversationBot { bot: tx.running_bot(id)?, properties: tx.properties(head.contact, id)? })
    })
}

/// Takes a conversation over from its bot: the bot says no more, and the agent has it if nobody had.
pub fn take_over_from_bot(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if tx.running_bot(id)?.is_none_or(|bot| bot.session.is_finished()) {
            return Err(ActionError::conflict("no_bot", "No bot speaks in this conversation."));
        }
        stop_bot(tx, &world, &mut head, actor.agent)?;
        if head.assignee.is_none() {
            let change = head.assign(Some(actor.agent))?;
            keep_change(tx, &head, change, Cause::Agent(actor.agent), world.new_id(), world.now())?;
        }
        Ok(())
    })
}

/// How a conversation came to whom it was given, by the activity that says so.
pub fn show_routing(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    entry: EntryId,
) -> Result<Decision, ActionError> {
    context.store.read(|tx| {
        tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        tx.decision(id, entry)?.ok_or(ActionError::NotFound)
    })
}
