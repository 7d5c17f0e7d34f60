//! A named group of agents.

use std::collections::BTreeSet;

use super::ids::{AgentId, TeamId};
use super::moment::Moment;

/// A named group of agents: mentioned together, and asked together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    /// Told apart without regard to case.
    pub name: String,
    pub members: BTreeSet<AgentId>,
    pub created_at: Moment,
}

impl Team {
    /// Whether two names are one name to a reader.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}
