//! A person outside, known by addresses.

use super::email_address::EmailAddress;
use super::ids::ContactId;
use super::moment::Moment;

/// A person outside. The first address is the one that new mail goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    /// As the person wrote it, or as an agent corrected it; may be empty.
    pub name: String,
    pub addresses: Vec<EmailAddress>,
    /// An address that a visitor has typed. It may be anybody's: it finds nobody and opens nothing.
    pub claimed_address: Option<EmailAddress>,
    pub created_at: Moment,
    /// When this person last wrote.
    pub seen_at: Moment,
}

impl Contact {
    /// Somebody of whom nothing is known yet.
    pub fn unknown(id: ContactId, now: Moment) -> Self {
        Self { id, name: String::new(), addresses: Vec::new(), claimed_address: None, created_at: now, seen_at: now }
    }

    /// The name, or the first address where there is none.
    pub fn name_or_address(&self) -> &str {
        match self.addresses.first() {
            Some(address) if self.name.is_empty() => address.as_str(),
            Some(_) | None => &self.name,
        }
    }

    /// Learns the name that a mail brings, if none is known yet. A known name stays: whoever writes
    /// from the address must not be able to rename the contact.
    pub fn learn_name(&mut self, name: &str) {
        if self.name.is_empty() {
            self.name = name.to_owned();
        }
    }
}
