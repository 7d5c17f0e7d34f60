//! Entries of conversations as they are stored.

use serde::{Deserialize, Serialize};

use super::activity::{CauseRecord, ChangeRecord};
use super::chat_message::ChatMessageRecord;
use super::message::{AttachmentRecord, MessageRecord};
use super::{Record, Unreadable};
use crate::domain::entry::{Activity, Attachment, Body, Comment, Content, Entry, Mention};
use crate::domain::ids::{AgentId, ConversationId, EntryId, TeamId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct EntryRecord {
    id: u128,
    conversation: u128,
    at: u64,
    content: ContentRecord,
}

#[derive(Serialize, Deserialize)]
enum ContentRecord {
    Message(Box<MessageRecord>),
    Chat(Box<ChatMessageRecord>),
    Comment {
        agent: u128,
        html: String,
        text: String,
        #[serde(default)]
        mentions: Vec<MentionRecord>,
        #[serde(default)]
        attachments: Vec<AttachmentRecord>,
    },
    Activity {
        change: ChangeRecord,
        cause: CauseRecord,
    },
}

#[derive(Serialize, Deserialize)]
enum MentionRecord {
    Agent(u128),
    Team(u128),
}

impl Record for EntryRecord {
    type Domain = Entry;
    const TABLE: &'static str = "entries";

    fn from_domain(entry: &Entry) -> Self {
        let Entry { id, conversation, at, content } = entry;
        Self {
            id: id.bits(),
            conversation: conversation.bits(),
            at: at.millis(),
            content: match content {
                Content::Message(message) => ContentRecord::Message(Box::new(message.as_ref().into())),
                Content::Chat(chat) => ContentRecord::Chat(Box::new(chat.as_ref().into())),
                Content::Comment(Comment { agent, html, text, mentions, attachments }) => ContentRecord::Comment {
                    agent: agent.bits(),
                    html: html.clone(),
                    text: text.clone(),
                    mentions: mentions.iter().copied().map(MentionRecord::from).collect(),
                    attachments: attachments.iter().map(AttachmentRecord::from).collect(),
                },
                Content::Activity(Activity { change, cause }) => {
                    ContentRecord::Activity { change: (*change).into(), cause: (*cause).into() }
                }
            },
        }
    }

    fn into_domain(self) -> Result<Entry, Unreadable> {
        Ok(Entry {
            id: EntryId::from_bits(self.id),
            conversation: ConversationId::from_bits(self.conversation),
            at: Moment::from_millis(self.at),
            content: match self.content {
                ContentRecord::Message(message) => Content::Message(Box::new(message.into_domain()?)),
                ContentRecord::Chat(chat) => Content::Chat(Box::new((*chat).into())),
                ContentRecord::Comment { agent, html, text, mentions, attachments } => Content::Comment(Comment {
                    agent: AgentId::from_bits(agent),
                    html,
                    text,
                    mentions: mentions.into_iter().map(Mention::from).collect(),
                    attachments: attachments.into_iter().map(Attachment::from).collect(),
                }),
                ContentRecord::Activity { change, cause } => {
                    Content::Activity(Activity { change: change.into(), cause: cause.into() })
                }
            },
        })
    }
}

impl From<Mention> for MentionRecord {
    fn from(mention: Mention) -> Self {
        match mention {
            Mention::Agent(agent) => Self::Agent(agent.bits()),
            Mention::Team(team) => Self::Team(team.bits()),
        }
    }
}

impl From<MentionRecord> for Mention {
    fn from(record: MentionRecord) -> Self {
        match record {
            MentionRecord::Agent(agent) => Self::Agent(AgentId::from_bits(agent)),
            MentionRecord::Team(team) => Self::Team(TeamId::from_bits(team)),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct BodyRecord {
    text: String,
    html: Option<String>,
    written: Option<String>,
}

impl Record for BodyRecord {
    type Domain = Body;
    const TABLE: &'static str = "bodies";

    fn from_domain(body: &Body) -> Self {
        let Body { text, html, written } = body;
        Self { text: text.clone(), html: html.clone(), written: written.clone() }
    }

    fn into_domain(self) -> Result<Body, Unreadable> {
        let Self { text, html, written } = self;
        Ok(Body { text, html, written })
    }
}
