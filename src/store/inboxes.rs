//! Inboxes and the addresses that lead to them.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::record::{InboxRecord, Record};
use super::schema::{INBOX_BY_ADDRESS, INBOXES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::agent::Agent;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::InboxId;
use crate::domain::inbox::Inbox;

impl Reading<'_> {
    /// An inbox, for deeds that no person does.
    pub fn any_inbox(&self, id: InboxId) -> Result<Option<Inbox>, StoreError> {
        self.record::<_, InboxRecord>(INBOXES, id.bits())
    }

    /// An inbox that this actor may see.
    pub fn inbox_for(&self, actor: &Actor, id: InboxId) -> Result<Option<Inbox>, StoreError> {
        if actor.sees(id) { self.any_inbox(id) } else { Ok(None) }
    }

    /// Every inbox, in the order in which they were made.
    pub fn inboxes(&self) -> Result<Vec<Inbox>, StoreError> {
        let mut inboxes = Vec::new();
        self.scan(INBOXES, 0.., |_, record| {
            inboxes.push(InboxRecord::decode(record));
            Go::On
        })?;
        inboxes.into_iter().collect()
    }

    /// The inboxes that an agent may see at this moment.
    pub fn inboxes_admitting(&self, agent: &Agent) -> Result<BTreeSet<InboxId>, StoreError> {
        let inboxes = self.inboxes()?;
        Ok(inboxes.iter().filter(|inbox| inbox.admits(agent)).map(|inbox| inbox.id).collect())
    }

    /// The inbox that an address leads to: as it stands, else without what follows a plus.
    pub fn inbox_at(&self, address: &EmailAddress) -> Result<Option<InboxId>, StoreError> {
        if let Some(id) = self.get(INBOX_BY_ADDRESS, address.as_str(), InboxId::from_bits)? {
            return Ok(Some(id));
        }
        self.get(INBOX_BY_ADDRESS, address.without_detail().as_str(), InboxId::from_bits)
    }
}

impl Writing<'_> {
    /// Writes an inbox; addresses that it has given up lead nowhere.
    pub fn save_inbox(&self, inbox: &Inbox) -> Result<(), StoreError> {
        if let Some(before) = self.any_inbox(inbox.id)? {
            for address in before.all_addresses() {
                self.remove(INBOX_BY_ADDRESS, address.as_str())?;
            }
        }
        for address in inbox.all_addresses() {
            self.put(INBOX_BY_ADDRESS, address.as_str(), inbox.id.bits())?;
        }
        self.put_record::<_, InboxRecord>(INBOXES, inbox.id.bits(), inbox)
    }
}
