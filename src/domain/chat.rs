//! What a conversation by chat has beside its head: whose it is, who has seen what, what followed by mail.

mod merge;

use std::time::Duration;

use super::conversation::Status;
use super::entry::Entry;
use super::ids::{AgentId, ChannelId, ChatflowId, ConversationId, EntryId, VisitorId};
use super::limit::{CHAT_PEOPLE_SHOWN_MAX, CHAT_TEXT_CHARS_MAX};
use super::moment::Moment;
use super::visitor::{PageFacts, Visitor};

/// So many quiet times a visitor waits for a mail while we go on writing.
const QUIET_TIMES_MAX: u32 = 4;

/// The chat of one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub visitor: VisitorId,
    pub chatflow: Option<ChatflowId>,
    /// Where the visitor was when it began.
    pub began_on: PageFacts,
    /// The newest entry that the visitor has seen.
    pub visitor_seen: Option<EntryId>,
    /// Words of ours since then.
    pub unread: u32,
    /// When the first of them was said.
    pub unseen_since: Option<Moment>,
    /// Who has answered in it, the newest first.
    pub people: Vec<AgentId>,
    /// The newest entry that one of us has seen.
    pub agents_seen: Option<EntryId>,
    /// Words of ours up to here followed by mail.
    pub mailed_up_to: Option<EntryId>,
    /// When words that the visitor has not seen follow by mail.
    pub mail_due: Option<Moment>,
    pub rating: Option<Rating>,
    pub transcript_at: Option<Moment>,
    /// The visitor said that they are done, and nobody has said anything since.
    pub ended_at: Option<Moment>,
}

/// What a visitor says of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    pub verdict: ChatVerdict,
    pub comment: String,
    pub at: Moment,
}

/// How it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatVerdict {
    Good,
    Neutral,
    Bad,
}

/// Whether a mark moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Moved,
    Stays,
}

impl Chat {
    /// A chat that begins.
    pub const fn begun(
        conversation: ConversationId,
        visitor: &Visitor,
        chatflow: Option<ChatflowId>,
        began_on: PageFacts,
    ) -> Self {
        Self {
            conversation,
            channel: visitor.channel,
            visitor: visitor.id,
            chatflow,
            began_on,
            visitor_seen: None,
            unread: 0,
            unseen_since: None,
            people: Vec::new(),
            agents_seen: None,
            mailed_up_to: None,
            mail_due: None,
            rating: None,
            transcript_at: None,
            ended_at: None,
        }
    }

    /// The visitor has looked at an entry, and so at what stands above it. Marks never go back. Of the newest entries
    /// of the conversation, what was said to them below the mark goes on waiting for its mail.
    pub fn seen_by_visitor(&mut self, entry: EntryId, newest: &[Entry]) -> Mark {
        let mark = advance(&mut self.visitor_seen, entry);
        if mark == Mark::Moved {
            self.count_unread(newest);
        }
        mark
    }

    /// Takes in words of the visitor: whoever writes has read what stands above.
    pub fn said_by_visitor(&mut self, entry: EntryId) {
        self.seen_by_visitor(entry, &[]);
        self.ended_at = None;
    }

    /// Takes in words of one of us. They follow by mail when nothing more was said for a quiet time, or when the
    /// visitor has waited for them for some of those.
    pub fn said_by_agent(&mut self, agent: AgentId, entry: EntryId, now: Moment, quiet: Duration) {
        self.agents_seen = self.agents_seen.max(Some(entry));
        self.unread += 1;
        self.ended_at = None;
        self.people.retain(|known| *known != agent);
        self.people.insert(0, agent);
        self.people.truncate(CHAT_PEOPLE_SHOWN_MAX);
        let since = *self.unseen_since.get_or_insert(now);
        self.mail_due = Some((now + quiet).min(since + quiet * QUIET_TIMES_MAX));
    }

    /// Takes in words of a bot of ours; they do not follow by mail.
    pub const fn said_by_bot(&mut self) {
        self.unread += 1;
        self.ended_at = None;
    }

    /// Whether the visitor goes on in it rather than beginning anew.
    pub const fn is_under_way(&self, status: &Status) -> bool {
        match status {
            // What the team takes for spam goes on where it lies, and nobody is told.
            Status::Open | Status::Snoozed(_) | Status::Spam { .. } => self.ended_at.is_none(),
            Status::Closed { .. } | Status::Trashed { .. } => false,
        }
    }

    /// One of us has looked at an entry.
    pub fn seen_by_agent(&mut self, entry: EntryId) -> Mark {
        advance(&mut self.agents_seen, entry)
    }

    /// Whether the visitor has seen an entry, here or by mail.
    pub fn has_reached_visitor(&self, entry: EntryId) -> bool {
        Some(entry) <= self.visitor_seen || Some(entry) <= self.mailed_up_to
    }
}

fn advance(mark: &mut Option<EntryId>, entry: EntryId) -> Mark {
    if Some(entry) <= *mark {
        return Mark::Stays;
    }
    *mark = Some(entry);
    Mark::Moved
}

/// Why words are none for a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextRefused {
    #[error("Write something first.")]
    Empty,
    #[error("The message is too long. Send it in parts.")]
    TooLong,
}

/// Words as they are kept: line ends of one kind, nothing that could not be shown, no empty ends.
pub fn clean_text(text: &str) -> Result<String, TextRefused> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_shown = |character: &char| matches!(character, '\n' | '\t') || !is_hidden(*character);
    let shown: String = lines.chars().filter(is_shown).collect();
    let shown = shown.trim();
    if shown.is_empty() {
        return Err(TextRefused::Empty);
    }
    if CHAT_TEXT_CHARS_MAX < shown.chars().count() {
        return Err(TextRefused::TooLong);
    }
    Ok(shown.to_owned())
}

/// What cannot be seen and could mislead: controls, and marks that turn the direction of what follows,
/// which make one text look like another (UTS 55).
pub fn is_hidden(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{ChatAuthor, ChatMessage, Content};
    use crate::domain::ids::ContactId;
    use crate::domain::visitor::{VisitorIdentity, VisitorStanding};

    pub fn entry(number: u128) -> EntryId {
        EntryId::from_bits(number)
    }

    pub fn chat() -> Chat {
        let visitor = Visitor {
            id: VisitorId::from_bits(3),
            channel: ChannelId::from_bits(2),
            contact: ContactId::from_bits(4),
            identity: VisitorIdentity::Anonymous,
            standing: VisitorStanding::Welcome,
            created_at: Moment::from_millis(0),
            seen_at: Moment::from_millis(0),
        };
        Chat::begun(ConversationId::from_bits(1), &visitor, None, PageFacts::default())
    }

    /// Words of one of us.
    fn said(number: u128) -> Entry {
        let message = ChatMessage {
            author: ChatAuthor::Agent(AgentId::from_bits(9)),
            text: "We do.".into(),
            attachments: Vec::new(),
            operation: None,
            prompt: None,
        };
        let conversation = ConversationId::from_bits(1);
        let content = Content::Chat(Box::new(message));
        Entry { id: entry(number), conversation, at: Moment::from_millis(5), content }
    }

    #[test]
    fn marks_go_forward_only_and_end_the_wait_for_mail() {
        let mut chat = chat();
        chat.said_by_agent(AgentId::from_bits(9), entry(7), Moment::from_millis(5), Duration::from_secs(300));
        assert_eq!((chat.unread, chat.mail_due), (1, Some(Moment::from_millis(300_005))));
        assert!(!chat.has_reached_visitor(entry(7)));
        assert_eq!(chat.seen_by_visitor(entry(7), &[said(7)]), Mark::Moved);
        assert_eq!((chat.unread, chat.mail_due), (0, None));
        assert_eq!(chat.seen_by_visitor(entry(6), &[said(7)]), Mark::Stays);
        assert_eq!(chat.visitor_seen, Some(entry(7)));
        assert!(chat.has_reached_visitor(entry(7)) && !chat.has_reached_visitor(entry(8)));
    }

    #[test]
    fn what_was_said_below_what_was_seen_still_waits_for_its_mail() {
        let mut chat = chat();
        let (agent, quiet) = (AgentId::from_bits(9), Duration::from_secs(300));
        chat.said_by_agent(agent, entry(7), Moment::from_millis(5), quiet);
        chat.said_by_agent(agent, entry(8), Moment::from_millis(6), quiet);
        let newest = [said(7), said(8)];
        assert_eq!(chat.seen_by_visitor(entry(7), &newest), Mark::Moved);
        assert_eq!((chat.unread, chat.mail_due), (1, Some(Moment::from_millis(300_006))));
        assert!(chat.unseen_since.is_some());
        assert_eq!(chat.seen_by_visitor(entry(8), &newest), Mark::Moved);
        assert_eq!((chat.unread, chat.mail_due, chat.unseen_since), (0, None, None));
    }

    #[test]
    fn the_mail_waits_for_a_quiet_time_but_not_for_ever() {
        let mut chat = chat();
        let quiet = Duration::from_secs(300);
        for minute in 0..60 {
            let now = Moment::from_millis(minute * 60_000);
            chat.said_by_agent(AgentId::from_bits(9), entry(u128::from(minute) + 1), now, quiet);
        }
        assert_eq!(chat.mail_due, Some(Moment::from_millis(0) + quiet * QUIET_TIMES_MAX));
        assert_eq!(chat.people, [AgentId::from_bits(9)]);
    }

    #[test]
    fn what_the_visitor_ended_goes_on_with_the_next_words() {
        let mut chat = chat();
        chat.ended_at = Some(Moment::from_millis(1));
        assert!(!chat.is_under_way(&Status::Open));
        chat.said_by_visitor(entry(1));
        assert!(chat.is_under_way(&Status::Open));
        let closed = Status::Closed { at: Moment::from_millis(1), by: AgentId::from_bits(1) };
        assert!(!chat.is_under_way(&closed));
    }

    #[test]
    fn words_are_kept_without_what_cannot_be_seen() {
        let cases = [
            (" Hi\r\nyou\r ", Ok("Hi\nyou")),
            ("a\u{0}b\u{1b}[31m", Ok("ab[31m")),
            ("invoice\u{202E}gpj.exe", Ok("invoicegpj.exe")),
            ("\u{202E}\u{0}\n ", Err(TextRefused::Empty)),
            ("👩‍👩‍👧 שלום", Ok("👩‍👩‍👧 שלום")),
        ];
        for (text, expected) in cases {
            assert_eq!(clean_text(text).as_deref(), expected.as_ref().copied(), "{text:?}");
        }
        assert_eq!(clean_text(&"x".repeat(CHAT_TEXT_CHARS_MAX + 1)), Err(TextRefused::TooLong));
    }
}
