//! An agent wants to hear of a conversation that is not theirs, or no longer.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::Following;
use crate::domain::event::Event;
use crate::domain::ids::ConversationId;

/// Makes the actor follow a conversation.
pub fn follow_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    set_following(context, actor, id, Following::Follows)
}

/// Lets the actor hear no more of it, whatever they write there later.
pub fn leave_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    set_following(context, actor, id, Following::Left)
}

fn set_following(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    following: Following,
) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        // It may have been merged into another since the caller learnt of it.
        let conversation = head.id;
        if tx.following(conversation, actor.agent)? != following {
            tx.set_following(conversation, actor.agent, following)?;
            tx.announce(Event::AttentionChanged { agent: actor.agent, inbox: head.inbox, conversation })?;
        }
        Ok(())
    })
}
