//! What is known of contacts and conversations beside their own fields.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::schema::PROPERTIES;
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::{ContactId, ConversationId};
use crate::domain::property::{Property, PropertyKey};

impl Reading<'_> {
    /// The properties of a conversation and of its contact.
    pub fn properties(
        &self,
        contact: ContactId,
        conversation: ConversationId,
    ) -> Result<BTreeMap<Property, String>, StoreError> {
        let mut known = BTreeMap::new();
        let of_contact: fn(PropertyKey) -> Property = Property::Contact;
        let owners = [(contact.bits(), of_contact), (conversation.bits(), Property::Conversation)];
        for (owner, property) in owners {
            self.scan(PROPERTIES, (owner, "")..=(owner, "\u{10FFFF}"), |(_, key), value| {
                if let Ok(key) = PropertyKey::parse(key) {
                    known.insert(property(key), value.to_owned());
                }
                Go::On
            })?;
        }
        Ok(known)
    }
}

impl Writing<'_> {
    /// Removes the properties of a conversation that is erased.
    pub fn remove_conversation_properties(&self, id: ConversationId) -> Result<(), StoreError> {
        let mut keys = Vec::new();
        self.scan(PROPERTIES, (id.bits(), "")..=(id.bits(), "\u{10FFFF}"), |(_, key), _| {
            keys.push(key.to_owned());
            Go::On
        })?;
        for key in keys {
            self.remove(PROPERTIES, (id.bits(), key.as_str()))?;
        }
        Ok(())
    }

    /// Keeps a value; an empty one is forgotten.
    pub fn save_property(
        &self,
        contact: ContactId,
        conversation: ConversationId,
        property: &Property,
        value: &str,
    ) -> Result<(), StoreError> {
        let (owner, key) = match property {
            Property::Contact(key) => (contact.bits(), key),
            Property::Conversation(key) => (conversation.bits(), key),
        };
        match value {
            "" => self.remove(PROPERTIES, (owner, key.as_str())).map(drop),
            value => self.put(PROPERTIES, (owner, key.as_str()), value),
        }
    }
}
