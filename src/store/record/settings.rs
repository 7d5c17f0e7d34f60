//! Single records: the workspace, its secrets and the way its mail leaves; and uploads.

use serde::{Deserialize, Serialize};

use super::message::BlobRecord;
use super::{Record, Unreadable};
use crate::domain::delivery_route::{DeliveryRoute, Relay, RelayCredentials, RelaySecurity};
use crate::domain::ids::{AgentId, InboxId, UploadId, VisitorId};
use crate::domain::moment::Moment;
use crate::domain::upload::{Upload, UploadKeeping, UploadOwner, UploadPurpose};
use crate::domain::workspace::{Secrets, Workspace};

#[derive(Serialize, Deserialize)]
pub struct WorkspaceRecord {
    name: String,
    public_url: String,
    mail_domain: String,
    first_inbox: u128,
    created_at: u64,
}

impl Record for WorkspaceRecord {
    type Domain = Workspace;
    const TABLE: &'static str = "settings";

    fn from_domain(workspace: &Workspace) -> Self {
        let Workspace { name, public_url, mail_domain, first_inbox, created_at } = workspace;
        Self {
            name: name.clone(),
            public_url: public_url.clone(),
            mail_domain: mail_domain.clone(),
            first_inbox: first_inbox.bits(),
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Workspace, Unreadable> {
        Ok(Workspace {
            name: self.name,
            public_url: self.public_url,
            mail_domain: self.mail_domain,
            first_inbox: InboxId::from_bits(self.first_inbox),
            created_at: Moment::from_millis(self.created_at),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct SecretsRecord {
    instance: [u8; 32],
    dkim_rsa: Vec<u8>,
    dkim_ed25519: Vec<u8>,
}

impl Record for SecretsRecord {
    type Domain = Secrets;
    const TABLE: &'static str = "settings";

    fn from_domain(secrets: &Secrets) -> Self {
        let Secrets { instance, dkim_rsa, dkim_ed25519 } = secrets;
        Self { instance: *instance, dkim_rsa: dkim_rsa.clone(), dkim_ed25519: dkim_ed25519.clone() }
    }

    fn into_domain(self) -> Result<Secrets, Unreadable> {
        let Self { instance, dkim_rsa, dkim_ed25519 } = self;
        Ok(Secrets { instance, dkim_rsa, dkim_ed25519 })
    }
}

#[derive(Serialize, Deserialize)]
pub struct UploadRecord {
    id: u128,
    /// Of whoever owns it.
    agent: u128,
    #[serde(default)]
    is_of_visitor: bool,
    name: String,
    media_type: String,
    blob: BlobRecord,
    #[serde(default)]
    is_for_comment: bool,
    #[serde(default)]
    is_in_draft: bool,
    created_at: u64,
}

impl Record for UploadRecord {
    type Domain = Upload;
    const TABLE: &'static str = "uploads";

    fn from_domain(upload: &Upload) -> Self {
        let Upload { id, owner, name, media_type, blob, purpose, keeping, created_at } = upload;
        let (owner, is_of_visitor) = match owner {
            UploadOwner::Agent(agent) => (agent.bits(), false),
            UploadOwner::Visitor(visitor) => (visitor.bits(), true),
        };
        Self {
            id: id.bits(),
            agent: owner,
            is_of_visitor,
            name: name.clone(),
            media_type: media_type.clone(),
            blob: (*blob).into(),
            is_for_comment: match purpose {
                UploadPurpose::Message => false,
                UploadPurpose::Comment => true,
            },
            is_in_draft: match keeping {
                UploadKeeping::ForAWhile => false,
                UploadKeeping::WithDraft => true,
            },
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Upload, Unreadable> {
        Ok(Upload {
            id: UploadId::from_bits(self.id),
            owner: if self.is_of_visitor {
                UploadOwner::Visitor(VisitorId::from_bits(self.agent))
            } else {
                UploadOwner::Agent(AgentId::from_bits(self.agent))
            },
            name: self.name,
            media_type: self.media_type,
            blob: self.blob.into(),
            purpose: if self.is_for_comment { UploadPurpose::Comment } else { UploadPurpose::Message },
            keeping: if self.is_in_draft { UploadKeeping::WithDraft } else { UploadKeeping::ForAWhile },
            created_at: Moment::from_millis(self.created_at),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub enum RouteRecord {
    Direct,
    Relay { host: String, port: u16, security: SecurityRecord, credentials: Option<(String, String)> },
}

#[derive(Serialize, Deserialize)]
pub enum SecurityRecord {
    StartTls,
    Implicit,
    None,
}

impl Record for RouteRecord {
    type Domain = DeliveryRoute;
    const TABLE: &'static str = "settings";

    fn from_domain(route: &DeliveryRoute) -> Self {
        match route {
            DeliveryRoute::Direct => Self::Direct,
            DeliveryRoute::Relay(Relay { host, port, security, credentials }) => Self::Relay {
                host: host.clone(),
                port: *port,
                security: match security {
                    RelaySecurity::StartTls => SecurityRecord::StartTls,
                    RelaySecurity::Implicit => SecurityRecord::Implicit,
                    RelaySecurity::None => SecurityRecord::None,
                },
                credentials: credentials
                    .as_ref()
                    .map(|RelayCredentials { username, password }| (username.clone(), password.clone())),
            },
        }
    }

    fn into_domain(self) -> Result<DeliveryRoute, Unreadable> {
        Ok(match self {
            Self::Direct => DeliveryRoute::Direct,
            Self::Relay { host, port, security, credentials } => DeliveryRoute::Relay(Relay {
                host,
                port,
                security: match security {
                    SecurityRecord::StartTls => RelaySecurity::StartTls,
                    SecurityRecord::Implicit => RelaySecurity::Implicit,
                    SecurityRecord::None => RelaySecurity::None,
                },
                credentials: credentials.map(|(username, password)| RelayCredentials { username, password }),
            }),
        })
    }
}
