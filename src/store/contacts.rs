//! Contacts, found by any of their addresses and by what somebody types of them.

use std::collections::BTreeSet;

use super::conversation_places::{CONTACT, status_code};
use super::error::StoreError;
use super::record::{ContactRecord, Record};
use super::schema::{CONTACT_ALIASES, CONTACT_BY_ADDRESS, CONTACT_KEYS, CONTACTS, CONVERSATION_BY_ACTIVITY};
use super::transaction::{Go, Reading, Writing};
use crate::domain::contact::Contact;
use crate::domain::contact_search::search_keys;
use crate::domain::conversation::StatusKind;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{ContactId, InboxId};
use crate::domain::limit::CONTACT_MERGE_DEPTH_MAX;

impl Reading<'_> {
    /// A contact by id: of a conversation that the caller may see, or for deeds that no person does. The id of one
    /// that was merged leads to whoever took it in.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        let mut id = id.bits();
        for _ in 0..=CONTACT_MERGE_DEPTH_MAX {
            if let Some(contact) = self.record::<_, ContactRecord>(CONTACTS, id)? {
                return Ok(Some(contact));
            }
            match self.get(CONTACT_ALIASES, id, |into| into)? {
                Some(into) => id = into,
                None => break,
            }
        }
        Ok(None)
    }

    /// Contacts with exactly this key.
    pub fn contacts_with_key(&self, key: &str, rows_max: usize) -> Result<Vec<ContactId>, StoreError> {
        let mut ids = Vec::new();
        self.scan(CONTACT_KEYS, (key, 0)..=(key, u128::MAX), |(_, id), ()| {
            ids.push(ContactId::from_bits(id));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(ids)
    }

    pub fn contact_at(&self, address: &EmailAddress) -> Result<Option<Contact>, StoreError> {
        match self.get(CONTACT_BY_ADDRESS, address.as_str(), ContactId::from_bits)? {
            Some(id) => self.contact(id),
            None => Ok(None),
        }
    }

    /// Contacts with a key that begins like this, each once, from at most `rows_max` rows.
    pub fn contacts_by_key(&self, beginning: &str, rows_max: usize) -> Result<Vec<ContactId>, StoreError> {
        let (mut ids, mut seen, mut rows) = (Vec::new(), BTreeSet::new(), 0);
        self.scan(CONTACT_KEYS, (beginning, 0).., |(key, id), ()| {
            if !key.starts_with(beginning) || rows_max <= rows {
                return Go::Stop;
            }
            rows += 1;
            if seen.insert(id) {
                ids.push(ContactId::from_bits(id));
            }
            Go::On
        })?;
        Ok(ids)
    }

    /// Whether some conversation with a contact lies in one of the inboxes and is not put away.
    pub fn is_met_in(&self, contact: ContactId, inboxes: &BTreeSet<InboxId>) -> Result<bool, StoreError> {
        let shown = [StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed].map(status_code);
        let (lowest, highest) = (shown[0], shown[2]);
        for inbox in inboxes {
            let first = (CONTACT, contact.bits(), inbox.bits(), lowest, 0, 0);
            let last = (CONTACT, contact.bits(), inbox.bits(), highest, u64::MAX, u128::MAX);
            let mut is_met = false;
            self.scan(CONVERSATION_BY_ACTIVITY, first..=last, |_, ()| {
                is_met = true;
                Go::Stop
            })?;
            if is_met {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Writing<'_> {
    pub fn save_contact(&self, contact: &Contact) -> Result<(), StoreError> {
        let before = self.record::<_, ContactRecord>(CONTACTS, contact.id.bits())?;
        let old: &[EmailAddress] = before.as_ref().map_or(&[], |before| &before.addresses);
        for address in old.iter().filter(|address| !contact.addresses.contains(address)) {
            self.remove(CONTACT_BY_ADDRESS, address.as_str())?;
        }
        for address in contact.addresses.iter().filter(|address| !old.contains(address)) {
            self.put(CONTACT_BY_ADDRESS, address.as_str(), contact.id.bits())?;
        }
        self.move_keys(before.as_ref(), contact)?;
        self.put_record::<_, ContactRecord>(CONTACTS, contact.id.bits(), contact)
    }

    /// Takes a contact out that another has taken in: its addresses are free before they are given away.
    pub fn remove_contact(&self, contact: &Contact) -> Result<(), StoreError> {
        for address in &contact.addresses {
            self.remove(CONTACT_BY_ADDRESS, address.as_str())?;
        }
        for key in search_keys(contact) {
            self.remove(CONTACT_KEYS, (key.as_str(), contact.id.bits()))?;
        }
        self.remove(CONTACTS, contact.id.bits()).map(drop)
    }

    /// Moves a contact from the keys of before to those of now; what stays is not touched.
    fn move_keys(&self, before: Option<&Contact>, contact: &Contact) -> Result<(), StoreError> {
        let (old, new) = (before.map(search_keys).unwrap_or_default(), search_keys(contact));
        for key in old.difference(&new) {
            self.remove(CONTACT_KEYS, (key.as_str(), contact.id.bits()))?;
        }
        for key in new.difference(&old) {
            self.put(CONTACT_KEYS, (key.as_str(), contact.id.bits()), ())?;
        }
        Ok(())
    }

    /// Writes the keys of every contact: of a file that has none yet.
    pub(super) fn write_all_contact_keys(&self) -> Result<(), StoreError> {
        let mut contacts = Vec::new();
        self.scan(CONTACTS, 0.., |_, record| {
            contacts.push(ContactRecord::decode(record));
            Go::On
        })?;
        for contact in contacts {
            self.move_keys(None, &contact?)?;
        }
        Ok(())
    }
}
