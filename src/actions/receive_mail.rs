//! A mail comes in: it is understood, finds its conversation in each inbox it was sent to, and is
//! kept with a row in the mail ledger, all in one commit.

mod bounced;
mod find_conversation;
mod keep;

use std::collections::BTreeMap;

use super::check_recipient::inbox_of_recipient;
use super::{ActionError, Context};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Attachment, BlobRef, SenderChecks};
use crate::domain::event::Event;
use crate::domain::ids::{EntryId, InboxId, LedgerId};
use crate::domain::incoming_mail::{IncomingAttachment, IncomingMail};
use crate::domain::limit::ATTACHMENTS_MAX;
use crate::domain::mail_ledger::{Decision, Envelope, LedgerRow, LedgerVerdict};
use crate::domain::moment::Moment;
use crate::mail;
use crate::store::{PreparedBlob, Reading, Store, Writing};

/// A mail that the SMTP session has taken in whole.
#[derive(Debug, Clone)]
pub struct ReceiveMail {
    pub envelope: Envelope,
    /// The bytes as they came, without the dots that SMTP added.
    pub raw: Vec<u8>,
    /// Return-Path and Received, to stand before the raw mail (RFC 5321, 4.4).
    pub trace: Vec<u8>,
    pub checks: SenderChecks,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    pub row: LedgerId,
    pub decisions: Vec<Decision>,
}

/// Keeps a mail. When this returns, it is on disk.
pub fn receive_mail(context: &Context, deed: ReceiveMail) -> Result<ReceivedMail, ActionError> {
    let ReceiveMail { envelope, raw, trace, checks } = deed;
    let digest = Store::digest(&raw);
    let kept = [trace.as_slice(), mail::read::from_first_header(&raw)].concat();
    let prepared = Prepared::of(context, envelope, checks, digest, &kept)?;
    let row = context.world.new_id();
    keep(context, prepared, row)
}

/// Everything that is worked out before the transaction.
struct Prepared {
    envelope: Envelope,
    checks: SenderChecks,
    /// Of the bytes as they came.
    digest: [u8; 32],
    now: Moment,
    mail: IncomingMail,
    /// Without angle brackets; made from the digest where the mail has none.
    message_id: String,
    raw: PreparedBlob,
    attachments: Vec<Attachment>,
    blobs: Vec<PreparedBlob>,
    /// In each inbox that it was sent to: the recipients, and the ids of what it may begin there.
    inboxes: BTreeMap<InboxId, Arrival>,
    contact: crate::domain::ids::ContactId,
}

/// What a mail is to one inbox.
struct Arrival {
    recipients: Vec<EmailAddress>,
    conversation: crate::domain::ids::ConversationId,
    entry: EntryId,
    /// For the line that says why the conversation opened again.
    activity: EntryId,
}

impl Prepared {
    fn of(
        context: &Context,
        envelope: Envelope,
        checks: SenderChecks,
        digest: [u8; 32],
        kept: &[u8],
    ) -> Result<Self, ActionError> {
        let mail = mail::read::read(kept);
        let raw = context.store.prepare_blob(kept)?;
        let mut attachments = Vec::new();
        let mut blobs = Vec::new();
        for (number, attachment) in mail.attachments.iter().take(ATTACHMENTS_MAX).enumerate() {
            let blob = context.store.prepare_blob(&attachment.bytes)?;
            attachments.push(described(attachment, number, blob.blob));
            blobs.push(blob);
        }
        let message_id = mail.message_id.clone().unwrap_or_else(|| {
            // Traps of mail without an id: answers must still find it, so it gets a stable one.
            format!("{}@no-message-id.invalid", data_encoding::HEXLOWER.encode(&digest[..16]))
        });
        let recipients = envelope.recipients.clone();
        let inboxes = context.store.read(|tx| arrivals(tx, context, &recipients))?;
        let now = context.world.now();
        let contact = context.world.new_id();
        Ok(Self { envelope, checks, digest, now, mail, message_id, raw, attachments, blobs, inboxes, contact })
    }
}

fn arrivals(
    tx: &Reading<'_>,
    context: &Context,
    recipients: &[EmailAddress],
) -> Result<BTreeMap<InboxId, Arrival>, ActionError> {
    let mut inboxes: BTreeMap<InboxId, Arrival> = BTreeMap::new();
    for recipient in recipients {
        let Some(inbox) = inbox_of_recipient(tx, recipient)? else { continue };
        let arrival = inboxes.entry(inbox).or_insert_with(|| Arrival {
            recipients: Vec::new(),
            conversation: context.world.new_id(),
            activity: context.world.new_id(),
            entry: context.world.new_id(),
        });
        arrival.recipients.push(recipient.clone());
    }
    if inboxes.is_empty() {
        // The session asks before it takes a mail; an inbox that is gone since then must not lose it.
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        let arrival = Arrival {
            recipients: recipients.to_vec(),
            conversation: context.world.new_id(),
            activity: context.world.new_id(),
            entry: context.world.new_id(),
        };
        inboxes.insert(workspace.first_inbox, arrival);
    }
    Ok(inboxes)
}

/// An attachment as the thread lists it: with a name, and with the type that its bytes have.
fn described(attachment: &IncomingAttachment, number: usize, blob: BlobRef) -> Attachment {
    let media_type = super::media_type::of_bytes(&attachment.bytes, &attachment.media_type);
    let name = attachment.name.clone().unwrap_or_else(|| super::media_type::name_for(&media_type, number + 1));
    Attachment { name, media_type, content_id: attachment.content_id.clone(), is_inline: attachment.is_inline, blob }
}

fn keep(context: &Context, prepared: Prepared, row: LedgerId) -> Result<ReceivedMail, ActionError> {
    let known_secret = context.secrets()?.instance;
    context.store.write(move |tx| {
        let mut decisions = Vec::new();
        for (inbox, arrival) in &prepared.inboxes {
            let verdict = decide(tx, &prepared, *inbox, arrival, &known_secret)?;
            decisions.push(Decision { inbox: *inbox, verdict });
        }
        tx.keep_blob(&prepared.raw)?;
        tx.save_ledger_row(&LedgerRow {
            id: row,
            at: prepared.now,
            envelope: prepared.envelope.clone(),
            header_from: prepared.mail.from.as_ref().map(|from| from.address.to_string()).unwrap_or_default(),
            subject: prepared.mail.subject.clone(),
            raw: prepared.raw.blob,
            erased_at: None,
            decisions: decisions.clone(),
        })?;
        tx.announce(Event::LedgerGrew { row })?;
        Ok(ReceivedMail { row, decisions })
    })
}

/// Decides for one inbox, and does it.
fn decide(
    tx: &Writing<'_>,
    prepared: &Prepared,
    inbox: InboxId,
    arrival: &Arrival,
    instance_secret: &[u8; 32],
) -> Result<LedgerVerdict, ActionError> {
    if let Some((conversation, _)) = tx.mail_seen(inbox, &prepared.digest)? {
        return Ok(LedgerVerdict::Duplicate { conversation });
    }
    if let Some(conversation) = find_conversation::own_message_come_back(tx, prepared, inbox)? {
        return Ok(LedgerVerdict::Duplicate { conversation });
    }
    if let Some(conversation) = tx.tombstone(inbox, &prepared.message_id, keep::cut(&prepared.mail.new_text))? {
        return Ok(LedgerVerdict::Duplicate { conversation });
    }
    if let Some(bounced) = bounced::find(tx, prepared, arrival)? {
        return bounced::note(tx, prepared, arrival, bounced);
    }
    let clues = find_conversation::clues(tx, prepared, inbox, arrival)?;
    keep::keep_message(tx, prepared, inbox, arrival, &clues, instance_secret)
}

#[cfg(test)]
mod tests;
