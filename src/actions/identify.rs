//! Who comes in: a session's cookie or a token becomes an actor, with the rights of this moment.

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Standing};
use crate::domain::ids::{AgentId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::session::Session;
use crate::store::{Reading, Store};

/// How often the use of a session is written down: not every request is a write.
const USE_NOTED_EVERY: Duration = Duration::from_secs(60);
/// The shape of a secret: anything else is not looked up at all.
const SECRET_CHARS_MIN: usize = 40;
const SECRET_CHARS_MAX: usize = 64;

/// What a caller holds to say who they are.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    Session(String),
    ApiToken(String),
}

/// Says nothing of the secret.
impl std::fmt::Debug for Credential {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Session(_) => "Session(…)",
            Self::ApiToken(_) => "ApiToken(…)",
        })
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub actor: Actor,
    /// None for a token.
    pub session: Option<SessionId>,
    /// The use of the session should be written down, see `note_use`.
    pub unnoted_use: Option<SessionUse>,
}

/// That a session was used just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionUse {
    digest: [u8; 32],
    at: Moment,
}

/// The actor behind a credential; none if it opens nothing. A question of a few rows, see `ActionRunner::ask`.
pub fn identify(context: &Context, credential: &Credential) -> Result<Option<Identity>, ActionError> {
    let now = context.world.now();
    match credential {
        Credential::Session(secret) => {
            let Some(digest) = digest(secret) else { return Ok(None) };
            let found = context.store.read(|tx| {
                let Some(session) = tx.session(&digest)? else { return Ok(None) };
                if !session.is_alive(now) {
                    return Ok(None);
                }
                let actor = actor_in(tx, session.agent)?;
                Ok::<_, ActionError>(actor.map(|actor| (session, actor)))
            })?;
            let Some((session, actor)) = found else { return Ok(None) };
            let is_due = USE_NOTED_EVERY <= now.since(session.used_at);
            let unnoted_use = is_due.then_some(SessionUse { digest, at: now });
            Ok(Some(Identity { actor, session: Some(session.id), unnoted_use }))
        }
        Credential::ApiToken(secret) => {
            let Some(digest) = digest(secret) else { return Ok(None) };
            context.store.read(|tx| {
                let token = tx.api_token(&digest)?.filter(|token| now < token.expires_at);
                let Some(token) = token else { return Ok(None) };
                Ok(actor_in(tx, token.agent)?.map(|actor| Identity { actor, session: None, unnoted_use: None }))
            })
        }
    }
}

/// An agent with the rights of this moment; none if the agent may not come in.
pub fn actor_of_agent(context: &Context, agent: AgentId) -> Result<Option<Actor>, ActionError> {
    context.store.read(|tx| actor_in(tx, agent))
}

/// The same, within a transaction.
pub(super) fn actor_in(tx: &Reading<'_>, agent: AgentId) -> Result<Option<Actor>, ActionError> {
    let agent = tx.agent(agent)?.filter(|agent| agent.standing == Standing::Active);
    agent.map(|agent| rights_of(tx, &agent)).transpose()
}

/// The rights of an agent at this moment.
fn rights_of(tx: &Reading<'_>, agent: &Agent) -> Result<Actor, ActionError> {
    Ok(Actor { agent: agent.id, role: agent.role, inboxes: tx.inboxes_admitting(agent)? })
}

/// Writes down that a session was used.
pub fn note_use(context: &Context, used: SessionUse) -> Result<(), ActionError> {
    let SessionUse { digest, at } = used;
    context.store.write(move |tx| {
        // It may have ended since it was read.
        if let Some(session) = tx.session(&digest)? {
            tx.save_session(&Session { used_at: at, ..session })?;
        }
        Ok(())
    })
}

fn digest(secret: &str) -> Option<[u8; 32]> {
    let has_shape = (SECRET_CHARS_MIN..=SECRET_CHARS_MAX).contains(&secret.len());
    has_shape.then(|| Store::digest(secret.as_bytes()))
}
