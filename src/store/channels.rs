//! Chat channels, found by id or by the key that stands in a web site's page, and their sealed keys.

use super::Store;
use super::error::StoreError;
use super::record::{ChannelRecord, Record};
use super::schema::{CHANNEL_BY_KEY, CHANNELS, IDENTITY_SECRETS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::channel::ChatChannel;
use crate::domain::ids::{ChannelId, IdentityKeyId};

/// What is sealed is bound to this name.
const SEALED_AS: &str = "identity";

/// A key that only this installation opens.
#[derive(Clone)]
pub struct SealedIdentityKey(Vec<u8>);

impl Reading<'_> {
    /// A channel, for deeds that no agent does.
    pub fn any_channel(&self, id: ChannelId) -> Result<Option<ChatChannel>, StoreError> {
        self.record::<_, ChannelRecord>(CHANNELS, id.bits())
    }

    /// A channel of an inbox that this actor may see.
    pub fn channel_for(&self, actor: &Actor, id: ChannelId) -> Result<Option<ChatChannel>, StoreError> {
        Ok(self.any_channel(id)?.filter(|channel| actor.sees(channel.inbox)))
    }

    /// The channel that a key in a web site's page names.
    pub fn channel_by_key(&self, key: &str) -> Result<Option<ChatChannel>, StoreError> {
        match self.get(CHANNEL_BY_KEY, key, ChannelId::from_bits)? {
            Some(id) => self.any_channel(id),
            None => Ok(None),
        }
    }

    /// Every channel, in the order in which they were made.
    pub fn channels(&self) -> Result<Vec<ChatChannel>, StoreError> {
        let mut channels = Vec::new();
        self.scan(CHANNELS, 0.., |_, record| {
            channels.push(ChannelRecord::decode(record));
            Go::On
        })?;
        channels.into_iter().collect()
    }
}

impl Writing<'_> {
    pub fn save_channel(&self, channel: &ChatChannel) -> Result<(), StoreError> {
        self.put(CHANNEL_BY_KEY, channel.public_key.as_str(), channel.id.bits())?;
        self.put_record::<_, ChannelRecord>(CHANNELS, channel.id.bits(), channel)
    }

    /// Takes a channel away with its keys. Conversations that came by it stay.
    pub fn remove_channel(&self, channel: &ChatChannel) -> Result<(), StoreError> {
        for key in &channel.identity_keys {
            self.remove_identity_secret(channel.id, key.id)?;
        }
        self.remove(CHANNEL_BY_KEY, channel.public_key.as_str())?;
        self.remove(CHANNELS, channel.id.bits()).map(drop)
    }

    pub fn save_identity_secret(
        &self,
        channel: ChannelId,
        key: IdentityKeyId,
        sealed: &SealedIdentityKey,
    ) -> Result<(), StoreError> {
        self.put(IDENTITY_SECRETS, (channel.bits(), key.bits()), sealed.0.as_slice())
    }

    pub fn remove_identity_secret(&self, channel: ChannelId, key: IdentityKeyId) -> Result<(), StoreError> {
        self.remove(IDENTITY_SECRETS, (channel.bits(), key.bits())).map(drop)
    }
}

impl Store {
    /// Seals a key, to be written by `save_identity_secret`.
    pub fn seal_identity_key(&self, secret: &[u8; 32]) -> SealedIdentityKey {
        SealedIdentityKey(self.inner.seal.seal(SEALED_AS, secret))
    }

    /// The keys of a channel that are in force.
    pub fn identity_secrets(&self, channel: &ChatChannel) -> Result<Vec<[u8; 32]>, StoreError> {
        let mut secrets = Vec::new();
        for key in &channel.identity_keys {
            let sealed =
                self.read(|tx| tx.get(IDENTITY_SECRETS, (channel.id.bits(), key.id.bits()), <[u8]>::to_vec))?;
            let Some(sealed) = sealed else { continue };
            let plain = self.inner.seal.unseal(SEALED_AS, &sealed).and_then(|plain| plain.try_into().ok());
            let reason = "it was sealed with another key: bring back the file secret.key that belongs to this database";
            let damaged = || StoreError::Damaged { table: "identity_secrets", reason: reason.to_owned() };
            secrets.push(plain.ok_or_else(damaged)?);
        }
        Ok(secrets)
    }
}
