//! A text that is written once and used often, with tokens that are filled in for each contact.

use super::actor::Actor;
use super::ids::{AgentId, InboxId, SnippetId};
use super::limit::SNIPPET_SHORTCUT_CHARS_MAX;
use super::moment::Moment;

/// A stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    pub id: SnippetId,
    pub name: String,
    pub shortcut: Shortcut,
    /// Cleaned HTML; tokens stand in it as `{{contact.name|there}}`.
    pub html: String,
    pub audience: SnippetAudience,
    pub author: AgentId,
    pub changed_at: Moment,
}

/// Who finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetAudience {
    Everyone,
    /// Whoever sees this inbox.
    Inbox(InboxId),
}

/// What is typed after `#` to find it: lower-case letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortcut(String);

/// Why a text is no shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A shortcut has 1 to 30 letters, digits, hyphens or underscores, and no spaces.")]
pub struct NotAShortcut;

impl Shortcut {
    pub fn parse(text: &str) -> Result<Self, NotAShortcut> {
        let text = text.trim().to_lowercase();
        let is_sound = !text.is_empty()
            && text.chars().count() <= SNIPPET_SHORTCUT_CHARS_MAX
            && text.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'));
        if is_sound { Ok(Self(text)) } else { Err(NotAShortcut) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a token can stand for. The page fills them in; an unknown one would be sent as it stands.
const TOKENS: [&str; 7] = [
    "contact.name",
    "contact.first_name",
    "contact.email",
    "agent.name",
    "agent.first_name",
    "conversation.subject",
    "inbox.name",
];

impl Snippet {
    /// Whether it exists for this actor.
    pub fn is_for(&self, actor: &Actor) -> bool {
        match self.audience {
            SnippetAudience::Everyone => true,
            SnippetAudience::Inbox(inbox) => actor.sees(inbox),
        }
    }

    /// Its author changes it, and administrators change all.
    pub fn may_be_changed_by(&self, actor: &Actor) -> bool {
        self.is_for(actor) && (actor.is_administrator() || self.author == actor.agent)
    }
}

/// The first token in a text that stands for nothing.
pub fn unknown_token(text: &str) -> Option<&str> {
    text.split("{{").skip(1).find_map(|rest| {
        let inner = rest.split_once("}}")?.0;
        let name = inner.split('|').next().unwrap_or(inner).trim();
        (!TOKENS.contains(&name)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::agent::Role;

    #[test]
    fn a_shortcut_can_be_typed_without_looking() {
        let long = "a".repeat(SNIPPET_SHORTCUT_CHARS_MAX + 1);
        let cases = [
            ("Hello", Some("hello")),
            (" grüße_2 ", Some("grüße_2")),
            ("re-fund", Some("re-fund")),
            ("two words", None),
            ("#x", None),
            ("", None),
            (&long, None),
        ];
        for (text, expected) in cases {
            assert_eq!(Shortcut::parse(text).ok().as_ref().map(Shortcut::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn a_token_that_stands_for_nothing_is_found() {
        let cases = [
            ("Hi {{contact.name|there}}, {{ agent.name }} here", None),
            ("{{contact.phone}}", Some("contact.phone")),
            ("{{contact.name}} {{x|y}}", Some("x")),
            ("a {{ b", None),
            ("{ {contact.x} }", None),
        ];
        for (text, expected) in cases {
            assert_eq!(unknown_token(text), expected, "{text:?}");
        }
    }

    #[test]
    fn its_author_and_administrators_change_it_where_they_see_it() {
        let inbox = InboxId::from_bits(7);
        let snippet = Snippet {
            id: SnippetId::from_bits(1),
            name: String::new(),
            shortcut: Shortcut::parse("x").expect("a shortcut"),
            html: String::new(),
            audience: SnippetAudience::Inbox(inbox),
            author: AgentId::from_bits(2),
            changed_at: Moment::from_millis(0),
        };
        let cases = [
            (2, Role::Agent, true, true, true),
            (2, Role::Agent, false, false, false),
            (3, Role::Agent, true, true, false),
            (3, Role::Administrator, true, true, true),
        ];
        for (agent, role, sees_inbox, finds, changes) in cases {
            let inboxes = if sees_inbox { BTreeSet::from([inbox]) } else { BTreeSet::new() };
            let actor = Actor { agent: AgentId::from_bits(agent), role, inboxes };
            let seen = (snippet.is_for(&actor), snippet.may_be_changed_by(&actor));
            assert_eq!(seen, (finds, changes), "{agent} {role:?} {sees_inbox}");
        }
    }
}
