//! What an agent is writing and has not sent. The server keeps it, so that neither a crash nor a closed
//! laptop loses a word; colleagues see that somebody writes, not what.

use super::email_address::{EmailAddress, Mailbox};
use super::ids::{AgentId, ConversationId, EntryId, InboxId, OperationId, UploadId};
use super::moment::Moment;
use super::upload::UploadPurpose;

/// Words on their way to becoming a message or a comment of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub agent: AgentId,
    pub place: DraftPlace,
    pub kind: DraftKind,
    /// The operation that sending it will be: once that is done, the draft is over.
    pub operation: OperationId,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub bcc: Vec<Mailbox>,
    pub subject: String,
    /// As the editor made it; only its author gets it back, and it is cleaned when it is sent.
    pub html: String,
    pub uploads: Vec<UploadId>,
    /// The address to send from, if it is not the usual one of the inbox.
    pub from: Option<EmailAddress>,
    pub saved_at: Moment,
}

/// Where it is written: in each conversation there is room for one message and one comment of each agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftPlace {
    Message(ConversationId),
    Comment(ConversationId),
    /// A conversation that does not exist yet, by an id of the client's making.
    New(OperationId),
}

/// What it will be, with what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    Reply { quoted: Option<EntryId> },
    ReplyAll { quoted: Option<EntryId> },
    Forward { forwarded: EntryId },
    Comment,
    New { inbox: Option<InboxId> },
}

impl Draft {
    /// With the words and files of another one below its own: two places became one, and nothing written is lost.
    #[must_use]
    pub fn with_words_of(mut self, other: Self) -> Self {
        self.html.push_str(&other.html);
        for upload in other.uploads {
            if !self.uploads.contains(&upload) {
                self.uploads.push(upload);
            }
        }
        self
    }
}

impl DraftPlace {
    /// The conversation that it is written in.
    pub const fn conversation(self) -> Option<ConversationId> {
        match self {
            Self::Message(conversation) | Self::Comment(conversation) => Some(conversation),
            Self::New(_) => None,
        }
    }
}

impl DraftKind {
    /// Where a draft of this kind is written in a conversation; nowhere, if it begins one.
    pub const fn place_in(self, conversation: ConversationId) -> Option<DraftPlace> {
        match self {
            Self::Reply { .. } | Self::ReplyAll { .. } | Self::Forward { .. } => {
                Some(DraftPlace::Message(conversation))
            }
            Self::Comment => Some(DraftPlace::Comment(conversation)),
            Self::New { .. } => None,
        }
    }

    /// What its files are for: a file that was given to a comment never leaves with a message.
    pub const fn purpose(self) -> UploadPurpose {
        match self {
            Self::Reply { .. } | Self::ReplyAll { .. } | Self::Forward { .. } | Self::New { .. } => {
                UploadPurpose::Message
            }
            Self::Comment => UploadPurpose::Comment,
        }
    }

    /// The entry that it refers to.
    pub const fn referred(self) -> Option<EntryId> {
        match self {
            Self::Reply { quoted } | Self::ReplyAll { quoted } => quoted,
            Self::Forward { forwarded } => Some(forwarded),
            Self::Comment | Self::New { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_place_and_one_purpose() {
        let conversation = ConversationId::from_bits(1);
        let entry = EntryId::from_bits(2);
        let message = Some(DraftPlace::Message(conversation));
        let cases = [
            (DraftKind::Reply { quoted: None }, message, UploadPurpose::Message),
            (DraftKind::ReplyAll { quoted: Some(entry) }, message, UploadPurpose::Message),
            (DraftKind::Forward { forwarded: entry }, message, UploadPurpose::Message),
            (DraftKind::Comment, Some(DraftPlace::Comment(conversation)), UploadPurpose::Comment),
            (DraftKind::New { inbox: None }, None, UploadPurpose::Message),
        ];
        for (kind, place, purpose) in cases {
            assert_eq!((kind.place_in(conversation), kind.purpose()), (place, purpose), "{kind:?}");
        }
    }
}
