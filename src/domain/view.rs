//! The built-in views over conversations.

use super::ids::AgentId;

/// A named filter. It holds what its reader may see, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Open and assigned to this agent.
    Mine(AgentId),
    /// Open and assigned to nobody.
    Unassigned,
    AllOpen,
    Closed,
}
