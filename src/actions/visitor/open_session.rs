//! A browser opens the chat: who is it, what was said before, and what does it meet?

use super::choose_flow::{ShownFlow, chosen_flow};
use super::identify::{digest_of, new_token};
use super::show::{ShownChat, chats_of};
use super::{admit, identity};
use crate::actions::sign_in::Secret;
use crate::actions::{ActionError, Context};
use crate::domain::channel::{ChannelStanding, ChatChannel};
use crate::domain::contact::Contact;
use crate::domain::event::Event;
use crate::domain::ids::VisitorId;
use crate::domain::moment::Moment;
use crate::domain::session::SecretDigest;
use crate::domain::visitor::{
    Acquaintance, SignedIdentity, Visitor, VisitorActor, VisitorFacts, VisitorIdentity, VisitorStanding, VisitorToken,
};
use crate::store::{Reading, Store, Writing};

/// A stored token is made to last longer when it has less than this left, in hours: not every visit is a write.
const RENEWED_BELOW_H: u64 = 29 * 24;

/// What the browser brings.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// The channel's public key.
    pub channel: String,
    pub token: Option<Secret>,
    pub identity: Option<Secret>,
    pub facts: VisitorFacts,
    /// Whose token it is, if that is known from memory alone.
    pub fresh: Option<VisitorActor>,
}

/// A session that is open.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    pub actor: VisitorActor,
    /// Set when the browser must keep another token from now on.
    pub new_token: Option<Secret>,
    pub persistence: Persistence,
    pub profile: Profile,
    pub chats: Vec<ShownChat>,
    pub flow: Option<ShownFlow>,
    pub position: u64,
}

/// Whether a visitor is on disk or in memory alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    Stored,
    Fresh,
}

/// What the panel says to the visitor of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub email: Option<String>,
    pub is_email_verified: bool,
    pub is_signed_in: bool,
    pub is_blocked: bool,
}

/// What a foreign page may know before the chat is opened.
#[derive(Debug, Clone)]
pub struct Glimpse {
    pub flow: Option<ShownFlow>,
    pub unread: u32,
    pub has_chats: bool,
    /// Whose token it is, if it is anybody's.
    pub actor: Option<VisitorActor>,
}

/// The channel that a key names, if it takes anything.
pub fn open_channel(context: &Context, key: &str) -> Result<ChatChannel, ActionError> {
    context.store.read(|tx| channel_by_key(tx, key))
}

/// Opens a session. It writes nothing but a token that must last longer, or that leads elsewhere now.
pub fn open_session(context: &Context, deed: OpenSession) -> Result<OpenedSession, ActionError> {
    let OpenSession { channel, token, identity, facts, fresh } = deed;
    let now = context.world.now();
    let channel = open_channel(context, &channel)?;
    let identity = identity.map(|token| verified(context, &channel, &token.0, now)).transpose()?;
    let known = known(context, &channel, token.as_ref(), fresh, now)?;
    let decided = decide(context, &channel, known, identity, now);
    let Decided { mut actor, new_token, earlier } = decided;
    let is_stored = context.store.read(|tx| tx.visitor(actor.visitor))?.is_some();
    // Somebody who wrote before the site said who they are takes their words along.
    if let Some(earlier) = earlier
        && context.store.read(|tx| tx.visitor(earlier))?.is_some()
    {
        take_along(context, &actor, earlier)?;
    } else if is_stored && (new_token.is_some() || is_old(&actor, now)) {
        actor.expires_at = renewed(&actor, now);
        save_token(context, &actor)?;
    }
    context.store.read(|tx| {
        let visitor = tx.visitor(actor.visitor)?;
        let persistence = if visitor.is_some() { Persistence::Stored } else { Persistence::Fresh };
        let contact = match &visitor {
            Some(visitor) => tx.contact(visitor.contact)?,
            None => None,
        };
        let profile = profile(visitor.as_ref(), contact.as_ref(), actor.identity.as_ref());
        let chats = if profile.is_blocked { Vec::new() } else { chats_of(tx, &actor)? };
        let facts = VisitorFacts { acquaintance: acquaintance(&profile), ..facts.clone() };
        let flow = if profile.is_blocked { None } else { chosen_flow(tx, &channel, &facts, now)? };
        let position = tx.feed_position()?;
        Ok(OpenedSession {
            actor: actor.clone(),
            new_token: new_token.clone(),
            persistence,
            profile,
            chats,
            flow,
            position,
        })
    })
}

/// What a page may show before anybody opens the chat. Writes nothing.
pub fn glimpse(context: &Context, deed: OpenSession) -> Result<Glimpse, ActionError> {
    let OpenSession { channel, token, identity, facts, fresh } = deed;
    let now = context.world.now();
    let channel = open_channel(context, &channel)?;
    let identity = identity.and_then(|token| verified(context, &channel, &token.0, now).ok());
    let known = known(context, &channel, token.as_ref(), fresh, now)?;
    let actor = match (&identity, known) {
        (Some(identity), _) => Some(VisitorActor {
            visitor: signed_in_id(&channel, identity),
            channel: channel.id,
            digest: [0; 32],
            expires_at: now,
            identity: Some(identity.clone()),
        }),
        (None, known) => known.map(|known| known.actor),
    };
    context.store.read(|tx| {
        let visitor = match &actor {
            Some(actor) => tx.visitor(actor.visitor)?,
            None => None,
        };
        let contact = match &visitor {
            Some(visitor) => tx.contact(visitor.contact)?,
            None => None,
        };
        if visitor.as_ref().is_some_and(|visitor| visitor.standing == VisitorStanding::Blocked)
            || contact.as_ref().is_some_and(Contact::is_blocked)
        {
            return Ok(Glimpse { flow: None, unread: 0, has_chats: false, actor: None });
        }
        let profile = profile(visitor.as_ref(), contact.as_ref(), identity.as_ref());
        let facts = VisitorFacts { acquaintance: acquaintance(&profile), ..facts.clone() };
        let chats = match &actor {
            Some(actor) => chats_of(tx, actor)?,
            None => Vec::new(),
        };
        Ok(Glimpse {
            flow: chosen_flow(tx, &channel, &facts, now)?,
            unread: chats.iter().map(|chat| chat.chat.unread).sum(),
            has_chats: !chats.is_empty(),
            actor: actor.clone(),
        })
    })
}

fn channel_by_key(tx: &Reading<'_>, key: &str) -> Result<ChatChannel, ActionError> {
    let channel = tx.channel_by_key(key)?.filter(|channel| channel.standing == ChannelStanding::Active);
    channel.ok_or(ActionError::NotFound)
}

fn verified(context: &Context, channel: &ChatChannel, token: &str, now: Moment) -> Result<SignedIdentity, ActionError> {
    identity::verify(token, channel, &context.store.identity_secrets(channel)?, now)
}

/// Whose token it is.
struct Known {
    actor: VisitorActor,
    identity: VisitorIdentity,
}

fn known(
    context: &Context,
    channel: &ChatChannel,
    token: Option<&Secret>,
    fresh: Option<VisitorActor>,
    now: Moment,
) -> Result<Option<Known>, ActionError> {
    let Some(digest) = token.and_then(|token| digest_of(&token.0)) else { return Ok(None) };
    let stored = context.store.read(|tx| {
        let token = tx.visitor_token(&digest)?.filter(|token| token.is_alive(now) && token.channel == channel.id);
        let Some(token) = token else { return Ok(None) };
        let visitor = tx.visitor(token.visitor)?;
        Ok::<_, ActionError>(visitor.map(|visitor| Known { actor: actor_of(&token), identity: visitor.identity }))
    })?;
    let fresh = fresh.filter(|fresh| fresh.channel == channel.id && fresh.digest == digest && now < fresh.expires_at);
    let fresh = fresh.map(|actor| {
        let identity = match &actor.identity {
            None => VisitorIdentity::Anonymous,
            Some(identity) => VisitorIdentity::SignedIn { subject: identity.subject.clone() },
        };
        Known { actor, identity }
    });
    Ok(stored.or(fresh))
}

fn actor_of(token: &VisitorToken) -> VisitorActor {
    let VisitorToken { digest, visitor, channel, expires_at } = token;
    VisitorActor { visitor: *visitor, channel: *channel, digest: *digest, expires_at: *expires_at, identity: None }
}

struct Decided {
    actor: VisitorActor,
    new_token: Option<Secret>,
    /// The anonymous visitor that this browser was until now.
    earlier: Option<VisitorId>,
}

/// Which visitor this browser is from now on. A token never passes from one person to another: whoever
/// is somebody else gets another one.
fn decide(
    context: &Context,
    channel: &ChatChannel,
    known: Option<Known>,
    identity: Option<SignedIdentity>,
    now: Moment,
) -> Decided {
    match (identity, known) {
        (Some(identity), known) => {
            let visitor = signed_in_id(channel, &identity);
            let is_same = known.as_ref().is_some_and(|known| known.actor.visitor == visitor);
            let earlier = known
                .as_ref()
                .filter(|known| !is_same && known.identity == VisitorIdentity::Anonymous)
                .map(|known| known.actor.visitor);
            let kept = known.filter(|_| is_same).map(|known| known.actor.digest);
            let (digest, new_token) = kept.map_or_else(|| fresh_token(context), |digest| (digest, None));
            let expires_at = identity.expires_at;
            let actor = VisitorActor { visitor, channel: channel.id, digest, expires_at, identity: Some(identity) };
            Decided { actor, new_token, earlier }
        }
        (None, Some(known)) => Decided { actor: known.actor, new_token: None, earlier: None },
        (None, None) => {
            let (digest, new_token) = fresh_token(context);
            let visitor = context.world.new_id();
            let expires_at = now + VisitorToken::LIFE;
            let actor = VisitorActor { visitor, channel: channel.id, digest, expires_at, identity: None };
            Decided { actor, new_token, earlier: None }
        }
    }
}

fn fresh_token(context: &Context) -> (SecretDigest, Option<Secret>) {
    let token = new_token(context);
    (Store::digest(token.as_bytes()), Some(Secret(token)))
}

/// The same person on every device, without looking anything up: made from the channel and the site's own id.
fn signed_in_id(channel: &ChatChannel, identity: &SignedIdentity) -> VisitorId {
    let digest = Store::digest(&[&channel.id.bits().to_be_bytes()[..], identity.subject.as_bytes()].concat());
    let (first, _) = digest.split_first_chunk::<16>().expect("a digest has 32 bytes");
    VisitorId::from_bits(u128::from_be_bytes(*first))
}

fn is_old(actor: &VisitorActor, now: Moment) -> bool {
    actor.identity.is_some() || actor.expires_at.since(now) < std::time::Duration::from_secs(RENEWED_BELOW_H * 3600)
}

/// A browser that nobody vouches for is known for weeks after it was last seen; a signed identity lasts as long as it says.
fn renewed(actor: &VisitorActor, now: Moment) -> Moment {
    match &actor.identity {
        Some(identity) => identity.expires_at,
        None => now + VisitorToken::LIFE,
    }
}

fn save_token(context: &Context, actor: &VisitorActor) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        // A signed-in token that nobody vouches for any more is not made to last longer.
        let visitor = tx.visitor(actor.visitor)?.ok_or(ActionError::UnknownVisitor)?;
        if actor.identity.is_none() && visitor.identity != VisitorIdentity::Anonymous {
            return Ok(());
        }
        tx.save_visitor_token(&token_of(&actor))?;
        Ok(())
    })
}

fn token_of(actor: &VisitorActor) -> VisitorToken {
    let VisitorActor { visitor, channel, digest, expires_at, identity: _ } = actor;
    VisitorToken { digest: *digest, visitor: *visitor, channel: *channel, expires_at: *expires_at }
}

/// The chats of an anonymous visitor pass to the one who has signed in in the same browser.
fn take_along(context: &Context, actor: &VisitorActor, earlier: VisitorId) -> Result<(), ActionError> {
    let now = context.world.now();
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        let (visitor, contact) = admit::admit(tx, &world, &actor, now)?;
        let Some(earlier) = tx.visitor(earlier)? else { return Ok(()) };
        if earlier.standing == VisitorStanding::Blocked {
            return Err(ActionError::Blocked);
        }
        pass_chats(tx, &earlier, &visitor, &contact)
    })
}

fn pass_chats(tx: &Writing<'_>, from: &Visitor, to: &Visitor, contact: &Contact) -> Result<(), ActionError> {
    for id in tx.conversations_of_visitor(from.id, crate::domain::limit::VISITOR_CONVERSATIONS_MAX)? {
        let (Some(mut chat), Some(mut head)) = (tx.chat(id)?, tx.any_conversation(id)?) else { continue };
        chat.visitor = to.id;
        head.contact = contact.id;
        tx.save_chat(&chat)?;
        tx.save_conversation(&head)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
    }
    Ok(())
}

fn profile(visitor: Option<&Visitor>, contact: Option<&Contact>, identity: Option<&SignedIdentity>) -> Profile {
    let is_signed_in =
        identity.is_some() || visitor.is_some_and(|visitor| visitor.identity != VisitorIdentity::Anonymous);
    // Of a browser that nobody vouches for, only what was typed in it is said again.
    let vouched = identity.and_then(|identity| identity.email.as_ref());
    let vouched = vouched.or(contact.filter(|_| is_signed_in).and_then(|contact| contact.addresses.first()));
    // A contact that was merged may hold the claim of another browser.
    let own = contact.filter(|contact| visitor.is_some_and(|visitor| visitor.contact == contact.id));
    let claimed = own.and_then(|contact| contact.claimed_address.as_ref());
    Profile {
        name: match (contact, identity) {
            (_, Some(identity)) if !identity.name.is_empty() => identity.name.clone(),
            (Some(contact), _) if is_signed_in => contact.name.clone(),
            // What agents call somebody whom nobody vouches for is theirs.
            (Some(_) | None, _) => String::new(),
        },
        email: vouched.or(claimed).map(ToString::to_string),
        is_email_verified: vouched.is_some(),
        is_signed_in,
        is_blocked: visitor.is_some_and(|visitor| visitor.standing == VisitorStanding::Blocked)
            || contact.is_some_and(Contact::is_blocked),
    }
}

fn acquaintance(profile: &Profile) -> Acquaintance {
    match (profile.is_signed_in, &profile.email) {
        (true, _) => Acquaintance::SignedIn,
        (false, Some(_)) => Acquaintance::Known,
        (false, None) => Acquaintance::Unknown,
    }
}
