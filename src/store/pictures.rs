//! Pictures that everybody may see.

use super::error::StoreError;
use super::record::PictureRecord;
use super::schema::PICTURES;
use super::transaction::{Reading, Writing};
use crate::domain::ids::PictureId;
use crate::domain::picture::Picture;

impl Reading<'_> {
    /// A picture, for whoever knows its random id.
    pub fn picture(&self, id: PictureId) -> Result<Option<Picture>, StoreError> {
        self.record::<_, PictureRecord>(PICTURES, id.bits())
    }
}

impl Writing<'_> {
    /// Writes a picture whose blob is kept already.
    pub fn save_picture(&self, picture: &Picture) -> Result<(), StoreError> {
        self.put_record::<_, PictureRecord>(PICTURES, picture.id.bits(), picture)
    }

    /// Removes a picture and lets go of its blob.
    pub fn remove_picture(&self, id: PictureId) -> Result<(), StoreError> {
        if let Some(picture) = self.picture(id)? {
            self.release_blob(&picture.blob)?;
            self.remove(PICTURES, id.bits())?;
        }
        Ok(())
    }
}
