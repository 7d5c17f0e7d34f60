//! Puts a mail into its conversation, new or old.

use super::{Arrival, Prepared};
use crate::actions::ActionError;
use crate::actions::tell::{Occasion, tell};
use crate::domain::automatic_mail::Nature;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::{Contact, ContactStanding};
use crate::domain::conversation::{Cause, Conversation, ParticipantStanding, StatusKind};
use crate::domain::email_address::Mailbox;
use crate::domain::entry::{Activity, Content, Direction, Entry, Incoming, IncomingKind, Message};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId};
use crate::domain::incoming_mail::Understood;
use crate::domain::limit::TEXT_SHOWN_BYTES_MAX;
use crate::domain::mail_ledger::{BeginReason, LedgerVerdict};
use crate::domain::notice::Happening;
use crate::domain::reply_address::reply_token;
use crate::domain::subject;
use crate::domain::threading::{Choice, Clues, choose};
use crate::store::Writing;

/// Keeps a mail where its clues lead, or in a conversation of its own.
pub(super) fn keep_message(
    tx: &Writing<'_>,
    prepared: &Prepared,
    inbox: InboxId,
    arrival: &Arrival,
    clues: &Clues,
    instance_secret: &[u8; 32],
) -> Result<LedgerVerdict, ActionError> {
    let contact = sender(tx, prepared)?;
    if let ContactStanding::Blocked { by, at: _ } = contact.standing {
        return keep_in_spam(tx, prepared, inbox, arrival, clues, instance_secret, &contact, by);
    }
    match choose(clues) {
        Choice::Join { conversation, reason } => {
            let mut head = tx.any_conversation(conversation)?.ok_or(ActionError::NotFound)?;
            let entry = join(tx, prepared, arrival, &mut head, &contact)?;
            Ok(LedgerVerdict::Joined { conversation: head.id, entry, reason })
        }
        Choice::Begin { reason } => {
            let conversation = arrival.conversation;
            let mut head = Conversation::begin(conversation, inbox, contact.id, ChannelKind::Email, prepared.now);
            tx.save_signed_address(&reply_token(instance_secret, conversation), conversation, None)?;
            let entry = join(tx, prepared, arrival, &mut head, &contact)?;
            Ok(LedgerVerdict::Began { conversation, entry, reason })
        }
    }
}

/// Mail of somebody who is blocked: it joins nothing that people work on, and is kept all the same.
#[expect(clippy::too_many_arguments, reason = "where a mail goes follows from all of these")]
fn keep_in_spam(
    tx: &Writing<'_>,
    prepared: &Prepared,
    inbox: InboxId,
    arrival: &Arrival,
    clues: &Clues,
    instance_secret: &[u8; 32],
    contact: &Contact,
    by: AgentId,
) -> Result<LedgerVerdict, ActionError> {
    if let Choice::Join { conversation, reason } = choose(clues)
        && let Some(mut head) = tx.any_conversation(conversation)?
        && head.status.kind() == StatusKind::Spam
    {
        let entry = join(tx, prepared, arrival, &mut head, contact)?;
        return Ok(LedgerVerdict::Joined { conversation: head.id, entry, reason });
    }
    let conversation = arrival.conversation;
    let mut head = Conversation::begin(conversation, inbox, contact.id, ChannelKind::Email, prepared.now);
    let change = head.mark_spam(by, prepared.now)?;
    tx.save_signed_address(&reply_token(instance_secret, conversation), conversation, None)?;
    let entry = join(tx, prepared, arrival, &mut head, contact)?;
    save_activity(tx, prepared, arrival.activity, &head, Activity { change, cause: Cause::SenderBlocked(by) })?;
    Ok(LedgerVerdict::Began { conversation, entry, reason: BeginReason::SenderBlocked })
}

/// The contact who wrote it: known by any of their addresses, or new.
fn sender(tx: &Writing<'_>, prepared: &Prepared) -> Result<Contact, ActionError> {
    let from = prepared.mail.from.clone();
    let from = from.or_else(|| prepared.envelope.from.clone().map(|address| Mailbox::new("", address)));
    let known = match &from {
        Some(from) => tx.contact_at(&from.address)?,
        None => None,
    };
    let is_new = known.is_none();
    let mut contact = known.unwrap_or_else(|| {
        let new = Contact::unknown(prepared.contact, prepared.now);
        Contact { addresses: from.iter().map(|from| from.address.clone()).collect(), ..new }
    });
    let name = from.as_ref().map_or(prepared.mail.from_unread.as_str(), |from| from.name.as_str());
    let before = contact.clone();
    contact.learn_name(name);
    contact.seen_at = prepared.now;
    tx.save_contact(&contact)?;
    if is_new || before.name != contact.name {
        tx.announce(Event::ContactChanged { contact: contact.id })?;
    }
    Ok(contact)
}

/// Adds the mail to a conversation and changes its head accordingly.
pub(super) fn join(
    tx: &Writing<'_>,
    prepared: &Prepared,
    arrival: &Arrival,
    head: &mut Conversation,
    contact: &Contact,
) -> Result<EntryId, ActionError> {
    let mail = &prepared.mail;
    let is_new = head.message_count == 0;
    let reopened = if mail.nature.is_personal() {
        head.hear(&mail.new_text, prepared.now)
    } else {
        head.hear_machine(&mail.new_text, prepared.now);
        None
    };
    if is_new || mail.nature.is_personal() && !mail.subject.is_empty() {
        head.subject = subject::base(&mail.subject).to_owned();
    }
    add_participants(tx, prepared, head, contact, is_new)?;
    head.has_attachments |= prepared.attachments.iter().any(|attachment| !attachment.is_inline);
    tx.save_conversation(head)?;

    let has_reopened = reopened.is_some();
    let place = (head.id, arrival.entry);
    if let Some(change) = reopened {
        save_activity(tx, prepared, arrival.activity, head, Activity { change, cause: Cause::NewMessage })?;
    }
    for blob in prepared.blobs.iter().chain([&prepared.raw]) {
        tx.keep_blob(blob)?;
    }
    tx.save_entry(&entry(prepared, arrival, head.id, contact))?;
    tx.save_mail_seen(head.inbox, &prepared.digest, place)?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: arrival.entry })?;
    // A machine's mail wakes nobody.
    if mail.nature.is_personal() {
        let happening = if is_new || has_reopened { Happening::CameIn } else { Happening::Message };
        tell(tx, head, &Occasion { happening, entry: arrival.entry, by: None, at: prepared.now })?;
    }
    Ok(arrival.entry)
}

fn save_activity(
    tx: &Writing<'_>,
    prepared: &Prepared,
    id: EntryId,
    head: &Conversation,
    activity: Activity,
) -> Result<(), ActionError> {
    let content = Content::Activity(activity);
    tx.save_entry(&Entry { id, conversation: head.id, at: prepared.now, content })?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: id })?;
    Ok(())
}

/// Remembers who was in the mail, except ourselves. Who is new in an old conversation is not
/// answered unasked: the address may have been guessed, found or passed on.
fn add_participants(
    tx: &Writing<'_>,
    prepared: &Prepared,
    head: &mut Conversation,
    contact: &Contact,
    is_new: bool,
) -> Result<(), ActionError> {
    let mail = &prepared.mail;
    if let Some(from) = &mail.from
        && tx.inbox_at(&from.address)?.is_none()
    {
        let is_the_contact = is_new || contact.id == head.contact;
        let standing = if is_the_contact { ParticipantStanding::Known } else { ParticipantStanding::Unverified };
        head.add_participant(from.clone(), standing);
    }
    for mailbox in mail.to.iter().chain(&mail.cc) {
        if tx.inbox_at(&mailbox.address)?.is_none() {
            head.add_participant(mailbox.clone(), ParticipantStanding::Copied);
        }
    }
    Ok(())
}

fn entry(prepared: &Prepared, arrival: &Arrival, conversation: ConversationId, contact: &Contact) -> Entry {
    let mail = &prepared.mail;
    let direction = Direction::Incoming(Incoming {
        contact: Some(contact.id),
        kind: match &mail.nature {
            Nature::Personal => IncomingKind::Personal,
            Nature::Automatic(kind) => IncomingKind::Automatic(*kind),
            Nature::Bounce(_) => IncomingKind::Bounce,
        },
        written_at: mail.date,
        raw: prepared.raw.blob,
        checks: prepared.checks,
        note: match &mail.understood {
            Understood::Whole => None,
            Understood::Partly { left_out } => Some(left_out.clone()),
            Understood::NotAtAll { reason } => Some(reason.clone()),
        },
    });
    let message = Message {
        direction,
        from: mail.from.clone(),
        reply_to: mail.reply_to.clone(),
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        bcc: Vec::new(),
        subject: mail.subject.clone(),
        message_id: prepared.message_id.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        text: cut(&mail.new_text).to_owned(),
        has_quote: mail.new_text.trim().len() < mail.text.trim().len(),
        has_html: mail.html.is_some(),
        attachments: prepared.attachments.clone(),
    };
    Entry { id: arrival.entry, conversation, at: prepared.now, content: Content::Message(Box::new(message)) }
}

/// What a thread shows of a long text; the whole stands in the raw mail.
pub(super) fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_SHOWN_BYTES_MAX)]
}
