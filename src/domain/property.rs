//! What is known of a contact or a conversation beside its own fields: a key and a text.

use std::fmt;

use super::limit::{PROPERTY_KEY_CHARS_MAX, PROPERTY_VALUE_CHARS_MAX};

/// The key of a property: small letters, digits and `_`, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyKey(String);

/// A text that names no property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a property's name has small letters, digits and _, begins with a letter, and is short")]
pub struct NotAKey;

impl PropertyKey {
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let begins_well = text.starts_with(|letter: char| letter.is_ascii_lowercase());
        let is_plain =
            text.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
        let is_short = text.len() <= PROPERTY_KEY_CHARS_MAX;
        if begins_well && is_plain && is_short { Ok(Self(text.to_owned())) } else { Err(NotAKey) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PropertyKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A property with whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    Contact(PropertyKey),
    Conversation(PropertyKey),
}

impl Property {
    /// The contact's name: the one that lists show.
    pub const NAME: &'static str = "name";
    /// The address that the person has typed: a claim, until it is verified.
    pub const EMAIL: &'static str = "email";

    /// A property of the contact by a key that stands in the sources.
    pub fn of_contact(key: &'static str) -> Self {
        Self::Contact(PropertyKey::parse(key).expect("the sources spell keys well"))
    }

    /// A property of the conversation by a key that stands in the sources.
    pub fn of_conversation(key: &'static str) -> Self {
        Self::Conversation(PropertyKey::parse(key).expect("the sources spell keys well"))
    }

    pub const fn key(&self) -> &PropertyKey {
        match self {
            Self::Contact(key) | Self::Conversation(key) => key,
        }
    }
}

/// A value as it is kept: in one line, cut where it is too long.
pub fn clean_value(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|letter| !letter.is_control()).take(PROPERTY_VALUE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_plain_word() {
        for good in ["name", "order_number", "q1"] {
            assert!(PropertyKey::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "Name", "1st", "a b", "é", "_x", &"x".repeat(PROPERTY_KEY_CHARS_MAX + 1)] {
            assert!(PropertyKey::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_stands_in_one_line() {
        assert_eq!(clean_value("  a\n b\t\u{7}c "), "a b c");
        assert_eq!(clean_value(&"x".repeat(5_000)).len(), PROPERTY_VALUE_CHARS_MAX);
    }
}
