//! What visitors are shown, and what they send: shapes of their own, so that nothing of the agents' slips in.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::super::api::chat_messages::BotPromptView;
use super::super::api::entries::AttachmentView;
use crate::actions::visitor::choose_flow::ShownFlow;
use crate::actions::visitor::open_session::Profile;
use crate::actions::visitor::show::{ShownBy, ShownChat, ShownEntry};
use crate::domain::agent::Agent;
use crate::domain::chat::{Chat, ChatVerdict, Rating};
use crate::domain::conversation::preview_of;
use crate::domain::entry::{ChatAuthor, Content};
use crate::domain::visitor::{Acquaintance, Device, PageFacts, VisitorFacts};
use crate::server::http::api::chatflows::shown::ShownFlowView;
use crate::server::http::api::chatflows::view::ChatflowKind;

/// Where the browser is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PageBody {
    pub url: String,
    pub title: String,
    pub referrer: String,
    /// As the browser names it: `nl-BE`.
    pub language: String,
    pub device: DeviceName,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceName {
    #[default]
    Desktop,
    Phone,
    Tablet,
}

/// What the site or the browser knows of the visit.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct VisitBody {
    pub is_returning: bool,
    /// Two letters, only if the site says it.
    pub country: Option<String>,
}

/// A conversation as its visitor sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitorConversation {
    pub id: String,
    pub status: VisitorStatus,
    pub created_at: String,
    pub active_at: String,
    pub preview: String,
    pub unread: u32,
    pub chatflow_id: Option<String>,
    /// Who has answered, the newest first.
    pub people: Vec<PersonView>,
    /// The newest entry that one of us has looked at.
    pub agents_seen: Option<String>,
    pub visitor_seen: Option<String>,
    pub rating: Option<VerdictName>,
    /// Nobody of us has answered yet: a bot leads.
    pub is_bot: bool,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VisitorStatus {
    Open,
    Closed,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictName {
    Good,
    Neutral,
    Bad,
}

/// One of us, as visitors see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    pub id: String,
    pub name: String,
    pub picture_url: Option<String>,
}

/// Words of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitorEntry {
    pub id: String,
    pub at: String,
    pub author: ChatAuthorOfVisitor,
    pub text: String,
    pub attachments: Vec<AttachmentView>,
    /// On the visitor's own words.
    pub operation_id: Option<String>,
    pub bot: Option<BotPromptView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatAuthorOfVisitor {
    pub kind: ChatAuthorKind,
    pub id: Option<String>,
    pub name: String,
    pub picture_url: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChatAuthorKind {
    Visitor,
    Agent,
    Bot,
}

/// The visitor, as they are told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitorProfile {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub email_is_verified: bool,
    pub is_identified: bool,
    pub is_blocked: bool,
}

/// What the visitor meets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FlowView {
    /// None: a plain live chat.
    pub id: Option<String>,
    pub kind: ChatflowKind,
    pub name: String,
    pub language: PanelLanguage,
    #[schema(value_type = Object)]
    pub display: Value,
    #[schema(value_type = Object)]
    pub availability: Value,
    #[schema(value_type = Object)]
    pub options: Value,
}

/// The panel's own languages.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PanelLanguage {
    En,
    Nl,
    De,
}

impl PanelLanguage {
    /// By the browser's first language.
    pub fn of(tag: &str) -> Self {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("nl") {
            Self::Nl
        } else if language.eq_ignore_ascii_case("de") {
            Self::De
        } else {
            Self::En
        }
    }
}

impl PageBody {
    pub fn into_facts(self) -> PageFacts {
        let Self { url, title, referrer, language, device } = self;
        let device = match device {
            DeviceName::Desktop => Device::Desktop,
            DeviceName::Phone => Device::Phone,
            DeviceName::Tablet => Device::Tablet,
        };
        PageFacts { url, title, referrer, language, device }.clean()
    }
}

impl From<&PageFacts> for PageBody {
    fn from(facts: &PageFacts) -> Self {
        let PageFacts { url, title, referrer, language, device } = facts.clone();
        let device = match device {
            Device::Desktop => DeviceName::Desktop,
            Device::Phone => DeviceName::Phone,
            Device::Tablet => DeviceName::Tablet,
        };
        Self { url, title, referrer, language, device }
    }
}

/// The facts of a request.
pub fn to_facts(page: PageBody, visit: VisitBody) -> VisitorFacts {
    let is_country = |country: &String| country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
    VisitorFacts {
        page: page.into_facts(),
        is_returning: visit.is_returning,
        country: visit.country.filter(is_country).map(|country| country.to_ascii_uppercase()),
        // Decided by us, never by the page.
        acquaintance: Acquaintance::Unknown,
    }
}

impl From<&ShownChat> for VisitorConversation {
    fn from(shown: &ShownChat) -> Self {
        let ShownChat { head, chat, people, newest } = shown;
        let Chat { chatflow, visitor_seen, unread, agents_seen, rating, .. } = chat;
        let words = newest.as_ref().and_then(|entry| entry.chat());
        Self {
            id: head.id.to_string(),
            status: if chat.is_under_way(&head.status) { VisitorStatus::Open } else { VisitorStatus::Closed },
            created_at: head.created_at.to_string(),
            active_at: newest.as_ref().map_or(head.active_at, |entry| entry.at).to_string(),
            preview: words.map(|words| preview_of(words.words_or_file())).unwrap_or_default(),
            unread: *unread,
            chatflow_id: chatflow.map(|id| id.to_string()),
            people: people.iter().map(PersonView::from).collect(),
            agents_seen: agents_seen.map(|id| id.to_string()),
            visitor_seen: visitor_seen.map(|id| id.to_string()),
            rating: rating.as_ref().map(|Rating { verdict, .. }| (*verdict).into()),
            is_bot: people.is_empty() && words.is_some_and(|words| words.author == ChatAuthor::Bot),
        }
    }
}

impl From<ChatVerdict> for VerdictName {
    fn from(verdict: ChatVerdict) -> Self {
        match verdict {
            ChatVerdict::Good => Self::Good,
            ChatVerdict::Neutral => Self::Neutral,
            ChatVerdict::Bad => Self::Bad,
        }
    }
}

impl From<VerdictName> for ChatVerdict {
    fn from(name: VerdictName) -> Self {
        match name {
            VerdictName::Good => Self::Good,
            VerdictName::Neutral => Self::Neutral,
            VerdictName::Bad => Self::Bad,
        }
    }
}

impl From<&Agent> for PersonView {
    fn from(agent: &Agent) -> Self {
        Self {
            id: agent.id.to_string(),
            name: agent.public_name().to_owned(),
            picture_url: agent.profile.picture.map(|picture| format!("/api/pictures/{picture}")),
        }
    }
}

impl From<&Agent> for ChatAuthorOfVisitor {
    fn from(agent: &Agent) -> Self {
        let PersonView { id, name, picture_url } = agent.into();
        Self { kind: ChatAuthorKind::Agent, id: Some(id), name, picture_url }
    }
}

impl From<&ShownEntry> for VisitorEntry {
    fn from(shown: &ShownEntry) -> Self {
        let ShownEntry { entry, by } = shown;
        let Content::Chat(chat) = &entry.content else { unreachable!("only words of chats are shown to visitors") };
        let nobody = |kind| ChatAuthorOfVisitor { kind, id: None, name: String::new(), picture_url: None };
        Self {
            id: entry.id.to_string(),
            at: entry.at.to_string(),
            author: match by {
                ShownBy::Visitor => nobody(ChatAuthorKind::Visitor),
                ShownBy::Bot { name } => ChatAuthorOfVisitor { name: name.clone(), ..nobody(ChatAuthorKind::Bot) },
                ShownBy::Agent(Some(agent)) => (&**agent).into(),
                ShownBy::Agent(None) => nobody(ChatAuthorKind::Agent),
            },
            text: chat.text.clone(),
            attachments: chat.attachments.iter().enumerate().map(AttachmentView::from).collect(),
            operation_id: match chat.author {
                ChatAuthor::Visitor => chat.operation.map(|operation| operation.to_string()),
                ChatAuthor::Agent(_) | ChatAuthor::Bot => None,
            },
            bot: chat.prompt.as_ref().map(BotPromptView::from),
        }
    }
}

impl VisitorProfile {
    pub fn of(id: crate::domain::ids::VisitorId, profile: Profile) -> Self {
        let Profile { name, email, is_email_verified, is_signed_in, is_blocked } = profile;
        Self {
            id: id.to_string(),
            name,
            email,
            email_is_verified: is_email_verified,
            is_identified: is_signed_in,
            is_blocked,
        }
    }
}

impl FlowView {
    /// A chatflow as this visitor sees it.
    pub fn of(flow: ShownFlow, language: PanelLanguage) -> Self {
        if flow.id.is_none() {
            return Self::plain(flow.name, language);
        }
        let ShownFlowView { id, kind, name, language: _, display, availability, options } = flow.into();
        Self {
            id,
            kind,
            language,
            display: json!(display),
            availability: json!(availability),
            options: json!(options),
            name,
        }
    }

    /// A plain live chat: a launcher, and nothing asked before the first words.
    fn plain(name: String, language: PanelLanguage) -> Self {
        Self {
            id: None,
            kind: ChatflowKind::LiveChat,
            language,
            display: json!({
                "show": { "how": "launcher", "after_s": null, "scroll_percent": null, "on_exit_intent": false },
                "accent": "#4f46e5",
                "on_accent": "#ffffff",
                "position": "right",
                "heading": { "kind": "team", "name": name, "people": [], "picture_url": null },
                "meeting_link": null,
                "greeting": "",
                "welcome": "",
                "reply_time": null,
            }),
            availability: json!({ "is_open": true, "away": null }),
            options: json!({
                "email_capture": { "when": "never", "after_s": 0, "prompt": "" },
                "consent": { "kind": "none", "notice": "", "accept": "", "decline": "" },
                "storage": "on_start",
                "rating": null,
                "transcript": "offered",
                "takes_files": true,
                "session_timeout_min": 30,
            }),
            name,
        }
    }
}
