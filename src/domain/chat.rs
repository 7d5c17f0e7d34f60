//! What a conversation by chat has beside its head: whose it is, who has seen what, what followed by mail.

use super::ids::{ChannelId, ChatflowId, ConversationId, EntryId, VisitorId};
use super::limit::CHAT_TEXT_CHARS_MAX;
use super::moment::Moment;
use super::visitor::PageFacts;

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
    /// The newest entry that one of us has seen.
    pub agents_seen: Option<EntryId>,
    /// Words of ours up to here followed by mail.
    pub mailed_up_to: Option<EntryId>,
    /// When words that the visitor has not seen follow by mail.
    pub mail_due: Option<Moment>,
    pub rating: Option<Rating>,
    pub transcript_at: Option<Moment>,
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
    /// The visitor has looked at an entry. Marks never go back.
    pub fn seen_by_visitor(&mut self, entry: EntryId) -> Mark {
        let mark = advance(&mut self.visitor_seen, entry);
        if mark == Mark::Moved {
            self.mail_due = None;
        }
        mark
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

    fn entry(number: u128) -> EntryId {
        EntryId::from_bits(number)
    }

    fn chat() -> Chat {
        Chat {
            conversation: ConversationId::from_bits(1),
            channel: ChannelId::from_bits(2),
            visitor: VisitorId::from_bits(3),
            chatflow: None,
            began_on: PageFacts::default(),
            visitor_seen: None,
            unread: 0,
            agents_seen: None,
            mailed_up_to: None,
            mail_due: Some(Moment::from_millis(5)),
            rating: None,
            transcript_at: None,
        }
    }

    #[test]
    fn marks_go_forward_only_and_end_the_wait_for_mail() {
        let mut chat = chat();
        assert!(!chat.has_reached_visitor(entry(7)));
        assert_eq!(chat.seen_by_visitor(entry(7)), Mark::Moved);
        assert_eq!(chat.mail_due, None);
        assert_eq!(chat.seen_by_visitor(entry(6)), Mark::Stays);
        assert_eq!(chat.visitor_seen, Some(entry(7)));
        assert!(chat.has_reached_visitor(entry(7)) && !chat.has_reached_visitor(entry(8)));
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
