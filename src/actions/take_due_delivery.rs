//! The outbox worker takes what is due; the mail is composed and signed here.

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::delivery::Delivery;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::entry::{Body, Content, Direction, Entry, Message, Refers};
use crate::domain::event::Event;
use crate::domain::ids::DeliveryId;
use crate::domain::inbox::Inbox;
use crate::domain::limit::DELIVERY_LEASE_S;
use crate::domain::moment::Moment;
use crate::domain::outgoing_mail::{AutomaticMark, OutgoingAttachment, OutgoingMail};
use crate::domain::reply_address::{address_with, bounce_token, reply_token};
use crate::domain::workspace::{Secrets, Workspace};
use crate::mail::{compose, sign};
use crate::store::Writing;

/// What the worker has to do.
#[derive(Debug)]
pub enum TakenDelivery {
    Due(DueDelivery),
    /// Nothing now; look again at that moment, or when something new is written.
    NothingDue {
        next: Option<Moment>,
    },
}

/// A mail ready to be handed to a server.
#[derive(Debug)]
pub struct DueDelivery {
    pub id: DeliveryId,
    /// Where a bounce goes to.
    pub envelope_from: EmailAddress,
    pub recipients: Vec<EmailAddress>,
    pub bytes: Vec<u8>,
}

/// Leases the delivery that is due first. If the worker does not report in time, it is due again.
pub fn take_due_delivery(context: &Context) -> Result<TakenDelivery, ActionError> {
    let now = context.world.now();
    let first = context.store.read(|tx| tx.first_due())?;
    match first {
        Some((due, _)) if due <= now => {}
        Some((due, _)) => return Ok(TakenDelivery::NothingDue { next: Some(due) }),
        None => return Ok(TakenDelivery::NothingDue { next: None }),
    }
    let taken = context.store.write(move |tx| {
        let Some((due, id)) = tx.first_due()? else { return Ok(None) };
        if now < due {
            return Ok(None);
        }
        let mut delivery = tx.delivery(id)?.ok_or(ActionError::NotFound)?;
        delivery.lease(now + Duration::from_secs(DELIVERY_LEASE_S));
        tx.save_delivery(&delivery)?;
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        let load = load_message(tx, &delivery)?;
        Ok::<_, ActionError>(Some((delivery, load, workspace)))
    })?;
    let Some((delivery, load, workspace)) = taken else {
        return Ok(TakenDelivery::NothingDue { next: Some(now) });
    };
    let secrets = context.secrets()?;
    let (envelope_from, mail) = message_mail(context, &secrets, load)?;
    let bytes = signed(&mail, &secrets, &workspace);
    let recipients = delivery.pending().cloned().collect();
    Ok(TakenDelivery::Due(DueDelivery { id: delivery.id, envelope_from, recipients, bytes }))
}

/// What is looked up of what a delivery carries.
struct Load {
    entry: Box<Entry>,
    body: Body,
    inbox: Inbox,
}

fn load_message(tx: &Writing<'_>, delivery: &Delivery) -> Result<Load, ActionError> {
    let (conversation, entry) = (delivery.conversation, delivery.entry);
    let body = tx.body(conversation, entry)?.unwrap_or_default();
    let entry = tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
    let head = tx.any_conversation(conversation)?.ok_or(ActionError::NotFound)?;
    let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
    let entry = with_sending(entry, delivery);
    tx.save_entry(&entry)?;
    tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
    Ok(Load { entry: Box::new(entry), body, inbox })
}

/// The mail of a message, and the signed address that its bounces go to.
fn message_mail(context: &Context, secrets: &Secrets, load: Load) -> Result<(EmailAddress, OutgoingMail), ActionError> {
    let Load { entry, body, inbox } = load;
    let entry = *entry;
    let Content::Message(message) = entry.content else { return Err(ActionError::NotFound) };
    let token = bounce_token(&secrets.instance, entry.conversation, entry.id);
    let bounces = address_with(&inbox.fallback_address, &token).unwrap_or(inbox.fallback_address.clone());
    let answers = address_with(&inbox.fallback_address, &reply_token(&secrets.instance, entry.conversation));
    let mail = OutgoingMail {
        reply_to: reply_to(&message, answers),
        date: written_at(&entry.at, &message),
        attachments: attachments(context, &message)?,
        text: body.text,
        html: body.html.unwrap_or_default(),
        ..outgoing(*message)
    };
    Ok((bounces, mail))
}

/// The Date of a mail that was put off is when it leaves: readers sort by it.
fn written_at(entry_at: &Moment, message: &Message) -> Moment {
    match &message.direction {
        Direction::Outgoing(outgoing) => outgoing.scheduled_for.unwrap_or(*entry_at),
        Direction::Incoming(_) => *entry_at,
    }
}

/// The entry with what people see of its delivery.
pub(super) fn with_sending(entry: Entry, delivery: &Delivery) -> Entry {
    let Entry { id, conversation, at, content } = entry;
    let content = match content {
        Content::Message(mut message) => {
            if let Direction::Outgoing(outgoing) = &mut message.direction {
                outgoing.sending = delivery.sending();
            }
            Content::Message(message)
        }
        Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => content,
    };
    Entry { id, conversation, at, content }
}

/// Answers go to the signed address, under the name that the mail comes from.
fn reply_to(message: &Message, address: Option<EmailAddress>) -> Option<Mailbox> {
    let name = message.from.as_ref().map(|from| from.name.clone()).unwrap_or_default();
    address.map(|address| Mailbox { name, address })
}

fn attachments(context: &Context, message: &Message) -> Result<Vec<OutgoingAttachment>, ActionError> {
    let attachment = |one: &crate::domain::entry::Attachment| {
        Ok(OutgoingAttachment {
            name: one.name.clone(),
            media_type: one.media_type.clone(),
            content_id: one.content_id.clone().filter(|_| one.is_inline),
            bytes: context.store.read_blob(&one.blob)?,
        })
    };
    message.attachments.iter().map(attachment).collect()
}

/// What the message itself says of the mail; Bcc is in the envelope alone.
fn outgoing(message: Message) -> OutgoingMail {
    let from = message.from.expect("a message of ours has a sender");
    let automatic = match &message.direction {
        Direction::Outgoing(outgoing) => match outgoing.refers {
            // Nobody has pressed "send": what answers by itself must not answer this.
            Refers::Chat => Some(AutomaticMark::Generated),
            Refers::Nothing | Refers::Quotes(_) | Refers::Forwards { .. } => None,
        },
        Direction::Incoming(_) => None,
    };
    OutgoingMail {
        from,
        reply_to: None,
        to: message.to,
        cc: message.cc,
        subject: message.subject,
        date: Moment::from_millis(0),
        message_id: message.message_id,
        in_reply_to: message.in_reply_to.into_iter().next(),
        references: message.references,
        text: String::new(),
        html: String::new(),
        attachments: Vec::new(),
        automatic,
    }
}

fn signed(mail: &OutgoingMail, secrets: &Secrets, workspace: &Workspace) -> Vec<u8> {
    let bytes = compose::compose(mail);
    sign::sign(bytes, secrets, &workspace.mail_domain)
}
