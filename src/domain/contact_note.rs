//! What colleagues write down about a contact.

use super::actor::Actor;
use super::ids::{AgentId, ContactId, ContactNoteId};
use super::moment::Moment;

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactNote {
    pub id: ContactNoteId,
    pub contact: ContactId,
    pub author: AgentId,
    /// Plain text; line ends are kept.
    pub text: String,
    pub at: Moment,
    pub changed_at: Option<Moment>,
}

impl ContactNote {
    /// Whether an actor may change or remove it: its author, and administrators.
    pub fn may_be_changed_by(&self, actor: &Actor) -> bool {
        self.author == actor.agent || actor.is_administrator()
    }
}
