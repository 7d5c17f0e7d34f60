//! Contacts as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::{to_addresses, to_texts};
use super::{Record, Unreadable};
use crate::domain::contact::{Contact, ContactStanding};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ContactId};
use crate::domain::moment::Moment;
use crate::domain::phone_number::PhoneNumber;

#[derive(Serialize, Deserialize)]
pub struct ContactRecord {
    id: u128,
    name: String,
    addresses: Vec<String>,
    #[serde(default)]
    claimed_address: Option<String>,
    #[serde(default)]
    phones: Vec<String>,
    /// Who, and when.
    #[serde(default)]
    blocked: Option<(u128, u64)>,
    created_at: u64,
    seen_at: u64,
}

impl Record for ContactRecord {
    type Domain = Contact;
    const TABLE: &'static str = "contacts";

    fn from_domain(contact: &Contact) -> Self {
        let Contact { id, name, addresses, claimed_address, phones, standing, created_at, seen_at } = contact;
        Self {
            id: id.bits(),
            name: name.clone(),
            addresses: to_texts(addresses),
            claimed_address: claimed_address.as_ref().map(ToString::to_string),
            phones: phones.iter().map(ToString::to_string).collect(),
            blocked: match standing {
                ContactStanding::Welcome => None,
                ContactStanding::Blocked { by, at } => Some((by.bits(), at.millis())),
            },
            created_at: created_at.millis(),
            seen_at: seen_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Contact, Unreadable> {
        Ok(Contact {
            id: ContactId::from_bits(self.id),
            name: self.name,
            addresses: to_addresses(&self.addresses)?,
            claimed_address: self.claimed_address.map(|address| EmailAddress::parse(&address)).transpose()?,
            phones: self.phones.iter().map(|phone| PhoneNumber::parse(phone)).collect::<Result<_, _>>()?,
            standing: match self.blocked {
                None => ContactStanding::Welcome,
                Some((by, at)) => ContactStanding::Blocked { by: AgentId::from_bits(by), at: Moment::from_millis(at) },
            },
            created_at: Moment::from_millis(self.created_at),
            seen_at: Moment::from_millis(self.seen_at),
        })
    }
}
