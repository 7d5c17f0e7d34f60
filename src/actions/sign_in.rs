//! An agent signs in, sees where they are signed in, and signs out.

use super::notice_mail::queue_notice_mail;
use super::notice_words::Happening;
use super::password;
use super::second_factor::{demand_second_factor, notice_to};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Standing;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, SessionId};
use crate::domain::session::Session;
use crate::store::Store;

/// What is kept of a browser's name, in characters.
const USER_AGENT_CHARS_MAX: usize = 200;

/// An address, a password, a code where there is a second factor, and where they come from.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub email: String,
    pub password: Secret,
    pub code: Option<Secret>,
    pub browser: Browser,
}

/// A password as it was typed.
#[derive(Clone)]
pub struct Secret(pub String);

/// Says nothing of the password.
impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// Where a session begins.
#[derive(Debug, Clone)]
pub struct Browser {
    pub user_agent: String,
    pub address: String,
}

/// A session that has begun. The secret is known to the browser alone from now on.
#[derive(Debug, Clone)]
pub struct BegunSession {
    pub agent: AgentId,
    pub secret: Secret,
}

/// Begins a session. A wrong address and a wrong password give the same answer after the same work.
pub fn sign_in(context: &Context, deed: SignIn) -> Result<BegunSession, ActionError> {
    let known = match EmailAddress::parse(&deed.email) {
        Ok(email) => context.store.read(|tx| {
            let agent = tx.agent_by_email(&email)?.filter(|agent| agent.standing == Standing::Active);
            let Some(agent) = agent else { return Ok(None) };
            let phc = tx.password(agent.id)?;
            Ok::<_, ActionError>(Some((agent.id, phc)))
        })?,
        Err(_) => None,
    };
    let phc = known.as_ref().and_then(|(_, phc)| phc.as_deref());
    let is_right = password::matches(&deed.password.0, phc);
    match known {
        Some((agent, _)) if is_right => begin_session(context, agent, deed.code.as_ref(), deed.browser),
        Some(_) | None => Err(ActionError::WrongCredentials),
    }
}

/// Begins a session for an agent whose first proof was right. No way in forgets the second one: it is asked for here.
pub fn begin_session(
    context: &Context,
    agent: AgentId,
    code: Option<&Secret>,
    browser: Browser,
) -> Result<BegunSession, ActionError> {
    demand_second_factor(context, agent, code)?;
    let secret = data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>());
    let now = context.world.now();
    let session = Session {
        id: context.world.new_id(),
        agent,
        digest: Store::digest(secret.as_bytes()),
        created_at: now,
        used_at: now,
        proved_at: now,
        user_agent: browser.user_agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
        address: browser.address,
    };
    context.store.write(move |tx| {
        for old in tx.sessions_of(agent)? {
            if !old.is_alive(now) {
                tx.remove_session(&old)?;
            }
        }
        tx.save_session(&session)
    })?;
    Ok(BegunSession { agent, secret: Secret(secret) })
}

/// Where the actor is signed in, oldest first.
pub fn list_sessions(context: &Context, actor: &Actor) -> Result<Vec<Session>, ActionError> {
    let now = context.world.now();
    let sessions = context.store.read(|tx| tx.sessions_of(actor.agent))?;
    Ok(sessions.into_iter().filter(|session| session.is_alive(now)).collect())
}

/// Ends one of the actor's own sessions.
pub fn end_session(context: &Context, actor: &Actor, id: SessionId) -> Result<(), ActionError> {
    let agent = actor.agent;
    context.store.write(move |tx| {
        let session = tx.sessions_of(agent)?.into_iter().find(|session| session.id == id);
        tx.remove_session(&session.ok_or(ActionError::NotFound)?)?;
        Ok(())
    })
}

/// Ends all of the actor's own sessions but the one that asks; without one, all of them.
pub fn end_other_sessions(context: &Context, actor: &Actor, kept: Option<SessionId>) -> Result<(), ActionError> {
    let agent = actor.agent;
    Ok(context.store.write(move |tx| tx.remove_other_sessions(agent, kept))?)
}

/// One of the actor's own sessions.
pub fn show_session(context: &Context, actor: &Actor, id: SessionId) -> Result<Session, ActionError> {
    let sessions = context.store.read(|tx| tx.sessions_of(actor.agent))?;
    sessions.into_iter().find(|session| session.id == id).ok_or(ActionError::NotFound)
}

/// Changes the actor's password, ends every other session of theirs, and tells them by mail.
pub fn change_password(
    context: &Context,
    actor: &Actor,
    kept: Option<SessionId>,
    old: &Secret,
    new: &password::NewPassword,
) -> Result<(), ActionError> {
    let agent = actor.agent;
    let phc = context.store.read(|tx| tx.password(agent))?;
    if !password::matches(&old.0, phc.as_deref()) {
        return Err(ActionError::invalid("old_password", "This is not your password."));
    }
    let phc = new.hash(context.world.secret());
    let notice = notice_to(context, agent, Happening::PasswordChanged)?;
    context.store.write(move |tx| {
        tx.save_password(agent, &phc)?;
        tx.remove_other_sessions(agent, kept)?;
        tx.remove_password_reset_of(agent)?;
        queue_notice_mail(tx, &notice)?;
        Ok(())
    })
}
