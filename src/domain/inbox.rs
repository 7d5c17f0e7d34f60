//! A shared place where a team's conversations arrive.

use std::collections::BTreeSet;

use super::agent::{Agent, Role};
use super::email_address::EmailAddress;
use super::ids::{AgentId, InboxId};
use super::moment::Moment;

/// An inbox with its members and its e-mail channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    pub id: InboxId,
    pub name: String,
    pub members: Members,
    /// The address that the inbox owns from birth, on the workspace's mail domain.
    pub fallback_address: EmailAddress,
    /// Further addresses whose mail arrives here.
    pub addresses: Vec<EmailAddress>,
    /// The address that answers leave with: one of the above.
    pub sender_address: EmailAddress,
    pub from_name: FromName,
    /// HTML below every reply, cleaned; may hold `{agent}`. Empty for none.
    pub signature: String,
    pub created_at: Moment,
}

/// Who works in an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    Everyone,
    Only(BTreeSet<AgentId>),
}

/// The name in the From header of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromName {
    /// "Zoe at Example Ltd"
    AgentAtCompany { company: String },
    /// "Example Ltd"
    Company { company: String },
}

impl FromName {
    /// The name as it is written for one agent. `at` is the word between the two, in the language of the inbox.
    pub fn written_for(&self, agent_name: &str, at: &str) -> String {
        match self {
            Self::AgentAtCompany { company } if company.is_empty() => agent_name.to_owned(),
            Self::AgentAtCompany { company } => format!("{agent_name} {at} {company}"),
            Self::Company { company } => company.clone(),
        }
    }
}

impl Inbox {
    /// Whether this agent may see what is in the inbox.
    pub fn admits(&self, agent: &Agent) -> bool {
        match (&agent.role, &self.members) {
            (Role::Administrator, _) | (_, Members::Everyone) => true,
            (Role::Agent, Members::Only(members)) => members.contains(&agent.id),
        }
    }

    /// Whether this agent works in the inbox: an administrator who only may look in does not.
    pub fn employs(&self, agent: &Agent) -> bool {
        match &self.members {
            Members::Everyone => true,
            Members::Only(members) => members.contains(&agent.id),
        }
    }

    /// Every address whose mail arrives here, the fallback address first.
    pub fn all_addresses(&self) -> impl Iterator<Item = &EmailAddress> {
        std::iter::once(&self.fallback_address).chain(&self.addresses)
    }

    /// Whether an address, with or without what follows a plus, is one of this inbox.
    pub fn owns(&self, address: &EmailAddress) -> bool {
        let plain = address.without_detail();
        self.all_addresses().any(|own| *own == plain || own == address)
    }
}

/// The local part of the address of an inbox of this name: "Support & Sales" gives `support-sales`.
pub fn local_part_for(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    let mut local = String::new();
    for character in name.nfkd().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => local.push(character),
            'ß' => local.push_str("ss"),
            // Marks that the decomposition split off, such as the dots of ä.
            '\u{0300}'..='\u{036f}' => {}
            _ if local.ends_with('-') || local.is_empty() => {}
            _ => local.push('-'),
        }
    }
    let local: String = local.trim_end_matches('-').chars().take(40).collect();
    if local.is_empty() { "inbox".to_owned() } else { local }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_inbox_follows_its_name() {
        assert_eq!(local_part_for("Support"), "support");
        assert_eq!(local_part_for("Größe & Maß "), "grosse-mass");
        assert_eq!(local_part_for("サポート"), "inbox");
    }

    #[test]
    fn the_from_name_says_who_and_for_whom() {
        let both = FromName::AgentAtCompany { company: "Example Ltd".into() };
        assert_eq!(both.written_for("Zoe", "at"), "Zoe at Example Ltd");
        let company = FromName::Company { company: "Example Ltd".into() };
        assert_eq!(company.written_for("Zoe", "at"), "Example Ltd");
    }
}
