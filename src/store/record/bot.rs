//! Scripts of bots as they are stored, within their chatflows.

mod condition;

use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::domain::agent::Locale;
use crate::domain::bot::{
    Afterwards, AnswerKind, AnswerSearch, Arm, BotScript, Bubble, BubbleContent, Choice, HandOver, HandOverTo,
    KeptField, Leads, Next, Order, Question, Step, StepId, StepKind, Typing, WebhookCall, WhenKnown,
};
use crate::domain::ids::{AgentId, BotImageId, TeamId};
use crate::domain::property::{Property, PropertyKey};
use condition::ConditionRecord;

#[derive(Serialize, Deserialize)]
pub struct BotScriptRecord {
    name: String,
    locale: String,
    first: Option<u32>,
    steps: Vec<StepRecord>,
}

#[derive(Serialize, Deserialize)]
struct StepRecord {
    id: u32,
    label: String,
    kind: KindRecord,
}

#[derive(Serialize, Deserialize)]
enum KindRecord {
    Say { bubbles: Vec<BubbleRecord>, next: Option<u32> },
    Ask(QuestionRecord),
    Branch { arms: Vec<ArmRecord>, otherwise: Option<u32> },
    SetProperty { property: PropertyRecord, value: String, next: Option<u32> },
    AddTag { tag: String, next: Option<u32> },
    CallWebhook { url: String, kept: Vec<(String, PropertyRecord)>, next: Option<u32>, failed: Option<u32> },
    SearchAnswers { prompt: String, helped: Option<u32>, not_helped: Option<u32> },
    HandOver { to: TargetRecord, fewest_open: bool, available_text: String, away_text: String },
    End { bubbles: Vec<BubbleRecord>, closes: bool },
}

#[derive(Serialize, Deserialize)]
struct BubbleRecord {
    content: ContentRecord,
    delay_ms: u32,
}

#[derive(Serialize, Deserialize)]
enum ContentRecord {
    Text(String),
    Link { label: String, url: String },
    Image { image: u128, description: String },
}

#[derive(Serialize, Deserialize)]
struct QuestionRecord {
    bubbles: Vec<BubbleRecord>,
    kind: AnswerRecord,
    choices: Vec<ChoiceRecord>,
    choices_only: bool,
    save_to: Option<PropertyRecord>,
    skip_when_known: bool,
    retry_text: String,
    next: Option<u32>,
    unusable: Option<u32>,
}

#[derive(Serialize, Deserialize)]
enum AnswerRecord {
    Text,
    Email,
    Phone,
    Number { min: Option<i64>, max: Option<i64> },
    Date,
}

#[derive(Serialize, Deserialize)]
struct ChoiceRecord {
    label: String,
    has_own_way: bool,
    next: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct ArmRecord {
    condition: ConditionRecord,
    next: Option<u32>,
}

#[derive(Serialize, Deserialize)]
pub(super) enum PropertyRecord {
    Contact(String),
    Conversation(String),
}

#[derive(Serialize, Deserialize)]
enum TargetRecord {
    Members,
    People(Vec<u128>),
    Teams(Vec<u128>),
    ContactOwner,
    Nobody,
}

impl From<&BotScript> for BotScriptRecord {
    fn from(script: &BotScript) -> Self {
        let BotScript { name, locale, first, steps } = script;
        Self {
            name: name.clone(),
            locale: locale.tag().to_owned(),
            first: bits(*first),
            steps: steps.iter().map(StepRecord::from).collect(),
        }
    }
}

impl BotScriptRecord {
    pub fn into_domain(self) -> Result<BotScript, Unreadable> {
        let Self { name, locale, first, steps } = self;
        Ok(BotScript {
            name,
            locale: Locale::from_tag(&locale).unwrap_or(Locale::English),
            first: way(first),
            steps: steps.into_iter().map(StepRecord::into_domain).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Step> for StepRecord {
    fn from(step: &Step) -> Self {
        let Step { id: StepId(id), label, kind } = step;
        let kind = match kind {
            StepKind::Say { bubbles, next } => KindRecord::Say { bubbles: to_bubbles(bubbles), next: bits(*next) },
            StepKind::Ask(question) => KindRecord::Ask(question.into()),
            StepKind::Branch { arms, otherwise } => KindRecord::Branch {
                arms: arms
                    .iter()
                    .map(|Arm { condition, next }| ArmRecord { condition: condition.into(), next: bits(*next) })
                    .collect(),
                otherwise: bits(*otherwise),
            },
            StepKind::SetProperty { property, value, next } => {
                KindRecord::SetProperty { property: property.into(), value: value.clone(), next: bits(*next) }
            }
            StepKind::AddTag { tag, next } => KindRecord::AddTag { tag: tag.clone(), next: bits(*next) },
            StepKind::CallWebhook(WebhookCall { url, kept, next, failed }) => KindRecord::CallWebhook {
                url: url.clone(),
                kept: kept.iter().map(|KeptField { field, property }| (field.clone(), property.into())).collect(),
                next: bits(*next),
                failed: bits(*failed),
            },
            StepKind::SearchAnswers(AnswerSearch { prompt, helped, not_helped }) => KindRecord::SearchAnswers {
                prompt: prompt.clone(),
                helped: bits(*helped),
                not_helped: bits(*not_helped),
            },
            StepKind::HandOver(HandOver { to, order, available_text, away_text }) => KindRecord::HandOver {
                to: to.into(),
                fewest_open: match order {
                    Order::ByTurn => false,
                    Order::FewestOpen => true,
                },
                available_text: available_text.clone(),
                away_text: away_text.clone(),
            },
            StepKind::End { bubbles, afterwards } => KindRecord::End {
                bubbles: to_bubbles(bubbles),
                closes: match afterwards {
                    Afterwards::StaysOpen => false,
                    Afterwards::Closes => true,
                },
            },
        };
        Self { id: *id, label: label.clone(), kind }
    }
}

impl StepRecord {
    fn into_domain(self) -> Result<Step, Unreadable> {
        let kind = match self.kind {
            KindRecord::Say { bubbles, next } => StepKind::Say { bubbles: from_bubbles(bubbles), next: way(next) },
            KindRecord::Ask(question) => StepKind::Ask(question.into_domain()?),
            KindRecord::Branch { arms, otherwise } => StepKind::Branch {
                arms: arms
                    .into_iter()
                    .map(|arm| Ok(Arm { condition: arm.condition.into_domain()?, next: way(arm.next) }))
                    .collect::<Result<_, Unreadable>>()?,
                otherwise: way(otherwise),
            },
            KindRecord::SetProperty { property, value, next } => {
                StepKind::SetProperty { property: property.into_domain()?, value, next: way(next) }
            }
            KindRecord::AddTag { tag, next } => StepKind::AddTag { tag, next: way(next) },
            KindRecord::CallWebhook { url, kept, next, failed } => StepKind::CallWebhook(WebhookCall {
                url,
                kept: kept
                    .into_iter()
                    .map(|(field, property)| Ok(KeptField { field, property: property.into_domain()? }))
                    .collect::<Result<_, Unreadable>>()?,
                next: way(next),
                failed: way(failed),
            }),
            KindRecord::SearchAnswers { prompt, helped, not_helped } => {
                StepKind::SearchAnswers(AnswerSearch { prompt, helped: way(helped), not_helped: way(not_helped) })
            }
            KindRecord::HandOver { to, fewest_open, available_text, away_text } => StepKind::HandOver(HandOver {
                to: to.into(),
                order: if fewest_open { Order::FewestOpen } else { Order::ByTurn },
                available_text,
                away_text,
            }),
            KindRecord::End { bubbles, closes } => StepKind::End {
                bubbles: from_bubbles(bubbles),
                afterwards: if closes { Afterwards::Closes } else { Afterwards::StaysOpen },
            },
        };
        Ok(Step { id: StepId(self.id), label: self.label, kind })
    }
}

impl From<&Question> for QuestionRecord {
    fn from(question: &Question) -> Self {
        let Question { bubbles, kind, choices, typing, save_to, when_known, retry_text, next, unusable } = question;
        Self {
            bubbles: to_bubbles(bubbles),
            kind: match *kind {
                AnswerKind::Text => AnswerRecord::Text,
                AnswerKind::Email => AnswerRecord::Email,
                AnswerKind::Phone => AnswerRecord::Phone,
                AnswerKind::Number { min, max } => AnswerRecord::Number { min, max },
                AnswerKind::Date => AnswerRecord::Date,
            },
            choices: choices
                .iter()
                .map(|Choice { label, leads }| match leads {
                    Leads::WithTheQuestion => ChoiceRecord { label: label.clone(), has_own_way: false, next: None },
                    Leads::To(next) => ChoiceRecord { label: label.clone(), has_own_way: true, next: bits(*next) },
                })
                .collect(),
            choices_only: match typing {
                Typing::Anything => false,
                Typing::ChoicesOnly => true,
            },
            save_to: save_to.as_ref().map(PropertyRecord::from),
            skip_when_known: match when_known {
                WhenKnown::Ask => false,
                WhenKnown::Skip => true,
            },
            retry_text: retry_text.clone(),
            next: bits(*next),
            unusable: bits(*unusable),
        }
    }
}

impl QuestionRecord {
    fn into_domain(self) -> Result<Question, Unreadable> {
        Ok(Question {
            bubbles: from_bubbles(self.bubbles),
            kind: match self.kind {
                AnswerRecord::Text => AnswerKind::Text,
                AnswerRecord::Email => AnswerKind::Email,
                AnswerRecord::Phone => AnswerKind::Phone,
                AnswerRecord::Number { min, max } => AnswerKind::Number { min, max },
                AnswerRecord::Date => AnswerKind::Date,
            },
            choices: self
                .choices
                .into_iter()
                .map(|choice| Choice {
                    label: choice.label,
                    leads: if choice.has_own_way { Leads::To(way(choice.next)) } else { Leads::WithTheQuestion },
                })
                .collect(),
            typing: if self.choices_only { Typing::ChoicesOnly } else { Typing::Anything },
            save_to: self.save_to.map(PropertyRecord::into_domain).transpose()?,
            when_known: if self.skip_when_known { WhenKnown::Skip } else { WhenKnown::Ask },
            retry_text: self.retry_text,
            next: way(self.next),
            unusable: way(self.unusable),
        })
    }
}

impl From<&Property> for PropertyRecord {
    fn from(property: &Property) -> Self {
        match property {
            Property::Contact(key) => Self::Contact(key.as_str().to_owned()),
            Property::Conversation(key) => Self::Conversation(key.as_str().to_owned()),
        }
    }
}

impl PropertyRecord {
    pub(super) fn into_domain(self) -> Result<Property, Unreadable> {
        Ok(match self {
            Self::Contact(key) => Property::Contact(PropertyKey::parse(&key)?),
            Self::Conversation(key) => Property::Conversation(PropertyKey::parse(&key)?),
        })
    }
}

impl From<&HandOverTo> for TargetRecord {
    fn from(to: &HandOverTo) -> Self {
        match to {
            HandOverTo::Members => Self::Members,
            HandOverTo::People(people) => Self::People(people.iter().map(|agent| agent.bits()).collect()),
            HandOverTo::Teams(teams) => Self::Teams(teams.iter().map(|team| team.bits()).collect()),
            HandOverTo::ContactOwner => Self::ContactOwner,
            HandOverTo::Nobody => Self::Nobody,
        }
    }
}

impl From<TargetRecord> for HandOverTo {
    fn from(record: TargetRecord) -> Self {
        match record {
            TargetRecord::Members => Self::Members,
            TargetRecord::People(people) => Self::People(people.into_iter().map(AgentId::from_bits).collect()),
            TargetRecord::Teams(teams) => Self::Teams(teams.into_iter().map(TeamId::from_bits).collect()),
            TargetRecord::ContactOwner => Self::ContactOwner,
            TargetRecord::Nobody => Self::Nobody,
        }
    }
}

fn to_bubbles(bubbles: &[Bubble]) -> Vec<BubbleRecord> {
    let record = |Bubble { content, delay_ms }: &Bubble| BubbleRecord {
        content: match content {
            BubbleContent::Text(text) => ContentRecord::Text(text.clone()),
            BubbleContent::Link { label, url } => ContentRecord::Link { label: label.clone(), url: url.clone() },
            BubbleContent::Image { image, description } => {
                ContentRecord::Image { image: image.bits(), description: description.clone() }
            }
        },
        delay_ms: *delay_ms,
    };
    bubbles.iter().map(record).collect()
}

fn from_bubbles(records: Vec<BubbleRecord>) -> Vec<Bubble> {
    let bubble = |record: BubbleRecord| Bubble {
        content: match record.content {
            ContentRecord::Text(text) => BubbleContent::Text(text),
            ContentRecord::Link { label, url } => BubbleContent::Link { label, url },
            ContentRecord::Image { image, description } => {
                BubbleContent::Image { image: BotImageId::from_bits(image), description }
            }
        },
        delay_ms: record.delay_ms,
    };
    records.into_iter().map(bubble).collect()
}

fn bits(next: Next) -> Option<u32> {
    next.map(|StepId(id)| id)
}

fn way(bits: Option<u32>) -> Next {
    bits.map(StepId)
}
