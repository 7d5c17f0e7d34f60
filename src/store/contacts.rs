//! Contacts, found by any of their addresses.

use super::error::StoreError;
use super::record::ContactRecord;
use super::schema::{CONTACT_BY_ADDRESS, CONTACTS};
use super::transaction::{Reading, Writing};
use crate::domain::contact::Contact;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::ContactId;

impl Reading<'_> {
    /// A contact by id: of a conversation that the caller may see, or for deeds that no person does.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.record::<_, ContactRecord>(CONTACTS, id.bits())
    }

    pub fn contact_at(&self, address: &EmailAddress) -> Result<Option<Contact>, StoreError> {
        match self.get(CONTACT_BY_ADDRESS, address.as_str(), ContactId::from_bits)? {
            Some(id) => self.contact(id),
            None => Ok(None),
        }
    }
}

impl Writing<'_> {
    pub fn save_contact(&self, contact: &Contact) -> Result<(), StoreError> {
        if let Some(before) = self.contact(contact.id)? {
            for address in before.addresses.iter().filter(|address| !contact.addresses.contains(address)) {
                self.remove(CONTACT_BY_ADDRESS, address.as_str())?;
            }
        }
        for address in &contact.addresses {
            self.put(CONTACT_BY_ADDRESS, address.as_str(), contact.id.bits())?;
        }
        self.put_record::<_, ContactRecord>(CONTACTS, contact.id.bits(), contact)
    }
}
