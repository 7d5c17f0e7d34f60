//! Addresses and mailboxes within other records.

use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::domain::email_address::{EmailAddress, Mailbox};

#[derive(Serialize, Deserialize)]
pub(super) struct MailboxRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    address: String,
}

impl From<&Mailbox> for MailboxRecord {
    fn from(mailbox: &Mailbox) -> Self {
        let Mailbox { name, address } = mailbox;
        Self { name: name.clone(), address: address.as_str().to_owned() }
    }
}

impl MailboxRecord {
    pub(super) fn into_domain(self) -> Result<Mailbox, Unreadable> {
        Ok(Mailbox { name: self.name, address: EmailAddress::parse(&self.address)? })
    }
}

pub(super) fn to_records(mailboxes: &[Mailbox]) -> Vec<MailboxRecord> {
    mailboxes.iter().map(MailboxRecord::from).collect()
}

pub(super) fn to_mailboxes(records: Vec<MailboxRecord>) -> Result<Vec<Mailbox>, Unreadable> {
    records.into_iter().map(MailboxRecord::into_domain).collect()
}

pub(super) fn to_addresses(texts: &[String]) -> Result<Vec<EmailAddress>, Unreadable> {
    texts.iter().map(|text| EmailAddress::parse(text).map_err(Unreadable::from)).collect()
}

pub(super) fn to_texts<'a>(addresses: impl IntoIterator<Item = &'a EmailAddress>) -> Vec<String> {
    addresses.into_iter().map(|address| address.as_str().to_owned()).collect()
}
