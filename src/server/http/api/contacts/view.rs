//! Contacts as the page shows them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::contacts::{ShownCompany, ShownContact};
use crate::domain::company::Company;
use crate::domain::contact::{Contact, ContactStanding};
use crate::domain::contact_merge::{ContactMerge, Likeness};
use crate::domain::contact_note::ContactNote;

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactView {
    pub id: String,
    /// May be empty.
    pub name: String,
    /// New mail goes to the first.
    pub addresses: Vec<String>,
    /// An address that a visitor has typed and that nobody has checked.
    pub claimed_address: Option<String>,
    pub phones: Vec<String>,
    /// By their keys: `job_title`, `company`, `language`, `time_zone`, and others that agents and bots have noted.
    pub facts: BTreeMap<String, String>,
    /// The newest first.
    pub notes: Vec<ContactNoteView>,
    /// The company that the domain of their mail tells.
    pub company: Option<CompanyView>,
    /// Contacts that were put into this one, the newest first.
    pub merged: Vec<ContactMergeView>,
    /// Others who may be the same person.
    pub likely_same: Vec<LikelySameView>,
    pub is_blocked: bool,
    /// Who has blocked them.
    pub blocked_by: Option<String>,
    pub blocked_at: Option<String>,
    pub created_at: String,
    /// When they last wrote.
    pub seen_at: String,
}

/// A contact as a list or a suggestion shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactRowView {
    pub id: String,
    /// May be empty.
    pub name: String,
    /// New mail goes to the first.
    pub addresses: Vec<String>,
    /// An address that a visitor has typed and that nobody has checked.
    pub claimed_address: Option<String>,
    pub is_blocked: bool,
    /// When they last wrote.
    pub seen_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactNoteView {
    pub id: String,
    pub author_id: String,
    /// Plain text.
    pub text: String,
    pub at: String,
    pub changed_at: Option<String>,
    /// Whether the caller may change it.
    pub may_change: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyView {
    pub domain: String,
    /// Empty until somebody names it.
    pub name: String,
    /// Some of the others there.
    pub people: Vec<ContactRowView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactMergeView {
    /// Of the contact that was put into this one.
    pub contact_id: String,
    /// May be empty.
    pub name: String,
    pub addresses: Vec<String>,
    pub agent_id: String,
    pub at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LikelySameView {
    pub contact: ContactRowView,
    pub reasons: Vec<LikenessView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LikenessView {
    pub what: LikenessKind,
    /// What both have; none for the name.
    pub value: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LikenessKind {
    SameName,
    SamePhone,
}

impl From<ShownContact> for ContactView {
    fn from(shown: ShownContact) -> Self {
        let ShownContact { contact, facts, notes, company, merges, likely_same } = shown;
        let Contact { id, name, addresses, claimed_address, phones, standing, created_at, seen_at } = contact;
        let blocked = match standing {
            ContactStanding::Welcome => None,
            ContactStanding::Blocked { by, at } => Some((by.to_string(), at.to_string())),
        };
        Self {
            id: id.to_string(),
            name,
            addresses: addresses.iter().map(ToString::to_string).collect(),
            claimed_address: claimed_address.map(|address| address.to_string()),
            phones: phones.iter().map(ToString::to_string).collect(),
            facts: facts.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
            notes: notes.into_iter().map(|(note, may_change)| ContactNoteView::of(note, may_change)).collect(),
            company: company.map(CompanyView::from),
            merged: merges.iter().map(ContactMergeView::from).collect(),
            likely_same: likely_same.into_iter().map(LikelySameView::from).collect(),
            is_blocked: blocked.is_some(),
            blocked_by: blocked.as_ref().map(|(by, _)| by.clone()),
            blocked_at: blocked.map(|(_, at)| at),
            created_at: created_at.to_string(),
            seen_at: seen_at.to_string(),
        }
    }
}

impl From<&Contact> for ContactRowView {
    fn from(contact: &Contact) -> Self {
        let Contact { id, name, addresses, claimed_address, phones: _, standing: _, created_at: _, seen_at } = contact;
        Self {
            id: id.to_string(),
            name: name.clone(),
            addresses: addresses.iter().map(ToString::to_string).collect(),
            claimed_address: claimed_address.as_ref().map(ToString::to_string),
            is_blocked: contact.is_blocked(),
            seen_at: seen_at.to_string(),
        }
    }
}

impl ContactNoteView {
    fn of(note: ContactNote, may_change: bool) -> Self {
        let ContactNote { id, contact: _, author, text, at, changed_at } = note;
        Self {
            id: id.to_string(),
            author_id: author.to_string(),
            text,
            at: at.to_string(),
            changed_at: changed_at.map(|moment| moment.to_string()),
            may_change,
        }
    }
}

impl From<ShownCompany> for CompanyView {
    fn from(shown: ShownCompany) -> Self {
        let ShownCompany { company: Company { domain, name }, people } = shown;
        Self { domain, name, people: people.iter().map(ContactRowView::from).collect() }
    }
}

impl From<&ContactMerge> for ContactMergeView {
    fn from(merge: &ContactMerge) -> Self {
        let ContactMerge { into: _, from, by, at, conversations: _, taken: _, facts: _ } = merge;
        Self {
            contact_id: from.id.to_string(),
            name: from.name.clone(),
            addresses: from.addresses.iter().map(ToString::to_string).collect(),
            agent_id: by.to_string(),
            at: at.to_string(),
        }
    }
}

impl From<(Contact, Vec<Likeness>)> for LikelySameView {
    fn from((contact, likenesses): (Contact, Vec<Likeness>)) -> Self {
        let reasons = likenesses.into_iter().map(|likeness| match likeness {
            Likeness::SameName => LikenessView { what: LikenessKind::SameName, value: None },
            Likeness::SamePhone(phone) => {
                LikenessView { what: LikenessKind::SamePhone, value: Some(phone.to_string()) }
            }
        });
        Self { contact: (&contact).into(), reasons: reasons.collect() }
    }
}
