//! How a conversation changes by what is said in it.

use std::collections::BTreeSet;

use super::change::Change;
use super::status::{Before, OnReply, Snooze, Status};
use super::{ChangeRefused, Conversation};
use crate::domain::ids::AgentId;
use crate::domain::limit::{ANSWERERS_MAX, NAMED_MAX, PREVIEW_CHARS_MAX};
use crate::domain::moment::Moment;

/// What a list row says of the newest message or comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    pub speaker: Speaker,
    pub preview: String,
}

/// Who spoke last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Contact,
    Agent(AgentId),
    /// A comment: said among colleagues.
    Commenter(AgentId),
    /// An automatic mail or a bounce.
    Machine,
    /// A bot of ours, in a chat.
    Bot,
}

impl Conversation {
    /// Takes in a message of a person outside. It opens what was closed, wakes what sleeps until a
    /// reply and fetches back what was thrown away; spam stays spam.
    pub fn hear(&mut self, preview: &str, now: Moment) -> Option<Change> {
        self.said(Speaker::Contact, preview, now);
        self.message_count += 1;
        let change = match self.status {
            Status::Open => None,
            Status::Closed { .. } => self.reopen().ok(),
            Status::Snoozed(Snooze { on_reply: OnReply::Wakes, .. }) => self.wake().ok(),
            Status::Snoozed(Snooze { on_reply: OnReply::SleepsOn, .. }) => None,
            // Whoever throws spam away does not want it back.
            Status::Spam { .. } | Status::Trashed { before: Before::Spam { .. }, .. } => return None,
            Status::Trashed { .. } => {
                self.status = Status::Open;
                Some(Change::Restored)
            }
        };
        self.waiting_since = self.waiting_since.or(Some(now));
        change
    }

    /// Takes in a mail of a machine: kept and shown, but it opens nothing and nobody waits.
    pub fn hear_machine(&mut self, preview: &str, now: Moment) {
        self.message_count += 1;
        // A machine's words must not hide what a person wrote last.
        if self.message_count == 1 {
            self.said(Speaker::Machine, preview, now);
        }
    }

    /// Whether we may write to the people in it.
    pub fn may_be_answered(&self) -> Result<(), ChangeRefused> {
        if self.status.is_put_away() { Err(ChangeRefused::PutAway) } else { Ok(()) }
    }

    /// Notes whom a comment names.
    pub fn name(&mut self, agents: &BTreeSet<AgentId>) {
        let room = NAMED_MAX.saturating_sub(self.named.len());
        let new: Vec<AgentId> = agents.difference(&self.named).copied().take(room).collect();
        self.named.extend(new);
    }

    /// Takes in a message of ours. The first to answer takes the conversation.
    pub fn answer(&mut self, by: AgentId, preview: &str, now: Moment) -> Option<Change> {
        self.said(Speaker::Agent(by), preview, now);
        self.message_count += 1;
        self.waiting_since = None;
        if self.answered_by.len() < ANSWERERS_MAX {
            self.answered_by.insert(by);
        }
        match self.assignee {
            None => self.assign(Some(by)).ok(),
            Some(_) => None,
        }
    }

    /// Takes in a message of ours to somebody else: whoever waits for an answer goes on waiting, and nobody has answered.
    pub fn pass_on(&mut self, by: AgentId, preview: &str, now: Moment) {
        self.said(Speaker::Agent(by), preview, now);
        self.message_count += 1;
        if self.answered_by.len() < ANSWERERS_MAX {
            self.answered_by.insert(by);
        }
    }

    /// Takes in the words of a bot of ours: whoever waits for a person goes on waiting.
    pub fn say_by_bot(&mut self, preview: &str, now: Moment) {
        self.said(Speaker::Bot, preview, now);
        self.message_count += 1;
    }

    /// Takes in a comment.
    pub fn remark(&mut self, by: AgentId, preview: &str, now: Moment) {
        self.said(Speaker::Commenter(by), preview, now);
        self.comment_count += 1;
    }

    fn said(&mut self, speaker: Speaker, preview: &str, now: Moment) {
        self.newest = Newest { speaker, preview: preview_of(preview) };
        self.active_at = self.active_at.max(now);
    }
}

/// The first words of a text, in one line.
pub fn preview_of(text: &str) -> String {
    let mut preview = String::new();
    for word in text.split_whitespace() {
        if !preview.is_empty() {
            preview.push(' ');
        }
        preview.push_str(word);
        if PREVIEW_CHARS_MAX < preview.chars().count() {
            break;
        }
    }
    match preview.char_indices().nth(PREVIEW_CHARS_MAX) {
        Some((end, _)) => {
            preview.truncate(end);
            preview.push('…');
            preview
        }
        None => preview,
    }
}
