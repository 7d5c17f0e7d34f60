//! An agent is done with a conversation.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::ConversationId;

/// Closes an open conversation.
pub fn close_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    let agent = actor.agent;
    let now = context.world.now();
    change_conversation(context, actor, id, move |_, head| Ok(head.close(agent, now)?))
}
