//! The names of things: one type per kind, so that two kinds cannot be swapped.
//!
//! An id is a UUID of version 7 (RFC 9562, 5.7): ordered by the time it was made, not to be guessed
//! from another. It never opens anything by itself; see `actions` for how an id becomes an object.

use std::fmt;
use std::str::FromStr;

/// A text from outside that is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// The id that these 128 bits spell.
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The 128 bits of the id, big end first, as tables order them.
            pub const fn bits(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                uuid::Uuid::from_u128(self.0).hyphenated().fmt(out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                uuid::Uuid::try_parse(text).map(|uuid| Self(uuid.as_u128())).map_err(|_| NotAnId)
            }
        }

        impl From<u128> for $name {
            fn from(bits: u128) -> Self {
                Self(bits)
            }
        }
    )*};
}

id! {
    /// Names an agent.
    AgentId
    /// Names an API token.
    ApiTokenId
    /// Names a channel: one connected way into an inbox.
    ChannelId
    /// Names a chatflow.
    ChatflowId
    /// Names a contact.
    ContactId
    /// Names a note about a contact.
    ContactNoteId
    /// Names a conversation.
    ConversationId
    /// Names a key that a web site signs its visitors' identity with.
    IdentityKeyId
    /// Names an inbox.
    InboxId
    /// Names a row of the mail ledger.
    LedgerId
    /// Names a notice.
    NoticeId
    /// Names an entry of a conversation: a message, a comment or an activity.
    EntryId
    /// Names the sending of one message.
    DeliveryId
    /// Names a tag of the workspace.
    TagId
    /// Names work on many conversations at once.
    JobId
    /// Names a mail of Postroom's own to a colleague.
    NoticeMailId
    /// Names a picture that everybody may see; it is random, and nothing else opens the picture.
    PictureId
    /// Names a picture that a bot can show.
    BotImageId
    /// Names an answer that the team has written for its bots.
    WrittenAnswerId
    /// Names a browser that an agent is told in by push.
    PushSubscriptionId
    /// Names a session.
    SessionId
    /// Names a team.
    TeamId
    /// Names a file that was uploaded and is not sent yet.
    UploadId
    /// Names a visitor: one person, or one browser that nobody knows.
    VisitorId
    /// Names a snippet.
    SnippetId
    /// Made by a client for one thing that it does, so that doing it twice is doing it once.
    OperationId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = ConversationId::from_bits(0x0191_2345_6789_7abc_8def_0123_4567_89ab);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("".parse::<ConversationId>(), Err(NotAnId));
        assert_eq!("../1".parse::<ConversationId>(), Err(NotAnId));
    }
}
