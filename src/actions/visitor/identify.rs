//! Which visitor a token belongs to.

use crate::actions::{ActionError, Context};
use crate::domain::channel::ChannelStanding;
use crate::domain::session::SecretDigest;
use crate::domain::visitor::{VisitorActor, VisitorStanding};
use crate::store::{Reading, Store};

/// What every token begins with, so that scanners for secrets know it.
const PREFIX: &str = "pv_";
/// 256 bits in base64url.
const LETTERS: usize = 43;

/// What is kept of a token; none if it has not the shape of one.
pub fn digest_of(token: &str) -> Option<SecretDigest> {
    let letters = token.strip_prefix(PREFIX)?;
    let has_shape = letters.len() == LETTERS
        && letters.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    has_shape.then(|| Store::digest(token.as_bytes()))
}

/// A new token.
pub(super) fn new_token(context: &Context) -> String {
    format!("{PREFIX}{}", data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>()))
}

/// The visitor whose token this is, if it still opens the door of a channel that is there.
pub fn identify_visitor(context: &Context, digest: SecretDigest) -> Result<VisitorActor, ActionError> {
    let now = context.world.now();
    context.store.read(|tx| {
        let token = tx.visitor_token(&digest)?.filter(|token| token.is_alive(now));
        let token = token.ok_or(ActionError::UnknownVisitor)?;
        let visitor = tx.visitor(token.visitor)?.ok_or(ActionError::UnknownVisitor)?;
        demand_open(tx, token.channel)?;
        if tx.contact(visitor.contact)?.is_some_and(|contact| contact.is_blocked()) {
            return Err(ActionError::Blocked);
        }
        match visitor.standing {
            VisitorStanding::Blocked => Err(ActionError::Blocked),
            VisitorStanding::Welcome => Ok(VisitorActor {
                visitor: token.visitor,
                channel: token.channel,
                digest,
                expires_at: token.expires_at,
                identity: None,
            }),
        }
    })
}

/// A channel that was switched off or taken away opens nothing.
pub(super) fn demand_open(
    tx: &Reading<'_>,
    channel: crate::domain::ids::ChannelId,
) -> Result<crate::domain::channel::ChatChannel, ActionError> {
    let channel = tx.any_channel(channel)?.filter(|channel| channel.standing == ChannelStanding::Active);
    channel.ok_or(ActionError::UnknownVisitor)
}
