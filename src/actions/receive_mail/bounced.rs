//! A delivery report finds the message that it is about and marks it. It is kept in the conversation
//! like any mail, but opens nothing.

use super::keep::join;
use super::{Arrival, Prepared};
use crate::actions::ActionError;
use crate::actions::tell::{Occasion, tell};
use crate::domain::automatic_mail::{BounceOutcome, BounceReport, BouncedRecipient, Nature};
use crate::domain::delivery::{Delivery, DeliveryState, Outcome};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Content, Direction, Entry, Message, Outgoing};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::limit::SERVER_WORDS_CHARS_MAX;
use crate::domain::mail_ledger::{JoinReason, LedgerVerdict};
use crate::domain::notice::Happening;
use crate::domain::reply_address::token_in;
use crate::store::Writing;

/// The message of ours that a report is about.
pub(super) struct Bounced {
    entry: Entry,
    message: Message,
    outgoing: Outgoing,
    report: BounceReport,
}

/// Finds it by the signed address that the report was sent to, else by the Message-ID it names.
pub(super) fn find(tx: &Writing<'_>, prepared: &Prepared, arrival: &Arrival) -> Result<Option<Bounced>, ActionError> {
    let Nature::Bounce(report) = &prepared.mail.nature else { return Ok(None) };
    let mut places = Vec::new();
    for recipient in &arrival.recipients {
        let Some(token) = token_in(recipient) else { continue };
        if let Some((conversation, Some(entry))) = tx.signed_address(token)? {
            places.push((conversation, entry));
        }
    }
    if let Some(message_id) = &report.original_message_id {
        places.extend(tx.messages_with_id(message_id)?);
    }
    for place in places {
        if let Some(bounced) = of_ours(tx, place, report)? {
            return Ok(Some(bounced));
        }
    }
    Ok(None)
}

fn of_ours(
    tx: &Writing<'_>,
    (conversation, entry): (ConversationId, EntryId),
    report: &BounceReport,
) -> Result<Option<Bounced>, ActionError> {
    let Some(entry) = tx.entry(conversation, entry)? else { return Ok(None) };
    let Content::Message(message) = entry.content.clone() else { return Ok(None) };
    let Direction::Outgoing(outgoing) = message.direction.clone() else { return Ok(None) };
    Ok(Some(Bounced { entry, message: *message, outgoing, report: report.clone() }))
}

/// Marks the message and keeps the report beside it.
pub(super) fn note(
    tx: &Writing<'_>,
    prepared: &Prepared,
    arrival: &Arrival,
    bounced: Bounced,
) -> Result<LedgerVerdict, ActionError> {
    let Bounced { entry, mut message, mut outgoing, report } = bounced;
    let conversation = entry.conversation;
    let mut head = tx.any_conversation(conversation)?.ok_or(ActionError::NotFound)?;
    let Some(mut delivery) = tx.delivery(outgoing.delivery)? else { return Err(ActionError::NotFound) };
    let failed = mark_failed(&mut delivery, &report, prepared);
    if failed {
        let writer = outgoing.agent;
        tx.save_delivery(&delivery)?;
        outgoing.sending = delivery.sending();
        message.direction = Direction::Outgoing(outgoing);
        let content = Content::Message(Box::new(message));
        tx.save_entry(&Entry { content, ..entry })?;
        tx.announce(Event::EntryChanged { inbox: head.inbox, conversation, entry: entry.id })?;
        let happening = Happening::DeliveryFailed { writer };
        tell(tx, &head, &Occasion { happening, entry: entry.id, by: None, at: prepared.now })?;
    }
    // A mail server is nobody's contact: the report stands under the contact of the conversation.
    let contact = tx.contact(head.contact)?.ok_or(ActionError::NotFound)?;
    let kept = join(tx, prepared, arrival, &mut head, &contact)?;
    Ok(LedgerVerdict::Joined { conversation, entry: kept, reason: JoinReason::BounceOfOurs })
}

/// Marks the recipients that the report gives up on; says whether there were any.
fn mark_failed(delivery: &mut Delivery, report: &BounceReport, prepared: &Prepared) -> bool {
    let mut failed = false;
    let only_one = delivery.recipients.len() == 1;
    for bounced in &report.recipients {
        if bounced.outcome != BounceOutcome::Failed {
            continue;
        }
        let address = EmailAddress::parse(&bounced.address).ok();
        for recipient in &mut delivery.recipients {
            // A report that names an address we never wrote to speaks of where the mail was passed
            // on; with one recipient there is no doubt whose it was.
            if only_one || address.as_ref() == Some(&recipient.address) {
                let words: String = words_of(bounced).chars().take(SERVER_WORDS_CHARS_MAX).collect();
                recipient.outcome = Outcome::Failed { at: prepared.now, words };
                failed = true;
            }
        }
    }
    if failed && delivery.pending().next().is_none() {
        delivery.state = DeliveryState::Finished { at: prepared.now };
    }
    failed
}

fn words_of(bounced: &BouncedRecipient) -> String {
    match &bounced.status {
        Some(status) if !bounced.words.contains(status.as_str()) => format!("{status} {}", bounced.words),
        Some(_) | None => bounced.words.clone(),
    }
}
