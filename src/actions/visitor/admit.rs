//! A visitor says something for the first time, and so becomes somebody: with a contact of their own, or with the
//! one that the web site vouches for.

use crate::actions::ActionError;
use crate::domain::contact::Contact;
use crate::domain::event::Event;
use crate::domain::ids::ContactId;
use crate::domain::moment::Moment;
use crate::domain::visitor::{SignedIdentity, Visitor, VisitorActor, VisitorIdentity, VisitorStanding, VisitorToken};
use crate::store::Writing;
use crate::world::World;

/// The visitor with their contact, known or new. Twice at the same time makes one.
pub(super) fn admit(
    tx: &Writing<'_>,
    world: &World,
    actor: &VisitorActor,
    now: Moment,
) -> Result<(Visitor, Contact), ActionError> {
    if tx.visitor_token(&actor.digest)?.is_none() {
        tx.save_visitor_token(&VisitorToken {
            digest: actor.digest,
            visitor: actor.visitor,
            channel: actor.channel,
            expires_at: actor.expires_at,
        })?;
    }
    let known = tx.visitor(actor.visitor)?;
    let mut contact = match &known {
        Some(visitor) => tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?,
        None => contact_of(tx, world, actor.identity.as_ref(), now)?,
    };
    let visitor = known.unwrap_or_else(|| Visitor {
        id: actor.visitor,
        channel: actor.channel,
        contact: contact.id,
        identity: match &actor.identity {
            None => VisitorIdentity::Anonymous,
            Some(identity) => VisitorIdentity::SignedIn { subject: identity.subject.clone() },
        },
        standing: VisitorStanding::Welcome,
        created_at: now,
        seen_at: now,
    });
    if visitor.standing == VisitorStanding::Blocked || contact.is_blocked() {
        return Err(ActionError::Blocked);
    }
    contact.seen_at = now;
    tx.save_contact(&contact)?;
    tx.save_visitor(&Visitor { seen_at: now, ..visitor.clone() })?;
    Ok((visitor, contact))
}

/// A contact of their own; only the address that a site vouches for leads to one that is known.
pub(super) fn contact_of(
    tx: &Writing<'_>,
    world: &World,
    identity: Option<&SignedIdentity>,
    now: Moment,
) -> Result<Contact, ActionError> {
    let address = identity.and_then(|identity| identity.email.clone());
    let known = match &address {
        Some(address) => tx.contact_at(address)?,
        None => None,
    };
    let mut contact = known.unwrap_or_else(|| {
        let new = Contact::unknown(world.new_id::<ContactId>(), now);
        Contact { addresses: address.into_iter().collect(), ..new }
    });
    if let Some(identity) = identity {
        contact.learn_name(&identity.name);
    }
    tx.save_contact(&contact)?;
    tx.announce(Event::ContactChanged { contact: contact.id })?;
    Ok(contact)
}
