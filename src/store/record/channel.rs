//! Chat channels as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::channel::{ChannelStanding, ChatChannel, IdentityKey, OriginPattern};
use crate::domain::ids::{ChannelId, IdentityKeyId, InboxId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct ChannelRecord {
    id: u128,
    inbox: u128,
    name: String,
    public_key: String,
    allowed_origins: Vec<String>,
    /// (key, made at)
    identity_keys: Vec<(u128, u64)>,
    is_off: bool,
    created_at: u64,
}

impl Record for ChannelRecord {
    type Domain = ChatChannel;
    const TABLE: &'static str = "channels";

    fn from_domain(channel: &ChatChannel) -> Self {
        let ChatChannel { id, inbox, name, public_key, allowed_origins, identity_keys, standing, created_at } = channel;
        Self {
            id: id.bits(),
            inbox: inbox.bits(),
            name: name.clone(),
            public_key: public_key.clone(),
            allowed_origins: allowed_origins.iter().map(ToString::to_string).collect(),
            identity_keys: identity_keys.iter().map(|key| (key.id.bits(), key.created_at.millis())).collect(),
            is_off: match standing {
                ChannelStanding::Active => false,
                ChannelStanding::Off => true,
            },
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<ChatChannel, Unreadable> {
        let origins: Result<Vec<_>, _> = self.allowed_origins.iter().map(|text| OriginPattern::parse(text)).collect();
        let key = |(id, at)| IdentityKey { id: IdentityKeyId::from_bits(id), created_at: Moment::from_millis(at) };
        Ok(ChatChannel {
            id: ChannelId::from_bits(self.id),
            inbox: InboxId::from_bits(self.inbox),
            name: self.name,
            public_key: self.public_key,
            allowed_origins: origins?,
            identity_keys: self.identity_keys.into_iter().map(key).collect(),
            standing: if self.is_off { ChannelStanding::Off } else { ChannelStanding::Active },
            created_at: Moment::from_millis(self.created_at),
        })
    }
}
