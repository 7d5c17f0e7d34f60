//! How an agent stays signed in, and the tokens of scripts.

use std::time::Duration;

use super::ids::{AgentId, ApiTokenId, SessionId};
use super::limit::{PROOF_MIN, SESSION_DAYS_MAX, SESSION_IDLE_H};
use super::moment::Moment;

/// SHA-256 of a secret: what is kept of it.
pub type SecretDigest = [u8; 32];

/// One browser of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub agent: AgentId,
    pub digest: SecretDigest,
    pub created_at: Moment,
    /// To the minute: not every request is a write.
    pub used_at: Moment,
    /// When whoever is there proved last who they are.
    pub proved_at: Moment,
    /// As the browser says it, cut; for the list of sessions.
    pub user_agent: String,
    /// The address that signed in.
    pub address: String,
}

impl Session {
    /// Whether it still opens the door.
    pub fn is_alive(&self, now: Moment) -> bool {
        now.since(self.created_at) < Duration::from_secs(SESSION_DAYS_MAX * 24 * 3600)
            && now.since(self.used_at) < Duration::from_secs(SESSION_IDLE_H * 3600)
    }
}

/// Whether a proof is fresh enough for what is sensitive.
pub fn is_recent(proved_at: Moment, now: Moment) -> bool {
    now.since(proved_at) < Duration::from_secs(PROOF_MIN * 60)
}

/// A token that acts as an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub agent: AgentId,
    pub name: String,
    pub digest: SecretDigest,
    /// Its last letters, for lists; empty for one that was made before they were kept.
    pub hint: String,
    pub created_at: Moment,
    pub expires_at: Moment,
    /// To the minute: not every request is a write.
    pub used_at: Option<Moment>,
}

/// A link that lets an agent choose a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub agent: AgentId,
    pub digest: SecretDigest,
    pub expires_at: Moment,
}

/// A link by which an agent who has forgotten their password chooses a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    pub agent: AgentId,
    pub digest: SecretDigest,
    pub expires_at: Moment,
}
