//! Pictures of bots as they are stored.

use serde::{Deserialize, Serialize};

use super::message::BlobRecord;
use super::{Record, Unreadable};
use crate::domain::bot::BotImage;
use crate::domain::ids::BotImageId;

#[derive(Serialize, Deserialize)]
pub struct BotImageRecord {
    id: u128,
    name: String,
    media_type: String,
    blob: BlobRecord,
}

impl Record for BotImageRecord {
    type Domain = BotImage;
    const TABLE: &'static str = "bot_images";

    fn from_domain(image: &BotImage) -> Self {
        let BotImage { id, name, media_type, blob } = image;
        Self { id: id.bits(), name: name.clone(), media_type: media_type.clone(), blob: (*blob).into() }
    }

    fn into_domain(self) -> Result<BotImage, Unreadable> {
        let Self { id, name, media_type, blob } = self;
        Ok(BotImage { id: BotImageId::from_bits(id), name, media_type, blob: blob.into() })
    }
}
