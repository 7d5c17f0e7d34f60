//! Work on many conversations at once: what is done to each, and how it is undone.

use std::collections::BTreeSet;

use super::conversation::{Change, ChangeRefused, Conversation, OnReply, Snooze, Status};
use super::ids::{AgentId, ConversationId, InboxId, JobId, TagId};
use super::moment::Moment;
use super::view::Selection;

/// Something that one agent does to many conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    /// It goes on with the rights that this agent has by then.
    pub agent: AgentId,
    pub deed: BulkDeed,
    pub targets: Targets,
    pub stage: Stage,
    /// How many there were to look at in the beginning.
    pub total: u64,
    /// How many were looked at.
    pub done: u64,
    /// How many were changed.
    pub changed: u64,
    pub created_at: Moment,
}

/// What is done to each conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkDeed {
    Assign(Option<AgentId>),
    Close,
    Reopen,
    Snooze { until: Option<Moment>, on_reply: OnReply },
    Wake,
    Tag(TagId),
    Untag(TagId),
    MarkSpam,
    UnmarkSpam,
    Trash,
    Restore,
}

/// Which conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Targets {
    Named(Vec<ConversationId>),
    /// A whole list, walked from its newest end.
    Selected {
        selection: Selection,
        inboxes: BTreeSet<InboxId>,
        after: Option<(u64, ConversationId)>,
    },
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Doing,
    Done,
    Undoing,
    Undone,
}

/// What a deed of a job may change of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub status: Status,
    pub assignee: Option<AgentId>,
    pub tags: BTreeSet<TagId>,
    pub waiting_since: Option<Moment>,
}

/// What a job did to one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStep {
    pub before: Snapshot,
    pub after: Snapshot,
}

impl BulkDeed {
    /// Does it to one conversation.
    pub fn apply(self, head: &mut Conversation, by: AgentId, now: Moment) -> Result<Change, ChangeRefused> {
        match self {
            Self::Assign(agent) => head.assign(agent),
            Self::Close => head.close(by, now),
            Self::Reopen => head.reopen(),
            Self::Snooze { until, on_reply } => head.snooze(Snooze { until, on_reply, by }, now),
            Self::Wake => head.wake(),
            Self::Tag(tag) => head.tag(tag),
            Self::Untag(tag) => head.untag(tag),
            Self::MarkSpam => head.mark_spam(by, now),
            Self::UnmarkSpam => head.unmark_spam(),
            Self::Trash => head.trash(by, now),
            Self::Restore => head.restore(),
        }
    }
}

impl Snapshot {
    pub fn of(head: &Conversation) -> Self {
        Self {
            status: head.status,
            assignee: head.assignee,
            tags: head.tags.clone(),
            waiting_since: head.waiting_since,
        }
    }
}

impl JobStep {
    /// Puts a conversation back as it was; none if somebody has changed it since.
    pub fn undo(&self, head: &mut Conversation) -> Option<Change> {
        let Self { before, after } = self;
        if Snapshot::of(head) != *after {
            return None;
        }
        let tagged = after.tags.difference(&before.tags).next().map(|tag| Change::Untagged { tag: *tag });
        let untagged = before.tags.difference(&after.tags).next().map(|tag| Change::Tagged { tag: *tag });
        let assigned = (before.assignee != after.assignee)
            .then_some(Change::Assigned { from: after.assignee, to: before.assignee });
        let moved = (before.status != after.status).then(|| change_between(after.status, before.status));
        let change = moved.or(assigned).or(tagged).or(untagged)?;
        head.status = before.status;
        head.assignee = before.assignee;
        head.tags.clone_from(&before.tags);
        head.waiting_since = before.waiting_since;
        Some(change)
    }
}

/// What happened to a conversation that went from one status to another.
const fn change_between(from: Status, to: Status) -> Change {
    match (from, to) {
        (Status::Spam { .. }, Status::Open | Status::Snoozed(_) | Status::Closed { .. } | Status::Spam { .. }) => {
            Change::UnmarkedSpam
        }
        (
            Status::Trashed { .. },
            Status::Open | Status::Snoozed(_) | Status::Closed { .. } | Status::Spam { .. } | Status::Trashed { .. },
        ) => Change::Restored,
        (Status::Closed { .. }, Status::Open) => Change::Reopened,
        (Status::Open | Status::Snoozed(_), Status::Open) => Change::Woken,
        (Status::Open | Status::Snoozed(_) | Status::Closed { .. }, Status::Snoozed(snooze)) => {
            Change::Snoozed { until: snooze.until }
        }
        (Status::Open | Status::Snoozed(_) | Status::Closed { .. }, Status::Closed { .. }) => Change::Closed,
        (Status::Open | Status::Snoozed(_) | Status::Closed { .. }, Status::Spam { .. }) => Change::MarkedSpam,
        (Status::Open | Status::Snoozed(_) | Status::Closed { .. } | Status::Spam { .. }, Status::Trashed { .. }) => {
            Change::Trashed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::channel::ChannelKind;
    use crate::domain::ids::ContactId;

    const ZOE: AgentId = AgentId::from_bits(1);
    const NOW: Moment = Moment::from_millis(1_000_000);

    fn open() -> Conversation {
        let id = ConversationId::from_bits(1);
        let (inbox, contact) = (InboxId::from_bits(1), ContactId::from_bits(1));
        let mut head = Conversation::begin(id, inbox, contact, ChannelKind::Email, NOW);
        head.waiting_since = Some(NOW);
        head
    }

    #[test]
    fn what_a_job_did_can_be_undone_to_the_letter() {
        let tag = TagId::from_bits(7);
        let cases = [
            (BulkDeed::Assign(Some(ZOE)), Change::Assigned { from: Some(ZOE), to: None }),
            (BulkDeed::Close, Change::Reopened),
            (BulkDeed::Snooze { until: None, on_reply: OnReply::Wakes }, Change::Woken),
            (BulkDeed::Tag(tag), Change::Untagged { tag }),
            (BulkDeed::MarkSpam, Change::UnmarkedSpam),
            (BulkDeed::Trash, Change::Restored),
        ];
        for (deed, undone) in cases {
            let before = open();
            let mut head = before.clone();
            deed.apply(&mut head, ZOE, NOW).expect("allowed");
            let step = JobStep { before: Snapshot::of(&before), after: Snapshot::of(&head) };
            assert_eq!(step.undo(&mut head), Some(undone), "{deed:?}");
            assert_eq!(head, before, "{deed:?}");
        }
    }

    #[test]
    fn what_somebody_has_changed_since_stays() {
        let before = open();
        let mut head = before.clone();
        BulkDeed::Close.apply(&mut head, ZOE, NOW).expect("allowed");
        let step = JobStep { before: Snapshot::of(&before), after: Snapshot::of(&head) };
        head.hear("Hello", NOW);
        let heard = head.clone();
        assert_eq!(step.undo(&mut head), None);
        assert_eq!(head, heard);
    }
}
