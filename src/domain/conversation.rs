//! One exchange with one contact: its state, and how it changes.
//!
//! Every change is a function that yields what happened, or refuses and changes nothing.

use super::channel::ChannelKind;
use super::email_address::{EmailAddress, Mailbox};
use super::ids::{AgentId, ContactId, ConversationId, EntryId, InboxId};
use super::limit::{PARTICIPANTS_MAX, PREVIEW_CHARS_MAX};
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
    pub created_at: Moment,
    /// Lists are ordered by it: when something last happened that a reader should see.
    pub active_at: Moment,
    pub newest: Newest,
    /// Since when a person waits for an answer of ours.
    pub waiting_since: Option<Moment>,
    /// Everybody outside who took part or was copied, the contact included.
    pub participants: Vec<Participant>,
    pub message_count: u32,
    pub comment_count: u32,
    pub has_attachments: bool,
}

/// What a conversation waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Open,
    Closed { at: Moment, by: AgentId },
}

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

/// Somebody outside who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub mailbox: Mailbox,
    pub standing: ParticipantStanding,
}

/// How somebody came into a conversation, and so whether an answer may go to them unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantStanding {
    /// The contact, or a recipient of a mail of ours.
    Known,
    /// Named in To or Cc of a mail from outside.
    Copied,
    /// Wrote into the conversation with a valid address but was never written to: not answered
    /// until an agent adds them.
    Unverified,
}

/// Why a change was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    #[error("the conversation is closed already")]
    ClosedAlready,
    #[error("the conversation is open already")]
    OpenAlready,
    #[error("the conversation is assigned like that already")]
    AssignedAlready,
}

/// Who or what brought a change about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Agent(AgentId),
    /// A contact's new message.
    NewMessage,
    /// The first to answer takes it.
    FirstAnswer(AgentId),
}

/// What happened to a conversation: the words of an activity line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Closed,
    Reopened,
    Assigned { from: Option<AgentId>, to: Option<AgentId> },
}

impl Conversation {
    /// Closes an open conversation; nobody waits for us any longer.
    pub fn close(&mut self, by: AgentId, now: Moment) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Closed { .. } => Err(ChangeRefused::ClosedAlready),
            Status::Open => {
                self.status = Status::Closed { at: now, by };
                self.waiting_since = None;
                Ok(Change::Closed)
            }
        }
    }

    /// Opens a closed conversation again.
    pub fn reopen(&mut self) -> Result<Change, ChangeRefused> {
        match self.status {
            Status::Open => Err(ChangeRefused::OpenAlready),
            Status::Closed { .. } => {
                self.status = Status::Open;
                Ok(Change::Reopened)
            }
        }
    }

    /// Gives the conversation to an agent, or to nobody.
    pub fn assign(&mut self, to: Option<AgentId>) -> Result<Change, ChangeRefused> {
        if self.assignee == to {
            return Err(ChangeRefused::AssignedAlready);
        }
        let from = std::mem::replace(&mut self.assignee, to);
        Ok(Change::Assigned { from, to })
    }

    /// Takes in a message of a person outside. It reopens what was closed.
    pub fn hear(&mut self, preview: &str, now: Moment) -> Option<Change> {
        self.said(Speaker::Contact, preview, now);
        self.message_count += 1;
        self.waiting_since = self.waiting_since.or(Some(now));
        self.reopen().ok()
    }

    /// Takes in a mail of a machine: kept and shown, but it opens nothing and nobody waits.
    pub fn hear_machine(&mut self, preview: &str, now: Moment) {
        self.message_count += 1;
        // A machine's words must not hide what a person wrote last.
        if self.message_count == 1 {
            self.said(Speaker::Machine, preview, now);
        }
    }

    /// Takes in a message of ours. The first to answer takes the conversation.
    pub fn answer(&mut self, by: AgentId, preview: &str, now: Moment) -> Option<Change> {
        self.said(Speaker::Agent(by), preview, now);
        self.message_count += 1;
        self.waiting_since = None;
        match self.assignee {
            None => self.assign(Some(by)).ok(),
            Some(_) => None,
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

    /// Adds somebody, or raises their standing. Own addresses never take part.
    pub fn add_participant(&mut self, mailbox: Mailbox, standing: ParticipantStanding) {
        let is_full = PARTICIPANTS_MAX <= self.participants.len();
        let known = self.participants.iter_mut().find(|one| one.mailbox.address == mailbox.address);
        match known {
            Some(participant) => {
                if participant.mailbox.name.is_empty() {
                    participant.mailbox.name = mailbox.name;
                }
                if standing == ParticipantStanding::Known {
                    participant.standing = standing;
                }
            }
            None if !is_full => {
                self.participants.push(Participant { mailbox, standing });
            }
            None => {}
        }
    }

    /// Whether somebody with this address takes part already.
    pub fn includes(&self, address: &EmailAddress) -> bool {
        self.participants.iter().any(|one| one.mailbox.address == *address)
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

/// One change of one conversation, with who brought it about: becomes an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    pub entry: EntryId,
    pub change: Change,
    pub cause: Cause,
}
