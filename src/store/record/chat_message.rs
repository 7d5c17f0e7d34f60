//! What was said in chats as it is stored, within its entry.

use serde::{Deserialize, Serialize};

use super::message::AttachmentRecord;
use crate::domain::entry::{Attachment, BotInput, BotPrompt, ChatAuthor, ChatMessage};
use crate::domain::ids::{AgentId, OperationId};

#[derive(Serialize, Deserialize)]
pub(super) struct ChatMessageRecord {
    author: AuthorRecord,
    text: String,
    attachments: Vec<AttachmentRecord>,
    operation: Option<u128>,
    prompt: Option<PromptRecord>,
}

#[derive(Serialize, Deserialize)]
enum AuthorRecord {
    Visitor,
    Agent(u128),
    Bot,
}

#[derive(Serialize, Deserialize)]
struct PromptRecord {
    quick_replies: Vec<String>,
    input: InputRecord,
    free_text: bool,
    delay_ms: u32,
}

#[derive(Serialize, Deserialize)]
enum InputRecord {
    Text,
    Email,
    Phone,
    Number,
    Date,
    Choice,
}

impl From<&ChatMessage> for ChatMessageRecord {
    fn from(message: &ChatMessage) -> Self {
        let ChatMessage { author, text, attachments, operation, prompt } = message;
        Self {
            author: match author {
                ChatAuthor::Visitor => AuthorRecord::Visitor,
                ChatAuthor::Agent(agent) => AuthorRecord::Agent(agent.bits()),
                ChatAuthor::Bot => AuthorRecord::Bot,
            },
            text: text.clone(),
            attachments: attachments.iter().map(AttachmentRecord::from).collect(),
            operation: operation.map(OperationId::bits),
            prompt: prompt.as_ref().map(PromptRecord::from),
        }
    }
}

impl From<ChatMessageRecord> for ChatMessage {
    fn from(record: ChatMessageRecord) -> Self {
        let ChatMessageRecord { author, text, attachments, operation, prompt } = record;
        Self {
            author: match author {
                AuthorRecord::Visitor => ChatAuthor::Visitor,
                AuthorRecord::Agent(agent) => ChatAuthor::Agent(AgentId::from_bits(agent)),
                AuthorRecord::Bot => ChatAuthor::Bot,
            },
            text,
            attachments: attachments.into_iter().map(Attachment::from).collect(),
            operation: operation.map(OperationId::from_bits),
            prompt: prompt.map(BotPrompt::from),
        }
    }
}

impl From<&BotPrompt> for PromptRecord {
    fn from(prompt: &BotPrompt) -> Self {
        let BotPrompt { quick_replies, input, free_text, delay_ms } = prompt;
        Self {
            quick_replies: quick_replies.clone(),
            input: match input {
                BotInput::Text => InputRecord::Text,
                BotInput::Email => InputRecord::Email,
                BotInput::Phone => InputRecord::Phone,
                BotInput::Number => InputRecord::Number,
                BotInput::Date => InputRecord::Date,
                BotInput::Choice => InputRecord::Choice,
            },
            free_text: *free_text,
            delay_ms: *delay_ms,
        }
    }
}

impl From<PromptRecord> for BotPrompt {
    fn from(record: PromptRecord) -> Self {
        let PromptRecord { quick_replies, input, free_text, delay_ms } = record;
        Self {
            quick_replies,
            input: match input {
                InputRecord::Text => BotInput::Text,
                InputRecord::Email => BotInput::Email,
                InputRecord::Phone => BotInput::Phone,
                InputRecord::Number => BotInput::Number,
                InputRecord::Date => BotInput::Date,
                InputRecord::Choice => BotInput::Choice,
            },
            free_text,
            delay_ms,
        }
    }
}
