//! Keys that an agent has chosen in place of the usual ones.

use std::collections::BTreeMap;

use super::limit::{KEY_CHARS_MAX, KEY_COMMAND_CHARS_MAX, KEY_COMMANDS_MAX};

/// Command → key; an empty key is none. The page knows what the commands are and which keys are usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyMap(BTreeMap<String, String>);

/// Why some keys cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyMapRefused {
    #[error("There are at most {KEY_COMMANDS_MAX} commands.")]
    TooMany,
    #[error("The name of a command is made of small letters and `_`.")]
    NoCommand,
    #[error("A key has at most {KEY_CHARS_MAX} characters.")]
    NoKey,
    #[error("Two commands have the same key.")]
    Twice,
}

impl KeyMap {
    /// What an agent has chosen, if it can be kept.
    pub fn parse(chosen: BTreeMap<String, String>) -> Result<Self, KeyMapRefused> {
        if KEY_COMMANDS_MAX < chosen.len() {
            return Err(KeyMapRefused::TooMany);
        }
        let mut seen = std::collections::BTreeSet::new();
        for (command, key) in &chosen {
            let is_name = command.chars().all(|one| one.is_ascii_lowercase() || one == '_');
            if command.is_empty() || KEY_COMMAND_CHARS_MAX < command.len() || !is_name {
                return Err(KeyMapRefused::NoCommand);
            }
            if KEY_CHARS_MAX < key.chars().count() || key.chars().any(char::is_control) {
                return Err(KeyMapRefused::NoKey);
            }
            if !key.is_empty() && !seen.insert(key) {
                return Err(KeyMapRefused::Twice);
            }
        }
        Ok(Self(chosen))
    }

    pub const fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(pairs: &[(&str, &str)]) -> Result<KeyMap, KeyMapRefused> {
        KeyMap::parse(pairs.iter().map(|(command, key)| ((*command).to_owned(), (*key).to_owned())).collect())
    }

    #[test]
    fn keys_are_kept_as_they_were_chosen() {
        for pairs in [&[("close", "d"), ("go_mine", "g x")][..], &[("close", ""), ("spam", "")], &[]] {
            assert_eq!(parsed(pairs).expect("sound").all().len(), pairs.len());
        }
    }

    #[test]
    fn what_cannot_be_a_command_or_a_key_is_refused() {
        let long = "x".repeat(KEY_CHARS_MAX + 1);
        let cases = [
            (&[("Close", "d")][..], KeyMapRefused::NoCommand),
            (&[("", "d")], KeyMapRefused::NoCommand),
            (&[("close", long.as_str())], KeyMapRefused::NoKey),
            (&[("close", "\u{7}")], KeyMapRefused::NoKey),
            (&[("close", "d"), ("spam", "d")], KeyMapRefused::Twice),
        ];
        for (pairs, refused) in cases {
            assert_eq!(parsed(pairs), Err(refused), "{pairs:?}");
        }
        let many: BTreeMap<_, _> =
            (0..=KEY_COMMANDS_MAX).map(|n| ("a".repeat(n % 30 + 1) + &"b".repeat(n / 30), String::new())).collect();
        assert_eq!(KeyMap::parse(many), Err(KeyMapRefused::TooMany));
    }
}
