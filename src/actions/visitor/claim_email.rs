//! A visitor says under which address an answer may follow.

use super::start_chat::claim;
use crate::actions::{ActionError, Context};
use crate::domain::email_address::{EmailAddress, clean_display_name};
use crate::domain::event::Event;
use crate::domain::ids::ConversationId;
use crate::domain::limit::NAME_CHARS_MAX;
use crate::domain::visitor::VisitorActor;

/// Keeps an address as what it is: something that somebody typed.
pub fn claim_email(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    email: EmailAddress,
    name: &str,
) -> Result<(), ActionError> {
    let name: String = clean_display_name(name).chars().take(NAME_CHARS_MAX).collect();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let (head, _) = tx.conversation_for_visitor(&actor, id)?.ok_or(ActionError::NotFound)?;
        let visitor = tx.visitor(actor.visitor)?.ok_or(ActionError::UnknownVisitor)?;
        let mut contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
        if visitor.is_signed_in() && !contact.addresses.is_empty() {
            return Err(ActionError::conflict("identified", "The web site has said already who you are."));
        }
        if !visitor.is_signed_in() && !name.is_empty() && contact.name != name && contact.addresses.is_empty() {
            contact.name.clone_from(&name);
            tx.save_contact(&contact)?;
            tx.announce(Event::ContactChanged { contact: contact.id })?;
        }
        claim(tx, &visitor, contact, Some(&email))?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        Ok(())
    })
}
