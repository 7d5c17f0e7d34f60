//! An agent moves a conversation to another inbox.

use super::change_conversation::{demand_member, keep_change};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::Cause;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId, InboxId};

/// Moves a conversation. Whoever cannot see it there no longer has it.
pub fn move_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    inbox: InboxId,
) -> Result<(), ActionError> {
    let (moved, unassigned): (EntryId, EntryId) = (context.world.new_id(), context.world.new_id());
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let unknown = || ActionError::invalid("inbox_id", "There is no such inbox.");
        tx.inbox_for(&actor, inbox)?.ok_or_else(unknown)?;
        let from = head.inbox;
        let change = head.move_to(inbox)?;
        tx.announce(Event::ConversationMoved { from, to: inbox, conversation: head.id })?;
        keep_change(tx, &head, change, Cause::Agent(actor.agent), moved, now)?;
        let stranger = match head.assignee {
            Some(assignee) => demand_member(tx, &head, assignee).is_err(),
            None => false,
        };
        if stranger {
            let change = head.assign(None)?;
            keep_change(tx, &head, change, Cause::AssigneeNotMember(actor.agent), unassigned, now)?;
        }
        Ok(())
    })
}
