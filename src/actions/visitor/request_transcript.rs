//! A visitor wants to have what was said by mail.

use std::time::Duration;

use super::show::{ShownBy, shown_words};
use super::start_chat::claim;
use crate::actions::chat_mail::{address_of, compose};
use crate::actions::{ActionError, Context};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::Content;
use crate::domain::ids::ConversationId;
use crate::domain::limit::THREAD_ENTRIES_MAX;
use crate::domain::visitor::VisitorActor;

/// How long after one transcript the next may be asked for.
const PAUSE: Duration = Duration::from_secs(3600);

/// Mails the chat to the address that the visitor gives or has given. Only once one of us has answered in it: else
/// anybody could have us write anything to anybody.
pub fn request_transcript(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    email: Option<EmailAddress>,
) -> Result<(), ActionError> {
    let now = context.world.now();
    if email.is_some() {
        let (actor, email) = (actor.clone(), email);
        context.store.write(move |tx| {
            tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
            let visitor = tx.visitor(actor.visitor)?.ok_or(ActionError::UnknownVisitor)?;
            let contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
            claim(tx, &visitor, contact, email.as_ref()).map(drop)
        })?;
    }
    let (head, chat, said, address) = context.store.read(|tx| {
        let (head, chat) = tx.conversation_for_visitor(actor, id)?.ok_or(ActionError::NotFound)?;
        let visitor = tx.visitor(actor.visitor)?.ok_or(ActionError::UnknownVisitor)?;
        let contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
        let mut said = Vec::new();
        for entry in tx.entries_before(head.id, None, THREAD_ENTRIES_MAX)? {
            if let Content::Chat(_) = &entry.content
                && let Some(shown) = shown_words(tx, entry)?
            {
                let agent = match shown.by {
                    ShownBy::Agent(agent) => agent.map(|agent| *agent),
                    ShownBy::Visitor | ShownBy::Bot { .. } => None,
                };
                said.push((shown.entry, agent));
            }
        }
        Ok::<_, ActionError>((head, chat, said, address_of(tx, &visitor, &contact)?))
    })?;
    let address = address.ok_or_else(|| ActionError::invalid("email", "Give an address for the mail."))?;
    let agent = *chat.people.first().ok_or_else(|| {
        ActionError::conflict("nothing_answered", "There is a transcript once somebody has answered.")
    })?;
    let mail = compose(context, &head, &chat, agent, address, &said)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let (mut head, mut chat) = tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
        if chat.transcript_at.is_some_and(|at| now.since(at) < PAUSE) {
            return Err(ActionError::conflict("sent_already", "It was sent a short while ago. Look into your mail."));
        }
        chat.transcript_at = Some(now);
        tx.save_chat(&chat)?;
        mail.save(tx, &mut head)
    })
}
