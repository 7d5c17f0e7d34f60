//! The answers that bots give: written, changed and removed by administrators.

use std::collections::BTreeSet;

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Locale;
use crate::domain::bot::session::Hit;
use crate::domain::ids::{InboxId, WrittenAnswerId};
use crate::domain::limit::{BOT_HITS_MAX, SUBJECT_SHOWN_CHARS_MAX, WRITTEN_ANSWER_CHARS_MAX, WRITTEN_ANSWERS_MAX};
use crate::domain::written_answer::{AnswerVersion, WrittenAnswer};
use crate::store::Reading;

/// What an answer says, and where.
#[derive(Debug, Clone)]
pub struct WriteAnswer {
    /// Everywhere if there are none.
    pub inboxes: BTreeSet<InboxId>,
    pub versions: Vec<AnswerVersion>,
}

/// The answers that may be given in some inbox of the actor.
pub fn list_written_answers(context: &Context, actor: &Actor) -> Result<Vec<WrittenAnswer>, ActionError> {
    let answers = context.store.read(|tx| tx.written_answers())?;
    Ok(answers.into_iter().filter(|answer| is_visible(actor, answer)).collect())
}

/// Keeps a new answer.
pub fn create_written_answer(
    context: &Context,
    actor: &Actor,
    deed: WriteAnswer,
) -> Result<WrittenAnswer, ActionError> {
    demand_administrator(actor)?;
    let WriteAnswer { inboxes, versions } = deed;
    let versions = checked(versions)?;
    let now = context.world.now();
    let answer = WrittenAnswer { id: context.world.new_id(), inboxes, versions, created_at: now, changed_at: now };
    let actor = actor.clone();
    context.store.write(move |tx| {
        if WRITTEN_ANSWERS_MAX <= tx.written_answers()?.len() {
            let reason = format!("There are {WRITTEN_ANSWERS_MAX} answers already.");
            return Err(ActionError::conflict("too_many_answers", reason));
        }
        demand_inboxes(tx, &actor, &answer.inboxes)?;
        tx.save_written_answer(&answer)?;
        Ok(answer.clone())
    })
}

/// Changes an answer.
pub fn change_written_answer(
    context: &Context,
    actor: &Actor,
    id: WrittenAnswerId,
    deed: WriteAnswer,
) -> Result<WrittenAnswer, ActionError> {
    demand_administrator(actor)?;
    let WriteAnswer { inboxes, versions } = deed;
    let versions = checked(versions)?;
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let before = tx.written_answer(id)?.filter(|answer| is_visible(&actor, answer));
        let before = before.ok_or(ActionError::NotFound)?;
        demand_inboxes(tx, &actor, &inboxes)?;
        let answer = WrittenAnswer {
            id,
            inboxes: inboxes.clone(),
            versions: versions.clone(),
            created_at: before.created_at,
            changed_at: now,
        };
        tx.save_written_answer(&answer)?;
        Ok(answer)
    })
}

/// Removes an answer.
pub fn remove_written_answer(context: &Context, actor: &Actor, id: WrittenAnswerId) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let answer = tx.written_answer(id)?.filter(|answer| is_visible(&actor, answer));
        answer.ok_or(ActionError::NotFound)?;
        tx.remove_written_answer(id)?;
        Ok(())
    })
}

/// What a bot of an inbox would answer to a question.
pub fn find_written_answers(
    context: &Context,
    actor: &Actor,
    inbox: InboxId,
    locale: Locale,
    query: &str,
) -> Result<Vec<Hit>, ActionError> {
    context.store.read(|tx| {
        tx.inbox_for(actor, inbox)?.ok_or(ActionError::NotFound)?;
        Ok(tx.find_written_answers(inbox, locale, query, BOT_HITS_MAX)?)
    })
}

fn is_visible(actor: &Actor, answer: &WrittenAnswer) -> bool {
    answer.inboxes.is_empty() || answer.inboxes.iter().any(|inbox| actor.sees(*inbox))
}

fn demand_inboxes(tx: &Reading<'_>, actor: &Actor, inboxes: &BTreeSet<InboxId>) -> Result<(), ActionError> {
    for inbox in inboxes {
        if tx.inbox_for(actor, *inbox)?.is_none() {
            return Err(ActionError::invalid("inbox_ids", "One of these inboxes is not here."));
        }
    }
    Ok(())
}

fn checked(versions: Vec<AnswerVersion>) -> Result<Vec<AnswerVersion>, ActionError> {
    if versions.is_empty() {
        return Err(ActionError::invalid("versions", "Write the answer in one language at least."));
    }
    let mut seen = BTreeSet::new();
    let mut clean = Vec::new();
    for AnswerVersion { locale, title, text } in versions {
        if !seen.insert(locale.tag()) {
            return Err(ActionError::invalid("versions", "There is one text for each language."));
        }
        let (title, text) = (title.split_whitespace().collect::<Vec<_>>().join(" "), text.trim().to_owned());
        if title.is_empty() || text.is_empty() {
            return Err(ActionError::invalid("versions", "An answer needs a title and a text."));
        }
        if SUBJECT_SHOWN_CHARS_MAX < title.chars().count() || WRITTEN_ANSWER_CHARS_MAX < text.chars().count() {
            let reason =
                format!("A title has at most {SUBJECT_SHOWN_CHARS_MAX} characters, a text {WRITTEN_ANSWER_CHARS_MAX}.");
            return Err(ActionError::invalid("versions", reason));
        }
        clean.push(AnswerVersion { locale, title, text });
    }
    Ok(clean)
}
