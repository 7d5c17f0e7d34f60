//! An agent throws a conversation away, or fetches it back; an administrator erases it for good.

use super::change_conversation::change_conversation;
use super::mail_ledger::demand_administrator;
use super::run_timers::erase;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::ConversationId;

/// Puts a conversation into the trash.
pub fn trash_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    let (agent, now) = (actor.agent, context.world.now());
    change_conversation(context, actor, id, move |_, head| Ok(head.trash(agent, now)?))
}

/// Takes a conversation out of the trash.
pub fn restore_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, |_, head| Ok(head.restore()?))
}

/// Erases what is in the trash or the spam without waiting for its time.
pub fn erase_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    let actor = actor.clone();
    let secrets = context.secrets()?;
    let now = context.world.now();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        demand_administrator(&actor)?;
        if !head.status.is_put_away() {
            return Err(ActionError::conflict("not_trashed", "Only what is in the trash or the spam can be erased."));
        }
        erase(tx, &head, &secrets.instance, now)
    })
}
