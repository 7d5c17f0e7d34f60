//! An agent writes first.

use super::drafts::finish_draft;
use super::show_conversation::{ShownConversation, shown};
use super::write_message::{Answered, Below, Desk, Draft, Written, draft};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, ParticipantStanding};
use crate::domain::draft::DraftPlace;
use crate::domain::email_address::Mailbox;
use crate::domain::entry::{Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ContactId, ConversationId, InboxId, OperationId};
use crate::domain::reply_address::reply_token;
use crate::domain::subject;
use crate::store::Writing;

/// A message that begins a conversation.
#[derive(Debug, Clone)]
pub struct StartConversation {
    pub operation: OperationId,
    pub inbox: InboxId,
    pub written: Written,
}

/// Begins a conversation with the first recipient. It is the agent's own from the start. The same
/// operation again yields the first conversation.
pub fn start_conversation(
    context: &Context,
    actor: &Actor,
    deed: StartConversation,
) -> Result<(ShownConversation, Entry), ActionError> {
    let StartConversation { operation, inbox, written } = deed;
    let inbox = context.store.read(|tx| tx.inbox_for(actor, inbox))?;
    let inbox = inbox.ok_or_else(|| ActionError::invalid("inbox_id", "Choose an inbox to write from."))?;
    if written.subject.trim().is_empty() {
        return Err(ActionError::invalid("subject", "Give the message a subject."));
    }
    let id: ConversationId = context.world.new_id();
    let new_contact: ContactId = context.world.new_id();
    let desk = Desk::of(context, actor, inbox)?;
    let subject = subject::base(&subject::clean(&written.subject)).to_owned();
    let recipients: Vec<Mailbox> = written.to.iter().chain(&written.cc).cloned().collect();
    let draft = draft(context, actor, &desk, id, written, Answered::default(), Below::NOTHING)?;
    let actor = actor.clone();
    let token = reply_token(&desk.secrets.instance, id);
    context.store.write(move |tx| {
        if let Some((conversation, entry)) = tx.operation(actor.agent, operation)? {
            let head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
            let entry = tx.entry(conversation, entry)?.ok_or(ActionError::NotFound)?;
            return Ok((shown(tx, &actor, head)?, entry));
        }
        let contact = contact_of(tx, &recipients, new_contact, &draft)?;
        let mut head = begin(id, desk.inbox.id, contact.id, &subject, &draft);
        head.assignee = Some(actor.agent);
        head.answer(actor.agent, &draft.preview, draft.entry.at);
        for mailbox in &recipients {
            if tx.inbox_at(&mailbox.address)?.is_none() {
                head.add_participant(mailbox.clone(), ParticipantStanding::Known);
            }
        }
        draft.save(tx)?;
        finish_draft(tx, &actor, DraftPlace::New(operation), operation)?;
        tx.save_conversation(&head)?;
        tx.save_signed_address(&token, id, None)?;
        tx.save_operation(actor.agent, operation, (id, draft.entry.id), draft.entry.at)?;
        tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: id, entry: draft.entry.id })?;
        Ok((shown(tx, &actor, head)?, draft.entry.clone()))
    })
}

/// The first recipient outside is the contact, known or new.
fn contact_of(
    tx: &Writing<'_>,
    recipients: &[Mailbox],
    new_id: ContactId,
    draft: &Draft,
) -> Result<Contact, ActionError> {
    let outside = |mailbox: &&Mailbox| draft.delivery.recipients.iter().any(|one| one.address == mailbox.address);
    let nobody = || ActionError::invalid("to", "Say whom the message is for.");
    let mailbox = recipients.iter().find(outside).ok_or_else(nobody)?;
    if let Some(known) = tx.contact_at(&mailbox.address)? {
        return Ok(known);
    }
    let contact = Contact {
        name: mailbox.name.clone(),
        addresses: vec![mailbox.address.clone()],
        ..Contact::unknown(new_id, draft.entry.at)
    };
    tx.save_contact(&contact)?;
    tx.announce(Event::ContactChanged { contact: contact.id })?;
    Ok(contact)
}

fn begin(id: ConversationId, inbox: InboxId, contact: ContactId, subject: &str, draft: &Draft) -> Conversation {
    let has_attachments = match &draft.entry.content {
        Content::Message(message) => message.attachments.iter().any(|one| !one.is_inline),
        Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => false,
    };
    let subject = subject.to_owned();
    Conversation {
        subject,
        has_attachments,
        ..Conversation::begin(id, inbox, contact, ChannelKind::Email, draft.entry.at)
    }
}
