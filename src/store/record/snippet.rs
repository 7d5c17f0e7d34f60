//! Snippets as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::ids::{AgentId, InboxId, SnippetId};
use crate::domain::moment::Moment;
use crate::domain::snippet::{Shortcut, Snippet, SnippetAudience};

#[derive(Serialize, Deserialize)]
pub struct SnippetRecord {
    id: u128,
    name: String,
    shortcut: String,
    html: String,
    /// None for everyone.
    inbox: Option<u128>,
    author: u128,
    changed_at: u64,
}

impl Record for SnippetRecord {
    type Domain = Snippet;
    const TABLE: &'static str = "snippets";

    fn from_domain(snippet: &Snippet) -> Self {
        let Snippet { id, name, shortcut, html, audience, author, changed_at } = snippet;
        Self {
            id: id.bits(),
            name: name.clone(),
            shortcut: shortcut.as_str().to_owned(),
            html: html.clone(),
            inbox: match audience {
                SnippetAudience::Everyone => None,
                SnippetAudience::Inbox(inbox) => Some(inbox.bits()),
            },
            author: author.bits(),
            changed_at: changed_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Snippet, Unreadable> {
        Ok(Snippet {
            id: SnippetId::from_bits(self.id),
            name: self.name,
            shortcut: Shortcut::parse(&self.shortcut)?,
            html: self.html,
            audience: match self.inbox {
                None => SnippetAudience::Everyone,
                Some(inbox) => SnippetAudience::Inbox(InboxId::from_bits(inbox)),
            },
            author: AgentId::from_bits(self.author),
            changed_at: Moment::from_millis(self.changed_at),
        })
    }
}
