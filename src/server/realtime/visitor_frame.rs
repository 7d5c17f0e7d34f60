//! What a visitor's socket is told: of their own chats, and nothing of what agents say among themselves.

use bytestring::ByteString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::show_events::ForVisitor;
use crate::domain::ids::{ConversationId, VisitorId};
use crate::server::http::visitor::shapes::{ChatAuthorOfVisitor, VisitorConversation, VisitorEntry};

/// An event for one visitor, encoded once for all their sockets.
#[derive(Debug)]
pub struct VisitorFrame {
    pub visitor: VisitorId,
    /// JSON.
    pub text: ByteString,
}

/// A frame of a visitor's feed. `seq` is its number; what passes has none.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorFrameView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    #[serde(flatten)]
    pub what: VisitorFrameContent,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorFrameContent {
    /// The first frame: the feed goes on after `seq`.
    Hello,
    /// Too much was missed: load what is shown anew, then go on after `seq`.
    Resync,
    /// New words, or words that changed.
    Entry {
        conversation: VisitorConversation,
        entry: Box<VisitorEntry>,
    },
    EntryRemoved {
        conversation: VisitorConversation,
        entry_id: String,
    },
    /// Status, marks, people.
    Conversation {
        conversation: VisitorConversation,
    },
    /// Other words stand in it than before, since chats of this visitor were merged or taken apart.
    Regrouped {
        conversation: VisitorConversation,
        /// The one that is a part of it now; none where one was taken out again.
        taken_in_id: Option<String>,
    },
    Typing {
        conversation_id: String,
        author: ChatAuthorOfVisitor,
        is_typing: bool,
    },
    Pong,
}

impl VisitorFrameView {
    pub fn encoded(seq: Option<u64>, what: VisitorFrameContent) -> ByteString {
        serde_json::to_string(&Self { seq, what }).expect("a frame is plain JSON").into()
    }

    /// Somebody of us types.
    pub fn typing(conversation: ConversationId, author: ChatAuthorOfVisitor, is_typing: bool) -> ByteString {
        let what = VisitorFrameContent::Typing { conversation_id: conversation.to_string(), author, is_typing };
        Self::encoded(None, what)
    }
}

impl VisitorFrame {
    pub fn of(number: u64, event: &ForVisitor) -> Self {
        let (chat, what) = match event {
            ForVisitor::Entry(chat, entry) => {
                let entry = Box::new(entry.as_ref().into());
                (chat, VisitorFrameContent::Entry { conversation: chat.as_ref().into(), entry })
            }
            ForVisitor::EntryRemoved(chat, entry) => {
                let conversation = chat.as_ref().into();
                (chat, VisitorFrameContent::EntryRemoved { conversation, entry_id: entry.to_string() })
            }
            ForVisitor::Regrouped(chat, taken_in) => {
                let taken_in_id = taken_in.map(|id| id.to_string());
                (chat, VisitorFrameContent::Regrouped { conversation: chat.as_ref().into(), taken_in_id })
            }
            ForVisitor::Chat(chat) => (chat, VisitorFrameContent::Conversation { conversation: chat.as_ref().into() }),
        };
        Self { visitor: chat.chat.visitor, text: VisitorFrameView::encoded(Some(number), what) }
    }
}
