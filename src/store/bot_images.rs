//! Pictures that bots show.

use super::error::StoreError;
use super::record::BotImageRecord;
use super::schema::BOT_IMAGES;
use super::transaction::{Reading, Writing};
use crate::domain::bot::BotImage;
use crate::domain::ids::BotImageId;

impl Reading<'_> {
    pub fn bot_image(&self, id: BotImageId) -> Result<Option<BotImage>, StoreError> {
        self.record::<_, BotImageRecord>(BOT_IMAGES, id.bits())
    }
}

impl Writing<'_> {
    pub fn save_bot_image(&self, image: &BotImage) -> Result<(), StoreError> {
        self.put_record::<_, BotImageRecord>(BOT_IMAGES, image.id.bits(), image)
    }
}
