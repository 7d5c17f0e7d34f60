//! What was understood of a mail that came in.

use super::automatic_mail::Nature;
use super::email_address::Mailbox;
use super::moment::Moment;

/// A mail as people see it. Reading never fails: what was not understood is said in `understood`,
/// and the raw mail is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingMail {
    /// Who wrote it by the From header; none if there is no readable address in it.
    pub from: Option<Mailbox>,
    /// The name in a From header whose address could not be read.
    pub from_unread: String,
    /// Where answers are asked to go.
    pub reply_to: Vec<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// Decoded, in one line; empty if there is none.
    pub subject: String,
    /// By the Date header: for showing, never for sorting.
    pub date: Option<Moment>,
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// Without angle brackets, as they stand in the header.
    pub in_reply_to: Vec<String>,
    /// Without angle brackets, oldest first.
    pub references: Vec<String>,
    /// The whole text, made from the HTML if there is no text part.
    pub text: String,
    /// The words that are new in this mail: `text` without quotes and what introduces them.
    pub new_text: String,
    /// The HTML as it was sent, in Unicode; not cleaned.
    pub html: Option<String>,
    pub attachments: Vec<IncomingAttachment>,
    pub nature: Nature,
    pub understood: Understood,
    /// How many servers it has passed.
    pub received_count: usize,
}

/// A part of a mail that is not its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingAttachment {
    /// As the sender named it, made visible and cut; none if it has no name.
    pub name: Option<String>,
    /// As the sender declared it, in lower case without parameters: a claim, never served as such.
    pub media_type: String,
    /// Without angle brackets.
    pub content_id: Option<String>,
    /// The HTML refers to it.
    pub is_inline: bool,
    pub bytes: Vec<u8>,
}

/// How much of a mail could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    Whole,
    /// Something was left out of what is shown; the words say what, in English, for the ledger.
    Partly {
        left_out: String,
    },
    /// Nothing but its bytes; the words say why.
    NotAtAll {
        reason: String,
    },
}
