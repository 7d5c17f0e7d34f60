//! What a conversation is to one agent: seen up to where, followed or not, named in it or not.

use super::entry::{ChatAuthor, Content, Direction, Entry};
use super::ids::{AgentId, EntryId};
use super::moment::Moment;

/// What one agent has with one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// Everything up to this entry was seen.
    pub seen: EntryId,
    pub following: Following,
    /// The newest comment that names the agent.
    pub named_in: Option<EntryId>,
}

/// Whether an agent hears of a conversation that is not theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Following {
    /// Nothing was said about it: taking part makes an agent follow.
    #[default]
    Unsaid,
    Follows,
    /// The agent wants to hear no more of it: taking part again changes nothing.
    Left,
}

impl Attention {
    /// What two conversations are to an agent when they become one, by the newest news of each: nothing that was unread
    /// in one of them counts as read, even if what was read in the other comes again.
    pub fn merged(both: &[Self; 2], heard: [Option<EntryId>; 2]) -> Self {
        let [into, other] = both;
        let unread = both.iter().zip(heard).filter(|(one, heard)| is_unread(*heard, one.seen)).map(|(one, _)| one.seen);
        Self {
            seen: unread.min().unwrap_or_else(|| into.seen.max(other.seen)),
            following: match into.following {
                Following::Unsaid => other.following,
                said @ (Following::Follows | Following::Left) => said,
            },
            named_in: into.named_in.max(other.named_in),
        }
    }
}

impl Following {
    /// After the agent has written in the conversation or was named in it.
    pub const fn by_taking_part(self) -> Self {
        match self {
            Self::Unsaid | Self::Follows => Self::Follows,
            Self::Left => Self::Left,
        }
    }
}

/// What an agent has seen of conversations that were there before them: all of it, or everything
/// would be news on the first day. Ids begin with their milliseconds (RFC 9562, 5.7).
pub fn seen_before_joining(joined: Moment) -> EntryId {
    EntryId::from_bits(u128::from(joined.millis()) << 80)
}

/// The mark of an agent who wants an entry to be news again.
pub const fn just_before(entry: EntryId) -> EntryId {
    EntryId::from_bits(entry.bits().saturating_sub(1))
}

/// Whether the newest words in a conversation are news to whoever has seen it up to an entry.
pub fn is_unread(heard: Option<EntryId>, seen: EntryId) -> bool {
    heard.is_some_and(|heard| seen < heard)
}

/// Whether an entry makes a conversation unread: what came in, and what colleagues tell each other.
/// An answer of ours is work done, and an activity is a footnote.
pub fn is_news(content: &Content) -> bool {
    match content {
        Content::Message(message) => match message.direction {
            Direction::Incoming(_) => true,
            Direction::Outgoing(_) => false,
        },
        Content::Chat(chat) => match chat.author {
            ChatAuthor::Visitor => true,
            ChatAuthor::Agent(_) | ChatAuthor::Bot => false,
        },
        Content::Comment(_) => true,
        Content::Activity(_) => false,
    }
}

/// The agent who wrote an entry, and so has seen what stood before it.
pub fn writer_of(content: &Content) -> Option<AgentId> {
    match content {
        Content::Message(message) => match &message.direction {
            Direction::Incoming(_) => None,
            Direction::Outgoing(outgoing) => Some(outgoing.agent),
        },
        Content::Chat(chat) => match chat.author {
            ChatAuthor::Agent(agent) => Some(agent),
            ChatAuthor::Visitor | ChatAuthor::Bot => None,
        },
        Content::Comment(comment) => Some(comment.agent),
        Content::Activity(_) => None,
    }
}

/// The newest entry among some that somebody else said after an entry: what an answer that was begun
/// before it does not know of.
pub fn said_since(entries: &[Entry], seen: EntryId, writer: AgentId) -> Option<&Entry> {
    entries.iter().rev().find(|entry| seen < entry.id && is_for_the_writer(&entry.content, writer))
}

fn is_for_the_writer(content: &Content, writer: AgentId) -> bool {
    match content {
        Content::Message(message) => match &message.direction {
            // A machine's mail changes nothing about what a person wants to say.
            Direction::Incoming(incoming) => incoming.kind == super::entry::IncomingKind::Personal,
            Direction::Outgoing(outgoing) => outgoing.agent != writer,
        },
        Content::Chat(chat) => chat.author != ChatAuthor::Agent(writer),
        Content::Comment(comment) => comment.agent != writer,
        Content::Activity(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unread_becomes_read_by_a_merge() {
        let id = EntryId::from_bits;
        let seen = |bits| Attention { seen: id(bits), following: Following::Unsaid, named_in: None };
        // (seen of both, newest news of both, seen afterwards)
        let cases = [
            ([5, 9], [Some(5), Some(9)], 9),
            ([5, 3], [Some(5), Some(9)], 3),
            ([2, 9], [Some(5), Some(9)], 2),
            ([4, 3], [Some(5), Some(9)], 3),
            ([5, 1], [Some(5), None], 5),
        ];
        for ([into, other], heard, expected) in cases {
            let merged = Attention::merged(&[seen(into), seen(other)], heard.map(|one| one.map(id)));
            assert_eq!(merged.seen, id(expected), "{into} {other} {heard:?}");
        }
        let left = Attention { following: Following::Left, ..seen(1) };
        let named = Attention { following: Following::Follows, named_in: Some(id(7)), ..seen(1) };
        let merged = Attention::merged(&[left, named], [None, None]);
        assert_eq!((merged.following, merged.named_in), (Following::Left, Some(id(7))));
    }

    use crate::domain::conversation::{Cause, Change};
    use crate::domain::entry::{Activity, Comment};
    use crate::domain::ids::ConversationId;

    const ZOE: AgentId = AgentId::from_bits(1);
    const IDA: AgentId = AgentId::from_bits(2);

    fn comment(id: u128, agent: AgentId) -> Entry {
        let comment =
            Comment { agent, html: String::new(), text: String::new(), mentions: Vec::new(), attachments: Vec::new() };
        entry(id, Content::Comment(comment))
    }

    fn entry(id: u128, content: Content) -> Entry {
        let at = Moment::from_millis(1);
        Entry { id: EntryId::from_bits(id), conversation: ConversationId::from_bits(1), at, content }
    }

    #[test]
    fn news_is_what_is_newer_than_the_mark() {
        let at = EntryId::from_bits;
        for (heard, seen, unread) in
            [(None, at(0), false), (Some(at(5)), at(4), true), (Some(at(5)), at(5), false), (Some(at(5)), at(9), false)]
        {
            assert_eq!(is_unread(heard, seen), unread, "{heard:?} {seen:?}");
        }
        assert!(is_unread(Some(at(5)), just_before(at(5))));
        assert_eq!(just_before(at(0)), at(0));
    }

    #[test]
    fn what_was_there_before_an_agent_is_no_news_to_them() {
        let joined = Moment::from_millis(1_795_420_800_000);
        let id_at = |moment: Moment| EntryId::from_bits(u128::from(moment.millis()) << 80 | 0x7abc << 64 | 77);
        let before = id_at(Moment::from_millis(joined.millis() - 1));
        assert!(!is_unread(Some(before), seen_before_joining(joined)));
        assert!(is_unread(Some(id_at(joined)), seen_before_joining(joined)));
    }

    #[test]
    fn who_takes_part_follows_and_who_left_stays_away() {
        for (before, after) in [
            (Following::Unsaid, Following::Follows),
            (Following::Follows, Following::Follows),
            (Following::Left, Following::Left),
        ] {
            assert_eq!(before.by_taking_part(), after, "{before:?}");
        }
    }

    #[test]
    fn an_answer_is_stale_when_somebody_else_spoke_after_what_its_writer_has_seen() {
        let closed = Activity { change: Change::Closed, cause: Cause::Agent(IDA) };
        let entries = [comment(1, IDA), comment(2, ZOE), comment(3, IDA), entry(4, Content::Activity(closed))];
        let newest = |seen, writer| said_since(&entries, EntryId::from_bits(seen), writer).map(|entry| entry.id.bits());
        assert_eq!(newest(1, ZOE), Some(3));
        assert_eq!(newest(3, ZOE), None, "a footnote is nothing to answer to");
        assert_eq!(newest(0, IDA), Some(2));
        assert_eq!(newest(2, IDA), None, "one's own words are no surprise");
    }
}
