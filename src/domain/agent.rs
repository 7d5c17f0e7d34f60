//! A person inside.

use super::availability::Switch;
use super::email_address::EmailAddress;
use super::ids::{AgentId, PictureId};
use super::key_map::KeyMap;
use super::moment::Moment;
use super::working_hours::{WorkingHours, Zone};

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
    pub profile: Profile,
    pub preferences: Preferences,
    /// What was chosen by hand; see `availability`.
    pub switch: Switch,
    pub working_hours: Option<WorkingHours>,
    pub second_factor: FactorUse,
}

/// What visitors of web sites see of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Instead of the name.
    pub chat_name: Option<String>,
    pub picture: Option<PictureId>,
    /// Where to make an appointment: `https://…`.
    pub meeting_link: Option<String>,
}

/// How an agent's page looks and answers, on every device.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preferences {
    pub theme: Theme,
    pub density: Density,
    pub single_keys: SingleKeys,
    /// The clock that times are shown by; none for that of the device.
    pub zone: Option<Zone>,
    pub first_steps: FirstSteps,
    pub keys: KeyMap,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device has it.
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

/// WCAG 2.1.4: whether single letters are commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SingleKeys {
    #[default]
    On,
    Off,
}

/// Whether the list of first steps is shown to an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FirstSteps {
    #[default]
    Shown,
    Dismissed,
}

/// Whether signing in asks for a second proof; what proves it lies apart, so that no list can show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FactorUse {
    #[default]
    Off,
    On,
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

impl Agent {
    /// Somebody who is asked to come in.
    pub fn invited(
        id: AgentId,
        name: impl Into<String>,
        email: EmailAddress,
        role: Role,
        locale: Locale,
        created_at: Moment,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            email,
            role,
            standing: Standing::Invited,
            locale,
            created_at,
            profile: Profile::default(),
            preferences: Preferences::default(),
            switch: Switch::default(),
            working_hours: None,
            second_factor: FactorUse::Off,
        }
    }

    /// The name that visitors of web sites see.
    pub fn public_name(&self) -> &str {
        self.profile.chat_name.as_deref().unwrap_or(&self.name)
    }
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
