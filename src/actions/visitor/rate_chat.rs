//! A visitor says how a chat was.

use crate::actions::{ActionError, Context};
use crate::domain::chat::{ChatVerdict, Rating, is_hidden};
use crate::domain::event::Event;
use crate::domain::ids::ConversationId;
use crate::domain::limit::RATING_COMMENT_CHARS_MAX;
use crate::domain::visitor::VisitorActor;

/// Keeps the verdict; another one takes its place.
pub fn rate_chat(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    verdict: ChatVerdict,
    comment: &str,
) -> Result<(), ActionError> {
    let shown = comment.chars().filter(|character| *character == '\n' || !is_hidden(*character));
    let comment: String = shown.take(RATING_COMMENT_CHARS_MAX).collect();
    let rating = Rating { verdict, comment: comment.trim().to_owned(), at: context.world.now() };
    let actor = actor.clone();
    context.store.write(move |tx| {
        let (head, mut chat) = tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
        chat.rating = Some(rating.clone());
        tx.save_chat(&chat)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        Ok(())
    })
}
