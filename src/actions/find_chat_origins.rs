//! Where a chat may stand: what the frame of its panel is told, before anybody has said anything.

use super::{ActionError, Context};
use crate::domain::channel::{ChannelStanding, OriginPattern};

/// The origins of the web sites that may hold the chat with this key; none for a chat that is not
/// there or is switched off.
pub fn find_chat_origins(context: &Context, public_key: &str) -> Result<Option<Vec<OriginPattern>>, ActionError> {
    let channel = context.store.read(|tx| tx.channel_by_key(public_key))?;
    Ok(channel.filter(|channel| channel.standing == ChannelStanding::Active).map(|channel| channel.allowed_origins))
}
