//! Contacts, as far as an agent may know them: through the conversations that they may see.

use std::collections::BTreeMap;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::company::{Company, company_domain};
use crate::domain::contact::Contact;
use crate::domain::contact_merge::{ContactMerge, Likeness};
use crate::domain::contact_note::ContactNote;
use crate::domain::contact_search::marks;
use crate::domain::ids::ContactId;
use crate::domain::limit::{
    COMPANY_PEOPLE_SHOWN_MAX, CONTACT_LIKELY_SAME_MAX, CONTACT_LIKELY_SAME_ROWS_MAX, CONTACT_SEARCH_ROWS_MAX,
};
use crate::domain::property::PropertyKey;
use crate::domain::view::Selection;
use crate::store::{Reading, Writing};

/// All that is known of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownContact {
    pub contact: Contact,
    pub facts: BTreeMap<PropertyKey, String>,
    /// The newest first; with whether the actor may change it.
    pub notes: Vec<(ContactNote, bool)>,
    pub company: Option<ShownCompany>,
    /// What was put into it, the newest first.
    pub merges: Vec<ContactMerge>,
    pub likely_same: Vec<(Contact, Vec<Likeness>)>,
}

/// The company that the domain of a contact's mail tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCompany {
    pub company: Company,
    /// Others there whom the actor may know, some of them.
    pub people: Vec<Contact>,
}

/// A contact with whom the actor can see a conversation.
pub fn show_contact(context: &Context, actor: &Actor, id: ContactId) -> Result<ShownContact, ActionError> {
    context.store.read(|tx| shown_contact(tx, actor, contact_for(tx, actor, id)?))
}

/// Does something to a contact in one transaction and shows it out of the next view of the store: what is shown takes
/// many looks, and everybody else would wait for them behind the one thread that writes.
pub(super) fn changed_contact(
    context: &Context,
    actor: &Actor,
    deed: impl Fn(&Writing<'_>, &Actor) -> Result<ContactId, ActionError> + Send + 'static,
) -> Result<ShownContact, ActionError> {
    let by = actor.clone();
    let id = context.store.write(move |tx| deed(tx, &by))?;
    context.store.read(|tx| shown_contact(tx, actor, tx.contact(id)?.ok_or(ActionError::NotFound)?))
}

fn shown_contact(tx: &Reading<'_>, actor: &Actor, contact: Contact) -> Result<ShownContact, ActionError> {
    let mut notes = Vec::new();
    for part in tx.parts_of_contact(contact.id)? {
        notes.extend(tx.contact_notes(part)?);
    }
    notes.sort_by_key(|note| std::cmp::Reverse((note.at, note.id)));
    let notes = notes.into_iter().map(|note| {
        let may_change = note.may_be_changed_by(actor);
        (note, may_change)
    });
    Ok(ShownContact {
        facts: tx.contact_facts(contact.id)?,
        notes: notes.collect(),
        company: company_of(tx, actor, &contact)?,
        merges: tx.contact_merges(contact.id)?,
        likely_same: likely_same(tx, actor, &contact)?,
        contact,
    })
}

/// The contact, if the actor can see a conversation with them.
pub(super) fn contact_for(tx: &Reading<'_>, actor: &Actor, id: ContactId) -> Result<Contact, ActionError> {
    let contact = tx.contact(id)?.ok_or(ActionError::NotFound)?;
    if is_known_to(tx, actor, contact.id)? { Ok(contact) } else { Err(ActionError::NotFound) }
}

pub(super) fn is_known_to(tx: &Reading<'_>, actor: &Actor, id: ContactId) -> Result<bool, ActionError> {
    let theirs = Selection::with_contact(id);
    Ok(!tx.conversations_in(&theirs, &actor.inboxes, None, 1)?.heads.is_empty())
}

fn company_of(tx: &Reading<'_>, actor: &Actor, contact: &Contact) -> Result<Option<ShownCompany>, ActionError> {
    let Some(domain) = company_domain(contact) else { return Ok(None) };
    let mut people = Vec::new();
    for id in tx.contacts_with_key(&format!("@{domain}"), CONTACT_SEARCH_ROWS_MAX)? {
        if COMPANY_PEOPLE_SHOWN_MAX <= people.len() {
            break;
        }
        if id == contact.id || !tx.is_met_in(id, &actor.inboxes)? {
            continue;
        }
        // What a visitor has only typed says nothing of where they work.
        people.extend(tx.contact(id)?.filter(|other| company_domain(other) == Some(domain)));
    }
    let company = Company { domain: domain.to_owned(), name: tx.company_name(domain)? };
    Ok(Some(ShownCompany { company, people }))
}

/// Others who may be the same person: a hint, and never more.
fn likely_same(
    tx: &Reading<'_>,
    actor: &Actor,
    contact: &Contact,
) -> Result<Vec<(Contact, Vec<Likeness>)>, ActionError> {
    let mut found: Vec<(Contact, Vec<Likeness>)> = Vec::new();
    for (likeness, mark) in marks(contact) {
        for id in tx.contacts_with_key(&mark, CONTACT_LIKELY_SAME_ROWS_MAX)? {
            if id == contact.id {
                continue;
            }
            if let Some((_, likenesses)) = found.iter_mut().find(|(other, _)| other.id == id) {
                likenesses.push(likeness.clone());
                continue;
            }
            let is_hint =
                found.len() < CONTACT_LIKELY_SAME_MAX && !tx.are_apart(contact.id, id)? && is_known_to(tx, actor, id)?;
            if let Some(other) = tx.contact(id)?.filter(|_| is_hint) {
                found.push((other, vec![likeness.clone()]));
            }
        }
    }
    Ok(found)
}
