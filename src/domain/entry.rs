//! What stands in a conversation: messages, comments and activities, in the order in which they came.

use super::automatic_mail::AutomaticMail;
use super::conversation::{Cause, Change};
use super::email_address::Mailbox;
use super::ids::{AgentId, ContactId, ConversationId, DeliveryId, EntryId, OperationId, TeamId};
use super::moment::Moment;

/// One entry of a conversation. Its id orders it: ids are made in time order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub conversation: ConversationId,
    pub at: Moment,
    pub content: Content,
}

impl Entry {
    /// Whether a visitor is meant to read it: words of ours in a chat.
    pub fn is_said_to_visitor(&self) -> bool {
        match &self.content {
            Content::Chat(chat) => match chat.author {
                ChatAuthor::Agent(_) | ChatAuthor::Bot => true,
                ChatAuthor::Visitor => false,
            },
            Content::Message(_) | Content::Comment(_) | Content::Activity(_) => false,
        }
    }

    /// What was said in the chat, if that is what it is.
    pub fn chat(&self) -> Option<&ChatMessage> {
        match &self.content {
            Content::Chat(chat) => Some(chat),
            Content::Message(_) | Content::Comment(_) | Content::Activity(_) => None,
        }
    }
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Message(Box<Message>),
    Chat(Box<ChatMessage>),
    Comment(Comment),
    Activity(Activity),
}

/// What was said in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatMessage {
    pub author: ChatAuthor,
    /// Plain text; may be empty where there are files.
    pub text: String,
    pub attachments: Vec<Attachment>,
    /// By which its author's page knows it again.
    pub operation: Option<OperationId>,
    /// What a bot asks for.
    pub prompt: Option<BotPrompt>,
}

impl ChatMessage {
    /// What a list says of it: its words, or the name of a file that was sent without any.
    pub fn words_or_file(&self) -> &str {
        match self.attachments.first() {
            Some(attachment) if self.text.is_empty() => &attachment.name,
            Some(_) | None => &self.text,
        }
    }
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatAuthor {
    Visitor,
    Agent(AgentId),
    Bot,
}

/// How a bot wants to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotPrompt {
    pub quick_replies: Vec<String>,
    pub input: BotInput,
    /// Whether other words than the quick replies are taken.
    pub free_text: bool,
    /// How long the bot seems to type before it speaks, in milliseconds.
    pub delay_ms: u32,
}

/// What sort of answer a bot waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BotInput {
    Text,
    Email,
    Phone,
    Number,
    Date,
    Choice,
}

/// What a contact or an agent said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub direction: Direction,
    pub from: Option<Mailbox>,
    pub reply_to: Vec<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// Only on a message of ours.
    pub bcc: Vec<Mailbox>,
    pub subject: String,
    /// Without angle brackets.
    pub message_id: String,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// New words, as text; cut at `TEXT_SHOWN_BYTES_MAX`.
    pub text: String,
    /// The text goes on with quoted words, which are folded.
    pub has_quote: bool,
    /// There is an HTML form in the message's body.
    pub has_html: bool,
    pub attachments: Vec<Attachment>,
}

/// Which way a message went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    Incoming(Incoming),
    Outgoing(Outgoing),
}

/// What is known of a message that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The contact who wrote it: not always the contact of the conversation.
    pub contact: Option<ContactId>,
    pub kind: IncomingKind,
    /// By the Date header.
    pub written_at: Option<Moment>,
    pub raw: BlobRef,
    pub checks: SenderChecks,
    /// What could not be understood of it, in English, for the person who looks closer.
    pub note: Option<String>,
}

/// What sort of mail it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncomingKind {
    Personal,
    Automatic(AutomaticMail),
    Bounce,
}

/// What is known of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub agent: AgentId,
    pub delivery: DeliveryId,
    pub sending: Sending,
    /// When it is to leave, if its agent chose a moment.
    pub scheduled_for: Option<Moment>,
    pub refers: Refers,
}

/// What a message of ours refers to, so that it can be written again as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refers {
    #[default]
    Nothing,
    /// The words of that entry stand below.
    Quotes(EntryId),
    /// So many files at the end are those of that entry.
    Forwards { entry: EntryId, files: usize },
    /// Words of a chat that the house itself has mailed after the visitor.
    Chat,
}

/// What became of a message of ours, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// Waits for the undo time to end.
    Held { until: Moment },
    /// In the outbox: being tried, or waiting for the next try.
    Queued { attempts: u32, next_at: Moment, words: Option<String> },
    /// Every server has taken it.
    Sent { at: Moment },
    /// Given up for at least one recipient.
    Failed { at: Moment, recipients: Vec<FailedRecipient> },
}

/// A recipient whom a message did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRecipient {
    pub address: String,
    /// The words of the mail server, or what a bounce said.
    pub words: String,
}

/// What the check of the sender found, by RFC 8601's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SenderChecks {
    pub spf: Verdict,
    pub dkim: Verdict,
    pub dmarc: Verdict,
}

/// The result of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    Pass,
    Fail,
    /// The sender's domain says nothing.
    None,
    /// Could not be checked: no DNS, or it did not answer in time.
    #[default]
    Unknown,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    /// What the bytes are by their first bytes, not what the sender said.
    pub media_type: String,
    pub content_id: Option<String>,
    /// The HTML shows it.
    pub is_inline: bool,
    pub blob: BlobRef,
}

/// Bytes that the store keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobRef {
    /// SHA-256 of the bytes.
    pub digest: [u8; 32],
    pub size: u64,
}

/// Words that only agents see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub agent: AgentId,
    /// Cleaned HTML.
    pub html: String,
    pub text: String,
    /// The colleagues whom it names, each once.
    pub mentions: Vec<Mention>,
    pub attachments: Vec<Attachment>,
}

/// Whom a comment names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    Agent(AgentId),
    /// Its members of the moment.
    Team(TeamId),
}

/// A line that says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    pub change: Change,
    pub cause: Cause,
}

/// The long form of a message, kept apart from what a thread lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// All words, quotes included.
    pub text: String,
    /// As it was sent (incoming, not cleaned) or as it leaves (outgoing, cleaned).
    pub html: Option<String>,
    /// Of a message of ours: the agent's own words, without signature and quote.
    pub written: Option<String>,
}
