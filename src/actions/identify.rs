//! Who comes in: a session's cookie or a token becomes an actor, with the rights of this moment.

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Standing};
use crate::domain::ids::{AgentId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::session::{ApiToken, Session, is_recent};
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
    /// When they proved last who they are; none for a token.
    pub proved_at: Option<Moment>,
    /// The use of the credential should be written down, see `note_use`.
    pub unnoted_use: Option<CredentialUse>,
}

/// Somebody at a screen who has proved a short while ago who they are: what is sensitive takes nothing less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub actor: Actor,
    pub session: SessionId,
}

impl Confirmed {
    /// Refused for a token, and for a session whose proof is too old.
    pub fn of(identity: &Identity, now: Moment) -> Result<Self, ActionError> {
        let session = identity.session.ok_or(ActionError::SessionNeeded)?;
        identity.demand_recent_proof(now)?;
        Ok(Self { actor: identity.actor.clone(), session })
    }
}

impl Identity {
    /// For what a script may do too: only sessions are asked when they were proved.
    pub fn demand_recent_proof(&self, now: Moment) -> Result<(), ActionError> {
        match self.proved_at {
            Some(proved_at) if !is_recent(proved_at, now) => Err(ActionError::ProofNeeded),
            Some(_) | None => Ok(()),
        }
    }
}

/// That a credential was used just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialUse {
    kind: CredentialKind,
    digest: [u8; 32],
    at: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CredentialKind {
    Session,
    ApiToken,
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
            let unnoted_use = is_due.then_some(CredentialUse { kind: CredentialKind::Session, digest, at: now });
            let proved_at = Some(session.proved_at);
            Ok(Some(Identity { actor, session: Some(session.id), proved_at, unnoted_use }))
        }
        Credential::ApiToken(secret) => {
            let Some(digest) = digest(secret) else { return Ok(None) };
            context.store.read(|tx| {
                let token = tx.api_token(&digest)?.filter(|token| now < token.expires_at);
                let Some(token) = token else { return Ok(None) };
                let is_due = token.used_at.is_none_or(|used_at| USE_NOTED_EVERY <= now.since(used_at));
                let unnoted_use = is_due.then_some(CredentialUse { kind: CredentialKind::ApiToken, digest, at: now });
                let identity = |actor| Identity { actor, session: None, proved_at: None, unnoted_use };
                Ok(actor_in(tx, token.agent)?.map(identity))
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

/// Writes down that a credential was used.
pub fn note_use(context: &Context, used: CredentialUse) -> Result<(), ActionError> {
    let CredentialUse { kind, digest, at } = used;
    context.store.write(move |tx| {
        // It may have ended since it was read.
        match kind {
            CredentialKind::Session => {
                if let Some(session) = tx.session(&digest)? {
                    tx.save_session(&Session { used_at: at, ..session })?;
                }
            }
            CredentialKind::ApiToken => {
                if let Some(token) = tx.api_token(&digest)? {
                    tx.save_api_token(&ApiToken { used_at: Some(at), ..token })?;
                }
            }
        }
        Ok(())
    })
}

fn digest(secret: &str) -> Option<[u8; 32]> {
    let has_shape = (SECRET_CHARS_MIN..=SECRET_CHARS_MAX).contains(&secret.len());
    has_shape.then(|| Store::digest(secret.as_bytes()))
}
