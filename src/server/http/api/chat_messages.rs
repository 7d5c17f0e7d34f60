//! What is said in chats, as the agents' page shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::entries::AttachmentView;
use crate::domain::entry::{BotInput, BotPrompt, ChatAuthor, ChatMessage};

/// What was said in a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatMessageView {
    pub author: ChatAuthorView,
    /// Set for an agent.
    pub agent_id: Option<String>,
    /// Plain text; may be empty where there are files.
    pub text: String,
    pub attachments: Vec<AttachmentView>,
    /// By which its author's page knows it again.
    pub operation_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<BotPromptView>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChatAuthorView {
    Visitor,
    Agent,
    Bot,
}

/// How a bot wants to be answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BotPromptView {
    pub quick_replies: Vec<String>,
    pub input: BotInputView,
    /// Whether other words than the quick replies are taken.
    pub free_text: bool,
    /// How long the bot seems to type before it speaks, in milliseconds.
    pub delay_ms: u32,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotInputView {
    Text,
    Email,
    Phone,
    Number,
    Date,
    Choice,
}

impl From<&ChatMessage> for ChatMessageView {
    fn from(message: &ChatMessage) -> Self {
        let ChatMessage { author, text, attachments, operation, prompt } = message;
        let (author, agent) = match author {
            ChatAuthor::Visitor => (ChatAuthorView::Visitor, None),
            ChatAuthor::Agent(agent) => (ChatAuthorView::Agent, Some(agent)),
            ChatAuthor::Bot => (ChatAuthorView::Bot, None),
        };
        Self {
            author,
            agent_id: agent.map(ToString::to_string),
            text: text.clone(),
            attachments: attachments.iter().enumerate().map(AttachmentView::from).collect(),
            operation_id: operation.map(|operation| operation.to_string()),
            prompt: prompt.as_ref().map(BotPromptView::from),
        }
    }
}

impl From<&BotPrompt> for BotPromptView {
    fn from(prompt: &BotPrompt) -> Self {
        let BotPrompt { quick_replies, input, free_text, delay_ms } = prompt;
        Self {
            quick_replies: quick_replies.clone(),
            input: match input {
                BotInput::Text => BotInputView::Text,
                BotInput::Email => BotInputView::Email,
                BotInput::Phone => BotInputView::Phone,
                BotInput::Number => BotInputView::Number,
                BotInput::Date => BotInputView::Date,
                BotInput::Choice => BotInputView::Choice,
            },
            free_text: *free_text,
            delay_ms: *delay_ms,
        }
    }
}
