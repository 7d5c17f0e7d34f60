//! Where a visitor stands in a script, what comes in, what goes out: all plain values.

use std::collections::BTreeMap;

use super::{Afterwards, AnswerKind, BotScript, BubbleContent, HandOver, KeptField, Presence, StepId, Typing};
use crate::domain::ids::{ChatflowId, ConversationId};
use crate::domain::limit::BOT_WEBHOOK_WAITS;
use crate::domain::moment::Moment;
use crate::domain::property::Property;

/// A bot's conversation with one visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub standing: Standing,
    /// What was answered, by the step that asked.
    pub answers: BTreeMap<StepId, String>,
    /// The visitor's newest words.
    pub newest_words: String,
    /// What was learned on the way; it counts before what was known.
    pub learned: BTreeMap<Property, String>,
    /// Answers that were taken, readable or not.
    pub answers_taken: u32,
}

/// A bot in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningBot {
    pub conversation: ConversationId,
    pub chatflow: ChatflowId,
    /// As it was when the visitor began: a script that is changed meanwhile changes nothing here.
    pub script: BotScript,
    pub session: Session,
    /// The address of the visitor's page.
    pub page: String,
    pub time_zone: String,
    /// After so many minutes without a word it is over.
    pub timeout_min: u32,
    /// When it is over, or a webhook is given up; none once it is finished.
    pub due: Option<Moment>,
    /// Counts what came in, so that the answer to an older question is known as such.
    pub turn: u32,
    /// The call for whose answer it waits.
    pub call: Option<Call>,
}

/// A call to a server of the team's that is still to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When it is made next.
    pub due: Moment,
    /// How often it was made.
    pub attempts: u8,
}

impl Call {
    /// One that is to be made at once.
    pub const fn now(now: Moment) -> Self {
        Self { due: now, attempts: 0 }
    }

    /// When it is made again after it has failed; none when it is given up. A visitor waits for it.
    pub fn again(self, failed_at: Moment) -> Option<Moment> {
        let wait = BOT_WEBHOOK_WAITS.get(usize::from(self.attempts).checked_sub(1)?)?;
        Some(failed_at + *wait)
    }
}

/// What a session waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// For the visitor.
    Waiting {
        step: StepId,
        stage: Stage,
        tries: u8,
    },
    /// For an answer of the house: a webhook, or a search.
    Calling {
        step: StepId,
    },
    Finished(Outcome),
}

/// What the visitor is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Answer,
    /// Of a search: what it is about.
    Query,
    /// Of a search: whether what was found helped.
    Helped,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Completed,
    HandedOver,
    /// The visitor said nothing for too long.
    TimedOut,
    /// A person answered.
    TakenOver,
    /// The script was changed on the way, or went on for too long: a person must look.
    Lost,
}

/// What a bot is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Begun,
    Said(String),
    WebhookAnswered(BTreeMap<String, String>),
    WebhookFailed,
    Found(Vec<Hit>),
    TimedOut,
    TakenOver,
}

/// A written answer that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub title: String,
    pub text: String,
}

/// What is so at this moment, beside the script and the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub now: Moment,
    /// Where a date such as "tomorrow" is reckoned, by its IANA name.
    pub time_zone: String,
    pub presence: Presence,
    /// The address of the visitor's page.
    pub page: String,
    pub known: BTreeMap<Property, String>,
}

/// What the bot wants done, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Say {
        step: StepId,
        content: BubbleContent,
        delay_ms: u32,
    },
    /// What can be answered to the words before it.
    Expect {
        step: StepId,
        expected: Expected,
    },
    Learn {
        property: Property,
        value: String,
    },
    AddTag(String),
    CallWebhook {
        step: StepId,
        url: String,
        kept: Vec<KeptField>,
    },
    SearchAnswers {
        step: StepId,
        query: String,
    },
    HandOver {
        step: StepId,
        hand_over: HandOver,
    },
    /// The bot's part is over.
    End {
        outcome: Outcome,
        afterwards: Afterwards,
    },
    Count(Counted),
}

/// How the visitor can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub kind: AnswerKind,
    pub quick_replies: Vec<String>,
    pub typing: Typing,
}

/// What the statistics count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    Started,
    Completed,
    HandedOver,
    TimedOut,
    TakenOver,
    Lost,
    Reached(StepId),
    Answered(StepId),
    /// The session ended while it waited here.
    Left(StepId),
}

impl Session {
    /// Before anything was said.
    pub fn new() -> Self {
        Self {
            standing: Standing::Finished(Outcome::Lost),
            answers: BTreeMap::new(),
            newest_words: String::new(),
            learned: BTreeMap::new(),
            answers_taken: 0,
        }
    }

    pub const fn is_finished(&self) -> bool {
        matches!(self.standing, Standing::Finished(_))
    }

    /// What is known of a property: what was learned on the way, else what was known before.
    pub fn known<'a>(&'a self, facts: &'a Facts, property: &Property) -> Option<&'a str> {
        let value = self.learned.get(property).or_else(|| facts.known.get(property));
        value.map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
