//! Scripts of bots on the wire.

mod condition;
mod read;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use condition::BotConditionView;
pub use read::to_script;

use crate::domain::bot::{
    Afterwards, AnswerKind, AnswerSearch, Arm, BotScript, Bubble, BubbleContent, Choice, HandOver, HandOverTo,
    KeptField, Leads, Next, Order, Question, Step, StepId, StepKind, Typing, WebhookCall, WhenKnown,
};
use crate::domain::property::Property;

/// What a bot does, step by step.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotScriptView {
    /// What visitors see as its name.
    pub name: String,
    /// `en`, `nl` or `de`: of its texts, and of the answers that it reads.
    pub locale: String,
    /// The step with which it begins.
    pub first: Option<u32>,
    pub steps: Vec<BotStepView>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotStepView {
    /// A number of its own within the script, from 1; never used for another step.
    pub id: u32,
    /// For the team; may be empty.
    #[serde(default)]
    pub label: String,
    pub kind: BotStepKindView,
}

/// What a step does. `next` and its like name the step that follows; null ends the path.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum BotStepKindView {
    Say {
        bubbles: Vec<BotBubbleView>,
        next: Option<u32>,
    },
    Ask {
        bubbles: Vec<BotBubbleView>,
        answer: BotAnswerKindView,
        choices: Vec<BotChoiceView>,
        /// Nothing but a choice is taken.
        choices_only: bool,
        save_to: Option<BotPropertyView>,
        skip_when_known: bool,
        /// Said when an answer cannot be read; empty for the bot's own words.
        retry_text: String,
        next: Option<u32>,
        /// Where it goes on when no answer could be read.
        unusable: Option<u32>,
    },
    Branch {
        arms: Vec<BotArmView>,
        otherwise: Option<u32>,
    },
    SetProperty {
        property: BotPropertyView,
        value: String,
        next: Option<u32>,
    },
    AddTag {
        tag: String,
        next: Option<u32>,
    },
    CallWebhook {
        url: String,
        kept: Vec<KeptFieldView>,
        next: Option<u32>,
        failed: Option<u32>,
    },
    SearchAnswers {
        /// Asks what it is about; empty to search the visitor's newest words.
        prompt: String,
        helped: Option<u32>,
        not_helped: Option<u32>,
    },
    HandOver {
        to: HandOverToView,
        order: HandOverOrderView,
        available_text: String,
        away_text: String,
    },
    End {
        bubbles: Vec<BotBubbleView>,
        closes: bool,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BotBubbleView {
    Text { text: String, delay_ms: u32 },
    Link { label: String, url: String, delay_ms: u32 },
    Image { image_id: String, description: String, delay_ms: u32 },
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BotAnswerKindView {
    Text,
    Email,
    Phone,
    Number { min: Option<i64>, max: Option<i64> },
    Date,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotChoiceView {
    pub label: String,
    /// It leads to `next`, not where the question goes on.
    pub has_own_way: bool,
    pub next: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotArmView {
    pub condition: BotConditionView,
    pub next: Option<u32>,
}

/// A property by whose it is and its key.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotPropertyView {
    pub of: PropertyOwnerView,
    pub key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PropertyOwnerView {
    Contact,
    Conversation,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptFieldView {
    pub field: String,
    pub property: BotPropertyView,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HandOverToView {
    Members,
    People { agent_ids: Vec<String> },
    Teams { team_ids: Vec<String> },
    ContactOwner,
    Nobody,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandOverOrderView {
    ByTurn,
    FewestOpen,
}

impl From<&BotScript> for BotScriptView {
    fn from(script: &BotScript) -> Self {
        let BotScript { name, locale, first, steps } = script;
        Self {
            name: name.clone(),
            locale: locale.tag().to_owned(),
            first: number(*first),
            steps: steps.iter().map(BotStepView::from).collect(),
        }
    }
}

impl From<&Step> for BotStepView {
    fn from(step: &Step) -> Self {
        let Step { id: StepId(id), label, kind } = step;
        Self { id: *id, label: label.clone(), kind: kind.into() }
    }
}

impl From<&StepKind> for BotStepKindView {
    fn from(kind: &StepKind) -> Self {
        match kind {
            StepKind::Say { bubbles, next } => Self::Say { bubbles: bubble_views(bubbles), next: number(*next) },
            StepKind::Ask(question) => question.into(),
            StepKind::Branch { arms, otherwise } => {
                let arm =
                    |Arm { condition, next }: &Arm| BotArmView { condition: condition.into(), next: number(*next) };
                Self::Branch { arms: arms.iter().map(arm).collect(), otherwise: number(*otherwise) }
            }
            StepKind::SetProperty { property, value, next } => {
                Self::SetProperty { property: property.into(), value: value.clone(), next: number(*next) }
            }
            StepKind::AddTag { tag, next } => Self::AddTag { tag: tag.clone(), next: number(*next) },
            StepKind::CallWebhook(WebhookCall { url, kept, next, failed }) => Self::CallWebhook {
                url: url.clone(),
                kept: kept
                    .iter()
                    .map(|KeptField { field, property }| KeptFieldView {
                        field: field.clone(),
                        property: property.into(),
                    })
                    .collect(),
                next: number(*next),
                failed: number(*failed),
            },
            StepKind::SearchAnswers(AnswerSearch { prompt, helped, not_helped }) => {
                Self::SearchAnswers { prompt: prompt.clone(), helped: number(*helped), not_helped: number(*not_helped) }
            }
            StepKind::HandOver(HandOver { to, order, available_text, away_text }) => Self::HandOver {
                to: to.into(),
                order: match order {
                    Order::ByTurn => HandOverOrderView::ByTurn,
                    Order::FewestOpen => HandOverOrderView::FewestOpen,
                },
                available_text: available_text.clone(),
                away_text: away_text.clone(),
            },
            StepKind::End { bubbles, afterwards } => Self::End {
                bubbles: bubble_views(bubbles),
                closes: match afterwards {
                    Afterwards::StaysOpen => false,
                    Afterwards::Closes => true,
                },
            },
        }
    }
}

impl From<&Question> for BotStepKindView {
    fn from(question: &Question) -> Self {
        let Question { bubbles, kind, choices, typing, save_to, when_known, retry_text, next, unusable } = question;
        Self::Ask {
            bubbles: bubble_views(bubbles),
            answer: (*kind).into(),
            choices: choices
                .iter()
                .map(|Choice { label, leads }| match leads {
                    Leads::WithTheQuestion => BotChoiceView { label: label.clone(), has_own_way: false, next: None },
                    Leads::To(next) => BotChoiceView { label: label.clone(), has_own_way: true, next: number(*next) },
                })
                .collect(),
            choices_only: match typing {
                Typing::Anything => false,
                Typing::ChoicesOnly => true,
            },
            save_to: save_to.as_ref().map(BotPropertyView::from),
            skip_when_known: match when_known {
                WhenKnown::Ask => false,
                WhenKnown::Skip => true,
            },
            retry_text: retry_text.clone(),
            next: number(*next),
            unusable: number(*unusable),
        }
    }
}

impl From<AnswerKind> for BotAnswerKindView {
    fn from(kind: AnswerKind) -> Self {
        match kind {
            AnswerKind::Text => Self::Text,
            AnswerKind::Email => Self::Email,
            AnswerKind::Phone => Self::Phone,
            AnswerKind::Number { min, max } => Self::Number { min, max },
            AnswerKind::Date => Self::Date,
        }
    }
}

impl From<&Property> for BotPropertyView {
    fn from(property: &Property) -> Self {
        match property {
            Property::Contact(key) => Self { of: PropertyOwnerView::Contact, key: key.to_string() },
            Property::Conversation(key) => Self { of: PropertyOwnerView::Conversation, key: key.to_string() },
        }
    }
}

impl From<&HandOverTo> for HandOverToView {
    fn from(to: &HandOverTo) -> Self {
        match to {
            HandOverTo::Members => Self::Members,
            HandOverTo::People(people) => Self::People { agent_ids: people.iter().map(ToString::to_string).collect() },
            HandOverTo::Teams(teams) => Self::Teams { team_ids: teams.iter().map(ToString::to_string).collect() },
            HandOverTo::ContactOwner => Self::ContactOwner,
            HandOverTo::Nobody => Self::Nobody,
        }
    }
}

fn bubble_views(bubbles: &[Bubble]) -> Vec<BotBubbleView> {
    let view = |Bubble { content, delay_ms }: &Bubble| bubble_view(content, *delay_ms);
    bubbles.iter().map(view).collect()
}

/// A balloon as the page shows it.
pub fn bubble_view(content: &BubbleContent, delay_ms: u32) -> BotBubbleView {
    match content {
        BubbleContent::Text(text) => BotBubbleView::Text { text: text.clone(), delay_ms },
        BubbleContent::Link { label, url } => BotBubbleView::Link { label: label.clone(), url: url.clone(), delay_ms },
        BubbleContent::Image { image, description } => {
            BotBubbleView::Image { image_id: image.to_string(), description: description.clone(), delay_ms }
        }
    }
}

fn number(next: Next) -> Option<u32> {
    next.map(|StepId(id)| id)
}
