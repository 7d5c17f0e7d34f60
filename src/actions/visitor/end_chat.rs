//! A visitor is done with a chat.

use crate::actions::{ActionError, Context};
use crate::domain::event::Event;
use crate::domain::ids::ConversationId;
use crate::domain::visitor::VisitorActor;

/// Marks the chat as ended. What the team still has to do with the conversation is the team's to say; the next
/// words of anybody go on with it.
pub fn end_chat(context: &Context, actor: &VisitorActor, id: ConversationId) -> Result<(), ActionError> {
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let (head, mut chat) = tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
        if chat.ended_at.is_some() {
            return Ok(());
        }
        chat.ended_at = Some(now);
        tx.save_chat(&chat)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        Ok(())
    })
}
