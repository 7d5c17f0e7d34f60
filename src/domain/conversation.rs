//! One exchange with one contact: its state, and how it changes.
//!
//! Every change is a function that yields what happened, or refuses and changes nothing: `lifecycle`
//! has those of the status, `talk` those of what is said, `order` those of who has it and where it lies.

mod change;
mod lifecycle;
mod merge;
mod order;
mod participants;
mod status;
mod talk;
#[cfg(test)]
mod tests;

pub use change::{Cause, Change, ChangeRefused, Happened};
pub use merge::{is_forward, spoken, waiting_since};
pub use participants::{Participant, ParticipantStanding};
pub use status::{Before, OnReply, Snooze, Status, StatusKind};
pub use talk::{Newest, Speaker, preview_of};

use std::collections::BTreeSet;

use super::channel::ChannelKind;
use super::ids::{AgentId, ChatflowId, ContactId, ConversationId, InboxId, TagId};
use super::moment::Moment;

/// The head of a conversation; what was said is in its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub id: ConversationId,
    pub inbox: InboxId,
    pub contact: ContactId,
    /// By what kind of channel it began.
    pub channel: ChannelKind,
    /// Of the newest mail, without "Re:"; decoded, in one line.
    pub subject: String,
    pub status: Status,
    pub assignee: Option<AgentId>,
    /// Whose bot speaks in it now.
    pub bot: Option<ChatflowId>,
    pub tags: BTreeSet<TagId>,
    pub created_at: Moment,
    /// Lists are ordered by it: when something last happened that a reader should see.
    pub active_at: Moment,
    pub newest: Newest,
    /// Since when a person waits for an answer of ours.
    pub waiting_since: Option<Moment>,
    /// Who of us has answered in it.
    pub answered_by: BTreeSet<AgentId>,
    /// Colleagues whom comments in it name.
    pub named: BTreeSet<AgentId>,
    /// Where it lay before it was moved: mail that answers to those inboxes still finds it.
    pub former_inboxes: BTreeSet<InboxId>,
    /// Everybody outside who took part or was copied, the contact included.
    pub participants: Vec<Participant>,
    pub message_count: u32,
    pub comment_count: u32,
    pub has_attachments: bool,
}

impl Conversation {
    /// A conversation in which nothing was said yet.
    pub fn begin(id: ConversationId, inbox: InboxId, contact: ContactId, channel: ChannelKind, now: Moment) -> Self {
        Self {
            id,
            inbox,
            contact,
            channel,
            subject: String::new(),
            status: Status::Open,
            assignee: None,
            bot: None,
            tags: BTreeSet::new(),
            created_at: now,
            active_at: now,
            newest: Newest { speaker: Speaker::Machine, preview: String::new() },
            waiting_since: None,
            answered_by: BTreeSet::new(),
            named: BTreeSet::new(),
            former_inboxes: BTreeSet::new(),
            participants: Vec::new(),
            message_count: 0,
            comment_count: 0,
            has_attachments: false,
        }
    }

    /// Whether mail to this inbox may find the conversation.
    pub fn was_in(&self, inbox: InboxId) -> bool {
        self.inbox == inbox || self.former_inboxes.contains(&inbox)
    }
}
