//! Walks a script: one pure function that the conversations and the preview share.

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::condition::{holds, local_time};
use super::reading::{Reader, YesOrNo, read, read_choice, read_yes_or_no};
use super::session::{Counted, Expected, Facts, Hit, Input, Outcome, Output, Session, Stage, Standing};
use super::wording::{Words, fill, words};
use super::{
    Afterwards, AnswerKind, AnswerSearch, BotScript, Bubble, BubbleContent, HandOver, HandOverTo, Leads, Next, Order,
    Presence, Question, Step, StepId, StepKind, Typing, WhenKnown,
};
use crate::domain::limit::{BOT_ANSWERS_MAX, BOT_HITS_MAX, BOT_STEPS_MAX, BOT_TRIES_MAX};
use crate::domain::property::{Property, clean_value};

/// What an input leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advanced {
    pub session: Session,
    pub outputs: Vec<Output>,
}

/// Takes a session one input further. What does not fit where the session stands changes nothing.
pub fn advance(script: &BotScript, session: &Session, input: &Input, facts: &Facts) -> Advanced {
    let mut walk = Walk { script, facts, words: words(script.locale), session: session.clone(), outputs: Vec::new() };
    walk.take(input);
    Advanced { session: walk.session, outputs: walk.outputs }
}

/// The words at a hand-over, by whether somebody takes it.
pub fn hand_over_text(hand_over: &HandOver, presence: Presence) -> &str {
    match presence {
        Presence::SomebodyAvailable => &hand_over.available_text,
        Presence::NobodyAvailable => &hand_over.away_text,
    }
}

struct Walk<'a> {
    script: &'a BotScript,
    facts: &'a Facts,
    words: &'static Words,
    session: Session,
    outputs: Vec<Output>,
}

impl<'a> Walk<'a> {
    fn take(&mut self, input: &Input) {
        match (self.session.standing, input) {
            (Standing::Finished(_), Input::Begun) => {
                // What the visitor said before the bot began can be searched.
                let newest_words = std::mem::take(&mut self.session.newest_words);
                self.session = Session { newest_words, ..Session::new() };
                self.count(Counted::Started);
                self.go(self.script.first);
            }
            (Standing::Waiting { step, stage, tries }, Input::Said(text)) => self.hear(step, stage, tries, text),
            (Standing::Calling { step }, Input::WebhookAnswered(fields)) => self.webhook_answered(step, fields),
            (Standing::Calling { step }, Input::WebhookFailed) => match self.kind_of(step) {
                Some(StepKind::CallWebhook(call)) => self.go(call.failed),
                Some(_) | None => self.lose(),
            },
            (Standing::Calling { step }, Input::Found(hits)) => self.found(step, hits),
            (Standing::Waiting { step, .. } | Standing::Calling { step }, Input::TimedOut) => {
                self.count(Counted::Left(step));
                self.finish(Outcome::TimedOut, Afterwards::StaysOpen);
            }
            (Standing::Waiting { step, .. } | Standing::Calling { step }, Input::TakenOver) => {
                self.count(Counted::Left(step));
                self.finish(Outcome::TakenOver, Afterwards::StaysOpen);
            }
            (Standing::Finished(_), _)
            | (Standing::Waiting { .. } | Standing::Calling { .. }, Input::Begun)
            | (Standing::Calling { .. }, Input::Said(_))
            | (Standing::Waiting { .. }, Input::WebhookAnswered(_) | Input::WebhookFailed | Input::Found(_)) => {}
        }
    }

    /// Walks until somebody else has to do something, or to an end.
    fn go(&mut self, next: Next) {
        let mut at = next;
        // A checked script needs no bound: without an answer it goes in no circle.
        for _ in 0..=BOT_STEPS_MAX {
            let Some(id) = at else { return self.finish(Outcome::Completed, Afterwards::StaysOpen) };
            let Some(step) = self.script.step(id) else { break };
            self.count(Counted::Reached(id));
            match self.enter(step) {
                Entered::GoesOn(next) => at = next,
                Entered::Stays => return,
            }
        }
        self.lose();
    }

    fn enter(&mut self, step: &Step) -> Entered {
        let id = step.id;
        match &step.kind {
            StepKind::Say { bubbles, next } => {
                self.say(id, bubbles);
                return Entered::GoesOn(*next);
            }
            StepKind::Ask(question) => {
                if let Some(next) = self.skipped(id, question) {
                    return Entered::GoesOn(next);
                }
                self.say(id, &question.bubbles);
                self.expect(id, question);
                self.wait(id, Stage::Answer, 0);
            }
            StepKind::Branch { arms, otherwise } => {
                let arm = arms.iter().find(|arm| holds(&arm.condition, self.script, &self.session, self.facts));
                return Entered::GoesOn(arm.map_or(*otherwise, |arm| arm.next));
            }
            StepKind::SetProperty { property, value, next } => {
                let value = clean_value(&fill(value, &self.session, self.facts));
                self.learn(property.clone(), value);
                return Entered::GoesOn(*next);
            }
            StepKind::AddTag { tag, next } => {
                self.outputs.push(Output::AddTag(tag.clone()));
                return Entered::GoesOn(*next);
            }
            StepKind::CallWebhook(call) => {
                self.session.standing = Standing::Calling { step: id };
                self.outputs.push(Output::CallWebhook { step: id, url: call.url.clone(), kept: call.kept.clone() });
            }
            StepKind::SearchAnswers(search) if search.prompt.is_empty() => self.search(id),
            StepKind::SearchAnswers(search) => {
                self.say_text(id, &fill(&search.prompt, &self.session, self.facts));
                self.expect_text(id, Vec::new());
                self.wait(id, Stage::Query, 0);
            }
            StepKind::HandOver(hand_over) => self.hand_over(id, hand_over.clone()),
            StepKind::End { bubbles, afterwards } => {
                self.say(id, bubbles);
                self.finish(Outcome::Completed, *afterwards);
            }
        }
        Entered::Stays
    }

    /// Where a question leads whose answer is known already; none if it has to be asked.
    fn skipped(&mut self, id: StepId, question: &Question) -> Option<Next> {
        let property = match question.when_known {
            WhenKnown::Skip => question.save_to.as_ref()?,
            WhenKnown::Ask => return None,
        };
        let known = self.session.known(self.facts, property)?.to_owned();
        let choice = read_choice(&known, &question.choices);
        let next = choice.map_or(question.next, |choice| way_of(choice.leads, question));
        self.session.answers.insert(id, known);
        Some(next)
    }

    fn hear(&mut self, id: StepId, stage: Stage, tries: u8, text: &str) {
        let text = clean_value(text);
        self.session.newest_words.clone_from(&text);
        self.session.answers_taken = self.session.answers_taken.saturating_add(1);
        if BOT_ANSWERS_MAX < self.session.answers_taken {
            self.count(Counted::Left(id));
            return self.lose();
        }
        match (stage, self.kind_of(id)) {
            (Stage::Answer, Some(StepKind::Ask(question))) => self.answered(id, question, tries, &text),
            (Stage::Query, Some(StepKind::SearchAnswers(_))) if text.is_empty() => self.wait(id, stage, tries),
            (Stage::Query, Some(StepKind::SearchAnswers(_))) => {
                self.count(Counted::Answered(id));
                self.search(id);
            }
            (Stage::Helped, Some(StepKind::SearchAnswers(search))) => self.judged(id, search, &text),
            // The step was taken out of the script, or became another one, while the visitor thought.
            (Stage::Answer | Stage::Query | Stage::Helped, _) => self.lose(),
        }
    }

    fn answered(&mut self, id: StepId, question: &Question, tries: u8, text: &str) {
        let choice = read_choice(text, &question.choices);
        let value = match (choice, question.typing) {
            (Some(choice), _) => Some(choice.label.clone()),
            (None, Typing::ChoicesOnly) if !question.choices.is_empty() => None,
            (None, Typing::ChoicesOnly | Typing::Anything) => read(&self.reader(), question.kind, text),
        };
        let Some(value) = value else { return self.not_understood(id, question, tries) };
        self.count(Counted::Answered(id));
        self.session.answers.insert(id, value.clone());
        if let Some(property) = &question.save_to {
            self.learn(property.clone(), value);
        }
        self.go(choice.map_or(question.next, |choice| way_of(choice.leads, question)));
    }

    fn not_understood(&mut self, id: StepId, question: &Question, tries: u8) {
        let tries = tries.saturating_add(1);
        if BOT_TRIES_MAX <= tries {
            return self.go(question.unusable);
        }
        let own = match (question.kind, question.typing) {
            (_, Typing::ChoicesOnly) if !question.choices.is_empty() => self.words.retry_choice,
            (AnswerKind::Text, _) => self.words.retry_text,
            (AnswerKind::Email, _) => self.words.retry_email,
            (AnswerKind::Phone, _) => self.words.retry_phone,
            (AnswerKind::Number { .. }, _) => self.words.retry_number,
            (AnswerKind::Date, _) => self.words.retry_date,
        };
        let said = if question.retry_text.is_empty() { own.to_owned() } else { self.filled(&question.retry_text) };
        self.say_text(id, &said);
        self.expect(id, question);
        self.wait(id, Stage::Answer, tries);
    }

    fn search(&mut self, id: StepId) {
        self.session.standing = Standing::Calling { step: id };
        self.outputs.push(Output::SearchAnswers { step: id, query: self.session.newest_words.clone() });
    }

    fn found(&mut self, id: StepId, hits: &[Hit]) {
        let Some(StepKind::SearchAnswers(search)) = self.kind_of(id) else { return self.lose() };
        if hits.is_empty() {
            // Whoever was asked what it is about is told that there is nothing.
            if !search.prompt.is_empty() {
                self.say_text(id, self.words.no_answer_found);
            }
            return self.go(search.not_helped);
        }
        for hit in hits.iter().take(BOT_HITS_MAX) {
            self.say_text(id, &format!("{}\n\n{}", hit.title, hit.text));
        }
        self.say_text(id, self.words.did_it_help);
        self.expect_text(id, vec![self.words.yes.to_owned(), self.words.no.to_owned()]);
        self.wait(id, Stage::Helped, 0);
    }

    fn judged(&mut self, id: StepId, search: &AnswerSearch, text: &str) {
        match read_yes_or_no(text) {
            Some(YesOrNo::Yes) => {
                self.count(Counted::Answered(id));
                self.go(search.helped);
            }
            Some(YesOrNo::No) => {
                self.count(Counted::Answered(id));
                self.go(search.not_helped);
            }
            // Other words are another way to ask the same.
            None => self.search(id),
        }
    }

    fn webhook_answered(&mut self, id: StepId, fields: &BTreeMap<String, String>) {
        let Some(StepKind::CallWebhook(call)) = self.kind_of(id) else { return self.lose() };
        for kept in &call.kept {
            if let Some(value) = fields.get(&kept.field) {
                self.learn(kept.property.clone(), clean_value(value));
            }
        }
        self.go(call.next);
    }

    fn hand_over(&mut self, step: StepId, hand_over: HandOver) {
        let filled = HandOver {
            available_text: self.filled(&hand_over.available_text),
            away_text: self.filled(&hand_over.away_text),
            ..hand_over
        };
        self.outputs.push(Output::HandOver { step, hand_over: filled });
        self.finish(Outcome::HandedOver, Afterwards::StaysOpen);
    }

    /// The script does not know how to go on: a person must. Nobody in particular, so that it is seen.
    fn lose(&mut self) {
        let text = self.words.a_person_follows.to_owned();
        let hand_over =
            HandOver { to: HandOverTo::Nobody, order: Order::ByTurn, available_text: text.clone(), away_text: text };
        self.outputs.push(Output::HandOver { step: StepId(0), hand_over });
        self.finish(Outcome::Lost, Afterwards::StaysOpen);
    }

    fn finish(&mut self, outcome: Outcome, afterwards: Afterwards) {
        self.session.standing = Standing::Finished(outcome);
        self.outputs.push(Output::End { outcome, afterwards });
        self.count(match outcome {
            Outcome::Completed => Counted::Completed,
            Outcome::HandedOver => Counted::HandedOver,
            Outcome::TimedOut => Counted::TimedOut,
            Outcome::TakenOver => Counted::TakenOver,
            Outcome::Lost => Counted::Lost,
        });
    }

    fn say(&mut self, step: StepId, bubbles: &[Bubble]) {
        for Bubble { content, delay_ms } in bubbles {
            let content = match content {
                BubbleContent::Text(text) => BubbleContent::Text(self.filled(text)),
                BubbleContent::Link { .. } | BubbleContent::Image { .. } => content.clone(),
            };
            self.outputs.push(Output::Say { step, content, delay_ms: *delay_ms });
        }
    }

    fn say_text(&mut self, step: StepId, text: &str) {
        self.outputs.push(Output::Say { step, content: BubbleContent::Text(text.to_owned()), delay_ms: 0 });
    }

    fn expect(&mut self, step: StepId, question: &Question) {
        let quick_replies = question.choices.iter().map(|choice| choice.label.clone()).collect();
        let expected = Expected { kind: question.kind, quick_replies, typing: question.typing };
        self.outputs.push(Output::Expect { step, expected });
    }

    fn expect_text(&mut self, step: StepId, quick_replies: Vec<String>) {
        let expected = Expected { kind: AnswerKind::Text, quick_replies, typing: Typing::Anything };
        self.outputs.push(Output::Expect { step, expected });
    }

    fn learn(&mut self, property: Property, value: String) {
        self.session.learned.insert(property.clone(), value.clone());
        self.outputs.push(Output::Learn { property, value });
    }

    fn wait(&mut self, step: StepId, stage: Stage, tries: u8) {
        self.session.standing = Standing::Waiting { step, stage, tries };
    }

    fn count(&mut self, counted: Counted) {
        self.outputs.push(Output::Count(counted));
    }

    fn filled(&self, text: &str) -> String {
        fill(text, &self.session, self.facts)
    }

    fn reader(&self) -> Reader {
        let today = local_time(self.facts.now, &self.facts.time_zone).date();
        Reader { locale: self.script.locale, today }
    }

    fn kind_of(&self, id: StepId) -> Option<&'a StepKind> {
        self.script.step(id).map(|step| &step.kind)
    }
}

enum Entered {
    GoesOn(Next),
    Stays,
}

const fn way_of(leads: Leads, question: &Question) -> Next {
    match leads {
        Leads::WithTheQuestion => question.next,
        Leads::To(next) => next,
    }
}
