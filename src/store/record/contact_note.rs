//! Notes about contacts as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::contact_note::ContactNote;
use crate::domain::ids::{AgentId, ContactId, ContactNoteId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct ContactNoteRecord {
    id: u128,
    contact: u128,
    author: u128,
    text: String,
    at: u64,
    changed_at: Option<u64>,
}

impl Record for ContactNoteRecord {
    type Domain = ContactNote;
    const TABLE: &'static str = "contact_notes";

    fn from_domain(note: &ContactNote) -> Self {
        let ContactNote { id, contact, author, text, at, changed_at } = note;
        Self {
            id: id.bits(),
            contact: contact.bits(),
            author: author.bits(),
            text: text.clone(),
            at: at.millis(),
            changed_at: changed_at.map(Moment::millis),
        }
    }

    fn into_domain(self) -> Result<ContactNote, Unreadable> {
        let Self { id, contact, author, text, at, changed_at } = self;
        Ok(ContactNote {
            id: ContactNoteId::from_bits(id),
            contact: ContactId::from_bits(contact),
            author: AgentId::from_bits(author),
            text,
            at: Moment::from_millis(at),
            changed_at: changed_at.map(Moment::from_millis),
        })
    }
}
