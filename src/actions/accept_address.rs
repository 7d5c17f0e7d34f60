//! An agent is sure that the address which a visitor has typed is theirs.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::email_address::EmailAddress;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, VisitorId};
use crate::domain::limit::VISITOR_CONVERSATIONS_MAX;
use crate::store::Writing;

/// Makes the claimed address an address of the visitor's contact; if a contact has it already, the visitor and their
/// chats become that contact's. The visitor sees no more than before: what is shown to them is their own chats. The
/// agent names the address that they are sure of, since the visitor can type another one at any moment.
pub fn accept_address(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    sure_of: EmailAddress,
) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let chat = tx.chat(id)?.ok_or(ActionError::NotFound)?;
        let mut visitor = tx.visitor(chat.visitor)?.ok_or(ActionError::NotFound)?;
        let mut contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
        let nothing = || ActionError::conflict("no_claim", "The visitor has given no address.");
        let address = contact.claimed_address.take().ok_or_else(nothing)?;
        if address != sure_of {
            let reason = "The visitor has given another address meanwhile. Look at that one first.";
            return Err(ActionError::conflict("other_claim", reason));
        }
        match tx.contact_at(&address)? {
            None => {
                contact.addresses.push(address);
                save_contact(tx, &contact)?;
            }
            Some(known) if known.id == contact.id => save_contact(tx, &contact)?,
            Some(mut known) => {
                known.learn_name(&contact.name);
                save_contact(tx, &known)?;
                visitor.contact = known.id;
                tx.save_visitor(&visitor)?;
                give_chats(tx, visitor.id, &known)?;
            }
        }
        Ok(())
    })
}

fn save_contact(tx: &Writing<'_>, contact: &Contact) -> Result<(), ActionError> {
    tx.save_contact(contact)?;
    tx.announce(Event::ContactChanged { contact: contact.id })?;
    Ok(())
}

fn give_chats(tx: &Writing<'_>, visitor: VisitorId, to: &Contact) -> Result<(), ActionError> {
    for id in tx.conversations_of_visitor(visitor, VISITOR_CONVERSATIONS_MAX)? {
        let Some(mut head) = tx.any_conversation(id)? else { continue };
        head.contact = to.id;
        tx.save_conversation(&head)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
    }
    Ok(())
}
