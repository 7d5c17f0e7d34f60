//! Conversations found by the words of their subjects and of their contacts, from an index alone.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::schema::CONVERSATION_WORDS;
use super::transaction::{Go, Reading};
use crate::domain::conversation::{Conversation, StatusKind};
use crate::domain::ids::{ConversationId, InboxId};
use crate::domain::limit::SEARCH_ROWS_MAX;
use crate::domain::search_words::holds_all;

impl Reading<'_> {
    /// Conversations of one inbox whose subject and contact hold every word, the newest activity first. Spam
    /// and trash are not looked through.
    pub fn conversations_with_words(
        &self,
        inbox: InboxId,
        wanted: &BTreeSet<String>,
        rows_max: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let mut found = Vec::new();
        for id in self.rarest(inbox, wanted)? {
            let Some(head) = self.any_conversation(ConversationId::from_bits(id))? else { continue };
            if matches!(head.status.kind(), StatusKind::Spam | StatusKind::Trashed) {
                continue;
            }
            let Some(contact) = self.contact(head.contact)? else { continue };
            let addresses: Vec<_> = contact.addresses.iter().map(ToString::to_string).collect();
            if holds_all(&format!("{} {} {}", head.subject, contact.name, addresses.join(" ")), wanted) {
                found.push(head);
            }
        }
        found.sort_unstable_by_key(|head| std::cmp::Reverse(head.active_at));
        found.truncate(rows_max);
        Ok(found)
    }

    /// The conversations of the word that the fewest have. A word that none has may be one of the contact, so
    /// it is passed over; of words that very many have, the newest of the last one.
    fn rarest(&self, inbox: InboxId, wanted: &BTreeSet<String>) -> Result<Vec<u128>, StoreError> {
        let mut rarest: Option<Vec<u128>> = None;
        for word in wanted {
            let mut ids = Vec::new();
            // The beginning of a word is enough; nothing sorts behind the last character that there is.
            let end = format!("{word}{}", char::MAX);
            let range = (inbox.bits(), word.as_str(), 0)..(inbox.bits(), end.as_str(), 0);
            self.scan_back(CONVERSATION_WORDS, range, |(_, _, id), ()| {
                ids.push(id);
                if ids.len() < SEARCH_ROWS_MAX { Go::On } else { Go::Stop }
            })?;
            if !ids.is_empty() && rarest.as_ref().is_none_or(|rarest| ids.len() <= rarest.len()) {
                rarest = Some(ids);
            }
        }
        let mut ids = rarest.unwrap_or_default();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}
