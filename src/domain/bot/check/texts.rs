//! What stands in a step: texts, choices, conditions, targets.

use std::collections::BTreeSet;

use super::{Fault, Place, Problem};
use crate::domain::bot::reading::folded;
use crate::domain::bot::wording::{Piece, pieces};
use crate::domain::bot::{
    AnswerKind, Arm, BotScript, Bubble, BubbleContent, Condition, HandOver, HandOverTo, Hours, Question, Step, StepId,
    StepKind, TextTest, Typing, WebhookCall, WhenKnown,
};
use crate::domain::limit::{
    BOT_ARMS_MAX, BOT_BUBBLES_MAX, BOT_CHOICE_CHARS_MAX, BOT_CHOICES_MAX, BOT_DELAY_MS_MAX, BOT_KEPT_FIELDS_MAX,
    BOT_TEXT_CHARS_MAX, NAME_CHARS_MAX, TAG_NAME_CHARS_MAX, URL_BYTES_MAX,
};
use crate::domain::property::Property;

/// Tokens that every bot knows.
const OWN_TOKENS: [&str; 6] = ["answer", "first_name", "name", "email", "phone", "company"];

pub(super) fn check(script: &BotScript, step: &Step, problems: &mut Vec<Problem>) {
    let mut at = StepCheck { script, id: step.id, problems };
    at.length(Place::Label, &step.label, NAME_CHARS_MAX);
    match &step.kind {
        StepKind::Say { bubbles, .. } => at.bubbles(bubbles, 1),
        StepKind::Ask(question) => at.question(question),
        StepKind::Branch { arms, .. } => at.arms(arms),
        StepKind::SetProperty { value, .. } => at.text(Place::Value, value),
        StepKind::AddTag { tag, .. } => {
            at.required(Place::Tag, tag);
            at.length(Place::Tag, tag, TAG_NAME_CHARS_MAX);
        }
        StepKind::CallWebhook(call) => at.webhook(call),
        StepKind::SearchAnswers(search) if search.prompt.is_empty() => {}
        StepKind::SearchAnswers(search) => at.text(Place::Prompt, &search.prompt),
        StepKind::HandOver(hand_over) => at.hand_over(hand_over),
        StepKind::End { bubbles, .. } => at.bubbles(bubbles, 0),
    }
}

struct StepCheck<'a> {
    script: &'a BotScript,
    id: StepId,
    problems: &'a mut Vec<Problem>,
}

impl StepCheck<'_> {
    fn found(&mut self, place: Place, fault: Fault) {
        self.problems.push(Problem { step: Some(self.id), fault, place });
    }

    fn required(&mut self, place: Place, text: &str) {
        if text.trim().is_empty() {
            self.found(place, Fault::TextMissing);
        }
    }

    fn length(&mut self, place: Place, text: &str, chars_max: usize) {
        if chars_max < text.chars().count() {
            self.found(place, Fault::TooLong { chars_max });
        }
    }

    fn text(&mut self, place: Place, text: &str) {
        self.required(place, text);
        self.length(place, text, BOT_TEXT_CHARS_MAX);
        for piece in pieces(text) {
            match piece {
                Piece::Words(_) => {}
                // With something to say instead, a token may name what is not known.
                Piece::Token { key, fallback } if !fallback.is_empty() || OWN_TOKENS.contains(&key) => {}
                Piece::Token { key, .. } if self.is_saved(key) => {}
                Piece::Token { key, .. } => self.found(place, Fault::UnknownToken(key.to_owned())),
            }
        }
    }

    /// Whether a step of the script saves what a token names.
    fn is_saved(&self, token: &str) -> bool {
        let is_meant = |property: &Property| match property {
            Property::Contact(key) => key.as_str() == token,
            Property::Conversation(key) => token.strip_prefix("conversation.") == Some(key.as_str()),
        };
        self.script.steps.iter().any(|step| match &step.kind {
            StepKind::Ask(question) => question.save_to.as_ref().is_some_and(is_meant),
            StepKind::SetProperty { property, .. } => is_meant(property),
            StepKind::CallWebhook(call) => call.kept.iter().any(|kept| is_meant(&kept.property)),
            StepKind::Say { .. }
            | StepKind::Branch { .. }
            | StepKind::AddTag { .. }
            | StepKind::SearchAnswers(_)
            | StepKind::HandOver(_)
            | StepKind::End { .. } => false,
        })
    }

    fn bubbles(&mut self, bubbles: &[Bubble], count_min: usize) {
        if bubbles.len() < count_min {
            self.found(Place::Bubble(0), Fault::TextMissing);
        }
        if BOT_BUBBLES_MAX < bubbles.len() {
            self.found(Place::Whole, Fault::TooMany { count_max: BOT_BUBBLES_MAX });
        }
        for (at, bubble) in bubbles.iter().enumerate() {
            let place = Place::Bubble(at);
            if BOT_DELAY_MS_MAX < bubble.delay_ms {
                self.found(place, Fault::RangeEmpty);
            }
            match &bubble.content {
                BubbleContent::Text(text) => self.text(place, text),
                BubbleContent::Link { label, url } => {
                    self.length(place, label, BOT_TEXT_CHARS_MAX);
                    self.link(place, url);
                }
                BubbleContent::Image { description, .. } => {
                    self.required(place, description);
                    self.length(place, description, BOT_TEXT_CHARS_MAX);
                }
            }
        }
    }

    /// What a visitor can follow.
    fn link(&mut self, place: Place, url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let rest = rest.or_else(|| url.strip_prefix("mailto:")).or_else(|| url.strip_prefix("tel:"));
        let is_plain = !url.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        if rest.is_none_or(str::is_empty) || !is_plain || URL_BYTES_MAX < url.len() {
            self.found(place, Fault::NotAnAddress);
        }
    }

    fn question(&mut self, question: &Question) {
        self.bubbles(&question.bubbles, 1);
        if question.typing == Typing::ChoicesOnly && question.choices.is_empty() {
            self.found(Place::Choices, Fault::ChoicesMissing);
        }
        if BOT_CHOICES_MAX < question.choices.len() {
            self.found(Place::Choices, Fault::TooMany { count_max: BOT_CHOICES_MAX });
        }
        let mut labels = BTreeSet::new();
        for (at, choice) in question.choices.iter().enumerate() {
            self.required(Place::Choice(at), &choice.label);
            self.length(Place::Choice(at), &choice.label, BOT_CHOICE_CHARS_MAX);
            if !choice.label.trim().is_empty() && !labels.insert(folded(&choice.label)) {
                self.found(Place::Choice(at), Fault::SameChoiceTwice);
            }
        }
        if !question.retry_text.is_empty() {
            self.text(Place::Retry, &question.retry_text);
        }
        if let AnswerKind::Number { min: Some(min), max: Some(max) } = question.kind
            && max < min
        {
            self.found(Place::Range, Fault::RangeEmpty);
        }
        if question.when_known == WhenKnown::Skip && question.save_to.is_none() {
            self.found(Place::Property, Fault::PropertyMissing);
        }
    }

    fn arms(&mut self, arms: &[Arm]) {
        if arms.is_empty() {
            self.found(Place::Arm(0), Fault::ArmsMissing);
        }
        if BOT_ARMS_MAX < arms.len() {
            self.found(Place::Whole, Fault::TooMany { count_max: BOT_ARMS_MAX });
        }
        for (at, arm) in arms.iter().enumerate() {
            let place = Place::Arm(at);
            match &arm.condition {
                Condition::Answer { step, test } => {
                    let asks = self.script.step(*step).is_some_and(|step| matches!(step.kind, StepKind::Ask(_)));
                    if !asks {
                        self.found(place, Fault::AsksNothing);
                    }
                    self.test(place, test);
                }
                Condition::Property { test, .. } | Condition::Page(test) => self.test(place, test),
                Condition::Presence(_) => {}
                Condition::Hours(hours) => self.hours(place, hours),
            }
        }
    }

    fn test(&mut self, place: Place, test: &TextTest) {
        match test {
            TextTest::Is(text) | TextTest::IsNot(text) | TextTest::Contains(text) | TextTest::BeginsWith(text) => {
                // What is nothing but signs is found in everything.
                if folded(text).is_empty() {
                    self.found(place, Fault::ConditionEmpty);
                }
                self.length(place, text, BOT_TEXT_CHARS_MAX);
            }
            TextTest::AtLeast(_) | TextTest::AtMost(_) | TextTest::IsKnown | TextTest::IsUnknown => {}
        }
    }

    fn hours(&mut self, place: Place, hours: &Hours) {
        let are_days = !hours.days.is_empty() && hours.days.iter().all(|day| (1..=7).contains(day));
        if !are_days || hours.until_minute <= hours.from_minute || 24 * 60 < hours.until_minute {
            self.found(place, Fault::RangeEmpty);
        }
        if jiff::tz::TimeZone::get(&hours.time_zone).is_err() {
            self.found(place, Fault::UnknownTimeZone);
        }
    }

    fn webhook(&mut self, call: &WebhookCall) {
        if !call.url.starts_with("https://") || URL_BYTES_MAX < call.url.len() {
            self.found(Place::Url, Fault::NotHttps);
        }
        if BOT_KEPT_FIELDS_MAX < call.kept.len() {
            self.found(Place::Whole, Fault::TooMany { count_max: BOT_KEPT_FIELDS_MAX });
        }
        for (at, kept) in call.kept.iter().enumerate() {
            self.required(Place::Kept(at), &kept.field);
            self.length(Place::Kept(at), &kept.field, NAME_CHARS_MAX);
        }
    }

    fn hand_over(&mut self, hand_over: &HandOver) {
        let nobody = match &hand_over.to {
            HandOverTo::People(people) => people.is_empty(),
            HandOverTo::Teams(teams) => teams.is_empty(),
            HandOverTo::Members | HandOverTo::ContactOwner | HandOverTo::Nobody => false,
        };
        if nobody {
            self.found(Place::Target, Fault::NobodyChosen);
        }
        self.text(Place::AvailableText, &hand_over.available_text);
        self.text(Place::AwayText, &hand_over.away_text);
    }
}
