//! One conversation takes another in, gives it back, or gives a part of itself away.

use super::Conversation;
use super::change::{Change, ChangeRefused};
use super::status::Status;
use super::talk::{Newest, Speaker, preview_of};
use crate::domain::channel::ChannelKind;
use crate::domain::entry::{Attachment, ChatAuthor, Content, Direction, Entry, IncomingKind, Refers};
use crate::domain::moment::Moment;

impl Conversation {
    /// Takes in what another conversation holds. The contact, the subject and the inbox stay its own.
    pub fn absorb(&mut self, other: &Self) -> Result<Change, ChangeRefused> {
        if self.id == other.id {
            return Err(ChangeRefused::SameConversation);
        }
        if other.channel == ChannelKind::Chat && self.channel != ChannelKind::Chat {
            return Err(ChangeRefused::ChatIntoMail);
        }
        if self.status.is_put_away() || other.status.is_put_away() {
            return Err(ChangeRefused::PutAway);
        }
        if other.status == Status::Open {
            self.status = Status::Open;
        }
        if self.active_at < other.active_at {
            self.active_at = other.active_at;
            self.newest = other.newest.clone();
        }
        self.waiting_since = match (self.waiting_since, other.waiting_since) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.assignee = self.assignee.or(other.assignee);
        self.tags.extend(&other.tags);
        self.answered_by.extend(&other.answered_by);
        self.named.extend(&other.named);
        self.former_inboxes.extend(&other.former_inboxes);
        self.former_inboxes.insert(other.inbox);
        self.former_inboxes.remove(&self.inbox);
        for participant in &other.participants {
            self.add_participant(participant.mailbox.clone(), participant.standing);
        }
        self.message_count += other.message_count;
        self.comment_count += other.comment_count;
        self.has_attachments |= other.has_attachments;
        Ok(Change::Merged { from: other.id })
    }

    /// Gives back what it took in. `before` is itself before that, `own` what it holds afterwards,
    /// oldest first. Who came in by the other one leaves with it.
    pub fn give_back(&mut self, other: &Self, before: &Self, own: &[Entry]) -> Change {
        self.retell(own);
        self.tags.retain(|tag| before.tags.contains(tag) || !other.tags.contains(tag));
        self.named.retain(|agent| before.named.contains(agent) || !other.named.contains(agent));
        self.former_inboxes.clone_from(&before.former_inboxes);
        self.participants.retain(|one| before.includes(&one.mailbox.address) || !other.includes(&one.mailbox.address));
        if self.assignee == other.assignee {
            self.assignee = before.assignee;
        }
        Change::Unmerged { from: other.id }
    }

    /// Makes the head say what its entries, oldest first, say.
    pub fn retell(&mut self, entries: &[Entry]) {
        let count = |is: fn(&Content) -> bool| {
            u32::try_from(entries.iter().filter(|entry| is(&entry.content)).count()).unwrap_or(u32::MAX)
        };
        self.message_count = count(|content| matches!(content, Content::Message(_) | Content::Chat(_)));
        self.comment_count = count(|content| matches!(content, Content::Comment(_)));
        self.has_attachments = entries.iter().flat_map(attachments_of).any(|attachment| !attachment.is_inline);
        self.answered_by = entries
            .iter()
            .filter_map(|entry| match spoken(entry)?.speaker {
                Speaker::Agent(agent) => Some(agent),
                Speaker::Contact | Speaker::Commenter(_) | Speaker::Machine | Speaker::Bot => None,
            })
            .collect();
        let said = entries.iter().rev().find_map(|entry| spoken(entry).map(|newest| (entry.at, newest)));
        if let Some((at, newest)) = said {
            (self.active_at, self.newest) = (at, newest);
        }
        self.reckon_waiting(entries);
    }

    /// Since when somebody waits for us, by what was said, oldest first.
    pub fn reckon_waiting(&mut self, entries: &[Entry]) {
        self.waiting_since = match self.status {
            Status::Open | Status::Snoozed(_) => waiting_since(entries),
            Status::Closed { .. } | Status::Spam { .. } | Status::Trashed { .. } => None,
        };
    }
}

fn attachments_of(entry: &Entry) -> &[Attachment] {
    match &entry.content {
        Content::Message(message) => &message.attachments,
        Content::Chat(chat) => &chat.attachments,
        Content::Comment(_) | Content::Activity(_) => &[],
    }
}

/// What a list row would say of an entry, if it can be the newest.
pub fn spoken(entry: &Entry) -> Option<Newest> {
    let (speaker, text) = match &entry.content {
        Content::Message(message) => match &message.direction {
            Direction::Outgoing(outgoing) => (Speaker::Agent(outgoing.agent), &message.text),
            Direction::Incoming(incoming) if incoming.kind == IncomingKind::Personal => {
                (Speaker::Contact, &message.text)
            }
            Direction::Incoming(_) => return None,
        },
        Content::Chat(chat) => {
            let speaker = match chat.author {
                ChatAuthor::Visitor => Speaker::Contact,
                ChatAuthor::Agent(agent) => Speaker::Agent(agent),
                ChatAuthor::Bot => Speaker::Bot,
            };
            (speaker, &chat.text)
        }
        Content::Comment(comment) => (Speaker::Commenter(comment.agent), &comment.text),
        Content::Activity(_) => return None,
    };
    Some(Newest { speaker, preview: preview_of(text) })
}

/// A message of ours that hands one on to somebody else.
pub fn is_forward(entry: &Entry) -> bool {
    let Content::Message(message) = &entry.content else { return false };
    matches!(&message.direction, Direction::Outgoing(outgoing) if matches!(outgoing.refers, Refers::Forwards { .. }))
}

/// Since when a person waits: the oldest of their messages since the newest answer.
pub fn waiting_since(entries: &[Entry]) -> Option<Moment> {
    let mut since = None;
    for entry in entries.iter().rev() {
        match spoken(entry).map(|newest| newest.speaker) {
            Some(Speaker::Agent(_)) if is_forward(entry) => {}
            Some(Speaker::Agent(_)) => break,
            Some(Speaker::Contact) => since = Some(entry.at),
            Some(Speaker::Commenter(_) | Speaker::Machine | Speaker::Bot) | None => {}
        }
    }
    since
}
