//! A person inside.

use super::email_address::EmailAddress;
use super::ids::AgentId;
use super::moment::Moment;

/// A person inside, with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub id: AgentId,
    /// Shown to colleagues and, where the inbox says so, to contacts.
    pub name: String,
    /// For signing in and for notices.
    pub email: EmailAddress,
    pub role: Role,
    pub standing: Standing,
    pub locale: Locale,
    pub created_at: Moment,
}

/// What an agent may do in the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sees every inbox and changes settings.
    Administrator,
    /// Works in the inboxes of which they are a member.
    Agent,
}

/// Whether an agent can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Has an invitation, no password yet.
    Invited,
    Active,
    /// Kept for the history; cannot sign in.
    Deactivated,
}

/// The language of the page for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    English,
    Dutch,
    German,
}

impl Locale {
    /// BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Dutch => "nl",
            Self::German => "de",
        }
    }

    /// Reads a BCP 47 tag by its language alone.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()? {
            "en" => Some(Self::English),
            "nl" => Some(Self::Dutch),
            "de" => Some(Self::German),
            _ => None,
        }
    }
}
