//! What is missing before a chatflow may be published. A draft may be saved with all of it.

use super::availability::{OpenWhen, Staffing};
use super::display::Heading;
use super::{Chatflow, FlowKind};
use crate::domain::bot;
use crate::domain::targeting::url_rule::{Effect, UrlCondition};
use crate::domain::targeting::visitor_rule::VisitorCondition;

/// Something that is missing, and where it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No rule shows it anywhere.
    ShownNowhere,
    /// A rule about pages has no text.
    EmptyUrlRule {
        rule: usize,
    },
    /// A rule about pages can be true of no page: it hides everything.
    HiddenEverywhere {
        rule: usize,
    },
    /// A rule about visitors names nothing.
    EmptyVisitorRule {
        rule: usize,
    },
    NobodyInHeading,
    NoNameInHeading,
    NobodyOpensIt,
    /// The hours of its week are all empty.
    NoOpeningHours,
    /// So many things are wrong with its script; what they are, the builder says.
    BotUnfinished {
        count: usize,
    },
}

impl Problem {
    /// What to do about it.
    pub fn in_words(&self) -> String {
        let rule = |rule: &usize| rule + 1;
        match self {
            Self::ShownNowhere => "Say on which pages it is shown".to_owned(),
            Self::EmptyUrlRule { rule: place } => format!("Rule {} about pages is empty", rule(place)),
            Self::HiddenEverywhere { rule: place } => format!("Rule {} hides it on all pages", rule(place)),
            Self::EmptyVisitorRule { rule: place } => format!("Rule {} about visitors names nothing", rule(place)),
            Self::NobodyInHeading => "Choose whose names and faces stand at the top".to_owned(),
            Self::NoNameInHeading => "Give a name for the top of the panel".to_owned(),
            Self::NobodyOpensIt => "Choose whose presence opens it".to_owned(),
            Self::NoOpeningHours => "Give hours in which it is open".to_owned(),
            Self::BotUnfinished { count } => format!("Finish the bot: its script has {count} to mend"),
        }
    }
}

/// What is missing.
pub fn problems(flow: &Chatflow) -> Vec<Problem> {
    let mut problems = Vec::new();
    let rules = &flow.targeting.url_rules;
    if !rules.iter().any(|rule| rule.effect == Effect::Show) {
        problems.push(Problem::ShownNowhere);
    }
    for (place, rule) in rules.iter().enumerate() {
        if rule.condition.text().is_some_and(|text| text.trim().is_empty()) {
            problems.push(Problem::EmptyUrlRule { rule: place });
        }
        if rule.effect == Effect::Hide && rule.condition == UrlCondition::AllPages {
            problems.push(Problem::HiddenEverywhere { rule: place });
        }
    }
    for (place, rule) in flow.targeting.visitor_rules.iter().enumerate() {
        if is_empty(&rule.condition) {
            problems.push(Problem::EmptyVisitorRule { rule: place });
        }
    }
    match &flow.display.heading {
        Heading::People(people) if people.is_empty() => problems.push(Problem::NobodyInHeading),
        Heading::Custom { name, .. } if name.trim().is_empty() => problems.push(Problem::NoNameInHeading),
        Heading::People(_) | Heading::Team(_) | Heading::Custom { .. } => {}
    }
    match &flow.availability.when {
        OpenWhen::People(Staffing::Only { agents, teams }) if agents.is_empty() && teams.is_empty() => {
            problems.push(Problem::NobodyOpensIt);
        }
        OpenWhen::Hours(hours) if hours.days().iter().all(Vec::is_empty) => problems.push(Problem::NoOpeningHours),
        OpenWhen::Always | OpenWhen::Hours(_) | OpenWhen::People(Staffing::Inbox | Staffing::Only { .. }) => {}
    }
    match &flow.kind {
        FlowKind::LiveChat => {}
        FlowKind::Bot(script) => match bot::check::problems(script).len() {
            0 => {}
            count => problems.push(Problem::BotUnfinished { count }),
        },
    }
    problems
}

fn is_empty(condition: &VisitorCondition) -> bool {
    match condition {
        VisitorCondition::Language(languages) => languages.is_empty(),
        VisitorCondition::Country(countries) => countries.is_empty(),
        VisitorCondition::Device(devices) => devices.is_empty(),
        VisitorCondition::ReferrerContains(text) => text.trim().is_empty(),
        VisitorCondition::KnownContact
        | VisitorCondition::SignedIn
        | VisitorCondition::Returning
        | VisitorCondition::NoReferrer => false,
    }
}
