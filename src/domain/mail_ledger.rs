//! The mail ledger: one row for each mail that was accepted, with what was decided and why.

use super::email_address::EmailAddress;
use super::entry::BlobRef;
use super::ids::{ConversationId, EntryId, InboxId, LedgerId};
use super::moment::Moment;

/// What the SMTP session knew of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// None for the null sender (RFC 5321, 4.5.5).
    pub from: Option<EmailAddress>,
    /// The addresses of ours that were named at RCPT.
    pub recipients: Vec<EmailAddress>,
    /// The address of the peer, as text; for the trace and for the person who looks closer.
    pub peer: String,
    /// As the peer gave it at EHLO.
    pub helo: String,
    pub over_tls: bool,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    pub id: LedgerId,
    pub at: Moment,
    pub envelope: Envelope,
    /// From the header, for finding it again; empty where there is none.
    pub header_from: String,
    pub subject: String,
    pub raw: BlobRef,
    /// When its bytes and its subject went with the conversation that was erased; the row stays.
    pub erased_at: Option<Moment>,
    /// One for each inbox that a recipient belongs to.
    pub decisions: Vec<Decision>,
}

/// What was decided for one inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub inbox: InboxId,
    pub verdict: LedgerVerdict,
}

/// Where a mail went, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerVerdict {
    /// Began a conversation.
    Began { conversation: ConversationId, entry: EntryId, reason: BeginReason },
    /// Joined a conversation.
    Joined { conversation: ConversationId, entry: EntryId, reason: JoinReason },
    /// The same bytes were kept before.
    Duplicate { conversation: ConversationId },
}

impl LedgerVerdict {
    pub const fn conversation(&self) -> ConversationId {
        match *self {
            Self::Began { conversation, .. } | Self::Joined { conversation, .. } | Self::Duplicate { conversation } => {
                conversation
            }
        }
    }
}

/// Why a mail began a conversation of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeginReason {
    /// It answers nothing.
    AnswersNothing,
    /// What it answers is not known here.
    UnknownReferences,
    /// It names a message here whose conversation its sender took no part in.
    StrangerToReferences,
    /// The signed address was not made here, or its conversation is gone.
    UnknownReplyAddress,
    /// A colleague has blocked the sender: it lies in the spam.
    SenderBlocked,
}

/// Why a mail joined a conversation, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinReason {
    /// It was sent to the signed address of the conversation.
    ReplyAddress,
    /// It answers a message that left from here.
    OwnMessageId,
    /// It answers a message kept here, and its sender took part.
    KnownMessageId,
    /// It is a bounce of a message that left from here.
    BounceOfOurs,
}
