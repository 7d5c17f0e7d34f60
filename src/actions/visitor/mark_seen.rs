//! A visitor has looked at what was said.

use crate::actions::{ActionError, Context};
use crate::domain::chat::Mark;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
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
        if chat.seen_by_visitor(entry) == Mark::Moved {
            chat.unread = unread_after(tx, &chat)?;
            tx.save_chat(&chat)?;
            tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
        }
        Ok(())
    })
}

/// Words of ours after the mark.
fn unread_after(tx: &crate::store::Writing<'_>, chat: &crate::domain::chat::Chat) -> Result<u32, ActionError> {
    let newest = tx.entries_before(chat.conversation, None, crate::domain::limit::THREAD_ENTRIES_MAX)?;
    let unread = newest.iter().filter(|entry| chat.visitor_seen < Some(entry.id) && entry.is_said_to_visitor());
    Ok(u32::try_from(unread.count()).unwrap_or(u32::MAX))
}
