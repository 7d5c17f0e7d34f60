//! What must be known of a merge to undo it.

use super::chat::Chat;
use super::conversation::Conversation;
use super::ids::EntryId;

/// One conversation was put into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// What took the other in, as it was before.
    pub into: Conversation,
    /// What was taken in, as it was before.
    pub other: Conversation,
    /// Its chat, if it was one.
    pub chat: Option<Chat>,
    /// The entries that came with it.
    pub moved: Vec<EntryId>,
}
