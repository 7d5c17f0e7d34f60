//! What holds for every script and every visitor: paths end, nothing circles, one answer leads to so much.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::super::check::tests::{question, script, text};
use super::super::check::{Fault, problems};
use super::super::session::Hit;
use super::super::{Arm, Choice, Condition, TextTest, WebhookCall};
use super::tests::facts;
use super::*;
use crate::domain::limit::BOT_BUBBLES_MAX;

const STEPS: u32 = 8;

/// What one balloon-free step puts out at most: a count, a search, words around hits, what is expected.
const OUTPUTS_PER_STEP_MAX: usize = BOT_BUBBLES_MAX + 8;

fn ways() -> impl Strategy<Value = Next> {
    option::weighted(0.85, (1..=STEPS).prop_map(StepId))
}

fn asked() -> impl Strategy<Value = StepKind> {
    let kinds = prop_oneof![
        Just(AnswerKind::Text),
        Just(AnswerKind::Email),
        Just(AnswerKind::Number { min: Some(0), max: None }),
        Just(AnswerKind::Date),
    ];
    let choice = option::of(ways()).prop_map(|way| match way {
        Some(next) => Leads::To(next),
        None => Leads::WithTheQuestion,
    });
    (kinds, vec(choice, 0..3), any::<bool>(), any::<bool>(), ways(), ways()).prop_map(
        |(kind, leads, skips, only, next, unusable)| {
            let choices: Vec<Choice> = leads
                .into_iter()
                .zip(["a", "b", "c"])
                .map(|(leads, label)| Choice { label: label.into(), leads })
                .collect();
            let typing = if only && !choices.is_empty() { Typing::ChoicesOnly } else { Typing::Anything };
            let when_known = if skips { WhenKnown::Skip } else { WhenKnown::Ask };
            let save_to = Some(Property::of_contact("name"));
            StepKind::Ask(Question { kind, choices, typing, when_known, save_to, next, unusable, ..question(1) })
        },
    )
}

fn kinds() -> impl Strategy<Value = StepKind> {
    let arm = ways().prop_map(|next| Arm { condition: Condition::Page(TextTest::Contains("shop".into())), next });
    prop_oneof![
        ways().prop_map(|next| StepKind::Say { bubbles: text("Hello {name}"), next }),
        asked(),
        (vec(arm, 1..3), ways()).prop_map(|(arms, otherwise)| StepKind::Branch { arms, otherwise }),
        (ways(), ways()).prop_map(|(next, failed)| {
            let url = "https://hooks.example.org".to_owned();
            StepKind::CallWebhook(WebhookCall { url, kept: Vec::new(), next, failed })
        }),
        (any::<bool>(), ways(), ways()).prop_map(|(asks, helped, not_helped)| {
            let prompt = if asks { "What?".to_owned() } else { String::new() };
            StepKind::SearchAnswers(AnswerSearch { prompt, helped, not_helped })
        }),
        Just(StepKind::End { bubbles: text("Bye"), afterwards: Afterwards::Closes }),
    ]
}

fn scripts() -> impl Strategy<Value = BotScript> {
    vec(kinds(), usize::try_from(STEPS).expect("a small number")).prop_map(script)
}

/// Scripts that circle nowhere, whatever else is wrong with them.
fn sound() -> impl Strategy<Value = BotScript> {
    scripts().prop_map(|mut script| {
        // A circle is broken where it was found, until there is none.
        for _ in 0..STEPS {
            let circle = problems(&script).into_iter().find_map(|problem| match problem.fault {
                Fault::LoopWithoutAnswer(circle) => circle.first().copied(),
                _ => None,
            });
            let Some(id) = circle else { break };
            let step = script.steps.iter_mut().find(|step| step.id == id).expect("a circle is made of steps");
            step.kind = StepKind::End { bubbles: Vec::new(), afterwards: Afterwards::StaysOpen };
        }
        script
    })
}

fn inputs() -> impl Strategy<Value = Input> {
    let hit = Hit { title: "Delivery".into(), text: "Two days".into() };
    prop_oneof![
        8 => prop_oneof!["a", "b", "yes", "no", "12", "zoe@example.org", "tomorrow", "\\PC{0,20}"].prop_map(Input::Said),
        1 => Just(Input::Found(vec![hit.clone(), hit])),
        1 => Just(Input::Found(Vec::new())),
        1 => Just(Input::WebhookFailed),
        1 => Just(Input::WebhookAnswered(BTreeMap::new())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_input_leads_through_one_step_twice(script in sound(), inputs in vec(inputs(), 0..30)) {
        let mut session = Session::new();
        for input in std::iter::once(Input::Begun).chain(inputs) {
            let Advanced { session: after, outputs } = advance(&script, &session, &input, &facts());
            let mut reached = BTreeSet::new();
            for output in &outputs {
                if let Output::Count(Counted::Reached(step)) = output {
                    prop_assert!(reached.insert(*step), "{step:?} twice after {input:?}");
                }
            }
            let most = (script.steps.len() + 2) * OUTPUTS_PER_STEP_MAX;
            prop_assert!(outputs.len() <= most, "{} outputs after {input:?}", outputs.len());
            session = after;
        }
    }

    #[test]
    fn every_session_ends(script in sound(), inputs in vec(inputs(), 1..10)) {
        let mut session = advance(&script, &Session::new(), &Input::Begun, &facts()).session;
        let words: Vec<&Input> = inputs.iter().filter(|input| matches!(input, Input::Said(_))).collect();
        let mut given = words.iter().cycle();
        // Between two answers each webhook may be called once.
        for _ in 0..BOT_ANSWERS_MAX * (STEPS + 2) {
            let input = match session.standing {
                Standing::Finished(_) => return Ok(()),
                // A visitor who never says a word is ended by the time.
                Standing::Waiting { .. } => given.next().map_or(Input::TimedOut, |input| (**input).clone()),
                Standing::Calling { step } => match script.step(step).map(|step| &step.kind) {
                    Some(StepKind::SearchAnswers(_)) => Input::Found(Vec::new()),
                    _ => Input::WebhookFailed,
                },
            };
            session = advance(&script, &session, &input, &facts()).session;
        }
        prop_assert!(session.is_finished(), "{:?}", session.standing);
    }

    #[test]
    fn no_script_however_wrong_hangs_or_panics(script in scripts(), inputs in vec(inputs(), 0..10)) {
        let mut session = Session::new();
        for input in std::iter::once(Input::Begun).chain(inputs) {
            session = advance(&script, &session, &input, &facts()).session;
        }
        problems(&script);
    }

    #[test]
    fn no_answer_however_strange_breaks_the_reader(text in "\\PC{0,80}") {
        for locale in [crate::domain::agent::Locale::English, crate::domain::agent::Locale::German] {
            let reader = Reader { locale, today: jiff::civil::date(2026, 11, 25) };
            for kind in [AnswerKind::Text, AnswerKind::Email, AnswerKind::Phone, AnswerKind::Date,
                AnswerKind::Number { min: None, max: None }] {
                read(&reader, kind, &text);
            }
        }
    }
}
