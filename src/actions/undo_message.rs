//! A message is taken back before it leaves, and its agent gets everything back.

use super::write_message::shown_upload;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Conversation, Newest, Speaker, Status, spoken, waiting_since};
use crate::domain::delivery::DeliveryState;
use crate::domain::entry::{Attachment, Content, Direction, Entry, Message, Refers, Sending};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::upload::{Upload, UploadKeeping, UploadOwner, UploadPurpose};
use crate::store::Writing;

/// Entries looked through for what was said before.
const LOOKED_THROUGH_MAX: usize = 100;

/// What was taken back, for the composer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneMessage {
    pub message: Message,
    /// The agent's own words, as the editor shows them.
    pub written: String,
    pub uploads: Vec<Upload>,
}

/// Takes a message of the actor back, if its undo time is not over.
pub fn undo_message(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<UndoneMessage, ActionError> {
    let now = context.world.now();
    let actor = actor.clone();
    let spare: Vec<_> = (0..crate::domain::limit::UPLOADS_PER_MESSAGE_MAX).map(|_| context.world.new_id()).collect();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        let entry = tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
        let Content::Message(message) = &entry.content else { return Err(ActionError::NotFound) };
        let Direction::Outgoing(outgoing) = &message.direction else { return Err(ActionError::NotFound) };
        // One that was put off can be stopped by whoever works there: its author may be on holiday.
        if outgoing.agent != actor.agent && outgoing.scheduled_for.is_none() {
            return Err(ActionError::NotPermitted);
        }
        let delivery = tx.delivery(outgoing.delivery)?.ok_or(ActionError::NotFound)?;
        let is_held = matches!(outgoing.sending, Sending::Held { .. })
            && matches!(delivery.state, DeliveryState::Waiting { attempts: 0, .. });
        if !is_held {
            return Err(ActionError::conflict("has_left", "The message has left already."));
        }
        let body = tx.body(conversation, entry.id)?.unwrap_or_default();
        let mut written = body.written.unwrap_or_default();
        let mut uploads = Vec::new();
        let (own, forwarded) = message.attachments.split_at(own_files(&message.attachments, outgoing.refers));
        for attachment in forwarded {
            // They come along again when it is forwarded again.
            tx.release_blob(&attachment.blob)?;
        }
        for (attachment, id) in own.iter().zip(&spare) {
            let upload = Upload {
                id: *id,
                owner: UploadOwner::Agent(actor.agent),
                name: attachment.name.clone(),
                media_type: attachment.media_type.clone(),
                blob: attachment.blob,
                purpose: UploadPurpose::Message,
                keeping: UploadKeeping::ForAWhile,
                created_at: now,
            };
            if let Some(content_id) = &attachment.content_id {
                written = written.replace(&format!("cid:{content_id}"), &shown_upload(*id));
            }
            // The reference passes from the message back to an upload.
            tx.save_upload(&upload)?;
            uploads.push(upload);
        }
        tx.remove_entry(&entry)?;
        tx.remove_delivery(&delivery)?;
        forget(tx, &mut head, &entry)?;
        tx.save_conversation(&head)?;
        // It may have been merged into another since the caller learnt of it.
        tx.announce(Event::EntryRemoved { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
        Ok(UndoneMessage { message: message.as_ref().clone(), written, uploads })
    })
}

/// How many files are the agent's own: those of a message that is forwarded stand at the end.
fn own_files(attachments: &[Attachment], refers: Refers) -> usize {
    match refers {
        Refers::Nothing | Refers::Quotes(_) | Refers::Chat => attachments.len(),
        Refers::Forwards { entry: _, files } => attachments.len().saturating_sub(files),
    }
}

/// Makes the head say what it said before the message.
fn forget(tx: &Writing<'_>, head: &mut Conversation, removed: &Entry) -> Result<(), ActionError> {
    head.message_count = head.message_count.saturating_sub(1);
    if let Status::Closed { at, .. } = head.status
        && at == removed.at
    {
        head.status = Status::Open;
    }
    let entries = tx.entries_before(head.id, None, LOOKED_THROUGH_MAX)?;
    let newest = entries.iter().rev().find_map(spoken);
    head.newest = newest.unwrap_or(Newest { speaker: Speaker::Machine, preview: String::new() });
    head.waiting_since = waiting_since(&entries);
    Ok(())
}

#[cfg(test)]
mod tests;
