//! Each fault in a script that has no other.

use std::collections::BTreeSet;

use super::super::templates::Template;
use super::super::{
    Afterwards, AnswerKind, AnswerSearch, Arm, Bubble, BubbleContent, Choice, Condition, HandOver, HandOverTo, Hours,
    Leads, Order, Question, Step, StepKind, TextTest, Typing, WebhookCall, WhenKnown,
};
use super::*;
use crate::domain::agent::Locale;

pub(in crate::domain::bot) fn text(words: &str) -> Vec<Bubble> {
    vec![Bubble { content: BubbleContent::Text(words.into()), delay_ms: 0 }]
}

pub(in crate::domain::bot) fn question(next: u32) -> Question {
    Question {
        bubbles: text("What?"),
        kind: AnswerKind::Text,
        choices: Vec::new(),
        typing: Typing::Anything,
        save_to: None,
        when_known: WhenKnown::Ask,
        retry_text: String::new(),
        next: Some(StepId(next)),
        unusable: None,
    }
}

pub(in crate::domain::bot) fn script(kinds: Vec<StepKind>) -> BotScript {
    let steps: Vec<Step> =
        (1..).zip(kinds).map(|(number, kind)| Step { id: StepId(number), label: String::new(), kind }).collect();
    BotScript { name: "Bot".into(), locale: Locale::English, first: steps.first().map(|step| step.id), steps }
}

fn end() -> StepKind {
    StepKind::End { bubbles: Vec::new(), afterwards: Afterwards::StaysOpen }
}

fn say(next: Option<u32>) -> StepKind {
    StepKind::Say { bubbles: text("Hello"), next: next.map(StepId) }
}

#[track_caller]
fn check(kinds: Vec<StepKind>, expected: &[(u32, Fault, Place)]) {
    let found: Vec<_> = problems(&script(kinds))
        .into_iter()
        .map(|problem| (problem.step.map_or(0, |step| step.0), problem.fault, problem.place))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_step_that_nothing_leads_to_is_named() {
    check(vec![say(None), end()], &[(2, Fault::Unreachable, Place::Whole)]);
    check(vec![say(Some(2)), end()], &[]);
}

#[test]
fn a_way_must_lead_to_a_step_or_to_the_end() {
    check(vec![say(Some(9))], &[(1, Fault::LeadsNowhere, Place::Whole)]);
    check(vec![say(None)], &[]);
}

#[test]
fn a_circle_without_an_answer_is_named_and_one_with_an_answer_is_not() {
    let branch = |next| StepKind::Branch {
        arms: vec![Arm { condition: Condition::Page(TextTest::IsKnown), next: Some(StepId(next)) }],
        otherwise: None,
    };
    let circle = Fault::LoopWithoutAnswer(vec![StepId(1), StepId(2)]);
    check(vec![say(Some(2)), branch(1)], &[(1, circle, Place::Whole)]);
    check(vec![StepKind::Ask(question(2)), branch(1)], &[]);
    let mut skipped = question(2);
    skipped.save_to = Some(crate::domain::property::Property::of_contact("name"));
    skipped.when_known = WhenKnown::Skip;
    let circle = Fault::LoopWithoutAnswer(vec![StepId(1), StepId(2)]);
    check(vec![StepKind::Ask(skipped), branch(1)], &[(1, circle, Place::Whole)]);
    let search = |prompt: &str| {
        StepKind::SearchAnswers(AnswerSearch { prompt: prompt.into(), helped: None, not_helped: Some(StepId(1)) })
    };
    check(vec![search("")], &[(1, Fault::LoopWithoutAnswer(vec![StepId(1)]), Place::Whole)]);
    check(vec![search("What is it?")], &[]);
}

#[test]
fn a_circle_that_no_answer_leaves_never_ends() {
    let mut forever = question(1);
    forever.unusable = Some(StepId(1));
    check(vec![StepKind::Ask(forever)], &[(1, Fault::NeverEnds, Place::Whole)]);
}

#[test]
fn what_a_question_needs() {
    let choice = |label: &str| Choice { label: label.into(), leads: Leads::WithTheQuestion };
    let mut only = question(2);
    only.typing = Typing::ChoicesOnly;
    check(vec![StepKind::Ask(only.clone()), end()], &[(1, Fault::ChoicesMissing, Place::Choices)]);
    only.choices = vec![choice("Yes"), choice("yes!"), choice(" ")];
    check(
        vec![StepKind::Ask(only), end()],
        &[(1, Fault::SameChoiceTwice, Place::Choice(1)), (1, Fault::TextMissing, Place::Choice(2))],
    );
    let mut number = question(2);
    number.kind = AnswerKind::Number { min: Some(2), max: Some(1) };
    number.when_known = WhenKnown::Skip;
    number.bubbles = Vec::new();
    check(
        vec![StepKind::Ask(number), end()],
        &[
            (1, Fault::TextMissing, Place::Bubble(0)),
            (1, Fault::RangeEmpty, Place::Range),
            (1, Fault::PropertyMissing, Place::Property),
        ],
    );
}

#[test]
fn what_a_text_may_hold() {
    let say = |words: &str| StepKind::Say { bubbles: text(words), next: None };
    check(vec![say(" ")], &[(1, Fault::TextMissing, Place::Bubble(0))]);
    check(vec![say("Hello {first_name|there}, {company}")], &[]);
    check(vec![say("Hello {frist_name}")], &[(1, Fault::UnknownToken("frist_name".into()), Place::Bubble(0))]);
    check(vec![say("Hello {frist_name|you}")], &[]);
    check(vec![say(&"x".repeat(2_001))], &[(1, Fault::TooLong { chars_max: 2_000 }, Place::Bubble(0))]);
}

#[test]
fn a_link_leads_into_the_web_to_a_mailbox_or_to_a_phone() {
    let link = |url: &str| {
        let content = BubbleContent::Link { label: "Here".into(), url: url.into() };
        StepKind::Say { bubbles: vec![Bubble { content, delay_ms: 0 }], next: None }
    };
    for good in ["https://example.org/", "http://example.org", "mailto:a@b.example", "tel:+311234567"] {
        check(vec![link(good)], &[]);
    }
    for bad in ["javascript:alert(1)", "https://", "example.org", "https://a b", ""] {
        check(vec![link(bad)], &[(1, Fault::NotAnAddress, Place::Bubble(0))]);
    }
}

#[test]
fn a_condition_must_look_at_something() {
    let branch = |condition| StepKind::Branch { arms: vec![Arm { condition, next: None }], otherwise: None };
    let is = TextTest::Is("x".into());
    let arm = Place::Arm(0);
    check(vec![branch(Condition::Answer { step: StepId(1), test: is })], &[(1, Fault::AsksNothing, arm)]);
    check(vec![branch(Condition::Page(TextTest::Contains("/shop".into())))], &[]);
    check(vec![branch(Condition::Page(TextTest::Contains(" ! ".into())))], &[(1, Fault::ConditionEmpty, arm)]);
    check(vec![StepKind::Branch { arms: Vec::new(), otherwise: None }], &[(1, Fault::ArmsMissing, arm)]);
    let hours = |days: &[u8], until_minute, time_zone: &str| {
        let days: BTreeSet<u8> = days.iter().copied().collect();
        branch(Condition::Hours(Hours { days, from_minute: 540, until_minute, time_zone: time_zone.into() }))
    };
    check(vec![hours(&[1, 7], 1_020, "Europe/Berlin")], &[]);
    check(vec![hours(&[1], 540, "Europe/Berlin")], &[(1, Fault::RangeEmpty, arm)]);
    check(vec![hours(&[8], 1_020, "Europe/Berlin")], &[(1, Fault::RangeEmpty, arm)]);
    check(vec![hours(&[1], 1_020, "Europe/Nowhere")], &[(1, Fault::UnknownTimeZone, arm)]);
}

#[test]
fn a_webhook_is_called_by_https_alone() {
    let call =
        |url: &str| StepKind::CallWebhook(WebhookCall { url: url.into(), kept: Vec::new(), next: None, failed: None });
    check(vec![call("https://hooks.example.org/bot")], &[]);
    check(vec![call("http://hooks.example.org/bot")], &[(1, Fault::NotHttps, Place::Url)]);
}

#[test]
fn a_hand_over_goes_to_somebody_with_words_for_both_cases() {
    let hand_over = |to, away: &str| {
        StepKind::HandOver(HandOver { to, order: Order::ByTurn, available_text: "Soon".into(), away_text: away.into() })
    };
    check(vec![hand_over(HandOverTo::Members, "Later")], &[]);
    check(
        vec![hand_over(HandOverTo::People(BTreeSet::new()), "")],
        &[(1, Fault::NobodyChosen, Place::Target), (1, Fault::TextMissing, Place::AwayText)],
    );
}

#[test]
fn faults_of_the_whole() {
    let mut script = Template::Qualify.script(Locale::English);
    script.name = " ".into();
    script.steps[1].id = script.steps[0].id;
    let faults: Vec<Fault> = problems(&script).into_iter().map(|problem| problem.fault).collect();
    assert!(faults.contains(&Fault::NameMissing), "{faults:?}");
    assert!(faults.contains(&Fault::NumberTaken), "{faults:?}");
    let many = (1..=201).map(|number| say((number < 201).then_some(number + 1))).collect();
    check(many, &[(0, Fault::TooManySteps, Place::Whole)]);
}
