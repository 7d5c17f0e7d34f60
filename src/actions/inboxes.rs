//! Inboxes: made, named, staffed, and given addresses by administrators.

use std::collections::BTreeSet;

use super::mail_ledger::demand_administrator;
use super::set_up_workspace::{new_inbox, required_name};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::email_address::{EmailAddress, clean_display_name};
use crate::domain::event::Event;
use crate::domain::ids::InboxId;
use crate::domain::inbox::{FromName, Inbox, Members};
use crate::domain::limit::{INBOX_ADDRESSES_MAX, INBOXES_MAX, SIGNATURE_CHARS_MAX};
use crate::mail::sanitize::clean_written;
use crate::store::Writing;

/// What is changed of an inbox; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeInbox {
    pub name: Option<String>,
    pub members: Option<Members>,
    pub from_name: Option<FromName>,
    /// HTML; cleaned here.
    pub signature: Option<String>,
    pub sender_address: Option<EmailAddress>,
}

/// The inboxes that the actor may see.
pub fn list_inboxes(context: &Context, actor: &Actor) -> Result<Vec<Inbox>, ActionError> {
    let inboxes = context.store.read(|tx| tx.inboxes())?;
    Ok(inboxes.into_iter().filter(|inbox| actor.sees(inbox.id)).collect())
}

/// Makes an inbox for everyone, with an address of its own.
pub fn create_inbox(context: &Context, actor: &Actor, name: &str) -> Result<Inbox, ActionError> {
    demand_administrator(actor)?;
    let name = required_name("name", name)?;
    let id: InboxId = context.world.new_id();
    let now = context.world.now();
    context.store.write(move |tx| {
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        let inboxes = tx.inboxes()?;
        if INBOXES_MAX <= inboxes.len() {
            return Err(ActionError::conflict("too_many_inboxes", format!("There are {INBOXES_MAX} inboxes already.")));
        }
        let taken: BTreeSet<EmailAddress> = inboxes.iter().flat_map(Inbox::all_addresses).cloned().collect();
        let inbox = new_inbox(&workspace, id, &name, now, &taken)?;
        save(tx, &inbox)?;
        Ok(inbox)
    })
}

/// Changes an inbox.
pub fn change_inbox(context: &Context, actor: &Actor, id: InboxId, deed: ChangeInbox) -> Result<Inbox, ActionError> {
    demand_administrator(actor)?;
    let name = deed.name.map(|name| required_name("name", &name)).transpose()?;
    let signature = deed.signature.map(checked_signature).transpose()?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut inbox = tx.inbox_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        inbox.name = name.clone().unwrap_or(inbox.name);
        inbox.signature = signature.clone().unwrap_or(inbox.signature);
        inbox.from_name = deed.from_name.clone().map(clean_from_name).unwrap_or(inbox.from_name);
        if let Some(members) = &deed.members {
            demand_known_members(tx, members)?;
            inbox.members = members.clone();
        }
        if let Some(address) = &deed.sender_address {
            if !inbox.all_addresses().any(|own| own == address) {
                return Err(ActionError::invalid("sender_address", "Add this address to the inbox first."));
            }
            inbox.sender_address = address.clone();
        }
        save(tx, &inbox)?;
        Ok(inbox)
    })
}

/// Gives an inbox a further address.
pub fn add_inbox_address(
    context: &Context,
    actor: &Actor,
    id: InboxId,
    address: EmailAddress,
) -> Result<Inbox, ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut inbox = tx.inbox_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let address = address.without_detail();
        match tx.inbox_at(&address)? {
            Some(owner) if owner == id => return Err(ActionError::invalid("address", "The inbox has this address.")),
            Some(_) => return Err(ActionError::invalid("address", "Another inbox has this address.")),
            None => {}
        }
        if INBOX_ADDRESSES_MAX <= inbox.addresses.len() {
            let reason = format!("An inbox has at most {INBOX_ADDRESSES_MAX} further addresses.");
            return Err(ActionError::invalid("address", reason));
        }
        inbox.addresses.push(address);
        save(tx, &inbox)?;
        Ok(inbox)
    })
}

/// Takes a further address away. The fallback address stays for ever.
pub fn remove_inbox_address(
    context: &Context,
    actor: &Actor,
    id: InboxId,
    address: EmailAddress,
) -> Result<Inbox, ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut inbox = tx.inbox_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if !inbox.addresses.contains(&address) {
            return Err(ActionError::NotFound);
        }
        inbox.addresses.retain(|own| *own != address);
        if inbox.sender_address == address {
            inbox.sender_address = inbox.fallback_address.clone();
        }
        save(tx, &inbox)?;
        Ok(inbox)
    })
}

fn save(tx: &Writing<'_>, inbox: &Inbox) -> Result<(), ActionError> {
    tx.save_inbox(inbox)?;
    tx.announce(Event::InboxChanged { inbox: inbox.id })?;
    Ok(())
}

fn demand_known_members(tx: &Writing<'_>, members: &Members) -> Result<(), ActionError> {
    let Members::Only(members) = members else { return Ok(()) };
    for member in members {
        if tx.agent(*member)?.is_none() {
            return Err(ActionError::invalid("members", "One of these colleagues is not here."));
        }
    }
    Ok(())
}

fn checked_signature(html: String) -> Result<String, ActionError> {
    if SIGNATURE_CHARS_MAX < html.chars().count() {
        let reason = format!("A signature has at most {SIGNATURE_CHARS_MAX} characters.");
        return Err(ActionError::invalid("signature_html", reason));
    }
    Ok(clean_written(&html))
}

fn clean_from_name(name: FromName) -> FromName {
    match name {
        FromName::AgentAtCompany { company } => FromName::AgentAtCompany { company: clean_display_name(&company) },
        FromName::Company { company } => FromName::Company { company: clean_display_name(&company) },
    }
}
