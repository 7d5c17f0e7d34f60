//! Pictures that bots show: kept once, named by the scripts.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context, media_type};
use crate::domain::actor::Actor;
use crate::domain::bot::BotImage;
use crate::domain::email_address::clean_display_name;
use crate::domain::ids::BotImageId;
use crate::domain::limit::BOT_IMAGE_BYTES_MAX;

/// What every browser shows, and what can hold no script.
const MEDIA_TYPES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Keeps a picture.
pub fn save_bot_image(context: &Context, actor: &Actor, name: &str, bytes: &[u8]) -> Result<BotImage, ActionError> {
    demand_administrator(actor)?;
    if BOT_IMAGE_BYTES_MAX < bytes.len() {
        let reason = format!("A picture may have at most {} MiB.", BOT_IMAGE_BYTES_MAX / 1024 / 1024);
        return Err(ActionError::invalid("file", reason));
    }
    let media_type = media_type::of_bytes(bytes, "application/octet-stream");
    if !MEDIA_TYPES.contains(&media_type.as_str()) {
        return Err(ActionError::invalid("file", "Take a picture of type PNG, JPEG, GIF or WebP."));
    }
    let prepared = context.store.prepare_blob(bytes)?;
    let name = clean_display_name(name);
    let name = if name.is_empty() { media_type::name_for(&media_type, 1) } else { name };
    let image = BotImage { id: context.world.new_id(), name, media_type, blob: prepared.blob };
    context.store.write(move |tx| {
        tx.keep_blob(&prepared)?;
        tx.save_bot_image(&image)?;
        Ok(image.clone())
    })
}

/// A picture with its bytes.
pub fn show_bot_image(context: &Context, id: BotImageId) -> Result<(BotImage, Vec<u8>), ActionError> {
    let image = context.store.read(|tx| tx.bot_image(id))?.ok_or(ActionError::NotFound)?;
    let bytes = context.store.read_blob(&image.blob)?;
    Ok((image, bytes))
}
