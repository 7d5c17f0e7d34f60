//! What must be known to take merged conversations apart again, and how entries change place.

use super::error::StoreError;
use super::record::MergeRecord;
use super::schema::MERGES;
use super::transaction::{Reading, Writing};
use crate::domain::entry::Entry;
use crate::domain::ids::ConversationId;
use crate::domain::merge::Merge;

impl Reading<'_> {
    /// The merge by which a conversation was taken in.
    pub fn merge(&self, other: ConversationId) -> Result<Option<Merge>, StoreError> {
        self.record::<_, MergeRecord>(MERGES, other.bits())
    }
}

impl Writing<'_> {
    pub fn save_merge(&self, merge: &Merge) -> Result<(), StoreError> {
        self.put_record::<_, MergeRecord>(MERGES, merge.other.id.bits(), merge)
    }

    pub fn remove_merge(&self, other: ConversationId) -> Result<(), StoreError> {
        self.remove(MERGES, other.bits()).map(drop)
    }

    /// Moves an entry with its long form to another conversation.
    pub fn move_entry(&self, entry: &Entry, to: ConversationId) -> Result<(), StoreError> {
        let body = self.body(entry.conversation, entry.id)?;
        self.remove_entry(entry)?;
        self.save_entry(&Entry { conversation: to, ..entry.clone() })?;
        match body {
            Some(body) => self.save_body(to, entry.id, &body),
            None => Ok(()),
        }
    }
}
