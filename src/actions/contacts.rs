//! Contacts, as far as an agent may know them: through the conversations that they may see.

use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::event::Event;
use crate::domain::ids::ContactId;
use crate::domain::view::Selection;
use crate::store::Reading;

/// A contact with whom the actor can see a conversation.
pub fn show_contact(context: &Context, actor: &Actor, id: ContactId) -> Result<Contact, ActionError> {
    context.store.read(|tx| contact_for(tx, actor, id))
}

/// Corrects the name of a contact.
pub fn rename_contact(context: &Context, actor: &Actor, id: ContactId, name: &str) -> Result<Contact, ActionError> {
    let name = required_name("name", name)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut contact = contact_for(tx, &actor, id)?;
        contact.name.clone_from(&name);
        tx.save_contact(&contact)?;
        tx.announce(Event::ContactChanged { contact: id })?;
        Ok(contact)
    })
}

fn contact_for(tx: &Reading<'_>, actor: &Actor, id: ContactId) -> Result<Contact, ActionError> {
    let theirs = Selection::with_contact(id);
    let is_known = !tx.conversations_in(&theirs, &actor.inboxes, None, 1)?.heads.is_empty();
    let contact = if is_known { tx.contact(id)? } else { None };
    contact.ok_or(ActionError::NotFound)
}
