//! Merges as they are stored.

use serde::{Deserialize, Serialize};

use super::{ChatRecord, ConversationRecord, Record, Unreadable};
use crate::domain::ids::EntryId;
use crate::domain::merge::Merge;

#[derive(Serialize, Deserialize)]
pub struct MergeRecord {
    into: ConversationRecord,
    other: ConversationRecord,
    /// Chats could not be merged before.
    #[serde(default)]
    chat: Option<ChatRecord>,
    moved: Vec<u128>,
}

impl Record for MergeRecord {
    type Domain = Merge;
    const TABLE: &'static str = "merges";

    fn from_domain(merge: &Merge) -> Self {
        let Merge { into, other, chat, moved } = merge;
        Self {
            into: ConversationRecord::from_domain(into),
            other: ConversationRecord::from_domain(other),
            chat: chat.as_ref().map(ChatRecord::from_domain),
            moved: moved.iter().map(|entry| entry.bits()).collect(),
        }
    }

    fn into_domain(self) -> Result<Merge, Unreadable> {
        let Self { into, other, chat, moved } = self;
        Ok(Merge {
            into: into.into_domain()?,
            other: other.into_domain()?,
            chat: chat.map(ChatRecord::into_domain).transpose()?,
            moved: moved.into_iter().map(EntryId::from_bits).collect(),
        })
    }
}
