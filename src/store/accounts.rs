//! Agents, their passwords, sessions, tokens and invitations.

use super::error::StoreError;
use super::record::{AgentRecord, ApiTokenRecord, InvitationRecord, Record, SessionRecord};
use super::schema::{
    AGENT_BY_EMAIL, AGENTS, API_TOKEN_BY_AGENT, API_TOKENS, INVITATION_BY_AGENT, INVITATIONS, PASSWORDS,
    SESSION_BY_AGENT, SESSIONS,
};
use super::transaction::{Go, Reading, Writing};
use crate::domain::agent::Agent;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ApiTokenId, SessionId};
use crate::domain::session::{ApiToken, Invitation, SecretDigest, Session};

impl Reading<'_> {
    pub fn agent(&self, id: AgentId) -> Result<Option<Agent>, StoreError> {
        self.record::<_, AgentRecord>(AGENTS, id.bits())
    }

    pub fn agent_by_email(&self, email: &EmailAddress) -> Result<Option<Agent>, StoreError> {
        match self.get(AGENT_BY_EMAIL, email.as_str(), AgentId::from_bits)? {
            Some(id) => self.agent(id),
            None => Ok(None),
        }
    }

    /// Every agent, in the order in which they were added.
    pub fn agents(&self) -> Result<Vec<Agent>, StoreError> {
        let mut agents = Vec::new();
        self.scan(AGENTS, 0.., |_, record| {
            agents.push(AgentRecord::decode(record));
            Go::On
        })?;
        agents.into_iter().collect()
    }

    /// The password of an agent, as a PHC string.
    pub fn password(&self, agent: AgentId) -> Result<Option<String>, StoreError> {
        self.get(PASSWORDS, agent.bits(), str::to_owned)
    }

    pub fn session(&self, digest: &SecretDigest) -> Result<Option<Session>, StoreError> {
        self.record::<_, SessionRecord>(SESSIONS, digest)
    }

    /// The sessions of an agent, oldest first.
    pub fn sessions_of(&self, agent: AgentId) -> Result<Vec<Session>, StoreError> {
        let mut digests = Vec::new();
        let of_agent = (agent.bits(), 0)..=(agent.bits(), u128::MAX);
        self.scan(SESSION_BY_AGENT, of_agent, |_, digest| {
            digests.push(*digest);
            Go::On
        })?;
        let sessions: Result<Vec<_>, _> = digests.iter().map(|digest| self.session(digest)).collect();
        Ok(sessions?.into_iter().flatten().collect())
    }

    pub fn api_token(&self, digest: &SecretDigest) -> Result<Option<ApiToken>, StoreError> {
        self.record::<_, ApiTokenRecord>(API_TOKENS, digest)
    }

    /// The tokens of an agent, oldest first.
    pub fn api_tokens_of(&self, agent: AgentId) -> Result<Vec<ApiToken>, StoreError> {
        let mut digests = Vec::new();
        let of_agent = (agent.bits(), 0)..=(agent.bits(), u128::MAX);
        self.scan(API_TOKEN_BY_AGENT, of_agent, |_, digest| {
            digests.push(*digest);
            Go::On
        })?;
        let tokens: Result<Vec<_>, _> = digests.iter().map(|digest| self.api_token(digest)).collect();
        Ok(tokens?.into_iter().flatten().collect())
    }

    pub fn invitation(&self, digest: &SecretDigest) -> Result<Option<Invitation>, StoreError> {
        self.record::<_, InvitationRecord>(INVITATIONS, digest)
    }
}

impl Writing<'_> {
    /// Writes an agent; a changed address is found under the new one alone.
    pub fn save_agent(&self, agent: &Agent) -> Result<(), StoreError> {
        if let Some(before) = self.agent(agent.id)?
            && before.email != agent.email
        {
            self.remove(AGENT_BY_EMAIL, before.email.as_str())?;
        }
        self.put(AGENT_BY_EMAIL, agent.email.as_str(), agent.id.bits())?;
        self.put_record::<_, AgentRecord>(AGENTS, agent.id.bits(), agent)
    }

    pub fn save_password(&self, agent: AgentId, phc: &str) -> Result<(), StoreError> {
        self.put(PASSWORDS, agent.bits(), phc)
    }

    pub fn save_session(&self, session: &Session) -> Result<(), StoreError> {
        self.put(SESSION_BY_AGENT, (session.agent.bits(), session.id.bits()), &session.digest)?;
        self.put_record::<_, SessionRecord>(SESSIONS, &session.digest, session)
    }

    /// Ends a session; its browser is told nothing any more.
    pub fn remove_session(&self, session: &Session) -> Result<(), StoreError> {
        self.remove_push_subscription_of(session.agent, session.id)?;
        self.remove(SESSION_BY_AGENT, (session.agent.bits(), session.id.bits()))?;
        self.remove(SESSIONS, &session.digest).map(drop)
    }

    /// Ends every session of an agent but one.
    pub fn remove_other_sessions(&self, agent: AgentId, kept: Option<SessionId>) -> Result<(), StoreError> {
        for session in self.sessions_of(agent)? {
            if Some(session.id) != kept {
                self.remove_session(&session)?;
            }
        }
        Ok(())
    }

    pub fn save_api_token(&self, token: &ApiToken) -> Result<(), StoreError> {
        self.put(API_TOKEN_BY_AGENT, (token.agent.bits(), token.id.bits()), &token.digest)?;
        self.put_record::<_, ApiTokenRecord>(API_TOKENS, &token.digest, token)
    }

    /// Says whether the agent had such a token.
    pub fn remove_api_token(&self, agent: AgentId, id: ApiTokenId) -> Result<bool, StoreError> {
        let digest = self.get(API_TOKEN_BY_AGENT, (agent.bits(), id.bits()), |digest| *digest)?;
        let Some(digest) = digest else { return Ok(false) };
        self.remove(API_TOKEN_BY_AGENT, (agent.bits(), id.bits()))?;
        self.remove(API_TOKENS, &digest)
    }

    /// An agent has one invitation: a new one ends the one before.
    pub fn save_invitation(&self, invitation: &Invitation) -> Result<(), StoreError> {
        self.remove_invitation_of(invitation.agent)?;
        self.put(INVITATION_BY_AGENT, invitation.agent.bits(), &invitation.digest)?;
        self.put_record::<_, InvitationRecord>(INVITATIONS, &invitation.digest, invitation)
    }

    pub fn remove_invitation_of(&self, agent: AgentId) -> Result<(), StoreError> {
        if let Some(digest) = self.get(INVITATION_BY_AGENT, agent.bits(), |digest| *digest)? {
            self.remove(INVITATION_BY_AGENT, agent.bits())?;
            self.remove(INVITATIONS, &digest)?;
        }
        Ok(())
    }
}
