//! Inboxes as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::{to_addresses, to_texts};
use super::{Record, Unreadable};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, InboxId};
use crate::domain::inbox::{FromName, Inbox, Members};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct InboxRecord {
    id: u128,
    name: String,
    /// None for everyone.
    members: Option<Vec<u128>>,
    fallback_address: String,
    addresses: Vec<String>,
    sender_address: String,
    from_name: FromNameRecord,
    signature: String,
    created_at: u64,
}

#[derive(Serialize, Deserialize)]
enum FromNameRecord {
    AgentAtCompany { company: String },
    Company { company: String },
}

impl Record for InboxRecord {
    type Domain = Inbox;
    const TABLE: &'static str = "inboxes";

    fn from_domain(inbox: &Inbox) -> Self {
        let Inbox { id, name, members, fallback_address, addresses, sender_address, from_name, signature, created_at } =
            inbox;
        Self {
            id: id.bits(),
            name: name.clone(),
            members: match members {
                Members::Everyone => None,
                Members::Only(agents) => Some(agents.iter().map(|agent| agent.bits()).collect()),
            },
            fallback_address: fallback_address.as_str().to_owned(),
            addresses: to_texts(addresses),
            sender_address: sender_address.as_str().to_owned(),
            from_name: match from_name {
                FromName::AgentAtCompany { company } => FromNameRecord::AgentAtCompany { company: company.clone() },
                FromName::Company { company } => FromNameRecord::Company { company: company.clone() },
            },
            signature: signature.clone(),
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Inbox, Unreadable> {
        Ok(Inbox {
            id: InboxId::from_bits(self.id),
            name: self.name,
            members: match self.members {
                None => Members::Everyone,
                Some(agents) => Members::Only(agents.into_iter().map(AgentId::from_bits).collect()),
            },
            fallback_address: EmailAddress::parse(&self.fallback_address)?,
            addresses: to_addresses(&self.addresses)?,
            sender_address: EmailAddress::parse(&self.sender_address)?,
            from_name: match self.from_name {
                FromNameRecord::AgentAtCompany { company } => FromName::AgentAtCompany { company },
                FromNameRecord::Company { company } => FromName::Company { company },
            },
            signature: self.signature,
            created_at: Moment::from_millis(self.created_at),
        })
    }
}
