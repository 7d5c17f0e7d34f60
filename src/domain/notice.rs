//! What an agent is told of, and why: who hears of something that happened, by rule.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{AgentId, ConversationId, EntryId, InboxId, NoticeId};
use super::moment::Moment;

/// One thing that one agent was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub agent: AgentId,
    pub at: Moment,
    pub inbox: InboxId,
    pub conversation: ConversationId,
    /// What it is about: seen with it, the notice is read.
    pub entry: EntryId,
    pub what: What,
    pub why: Why,
    /// The colleague who did it, if one did.
    pub by: Option<AgentId>,
    pub is_read: bool,
    /// The ways besides the bell in which it was to be told.
    pub loud: Loudness,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A conversation was given to the agent.
    Assigned,
    /// A conversation came in, or opened again, and nobody has it.
    Unassigned,
    /// Somebody said something to the contact, or the contact did.
    Message,
    /// A colleague wrote a comment.
    Comment,
    /// A comment names the agent.
    Mention,
    /// A message of the agent did not arrive.
    DeliveryFailed,
}

impl What {
    pub const ALL: [Self; 6] =
        [Self::Assigned, Self::Unassigned, Self::Message, Self::Comment, Self::Mention, Self::DeliveryFailed];
}

/// Why this agent was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The comment names them.
    Named,
    /// The conversation is theirs.
    Assignee,
    /// They wrote the message.
    Writer,
    /// They follow the conversation.
    Follower,
    /// They are a member of the inbox.
    Member,
}

/// The ways besides the bell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loudness {
    pub desktop: bool,
    pub sound: bool,
}

/// Something that happened in a conversation, and everybody who may care.
#[derive(Debug, Clone, Default)]
pub struct Circle {
    pub assignee: Option<AgentId>,
    pub followers: Vec<AgentId>,
    /// Everybody who sees the inbox.
    pub members: BTreeSet<AgentId>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    Assigned {
        to: AgentId,
    },
    /// It came in or opened again.
    CameIn,
    Message,
    Comment {
        named: BTreeSet<AgentId>,
    },
    DeliveryFailed {
        writer: AgentId,
    },
}

/// Who is told of it: each agent once, for the best reason, never whoever did it, and nobody who cannot
/// see the inbox.
pub fn whom_to_tell(happening: &Happening, circle: &Circle, by: Option<AgentId>) -> BTreeMap<AgentId, (What, Why)> {
    let mut told: BTreeMap<AgentId, (What, Why)> = BTreeMap::new();
    let mut tell = |agent: AgentId, what: What, why: Why| {
        if Some(agent) != by && circle.members.contains(&agent) {
            told.entry(agent).or_insert((what, why));
        }
    };
    match happening {
        Happening::Assigned { to } => tell(*to, What::Assigned, Why::Assignee),
        Happening::CameIn => {
            if let Some(agent) = circle.assignee {
                tell(agent, What::Message, Why::Assignee);
            }
            for agent in &circle.followers {
                tell(*agent, What::Message, Why::Follower);
            }
            if circle.assignee.is_none() {
                for agent in &circle.members {
                    tell(*agent, What::Unassigned, Why::Member);
                }
            }
        }
        Happening::Message => {
            if let Some(agent) = circle.assignee {
                tell(agent, What::Message, Why::Assignee);
            }
            for agent in &circle.followers {
                tell(*agent, What::Message, Why::Follower);
            }
        }
        Happening::Comment { named } => {
            for agent in named {
                tell(*agent, What::Mention, Why::Named);
            }
            if let Some(agent) = circle.assignee {
                tell(agent, What::Comment, Why::Assignee);
            }
            for agent in &circle.followers {
                tell(*agent, What::Comment, Why::Follower);
            }
        }
        Happening::DeliveryFailed { writer } => {
            tell(*writer, What::DeliveryFailed, Why::Writer);
            if let Some(agent) = circle.assignee {
                tell(agent, What::DeliveryFailed, Why::Assignee);
            }
        }
    }
    told
}

/// The name of a notice: of its moment and of the entry that it is about, so that a deed that runs
/// again makes the same one, and notices are ordered by time as all ids are.
pub fn notice_id(at: Moment, entry: EntryId) -> NoticeId {
    const CHANCE: u128 = (1 << 80) - 1;
    NoticeId::from_bits(u128::from(at.millis()) << 80 | entry.bits() & CHANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZOE: AgentId = AgentId::from_bits(1);
    const IDA: AgentId = AgentId::from_bits(2);
    const MAX: AgentId = AgentId::from_bits(3);
    const OUTSIDER: AgentId = AgentId::from_bits(9);

    fn circle(assignee: Option<AgentId>, followers: &[AgentId]) -> Circle {
        Circle { assignee, followers: followers.to_vec(), members: BTreeSet::from([ZOE, IDA, MAX]) }
    }

    #[track_caller]
    fn check(happening: &Happening, circle: &Circle, by: Option<AgentId>, told: &[(AgentId, What, Why)]) {
        let found: Vec<_> =
            whom_to_tell(happening, circle, by).into_iter().map(|(agent, (what, why))| (agent, what, why)).collect();
        assert_eq!(found, told, "{happening:?} {circle:?} {by:?}");
    }

    #[test]
    fn what_nobody_has_is_told_to_everybody_and_what_somebody_has_to_them() {
        let member = |agent| (agent, What::Unassigned, Why::Member);
        check(&Happening::CameIn, &circle(None, &[]), None, &[member(ZOE), member(IDA), member(MAX)]);
        let follower = (IDA, What::Message, Why::Follower);
        check(&Happening::CameIn, &circle(None, &[IDA]), None, &[member(ZOE), follower, member(MAX)]);
        check(&Happening::CameIn, &circle(Some(ZOE), &[]), None, &[(ZOE, What::Message, Why::Assignee)]);
        check(&Happening::Message, &circle(None, &[]), None, &[]);
        let told = [(ZOE, What::Message, Why::Assignee), (MAX, What::Message, Why::Follower)];
        check(&Happening::Message, &circle(Some(ZOE), &[ZOE, MAX]), None, &told);
    }

    #[test]
    fn nobody_is_told_of_their_own_deed() {
        check(&Happening::Assigned { to: ZOE }, &circle(Some(ZOE), &[]), Some(ZOE), &[]);
        check(
            &Happening::Assigned { to: ZOE },
            &circle(Some(ZOE), &[]),
            Some(IDA),
            &[(ZOE, What::Assigned, Why::Assignee)],
        );
        check(&Happening::Message, &circle(Some(ZOE), &[ZOE]), Some(ZOE), &[]);
        let named = BTreeSet::from([ZOE, IDA]);
        check(&Happening::Comment { named }, &circle(None, &[]), Some(ZOE), &[(IDA, What::Mention, Why::Named)]);
    }

    #[test]
    fn the_best_reason_counts_and_whoever_cannot_see_it_is_not_told() {
        let named = BTreeSet::from([ZOE, OUTSIDER]);
        let told = [(ZOE, What::Mention, Why::Named), (MAX, What::Comment, Why::Follower)];
        check(&Happening::Comment { named }, &circle(Some(ZOE), &[ZOE, MAX, OUTSIDER]), Some(IDA), &told);
        check(&Happening::Assigned { to: OUTSIDER }, &circle(None, &[]), Some(IDA), &[]);
        check(&Happening::DeliveryFailed { writer: OUTSIDER }, &circle(None, &[]), None, &[]);
    }

    #[test]
    fn a_message_that_failed_concerns_its_writer_first() {
        let told = [(ZOE, What::DeliveryFailed, Why::Writer), (IDA, What::DeliveryFailed, Why::Assignee)];
        check(&Happening::DeliveryFailed { writer: ZOE }, &circle(Some(IDA), &[]), None, &told);
    }

    #[test]
    fn notices_are_ordered_by_time_and_one_deed_makes_one() {
        let at = Moment::from_millis;
        let entry = EntryId::from_bits(5 << 80 | 77);
        assert_eq!(notice_id(at(9), entry), notice_id(at(9), entry));
        assert!(notice_id(at(9), entry) < notice_id(at(10), EntryId::from_bits(1)));
    }
}
