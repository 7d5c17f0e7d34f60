//! Contacts as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::{to_addresses, to_texts};
use super::{Record, Unreadable};
use crate::domain::contact::Contact;
use crate::domain::ids::ContactId;
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct ContactRecord {
    id: u128,
    name: String,
    addresses: Vec<String>,
    created_at: u64,
    seen_at: u64,
}

impl Record for ContactRecord {
    type Domain = Contact;
    const TABLE: &'static str = "contacts";

    fn from_domain(contact: &Contact) -> Self {
        let Contact { id, name, addresses, created_at, seen_at } = contact;
        Self {
            id: id.bits(),
            name: name.clone(),
            addresses: to_texts(addresses),
            created_at: created_at.millis(),
            seen_at: seen_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Contact, Unreadable> {
        Ok(Contact {
            id: ContactId::from_bits(self.id),
            name: self.name,
            addresses: to_addresses(&self.addresses)?,
            created_at: Moment::from_millis(self.created_at),
            seen_at: Moment::from_millis(self.seen_at),
        })
    }
}
