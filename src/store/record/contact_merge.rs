//! Merges of contacts as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::mailbox::{to_addresses, to_texts};
use super::{ContactRecord, Record, Unreadable};
use crate::domain::contact::ContactStanding;
use crate::domain::contact_merge::{ContactMerge, Taken};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ContactId, ConversationId};
use crate::domain::moment::Moment;
use crate::domain::phone_number::PhoneNumber;
use crate::domain::property::PropertyKey;

#[derive(Serialize, Deserialize)]
pub struct ContactMergeRecord {
    into: u128,
    from: ContactRecord,
    by: u128,
    at: u64,
    conversations: Vec<u128>,
    name: Option<String>,
    addresses: Vec<String>,
    claimed_address: Option<String>,
    phones: Vec<String>,
    /// Who, and when.
    blocked: Option<(u128, u64)>,
    facts: BTreeMap<String, String>,
}

impl Record for ContactMergeRecord {
    type Domain = ContactMerge;
    const TABLE: &'static str = "contact_merges";

    fn from_domain(merge: &ContactMerge) -> Self {
        let ContactMerge { into, from, by, at, conversations, taken, facts } = merge;
        let Taken { name, addresses, claimed_address, phones, standing } = taken;
        Self {
            into: into.bits(),
            from: ContactRecord::from_domain(from),
            by: by.bits(),
            at: at.millis(),
            conversations: conversations.iter().map(|id| id.bits()).collect(),
            name: name.clone(),
            addresses: to_texts(addresses),
            claimed_address: claimed_address.as_ref().map(ToString::to_string),
            phones: phones.iter().map(ToString::to_string).collect(),
            blocked: standing.and_then(|standing| match standing {
                ContactStanding::Welcome => None,
                ContactStanding::Blocked { by, at } => Some((by.bits(), at.millis())),
            }),
            facts: facts.iter().map(|(key, value)| (key.to_string(), value.clone())).collect(),
        }
    }

    fn into_domain(self) -> Result<ContactMerge, Unreadable> {
        let fact = |(key, value): (String, String)| Ok::<_, Unreadable>((PropertyKey::parse(&key)?, value));
        Ok(ContactMerge {
            into: ContactId::from_bits(self.into),
            from: self.from.into_domain()?,
            by: AgentId::from_bits(self.by),
            at: Moment::from_millis(self.at),
            conversations: self.conversations.into_iter().map(ConversationId::from_bits).collect(),
            taken: Taken {
                name: self.name,
                addresses: to_addresses(&self.addresses)?,
                claimed_address: self.claimed_address.map(|address| EmailAddress::parse(&address)).transpose()?,
                phones: self.phones.iter().map(|phone| PhoneNumber::parse(phone)).collect::<Result<_, _>>()?,
                standing: self.blocked.map(|(by, at)| ContactStanding::Blocked {
                    by: AgentId::from_bits(by),
                    at: Moment::from_millis(at),
                }),
            },
            facts: self.facts.into_iter().map(fact).collect::<Result<_, _>>()?,
        })
    }
}
