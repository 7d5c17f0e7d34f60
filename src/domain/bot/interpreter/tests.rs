//! Conversations with a bot, word by word.

use std::collections::BTreeMap;

use super::super::check::tests::{question, script, text};
use super::super::session::Hit;
use super::super::{Arm, Choice, Condition, KeptField, StepKind, TextTest, WebhookCall};
use super::*;
use crate::domain::agent::Locale;
use crate::domain::bot::templates::Template;
use crate::domain::moment::Moment;

pub(super) fn facts() -> Facts {
    Facts {
        now: Moment::from_millis(1_795_608_000_000),
        time_zone: "Europe/Amsterdam".into(),
        presence: Presence::SomebodyAvailable,
        page: "https://example.org/shop".into(),
        known: BTreeMap::new(),
    }
}

fn said(text: &str) -> Input {
    Input::Said(text.into())
}

/// What a visitor sees of each turn, and what else was done.
fn play(script: &BotScript, facts: &Facts, inputs: &[Input]) -> (Session, Vec<String>) {
    let mut session = Session::new();
    let mut seen = Vec::new();
    for input in inputs {
        let advanced = advance(script, &session, input, facts);
        session = advanced.session;
        seen.extend(advanced.outputs.iter().filter_map(shown));
    }
    (session, seen)
}

fn shown(output: &Output) -> Option<String> {
    match output {
        Output::Say { content: BubbleContent::Text(text), .. } => Some(text.clone()),
        Output::Say { content: BubbleContent::Link { url, .. }, .. } => Some(url.clone()),
        Output::Say { content: BubbleContent::Image { description, .. }, .. } => Some(description.clone()),
        Output::Expect { expected, .. } if expected.quick_replies.is_empty() => None,
        Output::Expect { expected, .. } => Some(format!("[{}]", expected.quick_replies.join("|"))),
        Output::Learn { property, value } => Some(format!("{}={value}", property.key())),
        Output::AddTag(tag) => Some(format!("#{tag}")),
        Output::CallWebhook { url, .. } => Some(format!("call {url}")),
        Output::SearchAnswers { query, .. } => Some(format!("search {query}")),
        Output::HandOver { hand_over, .. } => Some(format!("→ {}", hand_over.available_text)),
        Output::End { outcome, .. } => Some(format!("end {outcome:?}")),
        Output::Count(_) => None,
    }
}

#[track_caller]
fn check(script: &BotScript, inputs: &[Input], expected: &[&str]) -> Session {
    let (session, seen) = play(script, &facts(), inputs);
    assert_eq!(seen, expected);
    session
}

#[test]
fn a_visitor_is_qualified_and_handed_over() {
    let script = Template::Qualify.script(Locale::Dutch);
    let inputs = [Input::Begun, said("ik wil iets kopen"), said("Zoe Maas"), said("zoe@"), said("zoe@example.org")];
    let inputs = [inputs.as_slice(), &[said("we zijn met vijf")]].concat();
    let session = check(
        &script,
        &inputs,
        &[
            "Hallo daar. Ik breng je bij de juiste persoon.",
            "Waar gaat het over?",
            "[Ik wil iets kopen|Ik heb een vraag]",
            "Hoe heet je?",
            "name=Zoe Maas",
            "Op welk e-mailadres kunnen we je bereiken als we elkaar hier kwijtraken?",
            "Dat lijkt geen e-mailadres. Wil je het nakijken?",
            "email=zoe@example.org",
            "Voor hoeveel personen zou het zijn?",
            "people=5",
            "#verkoop",
            "→ Dank je. Zo dadelijk is er een collega voor je.",
            "end HandedOver",
        ],
    );
    assert_eq!(session.standing, Standing::Finished(Outcome::HandedOver));
}

#[test]
fn what_is_known_is_not_asked_again() {
    let script = Template::Support.script(Locale::English);
    let mut facts = facts();
    facts.known.insert(Property::of_contact("name"), "Zoe Maas".into());
    facts.known.insert(Property::of_contact("email"), "zoe@example.org".into());
    let (_, seen) = play(&script, &facts, &[Input::Begun, said("parcel"), Input::Found(Vec::new())]);
    assert_eq!(
        seen,
        [
            "Hello Zoe. I will bring you to the right person.",
            "Describe in a few words what it is about.",
            "search parcel",
            "I found nothing about that.",
            "→ Thank you. A colleague will be with you in a moment.",
            "end HandedOver",
        ]
    );
}

#[test]
fn an_answer_that_the_team_has_written_is_shown_and_judged() {
    let script = Template::Answers.script(Locale::English);
    let hit = Hit { title: "Delivery".into(), text: "Two days.".into() };
    let found = Input::Found(vec![hit]);
    let shown = ["Hello there. What would you like to know?", "search when", "Delivery\n\nTwo days.", "Did this help?"];
    let begin = [Input::Begun, said("when"), found.clone()];
    let expected = |rest: &[&'static str]| [&shown, ["[Yes|No]"].as_slice(), rest].concat();
    check(
        &script,
        &[begin.as_slice(), &[said("yes!")]].concat(),
        &expected(&["Is there anything else?", "[Yes|No, thank you]"]),
    );
    check(
        &script,
        &[begin.as_slice(), &[said("no")]].concat(),
        &expected(&["At which e-mail address can we reach you if we lose each other here?"]),
    );
    check(&script, &[begin.as_slice(), &[said("by post?")]].concat(), &expected(&["search by post?"]));
}

#[test]
fn an_answer_that_cannot_be_read_is_asked_for_three_times() {
    let mut ask = question(2);
    ask.kind = AnswerKind::Date;
    ask.retry_text = "When, {first_name|please}?".into();
    ask.unusable = Some(StepId(3));
    let say = |words: &str| StepKind::Say { bubbles: text(words), next: None };
    let script = script(vec![StepKind::Ask(ask), say("Read."), say("Never mind.")]);
    let inputs = [Input::Begun, said("later"), said("soon"), said("one day")];
    check(&script, &inputs, &["What?", "When, please?", "When, please?", "Never mind.", "end Completed"]);
    check(
        &script,
        &[Input::Begun, said("soon"), said("3 april")],
        &["What?", "When, please?", "Read.", "end Completed"],
    );
}

#[test]
fn a_branch_takes_the_first_arm_that_holds() {
    let mut ask = question(2);
    ask.choices = vec![
        Choice { label: "Red".into(), leads: Leads::WithTheQuestion },
        Choice { label: "Blue".into(), leads: Leads::To(None) },
    ];
    ask.typing = Typing::ChoicesOnly;
    let arm = |condition, next| Arm { condition, next: Some(StepId(next)) };
    let branch = StepKind::Branch {
        arms: vec![
            arm(Condition::Presence(Presence::NobodyAvailable), 3),
            arm(Condition::Answer { step: StepId(1), test: TextTest::Is("red".into()) }, 4),
            arm(Condition::Page(TextTest::IsKnown), 3),
        ],
        otherwise: None,
    };
    let say = |words: &str| StepKind::Say { bubbles: text(words), next: None };
    let script = script(vec![StepKind::Ask(ask), branch, say("No."), say("Yes.")]);
    check(&script, &[Input::Begun, said("red")], &["What?", "[Red|Blue]", "Yes.", "end Completed"]);
    check(&script, &[Input::Begun, said("blue")], &["What?", "[Red|Blue]", "end Completed"]);
    check(
        &script,
        &[Input::Begun, said("green")],
        &["What?", "[Red|Blue]", "Please choose one of the answers.", "[Red|Blue]"],
    );
}

#[test]
fn a_webhook_answers_fails_or_comes_too_late() {
    let kept = vec![KeptField { field: "status".into(), property: Property::of_conversation("order_status") }];
    let url = "https://hooks.example.org/order".to_owned();
    let call = WebhookCall { url, kept, next: Some(StepId(2)), failed: None };
    let say = StepKind::Say { bubbles: text("It is {conversation.order_status}."), next: None };
    let script = script(vec![StepKind::CallWebhook(call), say]);
    let fields =
        BTreeMap::from([("status".to_owned(), "on its way".to_owned()), ("secret".to_owned(), "x".to_owned())]);
    let called = "call https://hooks.example.org/order";
    check(
        &script,
        &[Input::Begun, said("hello?"), Input::WebhookAnswered(fields.clone())],
        &[called, "order_status=on its way", "It is on its way.", "end Completed"],
    );
    check(&script, &[Input::Begun, Input::WebhookFailed], &[called, "end Completed"]);
    check(&script, &[Input::Begun, Input::TakenOver, Input::WebhookAnswered(fields)], &[called, "end TakenOver"]);
}

#[test]
fn a_person_or_the_time_ends_a_session_where_it_stands() {
    let script = Template::Qualify.script(Locale::English);
    for (input, outcome) in [(Input::TakenOver, Outcome::TakenOver), (Input::TimedOut, Outcome::TimedOut)] {
        let begun = advance(&script, &Session::new(), &Input::Begun, &facts());
        let ended = advance(&script, &begun.session, &input, &facts());
        assert_eq!(ended.session.standing, Standing::Finished(outcome));
        assert_eq!(ended.outputs[0], Output::Count(Counted::Left(StepId(2))));
        let silent = advance(&script, &ended.session, &said("hello"), &facts());
        assert_eq!((silent.outputs, silent.session), (Vec::new(), ended.session.clone()));
        let again = advance(&script, &ended.session, &Input::Begun, &facts());
        assert_eq!(again.outputs[0], Output::Count(Counted::Started));
    }
}

#[test]
fn a_script_that_changed_on_the_way_hands_over() {
    let script = Template::Qualify.script(Locale::English);
    let begun = advance(&script, &Session::new(), &Input::Begun, &facts());
    let mut changed = script;
    changed.steps.retain(|step| step.id != StepId(2));
    let lost = advance(&changed, &begun.session, &said("I would like to buy"), &facts());
    assert_eq!(lost.session.standing, Standing::Finished(Outcome::Lost));
    assert!(lost.outputs.iter().any(|output| matches!(output, Output::HandOver { .. })));
}

#[test]
fn a_property_can_be_set_from_what_was_said() {
    let set = StepKind::SetProperty {
        property: Property::of_conversation("topic"),
        value: "about {answer}".into(),
        next: None,
    };
    let script = script(vec![StepKind::Ask(question(2)), set]);
    check(&script, &[Input::Begun, said("bikes")], &["What?", "topic=about bikes", "end Completed"]);
}
