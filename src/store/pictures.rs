//! Pictures that everybody may see.

use super::error::StoreError;
use super::record::PictureRecord;
use super::schema::{PICTURE_LOOSE, PICTURES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::PictureId;
use crate::domain::moment::Moment;
use crate::domain::picture::Picture;

impl Reading<'_> {
    /// A picture, for whoever knows its random id.
    pub fn picture(&self, id: PictureId) -> Result<Option<Picture>, StoreError> {
        self.record::<_, PictureRecord>(PICTURES, id.bits())
    }

    /// At most `rows_max` pictures to which nothing may refer since before a moment.
    pub fn loose_pictures(&self, before: Moment, rows_max: usize) -> Result<Vec<(Moment, PictureId)>, StoreError> {
        let mut loose = Vec::new();
        self.scan(PICTURE_LOOSE, (0, 0)..(before.millis(), 0), |(since, id), ()| {
            loose.push((Moment::from_millis(since), PictureId::from_bits(id)));
            if loose.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(loose)
    }
}

impl Writing<'_> {
    /// Writes a picture whose blob is kept already.
    pub fn save_picture(&self, picture: &Picture) -> Result<(), StoreError> {
        self.put_record::<_, PictureRecord>(PICTURES, picture.id.bits(), picture)
    }

    /// Notes that nothing may refer to a picture: it is looked at later.
    pub fn save_loose_picture(&self, since: Moment, id: PictureId) -> Result<(), StoreError> {
        self.put(PICTURE_LOOSE, (since.millis(), id.bits()), ())
    }

    pub fn remove_loose_picture(&self, since: Moment, id: PictureId) -> Result<(), StoreError> {
        self.remove(PICTURE_LOOSE, (since.millis(), id.bits())).map(drop)
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
