//! Agents and what lets them in, as they are stored.

use serde::{Deserialize, Serialize};

use super::people::{PreferencesRecord, ProfileRecord, SwitchRecord, WorkingHoursRecord};
use super::{Record, Unreadable};
use crate::domain::agent::{Agent, FactorUse, Locale, Role, Standing};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ApiTokenId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::session::{ApiToken, Invitation, SecretDigest, Session};

#[derive(Serialize, Deserialize)]
pub struct AgentRecord {
    id: u128,
    name: String,
    email: String,
    role: RoleRecord,
    standing: StandingRecord,
    locale: String,
    created_at: u64,
    #[serde(default)]
    profile: ProfileRecord,
    #[serde(default)]
    preferences: PreferencesRecord,
    #[serde(default)]
    switch: Option<SwitchRecord>,
    #[serde(default)]
    working_hours: Option<WorkingHoursRecord>,
    #[serde(default)]
    has_second_factor: bool,
}

#[derive(Serialize, Deserialize)]
enum RoleRecord {
    Administrator,
    Agent,
}

#[derive(Serialize, Deserialize)]
enum StandingRecord {
    Invited,
    Active,
    Deactivated,
}

impl Record for AgentRecord {
    type Domain = Agent;
    const TABLE: &'static str = "agents";

    fn from_domain(agent: &Agent) -> Self {
        let Agent {
            id,
            name,
            email,
            role,
            standing,
            locale,
            created_at,
            profile,
            preferences,
            switch,
            working_hours,
            second_factor,
        } = agent;
        Self {
            id: id.bits(),
            name: name.clone(),
            email: email.as_str().to_owned(),
            role: match role {
                Role::Administrator => RoleRecord::Administrator,
                Role::Agent => RoleRecord::Agent,
            },
            standing: match standing {
                Standing::Invited => StandingRecord::Invited,
                Standing::Active => StandingRecord::Active,
                Standing::Deactivated => StandingRecord::Deactivated,
            },
            locale: locale.tag().to_owned(),
            created_at: created_at.millis(),
            profile: profile.into(),
            preferences: preferences.into(),
            switch: SwitchRecord::from_domain(*switch),
            working_hours: working_hours.as_ref().map(WorkingHoursRecord::from),
            has_second_factor: *second_factor == FactorUse::On,
        }
    }

    fn into_domain(self) -> Result<Agent, Unreadable> {
        Ok(Agent {
            id: AgentId::from_bits(self.id),
            name: self.name,
            email: EmailAddress::parse(&self.email)?,
            role: match self.role {
                RoleRecord::Administrator => Role::Administrator,
                RoleRecord::Agent => Role::Agent,
            },
            standing: match self.standing {
                StandingRecord::Invited => Standing::Invited,
                StandingRecord::Active => Standing::Active,
                StandingRecord::Deactivated => Standing::Deactivated,
            },
            // A language that this version does not speak is no reason to lose an agent.
            locale: Locale::from_tag(&self.locale).unwrap_or(Locale::English),
            created_at: Moment::from_millis(self.created_at),
            profile: self.profile.into(),
            preferences: self.preferences.into(),
            switch: SwitchRecord::into_domain(self.switch),
            working_hours: self.working_hours.map(WorkingHoursRecord::into_domain).transpose()?,
            second_factor: if self.has_second_factor { FactorUse::On } else { FactorUse::Off },
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct SessionRecord {
    id: u128,
    agent: u128,
    digest: SecretDigest,
    created_at: u64,
    used_at: u64,
    user_agent: String,
    address: String,
    #[serde(default)]
    proved_at: u64,
}

impl Record for SessionRecord {
    type Domain = Session;
    const TABLE: &'static str = "sessions";

    fn from_domain(session: &Session) -> Self {
        let Session { id, agent, digest, created_at, used_at, proved_at, user_agent, address } = session;
        Self {
            id: id.bits(),
            agent: agent.bits(),
            digest: *digest,
            created_at: created_at.millis(),
            used_at: used_at.millis(),
            user_agent: user_agent.clone(),
            address: address.clone(),
            proved_at: proved_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Session, Unreadable> {
        Ok(Session {
            id: SessionId::from_bits(self.id),
            agent: AgentId::from_bits(self.agent),
            digest: self.digest,
            created_at: Moment::from_millis(self.created_at),
            used_at: Moment::from_millis(self.used_at),
            user_agent: self.user_agent,
            address: self.address,
            proved_at: Moment::from_millis(self.proved_at),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct ApiTokenRecord {
    id: u128,
    agent: u128,
    name: String,
    digest: SecretDigest,
    created_at: u64,
    expires_at: u64,
    #[serde(default)]
    hint: String,
    #[serde(default)]
    used_at: Option<u64>,
}

impl Record for ApiTokenRecord {
    type Domain = ApiToken;
    const TABLE: &'static str = "api_tokens";

    fn from_domain(token: &ApiToken) -> Self {
        let ApiToken { id, agent, name, digest, hint, created_at, expires_at, used_at } = token;
        Self {
            id: id.bits(),
            agent: agent.bits(),
            name: name.clone(),
            digest: *digest,
            created_at: created_at.millis(),
            expires_at: expires_at.millis(),
            hint: hint.clone(),
            used_at: used_at.map(Moment::millis),
        }
    }

    fn into_domain(self) -> Result<ApiToken, Unreadable> {
        Ok(ApiToken {
            id: ApiTokenId::from_bits(self.id),
            agent: AgentId::from_bits(self.agent),
            name: self.name,
            digest: self.digest,
            created_at: Moment::from_millis(self.created_at),
            expires_at: Moment::from_millis(self.expires_at),
            hint: self.hint,
            used_at: self.used_at.map(Moment::from_millis),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct InvitationRecord {
    agent: u128,
    digest: SecretDigest,
    expires_at: u64,
}

impl Record for InvitationRecord {
    type Domain = Invitation;
    const TABLE: &'static str = "invitations";

    fn from_domain(invitation: &Invitation) -> Self {
        let Invitation { agent, digest, expires_at } = invitation;
        Self { agent: agent.bits(), digest: *digest, expires_at: expires_at.millis() }
    }

    fn into_domain(self) -> Result<Invitation, Unreadable> {
        Ok(Invitation {
            agent: AgentId::from_bits(self.agent),
            digest: self.digest,
            expires_at: Moment::from_millis(self.expires_at),
        })
    }
}
