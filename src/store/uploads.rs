//! Files that wait to be sent, each reachable by its owner alone.

use super::error::StoreError;
use super::record::{Record, UploadRecord};
use super::schema::UPLOADS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::ids::{UploadId, VisitorId};
use crate::domain::moment::Moment;
use crate::domain::upload::{Upload, UploadKeeping, UploadOwner};

impl Reading<'_> {
    /// An upload of this actor.
    pub fn upload_for(&self, actor: &Actor, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let upload = self.record::<_, UploadRecord>(UPLOADS, id.bits())?;
        Ok(upload.filter(|upload| upload.owner == UploadOwner::Agent(actor.agent)))
    }

    /// An upload of this visitor.
    pub fn upload_of_visitor(&self, visitor: VisitorId, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let upload = self.record::<_, UploadRecord>(UPLOADS, id.bits())?;
        Ok(upload.filter(|upload| upload.owner == UploadOwner::Visitor(visitor)))
    }

    /// At most `rows_max` uploads made before a moment that no draft holds, oldest first.
    pub fn uploads_before(&self, moment: Moment, rows_max: usize) -> Result<Vec<Upload>, StoreError> {
        let mut uploads = Vec::new();
        // Ids begin with the milliseconds at which they were made (RFC 9562, 5.7).
        let end = u128::from(moment.millis()) << 80;
        self.scan(UPLOADS, 0..end, |_, record| {
            let upload = UploadRecord::decode(record);
            if !matches!(&upload, Ok(upload) if upload.keeping == UploadKeeping::WithDraft) {
                uploads.push(upload);
            }
            if uploads.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        uploads.into_iter().collect()
    }
}

impl Writing<'_> {
    pub fn save_upload(&self, upload: &Upload) -> Result<(), StoreError> {
        self.put_record::<_, UploadRecord>(UPLOADS, upload.id.bits(), upload)
    }

    pub fn remove_upload(&self, id: UploadId) -> Result<(), StoreError> {
        self.remove(UPLOADS, id.bits()).map(drop)
    }
}
