//! What a bot says and asks: a script of steps that is drawn as a tree and walked by one interpreter.

pub mod check;
pub mod condition;
pub mod interpreter;
pub mod reading;
pub mod session;
pub mod templates;
pub mod wording;

use std::collections::BTreeSet;

use super::agent::Locale;
use super::entry::BlobRef;
use super::ids::{AgentId, BotImageId, TeamId};
use super::property::Property;

/// Stands where a conversation says who closed it, when it was a bot: no agent has this id.
pub const CLOSED_BY_BOT: AgentId = AgentId::from_bits(0);

/// Names a step within its script. A number that was taken away is not used again: counts go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

/// Where a path goes on; none ends it.
pub type Next = Option<StepId>;

/// What a bot does, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotScript {
    /// What visitors see as its name.
    pub name: String,
    /// The language of its texts, and the one in which it reads answers.
    pub locale: Locale,
    /// Where it begins; none while it is empty.
    pub first: Next,
    pub steps: Vec<Step>,
}

/// One card of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    /// For the team: what the step is called in the tree and in the statistics; may be empty.
    pub label: String,
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    Say { bubbles: Vec<Bubble>, next: Next },
    Ask(Question),
    Branch { arms: Vec<Arm>, otherwise: Next },
    SetProperty { property: Property, value: String, next: Next },
    AddTag { tag: String, next: Next },
    CallWebhook(WebhookCall),
    SearchAnswers(AnswerSearch),
    HandOver(HandOver),
    End { bubbles: Vec<Bubble>, afterwards: Afterwards },
}

/// One balloon of what the bot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bubble {
    pub content: BubbleContent,
    /// How long it seems to type before it, in milliseconds.
    pub delay_ms: u32,
}

/// What stands in a balloon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BubbleContent {
    /// May hold tokens such as `{name|there}`.
    Text(String),
    Link {
        label: String,
        url: String,
    },
    Image {
        image: BotImageId,
        /// For those who do not see it.
        description: String,
    },
}

/// A picture that a bot can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotImage {
    pub id: BotImageId,
    pub name: String,
    pub media_type: String,
    pub blob: BlobRef,
}

/// A question, with what becomes of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub bubbles: Vec<Bubble>,
    pub kind: AnswerKind,
    /// Shown as buttons.
    pub choices: Vec<Choice>,
    pub typing: Typing,
    pub save_to: Option<Property>,
    pub when_known: WhenKnown,
    /// Said when an answer cannot be read; empty for the bot's own words.
    pub retry_text: String,
    pub next: Next,
    /// Where it goes on when no answer could be read `BOT_TRIES_MAX` times.
    pub unusable: Next,
}

/// What an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    Text,
    Email,
    Phone,
    Number { min: Option<i64>, max: Option<i64> },
    Date,
}

/// An answer that is a click away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub leads: Leads,
}

/// Where a choice leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// Where the question goes on.
    WithTheQuestion,
    /// A way of its own.
    To(Next),
}

/// Whether an answer may be typed where choices are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    Anything,
    ChoicesOnly,
}

/// What happens to a question whose property is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenKnown {
    Ask,
    Skip,
}

/// A way that is taken when its condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arm {
    pub condition: Condition,
    pub next: Next,
}

/// What a branch looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Answer {
        step: StepId,
        test: TextTest,
    },
    Property {
        property: Property,
        test: TextTest,
    },
    Presence(Presence),
    Hours(Hours),
    /// The address of the page on which the visitor is.
    Page(TextTest),
}

/// How a text is compared; small and capital letters are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextTest {
    Is(String),
    IsNot(String),
    Contains(String),
    BeginsWith(String),
    AtLeast(i64),
    AtMost(i64),
    IsKnown,
    IsUnknown,
}

/// Whether somebody who could take the conversation is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    SomebodyAvailable,
    NobodyAvailable,
}

/// A span of the day on some days of the week, in a time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub days: BTreeSet<u8>,
    /// Minutes after midnight; the end is not part of it.
    pub from_minute: u16,
    pub until_minute: u16,
    /// By its IANA name.
    pub time_zone: String,
}

/// A call to a server of the team's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookCall {
    /// `https:` only, to a host that the configuration names.
    pub url: String,
    /// Fields of the answer that are kept.
    pub kept: Vec<KeptField>,
    pub next: Next,
    /// No answer, or one that says no.
    pub failed: Next,
}

/// A field of a webhook's answer, and where its value goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptField {
    pub field: String,
    pub property: Property,
}

/// A look into what the team has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSearch {
    /// Asks what it is about; with none the visitor's newest words are searched.
    pub prompt: String,
    pub helped: Next,
    /// Nothing was found, or it did not help.
    pub not_helped: Next,
}

/// The end of the bot's part: a person goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub to: HandOverTo,
    pub order: Order,
    pub available_text: String,
    pub away_text: String,
}

/// To whom the conversation goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOverTo {
    /// Everybody who works in the inbox.
    Members,
    People(BTreeSet<AgentId>),
    Teams(BTreeSet<TeamId>),
    /// The one who looks after the contact; any member of the inbox where there is none.
    ContactOwner,
    /// It waits for whoever takes it.
    Nobody,
}

/// Who comes first among those who could take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    ByTurn,
    /// Who has the fewest open conversations; by turn where they are equal.
    FewestOpen,
}

/// What becomes of the conversation at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// A person can still look at it.
    StaysOpen,
    Closes,
}

impl BotScript {
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

impl Step {
    /// Every way that leads on from here, in the order in which the tree draws them.
    pub fn ways(&self) -> Vec<Next> {
        match &self.kind {
            StepKind::Say { next, .. } | StepKind::SetProperty { next, .. } | StepKind::AddTag { next, .. } => {
                vec![*next]
            }
            StepKind::Ask(question) => {
                let own = question.choices.iter().filter_map(|choice| match choice.leads {
                    Leads::To(next) => Some(next),
                    Leads::WithTheQuestion => None,
                });
                own.chain([question.next, question.unusable]).collect()
            }
            StepKind::Branch { arms, otherwise } => arms.iter().map(|arm| arm.next).chain([*otherwise]).collect(),
            StepKind::CallWebhook(call) => vec![call.next, call.failed],
            StepKind::SearchAnswers(search) => vec![search.helped, search.not_helped],
            StepKind::HandOver(_) | StepKind::End { .. } => Vec::new(),
        }
    }

    /// The ways that can be taken without a word of the visitor.
    pub fn silent_ways(&self) -> Vec<Next> {
        match &self.kind {
            StepKind::Ask(question) => match question.when_known {
                // What is known is skipped, and so the question may lead on at once.
                WhenKnown::Skip => self.ways(),
                WhenKnown::Ask => Vec::new(),
            },
            // With nothing found it leads on at once, unless it asks first.
            StepKind::SearchAnswers(search) if search.prompt.is_empty() => vec![search.not_helped],
            StepKind::SearchAnswers(_) => Vec::new(),
            StepKind::Say { .. }
            | StepKind::Branch { .. }
            | StepKind::SetProperty { .. }
            | StepKind::AddTag { .. }
            | StepKind::CallWebhook(_)
            | StepKind::HandOver(_)
            | StepKind::End { .. } => self.ways(),
        }
    }
}
