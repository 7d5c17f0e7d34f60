//! What a bot does, and what is wrong with it, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::script::{BotAnswerKindView, BotBubbleView, BotPropertyView, bubble_view};
use crate::actions::preview_bot::Preview;
use crate::domain::bot::check::{Fault, Place, Problem};
use crate::domain::bot::interpreter::hand_over_text;
use crate::domain::bot::session::{Counted, Expected, Outcome, Output, Standing};
use crate::domain::bot::{Afterwards, HandOverTo, Presence, StepId, Typing};

/// What the bot did, turn by turn.
#[derive(Debug, Serialize, ToSchema)]
pub struct BotPreviewView {
    /// What is wrong with the script; empty if it can meet visitors.
    pub problems: Vec<BotProblemView>,
    /// What the beginning led to, then each input.
    pub turns: Vec<BotTurnView>,
    pub waits_for: BotWaitsForView,
    /// The step at which it waits.
    pub step: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BotTurnView {
    pub outputs: Vec<BotOutputView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotWaitsForView {
    Visitor,
    Webhook,
    Nothing,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BotOutputView {
    Reached { step: u32 },
    Say { step: u32, bubble: BotBubbleView },
    Expect { step: u32, answer: BotAnswerKindView, quick_replies: Vec<String>, choices_only: bool },
    Learn { property: BotPropertyView, value: String },
    AddTag { tag: String },
    CallWebhook { step: u32, url: String },
    Search { step: u32, query: String },
    HandOver { step: u32, to: HandOverTargetView, text: String },
    End { outcome: BotOutcomeView, closes: bool },
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandOverTargetView {
    Members,
    People,
    Teams,
    ContactOwner,
    Nobody,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotOutcomeView {
    Completed,
    HandedOver,
    TimedOut,
    TakenOver,
    Lost,
}

/// One thing that is wrong, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct BotProblemView {
    /// None where it is about the whole script.
    pub step: Option<u32>,
    pub code: BotFaultView,
    pub place: BotPlaceView,
    /// Which bubble, choice, way or field, from 0.
    pub index: Option<usize>,
    /// The limit that was passed.
    pub limit: Option<usize>,
    /// The token that names nothing.
    pub token: Option<String>,
    /// The steps of a circle.
    pub steps: Vec<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotFaultView {
    NoSteps,
    TooManySteps,
    NameMissing,
    NumberTaken,
    Unreachable,
    LeadsNowhere,
    LoopWithoutAnswer,
    NeverEnds,
    TextMissing,
    TooLong,
    TooMany,
    UnknownToken,
    ChoicesMissing,
    SameChoiceTwice,
    RangeEmpty,
    ArmsMissing,
    ConditionEmpty,
    AsksNothing,
    UnknownTimeZone,
    PropertyMissing,
    NotAnAddress,
    NotHttps,
    HostNotNamed,
    NobodyChosen,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotPlaceView {
    Whole,
    Label,
    Bubble,
    Choice,
    Choices,
    Arm,
    Retry,
    Property,
    Value,
    Tag,
    Url,
    Kept,
    Prompt,
    Target,
    AvailableText,
    AwayText,
    Range,
}

pub(super) fn preview_view(preview: Preview, is_available: bool) -> BotPreviewView {
    let Preview { problems, turns, standing } = preview;
    let presence = if is_available { Presence::SomebodyAvailable } else { Presence::NobodyAvailable };
    let turn = |outputs: Vec<Output>| BotTurnView {
        outputs: outputs.iter().filter_map(|output| output_view(output, presence)).collect(),
    };
    let (waits_for, step) = match standing {
        Standing::Waiting { step: StepId(step), .. } => (BotWaitsForView::Visitor, Some(step)),
        Standing::Calling { step: StepId(step) } => (BotWaitsForView::Webhook, Some(step)),
        Standing::Finished(_) => (BotWaitsForView::Nothing, None),
    };
    BotPreviewView {
        problems: problems.into_iter().map(BotProblemView::from).collect(),
        turns: turns.into_iter().map(turn).collect(),
        waits_for,
        step,
    }
}

fn output_view(output: &Output, presence: Presence) -> Option<BotOutputView> {
    Some(match output {
        Output::Say { step: StepId(step), content, delay_ms } => {
            BotOutputView::Say { step: *step, bubble: bubble_view(content, *delay_ms) }
        }
        Output::Expect { step: StepId(step), expected } => {
            let Expected { kind, quick_replies, typing } = expected;
            BotOutputView::Expect {
                step: *step,
                answer: (*kind).into(),
                quick_replies: quick_replies.clone(),
                choices_only: match typing {
                    Typing::Anything => false,
                    Typing::ChoicesOnly => true,
                },
            }
        }
        Output::Learn { property, value } => BotOutputView::Learn { property: property.into(), value: value.clone() },
        Output::AddTag(tag) => BotOutputView::AddTag { tag: tag.clone() },
        Output::CallWebhook { step: StepId(step), url, kept: _ } => {
            BotOutputView::CallWebhook { step: *step, url: url.clone() }
        }
        Output::SearchAnswers { step: StepId(step), query } => {
            BotOutputView::Search { step: *step, query: query.clone() }
        }
        Output::HandOver { step: StepId(step), hand_over } => BotOutputView::HandOver {
            step: *step,
            to: match hand_over.to {
                HandOverTo::Members => HandOverTargetView::Members,
                HandOverTo::People(_) => HandOverTargetView::People,
                HandOverTo::Teams(_) => HandOverTargetView::Teams,
                HandOverTo::ContactOwner => HandOverTargetView::ContactOwner,
                HandOverTo::Nobody => HandOverTargetView::Nobody,
            },
            text: hand_over_text(hand_over, presence).to_owned(),
        },
        Output::End { outcome, afterwards } => BotOutputView::End {
            outcome: (*outcome).into(),
            closes: match afterwards {
                Afterwards::StaysOpen => false,
                Afterwards::Closes => true,
            },
        },
        Output::Count(Counted::Reached(StepId(step))) => BotOutputView::Reached { step: *step },
        Output::Count(
            Counted::Started
            | Counted::Completed
            | Counted::HandedOver
            | Counted::TimedOut
            | Counted::TakenOver
            | Counted::Lost
            | Counted::Answered(_)
            | Counted::Left(_),
        ) => return None,
    })
}

impl From<Outcome> for BotOutcomeView {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Completed => Self::Completed,
            Outcome::HandedOver => Self::HandedOver,
            Outcome::TimedOut => Self::TimedOut,
            Outcome::TakenOver => Self::TakenOver,
            Outcome::Lost => Self::Lost,
        }
    }
}

impl From<Problem> for BotProblemView {
    fn from(problem: Problem) -> Self {
        let Problem { step, fault, place } = problem;
        let (place, index) = place_view(place);
        let number = |StepId(id): StepId| id;
        let plain = |code| (code, None, None, Vec::new());
        let (code, limit, token, steps) = match fault {
            Fault::TooLong { chars_max } => (BotFaultView::TooLong, Some(chars_max), None, Vec::new()),
            Fault::TooMany { count_max } => (BotFaultView::TooMany, Some(count_max), None, Vec::new()),
            Fault::UnknownToken(token) => (BotFaultView::UnknownToken, None, Some(token), Vec::new()),
            Fault::LoopWithoutAnswer(steps) => {
                (BotFaultView::LoopWithoutAnswer, None, None, steps.into_iter().map(number).collect())
            }
            Fault::NoSteps => plain(BotFaultView::NoSteps),
            Fault::TooManySteps => plain(BotFaultView::TooManySteps),
            Fault::NameMissing => plain(BotFaultView::NameMissing),
            Fault::NumberTaken => plain(BotFaultView::NumberTaken),
            Fault::Unreachable => plain(BotFaultView::Unreachable),
            Fault::LeadsNowhere => plain(BotFaultView::LeadsNowhere),
            Fault::NeverEnds => plain(BotFaultView::NeverEnds),
            Fault::TextMissing => plain(BotFaultView::TextMissing),
            Fault::ChoicesMissing => plain(BotFaultView::ChoicesMissing),
            Fault::SameChoiceTwice => plain(BotFaultView::SameChoiceTwice),
            Fault::RangeEmpty => plain(BotFaultView::RangeEmpty),
            Fault::ArmsMissing => plain(BotFaultView::ArmsMissing),
            Fault::ConditionEmpty => plain(BotFaultView::ConditionEmpty),
            Fault::AsksNothing => plain(BotFaultView::AsksNothing),
            Fault::UnknownTimeZone => plain(BotFaultView::UnknownTimeZone),
            Fault::PropertyMissing => plain(BotFaultView::PropertyMissing),
            Fault::NotAnAddress => plain(BotFaultView::NotAnAddress),
            Fault::NotHttps => plain(BotFaultView::NotHttps),
            Fault::HostNotNamed => plain(BotFaultView::HostNotNamed),
            Fault::NobodyChosen => plain(BotFaultView::NobodyChosen),
        };
        Self { step: step.map(number), code, place, index, limit, token, steps }
    }
}

fn place_view(place: Place) -> (BotPlaceView, Option<usize>) {
    match place {
        Place::Whole => (BotPlaceView::Whole, None),
        Place::Label => (BotPlaceView::Label, None),
        Place::Bubble(index) => (BotPlaceView::Bubble, Some(index)),
        Place::Choice(index) => (BotPlaceView::Choice, Some(index)),
        Place::Choices => (BotPlaceView::Choices, None),
        Place::Arm(index) => (BotPlaceView::Arm, Some(index)),
        Place::Retry => (BotPlaceView::Retry, None),
        Place::Property => (BotPlaceView::Property, None),
        Place::Value => (BotPlaceView::Value, None),
        Place::Tag => (BotPlaceView::Tag, None),
        Place::Url => (BotPlaceView::Url, None),
        Place::Kept(index) => (BotPlaceView::Kept, Some(index)),
        Place::Prompt => (BotPlaceView::Prompt, None),
        Place::Target => (BotPlaceView::Target, None),
        Place::AvailableText => (BotPlaceView::AvailableText, None),
        Place::AwayText => (BotPlaceView::AwayText, None),
        Place::Range => (BotPlaceView::Range, None),
    }
}
