//! The browsers that an agent is told in by push, and the key by which push services know this installation.

use super::notice_words::push_greeting;
use super::push_notices::PushLetter;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, PushSubscriptionId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::push::{BrowserKeys, PushSubscription, Urgency};
use crate::domain::session::Session;
use crate::store::Reading;

/// A browser as it asks to be told.
#[derive(Clone, PartialEq, Eq)]
pub struct AskingBrowser {
    /// An address that the configuration lets pass.
    pub endpoint: String,
    pub keys: BrowserKeys,
}

/// A browser that is told, with the session that it is signed in by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldBrowser {
    pub subscription: PushSubscription,
    pub session: Session,
}

/// How push services know this installation (RFC 8292).
#[derive(Clone, PartialEq, Eq)]
pub struct PushIdentity {
    /// A private key on P-256.
    pub key: [u8; 32],
    /// Whom the operators of a push service can write to.
    pub contact: EmailAddress,
}

/// The key that signs pushes, made on first need, and whom to ask about them.
pub fn push_identity(context: &Context) -> Result<PushIdentity, ActionError> {
    let workspace = context.store.read(|tx| tx.workspace())?.ok_or(ActionError::NotSetUp)?;
    let contact = workspace.address("postmaster").ok_or(ActionError::NotSetUp)?;
    if let Some(key) = context.store.push_key()? {
        return Ok(PushIdentity { key, contact });
    }
    let sealed = context.store.seal_push_key(&context.world.new_p256_key());
    context.store.write(move |tx| Ok::<_, ActionError>(tx.save_sealed_once(&sealed)?))?;
    // Somebody else may have made one at the same time: the first one counts.
    let key = context.store.push_key()?.ok_or(ActionError::NotSetUp)?;
    Ok(PushIdentity { key, contact })
}

/// The actor's browsers that are told, in the order in which they were added.
pub fn list_told_browsers(context: &Context, actor: &Actor) -> Result<Vec<ToldBrowser>, ActionError> {
    let now = context.world.now();
    context.store.read(|tx| told_browsers(tx, actor.agent, now))
}

/// Browsers of an agent that are told and are signed in.
pub(super) fn told_browsers(tx: &Reading<'_>, agent: AgentId, now: Moment) -> Result<Vec<ToldBrowser>, ActionError> {
    let subscriptions = tx.push_subscriptions(agent)?;
    if subscriptions.is_empty() {
        return Ok(Vec::new());
    }
    let sessions = tx.sessions_of(agent)?;
    let told = subscriptions.into_iter().filter_map(|subscription| {
        let session = sessions.iter().find(|session| session.id == subscription.session)?;
        session.is_alive(now).then(|| ToldBrowser { subscription, session: session.clone() })
    });
    Ok(told.collect())
}

/// The browser of this session, if it is told exactly so already.
pub fn find_told_browser(
    context: &Context,
    actor: &Actor,
    session: SessionId,
    asked: &AskingBrowser,
) -> Result<Option<ToldBrowser>, ActionError> {
    let told = list_told_browsers(context, actor)?;
    Ok(told.into_iter().find(|ToldBrowser { subscription, .. }| {
        let PushSubscription { endpoint, keys, session: its, .. } = subscription;
        *its == session && *endpoint == asked.endpoint && *keys == asked.keys
    }))
}

/// The first push to a browser: it shows that the way is open.
pub fn greeting_push(context: &Context, actor: &Actor) -> Result<PushLetter, ActionError> {
    let agent = context.store.read(|tx| tx.agent(actor.agent))?.ok_or(ActionError::NotFound)?;
    let (title, body) = push_greeting(agent.locale);
    Ok(PushLetter {
        tag: "greeting".to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        address: "settings/notices".to_owned(),
        topic: "greeting".to_owned(),
        urgency: Urgency::High,
    })
}

/// Tells this browser from now on, in the place of what stood for it before.
pub fn add_push_subscription(
    context: &Context,
    actor: &Actor,
    session: SessionId,
    asked: AskingBrowser,
) -> Result<ToldBrowser, ActionError> {
    let AskingBrowser { endpoint, keys } = asked;
    let (id, created_at) = (context.world.new_id(), context.world.now());
    let subscription = PushSubscription { id, agent: actor.agent, session, endpoint, keys, created_at };
    context.store.write(move |tx| {
        // It may have ended while the push service was asked.
        let sessions = tx.sessions_of(subscription.agent)?;
        let session = sessions.into_iter().find(|one| one.id == subscription.session);
        let session = session.ok_or(ActionError::SessionNeeded)?;
        tx.save_push_subscription(&subscription)?;
        Ok(ToldBrowser { subscription: subscription.clone(), session })
    })
}

/// Stops telling one of the actor's browsers.
pub fn remove_push_subscription(context: &Context, actor: &Actor, id: PushSubscriptionId) -> Result<(), ActionError> {
    let was_there = forget_push_subscription(context, actor.agent, id)?;
    if was_there { Ok(()) } else { Err(ActionError::NotFound) }
}

/// Forgets a browser that its push service does not know any more; says whether it was still kept.
pub fn forget_push_subscription(
    context: &Context,
    agent: AgentId,
    id: PushSubscriptionId,
) -> Result<bool, ActionError> {
    context.store.write(move |tx| Ok(tx.remove_push_subscription(agent, id)?))
}
