//! A message is taken back before it leaves, and its agent gets everything back: in the answer, and as a draft, since an
//! answer can be lost on its way.

use super::write_message::shown_upload;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Conversation, Newest, Speaker, Status, spoken};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::draft::{Draft, DraftKind, DraftPlace};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Attachment, Content, Direction, Entry, Message, Outgoing, Refers, Sending};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId, OperationId, UploadId};
use crate::domain::limit::{DRAFTS_PER_AGENT_MAX, UPLOADS_PER_MESSAGE_MAX};
use crate::domain::moment::Moment;
use crate::domain::upload::{Upload, UploadKeeping, UploadOwner, UploadPurpose};
use crate::store::Writing;

/// Entries looked through for what was said before.
const LOOKED_THROUGH_MAX: usize = 100;

/// What was taken back, for the composer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneMessage {
    /// The agent's own words, as the editor shows them, and whom they were for.
    pub draft: Draft,
    pub uploads: Vec<Upload>,
    /// For when it was put off, if it was.
    pub scheduled_for: Option<Moment>,
}

/// Takes a message of the actor back, if its undo time is not over. It is their draft from then on, unless they have
/// begun another one there; as long as it is, the same again yields the same.
pub fn undo_message(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<UndoneMessage, ActionError> {
    let now = context.world.now();
    let actor = actor.clone();
    let spare: Vec<UploadId> = (0..UPLOADS_PER_MESSAGE_MAX).map(|_| context.world.new_id()).collect();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        // It may have been merged into another since the caller learnt of it.
        let place = DraftPlace::Message(head.id);
        let Some(entry) = tx.entry(head.id, entry)? else { return taken_back_before(tx, &actor, place, entry) };
        let Content::Message(message) = &entry.content else { return Err(ActionError::NotFound) };
        let Direction::Outgoing(outgoing) = &message.direction else { return Err(ActionError::NotFound) };
        let delivery = held_delivery(tx, &actor, outgoing)?;
        let is_kept = tx.draft_for(&actor, place)?.is_none() && tx.count_drafts_for(&actor)? < DRAFTS_PER_AGENT_MAX;
        let mut html = tx.body(head.id, entry.id)?.unwrap_or_default().written.unwrap_or_default();
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
                keeping: if is_kept { UploadKeeping::WithDraft } else { UploadKeeping::ForAWhile },
                created_at: now,
            };
            if let Some(content_id) = &attachment.content_id {
                html = html.replace(&format!("cid:{content_id}"), &shown_upload(*id));
            }
            // The reference passes from the message back to an upload.
            tx.save_upload(&upload)?;
            uploads.push(upload);
        }
        let draft = Draft {
            agent: actor.agent,
            place,
            kind: kind_of(outgoing.refers),
            operation: operation_after(entry.id),
            to: message.to.clone(),
            cc: message.cc.clone(),
            bcc: message.bcc.clone(),
            subject: message.subject.clone(),
            html,
            uploads: uploads.iter().map(|upload| upload.id).collect(),
            from: picked_address(tx, &head, message)?,
            saved_at: now,
        };
        tx.remove_entry(&entry)?;
        tx.remove_delivery(&delivery)?;
        forget(tx, &mut head, &entry)?;
        tx.save_conversation(&head)?;
        if is_kept {
            tx.save_draft(&draft)?;
        }
        tx.announce(Event::EntryRemoved { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
        Ok(UndoneMessage { draft, uploads, scheduled_for: outgoing.scheduled_for })
    })
}

/// The delivery of a message that waits, if the actor may stop it.
fn held_delivery(tx: &Writing<'_>, actor: &Actor, outgoing: &Outgoing) -> Result<Delivery, ActionError> {
    // One that was put off can be stopped by whoever works there: its author may be on holiday.
    if outgoing.agent != actor.agent && outgoing.scheduled_for.is_none() {
        return Err(ActionError::NotPermitted);
    }
    let delivery = tx.delivery(outgoing.delivery)?.ok_or(ActionError::NotFound)?;
    let is_held = matches!(outgoing.sending, Sending::Held { .. })
        && matches!(delivery.state, DeliveryState::Waiting { attempts: 0, .. });
    if is_held { Ok(delivery) } else { Err(ActionError::conflict("has_left", "The message has left already.")) }
}

/// The answer to the first time was lost: the same again, from the draft that the message has become.
fn taken_back_before(
    tx: &Writing<'_>,
    actor: &Actor,
    place: DraftPlace,
    entry: EntryId,
) -> Result<UndoneMessage, ActionError> {
    let draft = tx.draft_for(actor, place)?.filter(|draft| draft.operation == operation_after(entry));
    let draft = draft.ok_or(ActionError::NotFound)?;
    let mut uploads = Vec::new();
    for id in &draft.uploads {
        uploads.extend(tx.upload_for(actor, *id)?);
    }
    Ok(UndoneMessage { draft, uploads, scheduled_for: None })
}

/// The operation that sending it again will be, by which the draft of a message that was taken back is known.
const fn operation_after(entry: EntryId) -> OperationId {
    OperationId::from_bits(entry.bits())
}

/// What it was: whom an answer was for is no longer told apart from an answer to all.
const fn kind_of(refers: Refers) -> DraftKind {
    match refers {
        Refers::Nothing | Refers::Chat => DraftKind::Reply { quoted: None },
        Refers::Quotes(entry) => DraftKind::Reply { quoted: Some(entry) },
        Refers::Forwards { entry, files: _ } => DraftKind::Forward { forwarded: entry },
    }
}

/// The address that it was to leave from, if it is not the usual one of the inbox.
fn picked_address(
    tx: &Writing<'_>,
    head: &Conversation,
    message: &Message,
) -> Result<Option<EmailAddress>, ActionError> {
    let usual = tx.any_inbox(head.inbox)?.map(|inbox| inbox.sender_address);
    let from = message.from.as_ref().map(|from| from.address.clone());
    Ok(from.filter(|from| usual.as_ref() != Some(from)))
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
    head.reckon_waiting(&entries);
    Ok(())
}

#[cfg(test)]
mod tests;
