//! Snippets, and the shortcut that leads to each.

use super::error::StoreError;
use super::record::{Record, SnippetRecord};
use super::schema::{SNIPPET_BY_SHORTCUT, SNIPPETS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::ids::SnippetId;
use crate::domain::snippet::{Shortcut, Snippet};

impl Reading<'_> {
    /// A snippet that exists for this actor.
    pub fn snippet_for(&self, actor: &Actor, id: SnippetId) -> Result<Option<Snippet>, StoreError> {
        let snippet = self.record::<_, SnippetRecord>(SNIPPETS, id.bits())?;
        Ok(snippet.filter(|snippet| snippet.is_for(actor)))
    }

    /// Whether anybody has written one.
    pub fn has_snippets(&self) -> Result<bool, StoreError> {
        let mut has = false;
        self.scan(SNIPPETS, 0.., |_, _| {
            has = true;
            Go::Stop
        })?;
        Ok(has)
    }

    /// Every snippet, for deeds that look at all; at most `SNIPPETS_MAX`.
    pub fn snippets(&self) -> Result<Vec<Snippet>, StoreError> {
        let mut snippets = Vec::new();
        self.scan(SNIPPETS, 0.., |_, record| {
            snippets.push(SnippetRecord::decode(record));
            Go::On
        })?;
        snippets.into_iter().collect()
    }

    /// What a shortcut leads to.
    pub fn snippet_at(&self, shortcut: &Shortcut) -> Result<Option<SnippetId>, StoreError> {
        self.get(SNIPPET_BY_SHORTCUT, shortcut.as_str(), SnippetId::from_bits)
    }
}

impl Writing<'_> {
    pub fn save_snippet(&self, snippet: &Snippet) -> Result<(), StoreError> {
        let before = self.record::<_, SnippetRecord>(SNIPPETS, snippet.id.bits())?;
        if let Some(before) = before {
            self.remove(SNIPPET_BY_SHORTCUT, before.shortcut.as_str())?;
        }
        self.put(SNIPPET_BY_SHORTCUT, snippet.shortcut.as_str(), snippet.id.bits())?;
        self.put_record::<_, SnippetRecord>(SNIPPETS, snippet.id.bits(), snippet)
    }

    pub fn remove_snippet(&self, snippet: &Snippet) -> Result<(), StoreError> {
        self.remove(SNIPPET_BY_SHORTCUT, snippet.shortcut.as_str())?;
        self.remove(SNIPPETS, snippet.id.bits()).map(drop)
    }
}
