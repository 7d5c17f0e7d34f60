//! Who does something: without an actor there is no object.

use std::collections::BTreeSet;

use super::agent::Role;
use super::ids::{AgentId, InboxId};

/// An agent who came in by a session or a token, with the rights of this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub agent: AgentId,
    pub role: Role,
    /// The inboxes that this agent may see.
    pub inboxes: BTreeSet<InboxId>,
}

impl Actor {
    /// Whether what lies in this inbox exists for the actor.
    pub fn sees(&self, inbox: InboxId) -> bool {
        self.inboxes.contains(&inbox)
    }

    /// Whether the actor may change settings.
    pub const fn is_administrator(&self) -> bool {
        matches!(self.role, Role::Administrator)
    }
}
