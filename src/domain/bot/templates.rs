//! Bots to begin with, in each language: qualify, support, offline, answers.

mod texts;

use super::{
    Afterwards, AnswerKind, AnswerSearch, Arm, BotScript, Bubble, BubbleContent, Choice, Condition, HandOver,
    HandOverTo, Leads, Order, Presence, Question, Step, StepId, StepKind, Typing, WhenKnown,
};
use crate::domain::agent::Locale;
use crate::domain::property::Property;
use texts::Texts;

/// A bot to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    Blank,
    Qualify,
    Support,
    Offline,
    Answers,
}

impl Template {
    pub const ALL: [Self; 5] = [Self::Blank, Self::Qualify, Self::Support, Self::Offline, Self::Answers];

    /// The script in a language. Apart from the blank one it can meet visitors as it is.
    pub fn script(self, locale: Locale) -> BotScript {
        let texts = texts::of(locale);
        let steps = match self {
            Self::Blank => Vec::new(),
            Self::Qualify => qualify(texts),
            Self::Support => support(texts),
            Self::Offline => offline(texts),
            Self::Answers => answers(texts),
        };
        let first = steps.first().map(|step| step.id);
        BotScript { name: texts.bot_name.to_owned(), locale, first, steps }
    }
}

fn qualify(texts: &Texts) -> Vec<Step> {
    vec![
        step(1, say(texts.welcome, to(2))),
        step(2, choices(texts.what_about, &[(texts.sales, to(3)), (texts.question, to(6))], to(6))),
        step(3, ask(texts.your_name, AnswerKind::Text, Property::NAME, to(4), to(4))),
        step(4, ask(texts.your_email, AnswerKind::Email, Property::EMAIL, to(5), to(5))),
        step(5, ask_of_conversation(texts.how_many, "people", to(7))),
        step(6, ask(texts.your_email, AnswerKind::Email, Property::EMAIL, to(8), to(8))),
        step(7, StepKind::AddTag { tag: texts.tag_sales.to_owned(), next: to(8) }),
        step(8, hand_over(texts)),
    ]
}

fn support(texts: &Texts) -> Vec<Step> {
    vec![
        step(1, say(texts.welcome, to(2))),
        step(2, search(texts.describe, to(3), to(4))),
        step(3, end(texts.glad, Afterwards::Closes)),
        step(4, ask(texts.your_name, AnswerKind::Text, Property::NAME, to(5), to(5))),
        step(5, ask(texts.your_email, AnswerKind::Email, Property::EMAIL, to(6), to(6))),
        step(6, hand_over(texts)),
    ]
}

fn offline(texts: &Texts) -> Vec<Step> {
    let somebody = Arm { condition: Condition::Presence(Presence::SomebodyAvailable), next: to(5) };
    vec![
        step(1, StepKind::Branch { arms: vec![somebody], otherwise: to(2) }),
        step(2, say(texts.nobody_there, to(3))),
        step(3, ask(texts.your_email, AnswerKind::Email, Property::EMAIL, to(4), to(4))),
        step(4, ask_text(texts.what_can_we_do, to(5))),
        step(5, hand_over(texts)),
    ]
}

fn answers(texts: &Texts) -> Vec<Step> {
    vec![
        step(1, search(texts.welcome_ask, to(2), to(4))),
        step(2, choices(texts.anything_else, &[(texts.yes, to(1)), (texts.no, to(3))], to(1))),
        step(3, end(texts.glad, Afterwards::Closes)),
        step(4, ask(texts.your_email, AnswerKind::Email, Property::EMAIL, to(5), to(5))),
        step(5, hand_over(texts)),
    ]
}

const fn to(number: u32) -> Option<StepId> {
    Some(StepId(number))
}

fn step(number: u32, kind: StepKind) -> Step {
    Step { id: StepId(number), label: String::new(), kind }
}

fn bubbles(text: &str) -> Vec<Bubble> {
    vec![Bubble { content: BubbleContent::Text(text.to_owned()), delay_ms: 600 }]
}

fn say(text: &str, next: Option<StepId>) -> StepKind {
    StepKind::Say { bubbles: bubbles(text), next }
}

fn end(text: &str, afterwards: Afterwards) -> StepKind {
    StepKind::End { bubbles: bubbles(text), afterwards }
}

fn search(prompt: &str, helped: Option<StepId>, not_helped: Option<StepId>) -> StepKind {
    StepKind::SearchAnswers(AnswerSearch { prompt: prompt.to_owned(), helped, not_helped })
}

fn plain(text: &str, next: Option<StepId>) -> Question {
    Question {
        bubbles: bubbles(text),
        kind: AnswerKind::Text,
        choices: Vec::new(),
        typing: Typing::Anything,
        save_to: None,
        when_known: WhenKnown::Ask,
        retry_text: String::new(),
        next,
        unusable: next,
    }
}

fn ask_text(text: &str, next: Option<StepId>) -> StepKind {
    StepKind::Ask(plain(text, next))
}

fn ask(
    text: &str,
    kind: AnswerKind,
    property: &'static str,
    next: Option<StepId>,
    unusable: Option<StepId>,
) -> StepKind {
    let save_to = Some(Property::of_contact(property));
    StepKind::Ask(Question { kind, save_to, when_known: WhenKnown::Skip, unusable, ..plain(text, next) })
}

fn ask_of_conversation(text: &str, property: &'static str, next: Option<StepId>) -> StepKind {
    let kind = AnswerKind::Number { min: Some(1), max: None };
    let save_to = Some(Property::of_conversation(property));
    StepKind::Ask(Question { kind, save_to, ..plain(text, next) })
}

fn choices(text: &str, labels: &[(&str, Option<StepId>)], next: Option<StepId>) -> StepKind {
    let choices = labels.iter().map(|(label, way)| Choice { label: (*label).to_owned(), leads: Leads::To(*way) });
    StepKind::Ask(Question { choices: choices.collect(), ..plain(text, next) })
}

fn hand_over(texts: &Texts) -> StepKind {
    StepKind::HandOver(HandOver {
        to: HandOverTo::Members,
        order: Order::ByTurn,
        available_text: texts.somebody_comes.to_owned(),
        away_text: texts.we_will_write.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::check::{Fault, problems};
    use super::*;

    #[test]
    fn every_template_but_the_blank_one_is_ready_for_visitors_in_every_language() {
        for locale in [Locale::English, Locale::Dutch, Locale::German] {
            for template in Template::ALL {
                let found = problems(&template.script(locale));
                match template {
                    Template::Blank => assert_eq!(found.len(), 1, "{found:?}"),
                    Template::Qualify | Template::Support | Template::Offline | Template::Answers => {
                        assert_eq!(found, [], "{template:?} in {}", locale.tag());
                    }
                }
            }
            assert_eq!(problems(&Template::Blank.script(locale))[0].fault, Fault::NoSteps);
        }
    }
}
