//! Contacts that are one person: what was merged, what is not to be, and the notes of all parts.

use std::collections::BTreeMap;

use super::conversation_places::CONTACT;
use super::error::StoreError;
use super::record::{ContactMergeRecord, Record};
use super::schema::{CONTACT_ALIASES, CONTACT_MERGES, CONTACTS_APART, CONVERSATION_BY_ACTIVITY, PROPERTIES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::contact_merge::ContactMerge;
use crate::domain::ids::{ContactId, ConversationId};
use crate::domain::limit::CONTACT_MERGE_DEPTH_MAX;
use crate::domain::property::{Property, PropertyKey};

impl Reading<'_> {
    /// What was put into a contact, the newest first.
    pub fn contact_merges(&self, into: ContactId) -> Result<Vec<ContactMerge>, StoreError> {
        let mut merges = Vec::new();
        self.scan(CONTACT_MERGES, (into.bits(), 0)..=(into.bits(), u128::MAX), |_, record| {
            merges.push(ContactMergeRecord::decode(record));
            Go::On
        })?;
        let mut merges = merges.into_iter().collect::<Result<Vec<_>, _>>()?;
        merges.sort_by_key(|merge| std::cmp::Reverse(merge.at));
        Ok(merges)
    }

    /// The contact and everybody who was put into it, at any depth.
    pub fn parts_of_contact(&self, id: ContactId) -> Result<Vec<ContactId>, StoreError> {
        let (mut parts, mut place) = (vec![id], 0);
        while let Some(part) = parts.get(place).copied() {
            place += 1;
            if CONTACT_MERGE_DEPTH_MAX < place {
                break;
            }
            parts.extend(self.contact_merges(part)?.iter().map(|merge| merge.from.id));
        }
        Ok(parts)
    }

    /// Whether somebody has said that two contacts are two people.
    pub fn are_apart(&self, one: ContactId, other: ContactId) -> Result<bool, StoreError> {
        Ok(self.get(CONTACTS_APART, pair(one, other), |()| ())?.is_some())
    }

    /// At most `rows_max` conversations with a contact, wherever they lie: for deeds that move them all.
    pub fn all_conversations_of(&self, id: ContactId, rows_max: usize) -> Result<Vec<ConversationId>, StoreError> {
        let mut ids = Vec::new();
        let range = (CONTACT, id.bits(), 0, 0, 0, 0)..=(CONTACT, id.bits(), u128::MAX, u8::MAX, u64::MAX, u128::MAX);
        self.scan(CONVERSATION_BY_ACTIVITY, range, |(_, _, _, _, _, conversation), ()| {
            ids.push(ConversationId::from_bits(conversation));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(ids)
    }

    /// What is known of a contact beside its own fields.
    pub fn contact_facts(&self, id: ContactId) -> Result<BTreeMap<PropertyKey, String>, StoreError> {
        let mut facts = BTreeMap::new();
        self.scan(PROPERTIES, (id.bits(), "")..=(id.bits(), "\u{10FFFF}"), |(_, key), value| {
            if let Ok(key) = PropertyKey::parse(key) {
                facts.insert(key, value.to_owned());
            }
            Go::On
        })?;
        Ok(facts)
    }
}

impl Writing<'_> {
    /// Keeps a fact of a contact; an empty one is forgotten.
    pub fn save_contact_fact(&self, id: ContactId, key: &PropertyKey, value: &str) -> Result<(), StoreError> {
        self.save_property(id, ConversationId::from_bits(0), &Property::Contact(key.clone()), value)
    }

    /// Keeps a merge; from now on the id of the one leads to the other.
    pub fn save_contact_merge(&self, merge: &ContactMerge) -> Result<(), StoreError> {
        self.put(CONTACT_ALIASES, merge.from.id.bits(), merge.into.bits())?;
        self.put_record::<_, ContactMergeRecord>(CONTACT_MERGES, (merge.into.bits(), merge.from.id.bits()), merge)
    }

    pub fn remove_contact_merge(&self, merge: &ContactMerge) -> Result<(), StoreError> {
        self.remove(CONTACT_ALIASES, merge.from.id.bits())?;
        self.remove(CONTACT_MERGES, (merge.into.bits(), merge.from.id.bits())).map(drop)
    }

    /// Keeps that two contacts are two people.
    pub fn save_apart(&self, one: ContactId, other: ContactId) -> Result<(), StoreError> {
        self.put(CONTACTS_APART, pair(one, other), ())
    }
}

fn pair(one: ContactId, other: ContactId) -> (u128, u128) {
    (one.min(other).bits(), one.max(other).bits())
}
