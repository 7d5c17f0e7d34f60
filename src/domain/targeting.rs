//! Which chatflow a visitor meets: rules about the page, rules about the visitor, one order of priority; and for
//! every chatflow that they do not meet, why not.

pub mod page_address;
pub mod url_rule;
pub mod visitor_rule;

use super::chatflow::Chatflow;
use super::chatflow::availability::{OpenOrAway, Staff, WhenAway};
use super::ids::{ChannelId, ChatflowId};
use super::moment::Moment;
use super::visitor::VisitorFacts;
use page_address::PageAddress;
use url_rule::{Effect, UrlRule};
use visitor_rule::VisitorRule;

/// On which pages and to whom a chatflow is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Targeting {
    /// One that shows is enough; one that hides wins over all that show.
    pub url_rules: Vec<UrlRule>,
    /// All of them must hold.
    pub visitor_rules: Vec<VisitorRule>,
}

/// What is known when the choice is made.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub visitor: &'a VisitorFacts,
    /// The chat that the visitor's page has installed; none asks about all of them.
    pub channel: Option<ChannelId>,
    pub staff: &'a Staff,
    pub now: Moment,
}

/// What became of each chatflow, in the order of priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub verdicts: Vec<Verdict>,
}

/// What became of one chatflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub flow: ChatflowId,
    /// What its rules about the page say.
    pub page: PageVerdict,
    pub opening: OpenOrAway,
    /// Empty for the one that is shown. All reasons, not only the first: whoever mends one wants to know the next.
    pub why_not: Vec<WhyNot>,
}

/// What the rules about the page say, by their place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageVerdict {
    Shows {
        rule: usize,
    },
    Hides {
        rule: usize,
    },
    /// No rule is about this page.
    Silent,
}

/// Why a chatflow is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    NotPublished,
    /// It belongs to the chat of another web site.
    OtherChannel,
    /// No rule shows it on this page.
    NotOnThisPage,
    /// A rule hides it on this page.
    HiddenOnThisPage {
        rule: usize,
    },
    /// A rule about the visitor does not hold.
    NotThisVisitor {
        rule: usize,
    },
    HiddenOnPhones,
    HiddenWhileAway,
    /// All would hold, but this one comes first.
    Behind(ChatflowId),
}

impl Choice {
    /// The chatflow that is shown.
    pub fn winner(&self) -> Option<ChatflowId> {
        self.verdicts.iter().find(|verdict| verdict.why_not.is_empty()).map(|verdict| verdict.flow)
    }
}

/// Chooses among chatflows that stand in the order of their priority.
pub fn choose(flows: &[Chatflow], facts: &Facts<'_>) -> Choice {
    let page = PageAddress::parse(&facts.visitor.page.url);
    let mut winner = None;
    let verdicts = flows.iter().map(|flow| {
        let mut verdict = judge(flow, page.as_ref(), facts);
        match winner {
            _ if !verdict.why_not.is_empty() => {}
            Some(first) => verdict.why_not.push(WhyNot::Behind(first)),
            None => winner = Some(flow.id),
        }
        verdict
    });
    Choice { verdicts: verdicts.collect() }
}

/// Judges one chatflow as if it were the only one.
fn judge(flow: &Chatflow, page: Option<&PageAddress>, facts: &Facts<'_>) -> Verdict {
    let Targeting { url_rules, visitor_rules } = &flow.targeting;
    let page = about_page(url_rules, page);
    let opening = flow.availability.at(flow.inbox, facts.staff, facts.now);
    let mut why_not = Vec::new();
    if !flow.is_published() {
        why_not.push(WhyNot::NotPublished);
    }
    if let (Some(own), Some(asked)) = (flow.channel, facts.channel)
        && own != asked
    {
        why_not.push(WhyNot::OtherChannel);
    }
    match page {
        PageVerdict::Shows { .. } => {}
        PageVerdict::Hides { rule } => why_not.push(WhyNot::HiddenOnThisPage { rule }),
        PageVerdict::Silent => why_not.push(WhyNot::NotOnThisPage),
    }
    let unmet = visitor_rules.iter().enumerate().filter(|(_, rule)| !rule.holds(facts.visitor));
    why_not.extend(unmet.map(|(rule, _)| WhyNot::NotThisVisitor { rule }));
    if flow.display.showing_on(facts.visitor.page.device).is_none() {
        why_not.push(WhyNot::HiddenOnPhones);
    }
    match (opening, flow.availability.away) {
        (OpenOrAway::Away { .. }, WhenAway::Hide) => why_not.push(WhyNot::HiddenWhileAway),
        (OpenOrAway::Open, _) | (OpenOrAway::Away { .. }, WhenAway::TakeMessages { .. }) => {}
    }
    Verdict { flow: flow.id, page, opening, why_not }
}

fn about_page(rules: &[UrlRule], page: Option<&PageAddress>) -> PageVerdict {
    let first = |effect: Effect| rules.iter().position(|rule| rule.effect == effect && rule.condition.is_about(page));
    match (first(Effect::Hide), first(Effect::Show)) {
        (Some(rule), _) => PageVerdict::Hides { rule },
        (None, Some(rule)) => PageVerdict::Shows { rule },
        (None, None) => PageVerdict::Silent,
    }
}

#[cfg(test)]
mod tests;
