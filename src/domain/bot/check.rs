//! What is wrong with a script, and where: a script without problems may meet visitors.

#[cfg(test)]
pub(in crate::domain::bot) mod tests;
mod texts;
mod ways;

use std::collections::BTreeSet;

use super::{BotScript, StepId, StepKind};
use crate::domain::egress::EgressRules;
use crate::domain::limit::{BOT_STEPS_MAX, NAME_CHARS_MAX};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// None where it is about the whole script.
    pub step: Option<StepId>,
    pub fault: Fault,
    pub place: Place,
}

/// Where in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Whole,
    Label,
    /// A balloon, by its place.
    Bubble(usize),
    Choice(usize),
    Choices,
    Arm(usize),
    Retry,
    Property,
    Value,
    Tag,
    Url,
    Kept(usize),
    Prompt,
    Target,
    AvailableText,
    AwayText,
    Range,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NoSteps,
    TooManySteps,
    NameMissing,
    /// Two steps have one number, or a step has none.
    NumberTaken,
    /// No path leads here.
    Unreachable,
    /// A way leads to a step that is not there.
    LeadsNowhere,
    /// These steps go in a circle without waiting for the visitor.
    LoopWithoutAnswer(Vec<StepId>),
    /// From here no path ever ends.
    NeverEnds,
    TextMissing,
    TooLong {
        chars_max: usize,
    },
    TooMany {
        count_max: usize,
    },
    /// A token that names nothing.
    UnknownToken(String),
    ChoicesMissing,
    SameChoiceTwice,
    /// The first number is greater than the second.
    RangeEmpty,
    ArmsMissing,
    ConditionEmpty,
    /// A condition looks at the answer of a step that asks nothing.
    AsksNothing,
    UnknownTimeZone,
    PropertyMissing,
    NotAnAddress,
    NotHttps,
    /// The configuration does not let bots call there.
    HostNotNamed,
    NobodyChosen,
}

/// Everything that is wrong, in the order of the steps.
pub fn problems(script: &BotScript) -> Vec<Problem> {
    let mut problems = of_the_whole(script);
    for step in &script.steps {
        texts::check(script, step, &mut problems);
    }
    ways::check(script, &mut problems);
    let place = |problem: &Problem| script.steps.iter().position(|step| Some(step.id) == problem.step);
    problems.sort_by_key(place);
    problems
}

/// Everything that is wrong here: the calls that the owner's configuration does not let pass included.
pub fn problems_here(script: &BotScript, rules: &EgressRules) -> Vec<Problem> {
    let mut problems = problems(script);
    for step in &script.steps {
        let StepKind::CallWebhook(call) = &step.kind else { continue };
        let is_said = problems.iter().any(|one| one.step == Some(step.id) && one.place == Place::Url);
        if !is_said && rules.target(&call.url).is_err() {
            problems.push(Problem { step: Some(step.id), fault: Fault::HostNotNamed, place: Place::Url });
        }
    }
    problems
}

fn of_the_whole(script: &BotScript) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut whole = |fault| problems.push(Problem { step: None, fault, place: Place::Whole });
    if script.name.trim().is_empty() {
        whole(Fault::NameMissing);
    }
    if NAME_CHARS_MAX < script.name.chars().count() {
        whole(Fault::TooLong { chars_max: NAME_CHARS_MAX });
    }
    if script.steps.is_empty() || script.first.is_none() {
        whole(Fault::NoSteps);
    }
    if BOT_STEPS_MAX < script.steps.len() {
        whole(Fault::TooManySteps);
    }
    let mut numbers = BTreeSet::from([StepId(0)]);
    for step in &script.steps {
        if !numbers.insert(step.id) {
            problems.push(Problem { step: Some(step.id), fault: Fault::NumberTaken, place: Place::Whole });
        }
    }
    problems
}
