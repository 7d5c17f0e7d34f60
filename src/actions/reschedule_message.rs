//! A message that waits for its moment gets another one, or leaves now.

use super::write_message::demand_schedule;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::entry::{Content, Direction, Entry, Sending};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::moment::Moment;

/// Makes a message that was put off leave at another moment, or now. Whoever works in the inbox can: its author may be
/// on holiday.
pub fn reschedule_message(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
    send_at: Option<Moment>,
) -> Result<Entry, ActionError> {
    let now = context.world.now();
    let due = send_at.map_or(Ok(now), |at| demand_schedule(now, at))?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        let entry = tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
        let Content::Message(mut message) = entry.content.clone() else { return Err(ActionError::NotFound) };
        let Direction::Outgoing(outgoing) = &mut message.direction else { return Err(ActionError::NotFound) };
        let mut delivery = tx.delivery(outgoing.delivery)?.ok_or(ActionError::NotFound)?;
        if outgoing.scheduled_for.is_none() {
            return Err(ActionError::conflict("not_scheduled", "The message does not wait for a moment."));
        }
        if !delivery.put_off(due) {
            return Err(ActionError::conflict("has_left", "The message has left already."));
        }
        outgoing.scheduled_for = Some(due);
        outgoing.sending = Sending::Held { until: due };
        tx.save_delivery(&delivery)?;
        let changed = Entry { content: Content::Message(message), ..entry };
        tx.save_entry(&changed)?;
        // It may have been merged into another since the caller learnt of it.
        tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: changed.id })?;
        Ok(changed)
    })
}
