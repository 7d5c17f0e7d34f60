//! Notes about contacts, and the names of companies.

use super::error::StoreError;
use super::record::{ContactNoteRecord, Record};
use super::schema::{COMPANIES, CONTACT_NOTES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::contact_note::ContactNote;
use crate::domain::ids::{ContactId, ContactNoteId};

impl Reading<'_> {
    /// The notes about a contact, the newest first.
    pub fn contact_notes(&self, contact: ContactId) -> Result<Vec<ContactNote>, StoreError> {
        let mut notes = Vec::new();
        let range = (contact.bits(), 0)..=(contact.bits(), u128::MAX);
        self.scan_back(CONTACT_NOTES, range, |_, record| {
            notes.push(ContactNoteRecord::decode(record));
            Go::On
        })?;
        notes.into_iter().collect()
    }

    pub fn contact_note(&self, contact: ContactId, id: ContactNoteId) -> Result<Option<ContactNote>, StoreError> {
        self.record::<_, ContactNoteRecord>(CONTACT_NOTES, (contact.bits(), id.bits()))
    }

    /// How a company is called; empty if nobody has named it.
    pub fn company_name(&self, domain: &str) -> Result<String, StoreError> {
        Ok(self.get(COMPANIES, domain, str::to_owned)?.unwrap_or_default())
    }
}

impl Writing<'_> {
    pub fn save_contact_note(&self, note: &ContactNote) -> Result<(), StoreError> {
        self.put_record::<_, ContactNoteRecord>(CONTACT_NOTES, (note.contact.bits(), note.id.bits()), note)
    }

    pub fn remove_contact_note(&self, note: &ContactNote) -> Result<(), StoreError> {
        self.remove(CONTACT_NOTES, (note.contact.bits(), note.id.bits())).map(drop)
    }

    /// Names a company; an empty name is forgotten.
    pub fn save_company_name(&self, domain: &str, name: &str) -> Result<(), StoreError> {
        match name {
            "" => self.remove(COMPANIES, domain).map(drop),
            name => self.put(COMPANIES, domain, name),
        }
    }
}
