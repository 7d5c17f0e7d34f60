//! Two contacts are one person: somebody says so, and can take it back. It never happens by itself.

use std::collections::BTreeMap;

use super::contacts::{ShownContact, changed_contact, contact_for};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact_merge::{ContactMerge, MergeRefused, give_back, take_in};
use crate::domain::event::Event;
use crate::domain::ids::{ContactId, ConversationId};
use crate::domain::limit::CONTACT_MERGE_CONVERSATIONS_MAX;
use crate::store::Writing;

/// Puts a contact into another: addresses, numbers, facts, notes and conversations.
pub fn merge_contacts(
    context: &Context,
    actor: &Actor,
    into: ContactId,
    from: ContactId,
) -> Result<ShownContact, ActionError> {
    let now = context.world.now();
    changed_contact(context, actor, move |tx, actor| {
        let mut contact = contact_for(tx, actor, into)?;
        let other = contact_for(tx, actor, from)?;
        let taken = take_in(&mut contact, &other).map_err(ActionError::from)?;
        let conversations = tx.all_conversations_of(other.id, CONTACT_MERGE_CONVERSATIONS_MAX + 1)?;
        if CONTACT_MERGE_CONVERSATIONS_MAX < conversations.len() {
            return Err(ActionError::conflict("too_many_conversations", "They have too many conversations to merge."));
        }
        let known = tx.contact_facts(contact.id)?;
        let new_facts = tx.contact_facts(other.id)?.into_iter().filter(|(key, _)| !known.contains_key(key));
        let facts: BTreeMap<_, _> = new_facts.collect();
        for (key, value) in &facts {
            tx.save_contact_fact(contact.id, key, value)?;
        }
        tx.remove_contact(&other)?;
        tx.save_contact(&contact)?;
        let gone = other.id;
        let (into, by) = (contact.id, actor.agent);
        tx.save_contact_merge(&ContactMerge {
            into,
            from: other,
            by,
            at: now,
            conversations: conversations.clone(),
            taken,
            facts,
        })?;
        give_conversations(tx, &conversations, gone, into)?;
        announce(tx, [into, gone])?;
        Ok(contact.id)
    })
}

/// Takes two contacts apart that were merged: each gets back what it had, as far as nobody has changed it since.
/// What was said meanwhile stays with the one that took the other in.
pub fn unmerge_contacts(
    context: &Context,
    actor: &Actor,
    into: ContactId,
    from: ContactId,
) -> Result<ShownContact, ActionError> {
    changed_contact(context, actor, move |tx, actor| {
        let mut contact = contact_for(tx, actor, into)?;
        let merge = tx.contact_merges(contact.id)?.into_iter().find(|merge| merge.from.id == from);
        let merge = merge.ok_or(ActionError::NotFound)?;
        let mut other = merge.from.clone();
        let returned = give_back(&mut contact, &merge.taken);
        // What both had, or what was taken away meanwhile, is not theirs any more.
        other.addresses.retain(|address| returned.contains(address));
        let known = tx.contact_facts(contact.id)?;
        for (key, _) in merge.facts.iter().filter(|(key, value)| known.get(*key) == Some(*value)) {
            tx.save_contact_fact(contact.id, key, "")?;
        }
        tx.remove_contact_merge(&merge)?;
        tx.save_contact(&contact)?;
        tx.save_contact(&other)?;
        give_conversations(tx, &merge.conversations, contact.id, other.id)?;
        announce(tx, [contact.id, other.id])?;
        Ok(contact.id)
    })
}

/// Keeps that two contacts are two people: nobody is asked again.
pub fn keep_contacts_apart(
    context: &Context,
    actor: &Actor,
    one: ContactId,
    other: ContactId,
) -> Result<ShownContact, ActionError> {
    changed_contact(context, actor, move |tx, actor| {
        let contact = contact_for(tx, actor, one)?;
        let other = contact_for(tx, actor, other)?;
        tx.save_apart(contact.id, other.id)?;
        announce(tx, [contact.id, other.id])?;
        Ok(contact.id)
    })
}

/// Those that are still with `from` go to `to`.
fn give_conversations(
    tx: &Writing<'_>,
    conversations: &[ConversationId],
    from: ContactId,
    to: ContactId,
) -> Result<(), ActionError> {
    for id in conversations {
        let Some(mut head) = tx.any_conversation(*id)?.filter(|head| head.contact == from) else { continue };
        head.contact = to;
        tx.save_conversation(&head)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
    }
    Ok(())
}

fn announce(tx: &Writing<'_>, contacts: [ContactId; 2]) -> Result<(), ActionError> {
    for contact in contacts {
        tx.announce(Event::ContactChanged { contact })?;
    }
    Ok(())
}

impl From<MergeRefused> for ActionError {
    fn from(refused: MergeRefused) -> Self {
        let code = match refused {
            MergeRefused::SameContact => "same_contact",
            MergeRefused::TooMuch => "too_many_addresses",
        };
        Self::conflict(code, refused.to_string())
    }
}
