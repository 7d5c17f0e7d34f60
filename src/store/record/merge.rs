//! Merges as they are stored.

use serde::{Deserialize, Serialize};

use super::{ConversationRecord, Record, Unreadable};
use crate::domain::ids::EntryId;
use crate::domain::merge::Merge;

#[derive(Serialize, Deserialize)]
pub struct MergeRecord {
    into: ConversationRecord,
    other: ConversationRecord,
    moved: Vec<u128>,
}

impl Record for MergeRecord {
    type Domain = Merge;
    const TABLE: &'static str = "merges";

    fn from_domain(merge: &Merge) -> Self {
        let Merge { into, other, moved } = merge;
        Self {
            into: ConversationRecord::from_domain(into),
            other: ConversationRecord::from_domain(other),
            moved: moved.iter().map(|entry| entry.bits()).collect(),
        }
    }

    fn into_domain(self) -> Result<Merge, Unreadable> {
        let Self { into, other, moved } = self;
        Ok(Merge {
            into: into.into_domain()?,
            other: other.into_domain()?,
            moved: moved.into_iter().map(EntryId::from_bits).collect(),
        })
    }
}
