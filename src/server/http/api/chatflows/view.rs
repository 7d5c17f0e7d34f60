//! The wire shape of a whole chatflow.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::error::HttpError;
use super::super::bots::{BotScriptView, to_script};
use super::super::to_field_id;
use super::content::{OpeningView, OptionsView, TranslationView, to_opening, to_texts};
use super::display::{DisplayView, to_display};
use super::targeting::{TargetingView, to_targeting};
use crate::actions::chatflows::ChangeChatflow;
use crate::domain::chatflow::check::{Problem, problems};
use crate::domain::chatflow::{Chatflow, FlowKind, Publication};

#[derive(Debug, Serialize, ToSchema)]
pub struct ChatflowView {
    pub id: String,
    pub name: String,
    /// Where its conversations arrive.
    pub inbox_id: String,
    /// The chat on whose web sites it is shown; nothing for all of them.
    pub channel_id: Option<String>,
    pub kind: ChatflowKind,
    /// What a bot does; nothing of a live chat.
    pub bot: Option<BotScriptView>,
    pub targeting: TargetingView,
    pub display: DisplayView,
    pub availability: OpeningView,
    pub options: OptionsView,
    /// The first language first: it speaks to whoever speaks none of them.
    pub texts: Vec<TranslationView>,
    pub is_published: bool,
    pub published_since: Option<String>,
    /// What is missing before it may be published.
    pub problems: Vec<ChatflowProblem>,
    /// To be given back with a change.
    pub revision: u64,
    pub created_at: String,
    pub changed_at: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChatflowKind {
    LiveChat,
    Bot,
}

/// Something that is missing, with the place in its list where there is one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatflowProblem {
    pub code: ChatflowProblemCode,
    pub rule: Option<usize>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChatflowProblemCode {
    ShownNowhere,
    EmptyUrlRule,
    HiddenEverywhere,
    EmptyVisitorRule,
    NobodyInHeading,
    NoNameInHeading,
    NobodyOpensIt,
    NoOpeningHours,
    BotUnfinished,
}

/// All of a chatflow as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatflowBody {
    /// What the change was made on.
    revision: u64,
    name: String,
    inbox_id: String,
    channel_id: Option<String>,
    /// Of a bot, and of nothing else.
    #[serde(default)]
    bot: Option<BotScriptView>,
    targeting: TargetingView,
    display: DisplayView,
    availability: OpeningView,
    options: OptionsView,
    texts: Vec<TranslationView>,
}

/// Reads a change.
pub fn to_change(body: ChatflowBody) -> Result<ChangeChatflow, HttpError> {
    let ChatflowBody { revision, name, inbox_id, channel_id, bot, targeting, display, availability, options, texts } =
        body;
    Ok(ChangeChatflow {
        revision,
        name,
        inbox: to_field_id("inbox_id", &inbox_id)?,
        channel: channel_id.as_deref().map(|id| to_field_id("channel_id", id)).transpose()?,
        bot: bot.map(to_script).transpose()?,
        targeting: to_targeting(targeting)?,
        display: to_display(display)?,
        availability: to_opening(availability)?,
        options: options.into(),
        texts: to_texts(texts)?,
    })
}

impl From<Chatflow> for ChatflowView {
    fn from(flow: Chatflow) -> Self {
        let problems = problems(&flow).into_iter().map(ChatflowProblem::from).collect();
        let Chatflow {
            id,
            name,
            inbox,
            channel,
            kind,
            targeting,
            display,
            availability,
            options,
            texts,
            publication,
            revision,
            created_at,
            changed_at,
            removed_at: _,
        } = flow;
        let published_since = match publication {
            Publication::Draft => None,
            Publication::Published { since } => Some(since.to_string()),
        };
        Self {
            id: id.to_string(),
            name,
            inbox_id: inbox.to_string(),
            channel_id: channel.map(|channel| channel.to_string()),
            kind: (&kind).into(),
            bot: match &kind {
                FlowKind::LiveChat => None,
                FlowKind::Bot(script) => Some(script.into()),
            },
            targeting: targeting.into(),
            display: display.into(),
            availability: availability.into(),
            options: options.into(),
            texts: texts.all().map(TranslationView::from).collect(),
            is_published: published_since.is_some(),
            published_since,
            problems,
            revision,
            created_at: created_at.to_string(),
            changed_at: changed_at.to_string(),
        }
    }
}

impl From<&FlowKind> for ChatflowKind {
    fn from(kind: &FlowKind) -> Self {
        match kind {
            FlowKind::LiveChat => Self::LiveChat,
            FlowKind::Bot(_) => Self::Bot,
        }
    }
}

impl From<Problem> for ChatflowProblem {
    fn from(problem: Problem) -> Self {
        let (code, rule) = match problem {
            Problem::ShownNowhere => (ChatflowProblemCode::ShownNowhere, None),
            Problem::EmptyUrlRule { rule } => (ChatflowProblemCode::EmptyUrlRule, Some(rule)),
            Problem::HiddenEverywhere { rule } => (ChatflowProblemCode::HiddenEverywhere, Some(rule)),
            Problem::EmptyVisitorRule { rule } => (ChatflowProblemCode::EmptyVisitorRule, Some(rule)),
            Problem::NobodyInHeading => (ChatflowProblemCode::NobodyInHeading, None),
            Problem::NoNameInHeading => (ChatflowProblemCode::NoNameInHeading, None),
            Problem::NobodyOpensIt => (ChatflowProblemCode::NobodyOpensIt, None),
            Problem::NoOpeningHours => (ChatflowProblemCode::NoOpeningHours, None),
            Problem::BotUnfinished { count: _ } => (ChatflowProblemCode::BotUnfinished, None),
        };
        Self { code, rule }
    }
}
