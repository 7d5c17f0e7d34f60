//! A visitor has looked at what was said.

use crate::actions::{ActionError, Context};
use crate::domain::chat::Mark;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::limit::THREAD_ENTRIES_MAX;
use crate::domain::visitor::VisitorActor;

/// Moves the visitor's mark forward, never back and never past what is there.
pub fn mark_seen(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    entry: EntryId,
) -> Result<(), ActionError> {
    let actor = actor.clone();
    // Most marks change nothing: those need no write.
    let (_, chat) = context.store.read(|tx| tx.conversation_for_visitor(&actor, id))?.ok_or(ActionError::NotFound)?;
    if Some(entry) <= chat.visitor_seen {
        return Ok(());
    }
    context.store.write(move |tx| {
        let (head, mut chat) = tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
        tx.entry(id, entry)?.ok_or(ActionError::NotFound)?;
        let newest = tx.entries_before(head.id, None, THREAD_ENTRIES_MAX)?;
        if chat.seen_by_visitor(entry, &newest) == Mark::Moved {
            tx.save_chat(&chat)?;
            tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        }
        Ok(())
    })
}
