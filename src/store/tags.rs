//! The tags of the workspace.

use super::error::StoreError;
use super::record::{Record, TagRecord};
use super::schema::TAGS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::TagId;
use crate::domain::tag::Tag;

impl Reading<'_> {
    pub fn tag(&self, id: TagId) -> Result<Option<Tag>, StoreError> {
        self.record::<_, TagRecord>(TAGS, id.bits())
    }

    /// All tags, in the order in which they were made.
    pub fn tags(&self) -> Result<Vec<Tag>, StoreError> {
        let mut tags = Vec::new();
        self.scan(TAGS, 0.., |_, record| {
            tags.push(TagRecord::decode(record));
            Go::On
        })?;
        tags.into_iter().collect()
    }
}

impl Writing<'_> {
    pub fn save_tag(&self, tag: &Tag) -> Result<(), StoreError> {
        self.put_record::<_, TagRecord>(TAGS, tag.id.bits(), tag)
    }

    pub fn remove_tag(&self, id: TagId) -> Result<(), StoreError> {
        self.remove(TAGS, id.bits()).map(drop)
    }
}
