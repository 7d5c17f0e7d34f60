//! Who has a conversation, where it lies, and the tags on it.

use super::Conversation;
use super::change::{Change, ChangeRefused};
use crate::domain::ids::{AgentId, InboxId, TagId};
use crate::domain::limit::TAGS_PER_CONVERSATION_MAX;

impl Conversation {
    /// Gives the conversation to an agent, or to nobody.
    pub fn assign(&mut self, to: Option<AgentId>) -> Result<Change, ChangeRefused> {
        if self.assignee == to {
            return Err(ChangeRefused::AssignedAlready);
        }
        let from = std::mem::replace(&mut self.assignee, to);
        Ok(Change::Assigned { from, to })
    }

    /// Puts a tag on it.
    pub fn tag(&mut self, tag: TagId) -> Result<Change, ChangeRefused> {
        if self.tags.contains(&tag) {
            return Err(ChangeRefused::TaggedAlready);
        }
        if TAGS_PER_CONVERSATION_MAX <= self.tags.len() {
            return Err(ChangeRefused::TooManyTags);
        }
        self.tags.insert(tag);
        Ok(Change::Tagged { tag })
    }

    /// Takes a tag off it.
    pub fn untag(&mut self, tag: TagId) -> Result<Change, ChangeRefused> {
        if self.tags.remove(&tag) { Ok(Change::Untagged { tag }) } else { Err(ChangeRefused::NotTagged) }
    }

    /// Moves it to another inbox. Mail that answers to the old one still finds it.
    pub fn move_to(&mut self, inbox: InboxId) -> Result<Change, ChangeRefused> {
        if self.inbox == inbox {
            return Err(ChangeRefused::InInboxAlready);
        }
        let from = std::mem::replace(&mut self.inbox, inbox);
        self.former_inboxes.insert(from);
        self.former_inboxes.remove(&inbox);
        Ok(Change::Moved { from, to: inbox })
    }
}
