//! "Try again" on a message that did not arrive.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::delivery::DeliveryState;
use crate::domain::entry::{Content, Direction, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};

/// Puts the recipients whom a message did not reach back into the outbox.
pub fn retry_message(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<(), ActionError> {
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        let entry = tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
        let Content::Message(mut message) = entry.content.clone() else { return Err(ActionError::NotFound) };
        let Direction::Outgoing(outgoing) = &mut message.direction else { return Err(ActionError::NotFound) };
        let mut delivery = tx.delivery(outgoing.delivery)?.ok_or(ActionError::NotFound)?;
        match delivery.state {
            DeliveryState::Leased { .. } => {
                return Err(ActionError::conflict("is_being_sent", "The message is being sent at this moment."));
            }
            DeliveryState::Waiting { .. } => {}
            DeliveryState::Finished { .. } if delivery.failed().next().is_none() => {
                return Err(ActionError::conflict("has_arrived", "The message has arrived."));
            }
            DeliveryState::Finished { .. } => {}
        }
        tx.remove_delivery(&delivery)?;
        delivery.try_again(now);
        tx.save_delivery(&delivery)?;
        outgoing.sending = delivery.sending();
        let changed = Entry { content: Content::Message(message), ..entry };
        tx.save_entry(&changed)?;
        // It may have been merged into another since the caller learnt of it.
        tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: changed.id })?;
        Ok(())
    })
}
