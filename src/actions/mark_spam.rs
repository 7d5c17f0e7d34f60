//! An agent says that a conversation is spam, or that it is none.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::ConversationId;

/// Puts a conversation into the spam.
pub fn mark_spam(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    let (agent, now) = (actor.agent, context.world.now());
    change_conversation(context, actor, id, move |_, head| Ok(head.mark_spam(agent, now)?))
}

/// Takes a conversation out of the spam.
pub fn unmark_spam(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, |_, head| Ok(head.unmark_spam()?))
}
