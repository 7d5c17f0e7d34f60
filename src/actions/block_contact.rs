//! Stops somebody's mail and chats from reaching people, or lets them in again.

use std::collections::BTreeSet;

use super::contacts::{ShownContact, changed_contact, contact_for};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::ContactStanding;
use crate::domain::event::Event;
use crate::domain::ids::{ContactId, VisitorId};
use crate::domain::limit::CONTACT_MERGE_CONVERSATIONS_MAX;
use crate::store::Reading;

/// Blocks a contact: their mail goes to the spam, and their chats are refused. What they have written stays where
/// it is. Says whose sockets are to be closed.
pub fn block_contact(
    context: &Context,
    actor: &Actor,
    id: ContactId,
) -> Result<(ShownContact, BTreeSet<VisitorId>), ActionError> {
    let standing = ContactStanding::Blocked { by: actor.agent, at: context.world.now() };
    let shown = set_standing(context, actor, id, standing)?;
    let visitors = context.store.read(|tx| visitors_of(tx, shown.contact.id))?;
    Ok((shown, visitors))
}

/// Lets a contact in again.
pub fn unblock_contact(context: &Context, actor: &Actor, id: ContactId) -> Result<ShownContact, ActionError> {
    set_standing(context, actor, id, ContactStanding::Welcome)
}

fn set_standing(
    context: &Context,
    actor: &Actor,
    id: ContactId,
    standing: ContactStanding,
) -> Result<ShownContact, ActionError> {
    changed_contact(context, actor, move |tx, actor| {
        let mut contact = contact_for(tx, actor, id)?;
        contact.standing = standing;
        tx.save_contact(&contact)?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

fn visitors_of(tx: &Reading<'_>, id: ContactId) -> Result<BTreeSet<VisitorId>, ActionError> {
    let mut visitors = BTreeSet::new();
    for conversation in tx.all_conversations_of(id, CONTACT_MERGE_CONVERSATIONS_MAX)? {
        visitors.extend(tx.chat(conversation)?.map(|chat| chat.visitor));
    }
    Ok(visitors)
}
