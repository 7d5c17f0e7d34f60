//! Telling machine from man: bounces, automatic answers, lists and bulk.
//!
//! RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 5965 (abuse reports), RFC 8098
//! (disposition reports), RFC 2919 and 2369 (lists).

/// What kind of mail this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nature {
    /// A person wrote it, as far as can be seen.
    Personal,
    /// A machine sent it, in answer or on its own.
    Automatic(AutomaticMail),
    /// A mail server says what became of a mail.
    Bounce(BounceReport),
}

/// Why a mail is taken for a machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutomaticMail {
    /// An out-of-office note or an acknowledgement: a machine answers.
    AutoReply,
    /// A machine speaks first: notices, alarms.
    Generated,
    /// A mailing list or a newsletter.
    List,
    /// Marked bulk or junk.
    Bulk,
    /// A report that is no failure: read receipts, abuse reports.
    Report,
}

/// What a delivery report says (RFC 3464, 2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BounceReport {
    /// Without angle brackets: the Message-ID of the mail that the report is about.
    pub original_message_id: Option<String>,
    pub recipients: Vec<BouncedRecipient>,
}

/// One recipient of a delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncedRecipient {
    /// As the report names it; lower case.
    pub address: String,
    /// RFC 3463, such as `5.1.1`.
    pub status: Option<String>,
    /// The words of the server.
    pub words: String,
    pub outcome: BounceOutcome,
}

/// What became of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceOutcome {
    /// Never: 5.y.z, or failed.
    Failed,
    /// Not yet: delayed.
    Delayed,
    /// It arrived after all: delivered, relayed, expanded.
    Arrived,
}

impl Nature {
    /// Whether a person is waiting for an answer to it.
    pub const fn is_personal(&self) -> bool {
        matches!(self, Self::Personal)
    }
}
