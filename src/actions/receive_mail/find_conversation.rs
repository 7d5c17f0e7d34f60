//! Looks up what a mail points to; `domain::threading` chooses.

use super::{Arrival, Prepared};
use crate::actions::ActionError;
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Content, Direction, Message};
use crate::domain::ids::{ConversationId, InboxId};
use crate::domain::reply_address::token_in;
use crate::domain::threading::{Candidate, Clue, Clues};
use crate::store::Writing;

/// The conversation of a message of ours that has come back to an inbox of ours as a copy.
pub(super) fn own_message_come_back(
    tx: &Writing<'_>,
    prepared: &Prepared,
    inbox: InboxId,
) -> Result<Option<ConversationId>, ActionError> {
    for (conversation, entry) in tx.messages_with_id(&prepared.message_id)? {
        let is_here = tx.any_conversation(conversation)?.is_some_and(|found| found.was_in(inbox));
        let Some(entry) = tx.entry(conversation, entry)? else { continue };
        if let Content::Message(message) = &entry.content
            && matches!(message.direction, Direction::Outgoing(_))
            && is_here
        {
            return Ok(Some(conversation));
        }
    }
    Ok(None)
}

/// Everything in a mail that points to a conversation of this inbox.
pub(super) fn clues(
    tx: &Writing<'_>,
    prepared: &Prepared,
    inbox: InboxId,
    arrival: &Arrival,
) -> Result<Clues, ActionError> {
    let mail = &prepared.mail;
    let mut clues =
        Clues { answers_something: !mail.in_reply_to.is_empty() || !mail.references.is_empty(), ..Clues::default() };
    for recipient in &arrival.recipients {
        let Some(token) = token_in(recipient) else { continue };
        match tx.signed_address(token)? {
            Some((conversation, _)) if tx.any_conversation(conversation)?.is_some() => {
                clues.candidates.push(Candidate { conversation, clue: Clue::ReplyAddress });
            }
            Some(_) | None => clues.reply_address_is_unknown = true,
        }
    }
    // What is answered directly comes first, then the newest of the older ones.
    for message_id in mail.in_reply_to.iter().chain(mail.references.iter().rev()) {
        for (conversation, entry) in tx.messages_with_id(message_id)? {
            let head = tx.any_conversation(conversation)?;
            let Some(head) = head.filter(|head| head.was_in(inbox)) else { continue };
            let Some(entry) = tx.entry(conversation, entry)? else { continue };
            let Content::Message(message) = &entry.content else { continue };
            let clue = match message.direction {
                Direction::Outgoing(_) => Clue::OwnMessageId,
                Direction::Incoming(_) => {
                    let sender = mail.from.as_ref().map(|from| &from.address);
                    let took_part = sender.is_some_and(|sender| head.includes(sender) || is_named(message, sender));
                    if took_part { Clue::KnownMessageIdOfParticipant } else { Clue::KnownMessageIdOfStranger }
                }
            };
            clues.candidates.push(Candidate { conversation, clue });
        }
    }
    Ok(clues)
}

/// Whether an address wrote a message or could read it.
fn is_named(message: &Message, address: &EmailAddress) -> bool {
    let readers = message.from.iter().chain(&message.to).chain(&message.cc);
    readers.into_iter().any(|mailbox| mailbox.address == *address)
}
