//! A mail that leaves: every value is fit to be written, so that composing cannot fail on it.

use super::email_address::Mailbox;
use super::moment::Moment;

/// What `mail::compose` makes bytes of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    pub from: Mailbox,
    /// Where the answer is to go: the signed address of the conversation.
    pub reply_to: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub date: Moment,
    /// Without angle brackets.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub text: String,
    pub html: String,
    pub attachments: Vec<OutgoingAttachment>,
    /// Set on mail that no person wrote (RFC 3834, 5).
    pub automatic: Option<AutomaticMark>,
}

/// How a mail that no person wrote says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutomaticMark {
    /// `Auto-Submitted: auto-generated`: invitations and notices.
    Generated,
}

/// A file that leaves with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingAttachment {
    pub name: String,
    pub media_type: String,
    /// Set for a picture that the HTML shows; without angle brackets.
    pub content_id: Option<String>,
    pub bytes: Vec<u8>,
}
