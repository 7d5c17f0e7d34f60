//! A bot is tried out before it meets visitors: the same interpreter, and nothing is kept.

use std::collections::BTreeMap;

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::bot::check::{Problem, problems_here};
use crate::domain::bot::interpreter::advance;
use crate::domain::bot::session::{Facts, Input, Output, Session, Standing};
use crate::domain::bot::{BotScript, Presence, StepKind};
use crate::domain::ids::InboxId;
use crate::domain::limit::{BOT_ANSWERS_MAX, BOT_HITS_MAX};
use crate::domain::property::Property;

/// A bot with what a visitor says to it.
#[derive(Debug, Clone)]
pub struct PreviewBot {
    pub inbox: InboxId,
    pub script: BotScript,
    /// What came in after the beginning.
    pub inputs: Vec<Input>,
    pub presence: Presence,
    pub page: String,
    pub time_zone: String,
    pub known: BTreeMap<Property, String>,
}

/// What the bot did.
#[derive(Debug, Clone)]
pub struct Preview {
    pub problems: Vec<Problem>,
    /// What the beginning led to, then each input.
    pub turns: Vec<Vec<Output>>,
    pub standing: Standing,
}

/// Runs a script over what was said so far.
pub fn preview_bot(context: &Context, actor: &Actor, deed: PreviewBot) -> Result<Preview, ActionError> {
    demand_administrator(actor)?;
    let PreviewBot { inbox, script, inputs, presence, page, time_zone, known } = deed;
    if usize::try_from(BOT_ANSWERS_MAX).is_ok_and(|inputs_max| inputs_max < inputs.len()) {
        return Err(ActionError::invalid("inputs", format!("A preview takes at most {BOT_ANSWERS_MAX} answers.")));
    }
    let facts = Facts { now: context.world.now(), time_zone, presence, page, known };
    context.store.read(|tx| {
        tx.inbox_for(actor, inbox)?.ok_or(ActionError::NotFound)?;
        let mut session = Session::new();
        let mut turns = Vec::new();
        for input in std::iter::once(Input::Begun).chain(inputs) {
            let mut advanced = advance(&script, &session, &input, &facts);
            // A search is answered by the house itself, as it is for visitors.
            while let Some(query) = searched(&script, &advanced.session, &advanced.outputs) {
                let hits = tx.find_written_answers(inbox, script.locale, &query, BOT_HITS_MAX)?;
                let further = advance(&script, &advanced.session, &Input::Found(hits), &facts);
                advanced.session = further.session;
                advanced.outputs.extend(further.outputs);
            }
            session = advanced.session;
            turns.push(advanced.outputs);
        }
        Ok(Preview { problems: problems_here(&script, &context.policy.egress), turns, standing: session.standing })
    })
}

/// The query of the search for which a session waits.
fn searched(script: &BotScript, session: &Session, outputs: &[Output]) -> Option<String> {
    let Standing::Calling { step } = session.standing else { return None };
    let is_search = script.step(step).is_some_and(|step| matches!(step.kind, StepKind::SearchAnswers(_)));
    let newest = outputs.iter().rev().find_map(|output| match output {
        Output::SearchAnswers { query, .. } => Some(query.clone()),
        _ => None,
    });
    newest.filter(|_| is_search)
}
