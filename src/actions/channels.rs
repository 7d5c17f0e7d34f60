//! Chat channels: made, changed and given keys by administrators, seen by whoever works in their inbox.

use super::mail_ledger::demand_administrator;
use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::channel::{ChannelStanding, ChatChannel, IdentityKey, OriginPattern};
use crate::domain::event::Event;
use crate::domain::ids::{ChannelId, IdentityKeyId, InboxId};
use crate::domain::limit::{CHANNEL_ORIGINS_MAX, CHANNELS_MAX};
use crate::store::Writing;

/// A chat on a web site.
#[derive(Debug, Clone)]
pub struct NewChannel {
    pub inbox: InboxId,
    pub name: String,
    pub allowed_origins: Vec<OriginPattern>,
}

/// What is changed of a channel; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeChannel {
    pub inbox: Option<InboxId>,
    pub name: Option<String>,
    pub allowed_origins: Option<Vec<OriginPattern>>,
    pub standing: Option<ChannelStanding>,
}

/// A key as it is shown once.
pub struct ShownIdentityKey {
    pub channel: ChatChannel,
    pub key: IdentityKey,
    /// For the web site's server: it signs with these letters as they stand.
    pub secret: String,
}

/// The channels of the inboxes that the actor may see.
pub fn list_channels(context: &Context, actor: &Actor) -> Result<Vec<ChatChannel>, ActionError> {
    let channels = context.store.read(|tx| tx.channels())?;
    Ok(channels.into_iter().filter(|channel| actor.sees(channel.inbox)).collect())
}

/// Makes a channel.
pub fn create_channel(context: &Context, actor: &Actor, deed: NewChannel) -> Result<ChatChannel, ActionError> {
    demand_administrator(actor)?;
    let channel = ChatChannel {
        id: context.world.new_id(),
        inbox: deed.inbox,
        name: required_name("name", &deed.name)?,
        public_key: new_public_key(context),
        allowed_origins: checked_origins(deed.allowed_origins)?,
        identity_keys: Vec::new(),
        standing: ChannelStanding::Active,
        created_at: context.world.now(),
    };
    let actor = actor.clone();
    context.store.write(move |tx| {
        demand_inbox(tx, &actor, channel.inbox)?;
        if CHANNELS_MAX <= tx.channels()?.len() {
            let reason = format!("There are {CHANNELS_MAX} chat channels already.");
            return Err(ActionError::conflict("too_many_channels", reason));
        }
        save(tx, &channel)?;
        Ok(channel.clone())
    })
}

/// Changes a channel.
pub fn change_channel(
    context: &Context,
    actor: &Actor,
    id: ChannelId,
    deed: ChangeChannel,
) -> Result<ChatChannel, ActionError> {
    demand_administrator(actor)?;
    let name = deed.name.map(|name| required_name("name", &name)).transpose()?;
    let origins = deed.allowed_origins.map(checked_origins).transpose()?;
    let (inbox, standing) = (deed.inbox, deed.standing);
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut channel = tx.channel_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if let Some(inbox) = inbox {
            demand_inbox(tx, &actor, inbox)?;
            channel.inbox = inbox;
        }
        channel.name = name.clone().unwrap_or(channel.name);
        channel.allowed_origins = origins.clone().unwrap_or(channel.allowed_origins);
        channel.standing = standing.unwrap_or(channel.standing);
        save(tx, &channel)?;
        Ok(channel)
    })
}

/// Takes a channel away. Its conversations stay with the team.
pub fn remove_channel(context: &Context, actor: &Actor, id: ChannelId) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let channel = tx.channel_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        tx.remove_channel(&channel)?;
        tx.announce(Event::ChannelChanged { inbox: channel.inbox, channel: id })?;
        Ok(())
    })
}

/// Makes a key for the identity of visitors. The one before stays in force until the next.
pub fn add_identity_key(context: &Context, actor: &Actor, id: ChannelId) -> Result<ShownIdentityKey, ActionError> {
    demand_administrator(actor)?;
    let key = IdentityKey { id: context.world.new_id(), created_at: context.world.now() };
    let secret = context.world.secret::<32>();
    let sealed = context.store.seal_identity_key(&secret);
    let actor = actor.clone();
    let channel = context.store.write(move |tx| {
        let mut channel = tx.channel_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let ended: Vec<IdentityKeyId> = channel.add_key(key);
        for old in ended {
            tx.remove_identity_secret(id, old)?;
        }
        tx.save_identity_secret(id, key.id, &sealed)?;
        save(tx, &channel)?;
        Ok::<_, ActionError>(channel)
    })?;
    Ok(ShownIdentityKey { channel, key, secret: data_encoding::BASE64URL_NOPAD.encode(&secret) })
}

fn save(tx: &Writing<'_>, channel: &ChatChannel) -> Result<(), ActionError> {
    tx.save_channel(channel)?;
    tx.announce(Event::ChannelChanged { inbox: channel.inbox, channel: channel.id })?;
    Ok(())
}

fn demand_inbox(tx: &Writing<'_>, actor: &Actor, inbox: InboxId) -> Result<(), ActionError> {
    let known = tx.inbox_for(actor, inbox)?;
    known.map(drop).ok_or_else(|| ActionError::invalid("inbox_id", "Choose an inbox for the conversations."))
}

fn checked_origins(mut origins: Vec<OriginPattern>) -> Result<Vec<OriginPattern>, ActionError> {
    let mut distinct: Vec<OriginPattern> = Vec::new();
    origins.retain(|origin| {
        let is_new = !distinct.contains(origin);
        if is_new {
            distinct.push(origin.clone());
        }
        is_new
    });
    if CHANNEL_ORIGINS_MAX < origins.len() {
        let reason = format!("A chat stands on at most {CHANNEL_ORIGINS_MAX} web sites.");
        return Err(ActionError::invalid("allowed_origins", reason));
    }
    Ok(origins)
}

/// Short enough for a line of HTML; it opens nothing.
fn new_public_key(context: &Context) -> String {
    data_encoding::BASE32_NOPAD.encode(&context.world.secret::<10>()).to_ascii_lowercase()
}
