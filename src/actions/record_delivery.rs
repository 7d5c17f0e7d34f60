//! The outbox worker says what an attempt brought.

use std::time::Duration;

use super::take_due_delivery::with_sending;
use super::tell::{Occasion, tell};
use super::{ActionError, Context};
use crate::domain::delivery::Attempt;
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Content, Direction, Entry, Outgoing, Sending};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, DeliveryId};
use crate::domain::limit::DELIVERY_LEASE_S;
use crate::domain::notice::Happening;

/// The outcome of one attempt for each recipient that was tried.
#[derive(Debug, Clone)]
pub struct RecordDelivery {
    pub id: DeliveryId,
    pub results: Vec<(EmailAddress, Attempt)>,
    /// Whether the worker goes on to others. What a server has taken is written down before the next one is asked: nobody
    /// gets a mail again because somebody else's server was slow, or because the process ended.
    pub goes_on: bool,
}

/// Delivered, again later, or given up with the server's words.
pub fn record_delivery(context: &Context, deed: RecordDelivery) -> Result<(), ActionError> {
    let now = context.world.now();
    context.store.write(move |tx| {
        let mut delivery = tx.delivery(deed.id)?.ok_or(ActionError::NotFound)?;
        let before = delivery.clone();
        if deed.goes_on {
            delivery.record_part(&deed.results, now, now + Duration::from_secs(DELIVERY_LEASE_S));
        } else {
            delivery.record(&deed.results, now);
        }
        // The outbox is keyed by what the delivery was due at before.
        tx.remove_delivery(&before)?;
        tx.save_delivery(&delivery)?;
        let conversation = delivery.conversation;
        let entry = tx.entry(conversation, delivery.entry)?.ok_or(ActionError::NotFound)?;
        let entry = with_sending(entry, &delivery);
        tx.save_entry(&entry)?;
        let head = tx.any_conversation(conversation)?.ok_or(ActionError::NotFound)?;
        tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
        if let (Some(writer), false) = (gave_up(&entry), matches!(before.sending(), Sending::Failed { .. })) {
            let happening = Happening::DeliveryFailed { writer };
            tell(tx, &head, &Occasion { happening, entry: entry.id, by: None, at: now })?;
        }
        Ok(())
    })
}

/// The writer of a message that was given up for somebody.
fn gave_up(entry: &Entry) -> Option<AgentId> {
    let Content::Message(message) = &entry.content else { return None };
    match &message.direction {
        Direction::Outgoing(Outgoing { agent, sending: Sending::Failed { .. }, .. }) => Some(*agent),
        Direction::Outgoing(_) | Direction::Incoming(_) => None,
    }
}
