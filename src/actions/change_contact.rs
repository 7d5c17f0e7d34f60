//! Corrects what is known of a contact.

use std::collections::BTreeMap;

use super::contacts::{ShownContact, changed_contact, contact_for, is_known_to};
use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::company::company_domain;
use crate::domain::contact::{ListChange, ListChangeRefused};
use crate::domain::contact_fact::fact_value;
use crate::domain::email_address::{EmailAddress, clean_display_name};
use crate::domain::event::Event;
use crate::domain::ids::ContactId;
use crate::domain::limit::{CONTACT_FACTS_MAX, NAME_CHARS_MAX};
use crate::domain::phone_number::PhoneNumber;
use crate::domain::property::PropertyKey;
use crate::store::Reading;

/// What is to be other than it is; what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct ChangeContact {
    pub name: Option<String>,
    /// An empty value is forgotten.
    pub facts: BTreeMap<PropertyKey, String>,
    pub addresses: Vec<ListChange<EmailAddress>>,
    pub phones: Vec<ListChange<PhoneNumber>>,
}

/// Changes a contact, all of it or nothing.
pub fn change_contact(
    context: &Context,
    actor: &Actor,
    id: ContactId,
    deed: ChangeContact,
) -> Result<ShownContact, ActionError> {
    let ChangeContact { name, facts, addresses, phones } = deed;
    let name = name.map(|name| required_name("name", &name)).transpose()?;
    let fact = |(key, value): (PropertyKey, String)| {
        let value = fact_value(&key, &value).map_err(|refused| ActionError::invalid("facts", refused.to_string()))?;
        Ok::<_, ActionError>((key, value))
    };
    let facts = facts.into_iter().map(fact).collect::<Result<BTreeMap<_, _>, _>>()?;
    changed_contact(context, actor, move |tx, actor| {
        let mut contact = contact_for(tx, actor, id)?;
        if let Some(name) = &name {
            contact.name.clone_from(name);
        }
        for change in &addresses {
            if let ListChange::Add(address) = change {
                demand_free(tx, actor, contact.id, address)?;
            }
            contact.change_addresses(change.clone()).map_err(|refused| list_refused("addresses", refused))?;
        }
        for change in &phones {
            contact.change_phones(change.clone()).map_err(|refused| list_refused("phones", refused))?;
        }
        for (key, value) in &facts {
            tx.save_contact_fact(contact.id, key, value)?;
        }
        if CONTACT_FACTS_MAX < tx.contact_facts(contact.id)?.len() {
            return Err(ActionError::conflict("too_many_facts", "Nothing more can be noted of this contact."));
        }
        tx.save_contact(&contact)?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

/// Names the company that the domain of a contact's mail tells, for everybody who works there.
pub fn name_company(context: &Context, actor: &Actor, id: ContactId, name: &str) -> Result<ShownContact, ActionError> {
    let name: String = clean_display_name(name).chars().take(NAME_CHARS_MAX).collect();
    changed_contact(context, actor, move |tx, actor| {
        let contact = contact_for(tx, actor, id)?;
        let none = || ActionError::conflict("no_company", "The addresses of this contact do not tell a company.");
        let domain = company_domain(&contact).ok_or_else(none)?;
        tx.save_company_name(domain, &name)?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

/// An address belongs to one contact, and none of ours is one of theirs.
fn demand_free(tx: &Reading<'_>, actor: &Actor, id: ContactId, address: &EmailAddress) -> Result<(), ActionError> {
    if tx.inbox_at(address)?.is_some() {
        return Err(ActionError::invalid("addresses", "This is an address of ours."));
    }
    match tx.contact_at(address)? {
        Some(other) if other.id != id => {
            let whose = if is_known_to(tx, actor, other.id)? {
                format!("This address belongs to {}.", other.name_or_address())
            } else {
                "This address belongs to a contact whom you do not see.".to_owned()
            };
            Err(ActionError::conflict("address_taken", whose))
        }
        Some(_) | None => Ok(()),
    }
}

fn list_refused(field: &'static str, refused: ListChangeRefused) -> ActionError {
    match refused {
        ListChangeRefused::TooMany => ActionError::invalid(field, "This contact can have no more of them."),
        ListChangeRefused::NotTheirs => ActionError::NotFound,
    }
}
