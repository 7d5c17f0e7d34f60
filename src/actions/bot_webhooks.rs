//! Calls that bots make to servers of the team: taken when they are due, and what came of them told to the bot.

use std::collections::BTreeMap;
use std::time::Duration;

use super::bot_turn::{facts_of, take_turn};
use super::{ActionError, Context};
use crate::domain::bot::session::{Call, Input, RunningBot, Standing};
use crate::domain::bot::{StepId, StepKind};
use crate::domain::ids::{ChatflowId, ConversationId};
use crate::domain::limit::BOT_WEBHOOK_LEASE_S;
use crate::domain::moment::Moment;
use crate::domain::property::Property;

/// A call that is to be made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotCall {
    pub conversation: ConversationId,
    pub chatflow: ChatflowId,
    pub step: StepId,
    /// Which turn of the bot waits for it: an answer to an older one is none.
    pub turn: u32,
    pub url: String,
    /// Fields of the answer that the bot keeps.
    pub kept: Vec<String>,
    /// The address of the visitor's page.
    pub page: String,
    /// What is known of the visitor and the conversation.
    pub known: BTreeMap<Property, String>,
    pub answers: BTreeMap<StepId, String>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallResult {
    /// The fields that the bot keeps, as far as they were in the answer.
    Answered(BTreeMap<String, String>),
    /// It may go well later.
    TryAgain,
    Failed,
}

/// Takes at most so many calls that are due, each for as long as one may take; says also when the next one is due.
pub fn take_due_calls(context: &Context, count_max: usize) -> Result<(Vec<BotCall>, Option<Moment>), ActionError> {
    let now = context.world.now();
    let (due, next) = context.store.read(|tx| tx.bot_calls_due(now, count_max))?;
    if due.is_empty() {
        return Ok((Vec::new(), next));
    }
    context.store.write(move |tx| {
        let (due, next) = tx.bot_calls_due(now, count_max)?;
        let mut calls = Vec::new();
        for id in due {
            let Some(mut bot) = tx.running_bot(id)? else { continue };
            let (Some(call), Standing::Calling { step }) = (bot.call, bot.session.standing) else { continue };
            let until = now + Duration::from_secs(BOT_WEBHOOK_LEASE_S);
            bot.call = Some(Call { due: until, attempts: call.attempts.saturating_add(1) });
            tx.save_running_bot(&bot)?;
            let Some(head) = tx.any_conversation(id)? else { continue };
            let known = facts_of(tx, &head, &bot, now)?.known;
            calls.extend(call_of(bot, step, known));
        }
        Ok((calls, next))
    })
}

/// Tells a bot what came of its call. One that does not wait for it any more hears nothing.
pub fn record_call(
    context: &Context,
    conversation: ConversationId,
    turn: u32,
    result: CallResult,
) -> Result<(), ActionError> {
    let world = context.world.clone();
    context.store.write(move |tx| {
        let Some(mut bot) = tx.running_bot(conversation)?.filter(|bot| bot.turn == turn) else { return Ok(()) };
        let (Some(call), Some(mut head)) = (bot.call, tx.any_conversation(conversation)?) else { return Ok(()) };
        let again = call.again(world.now()).filter(|_| result == CallResult::TryAgain);
        if let Some(due) = again {
            bot.call = Some(Call { due, ..call });
            return Ok(tx.save_running_bot(&bot)?);
        }
        let input = match &result {
            CallResult::Answered(fields) => Input::WebhookAnswered(fields.clone()),
            CallResult::TryAgain | CallResult::Failed => Input::WebhookFailed,
        };
        take_turn(tx, &world, &mut head, &mut bot, input)
    })
}

fn call_of(bot: RunningBot, step: StepId, known: BTreeMap<Property, String>) -> Option<BotCall> {
    let RunningBot { conversation, chatflow, script, session, page, turn, .. } = bot;
    let StepKind::CallWebhook(call) = &script.step(step)?.kind else { return None };
    Some(BotCall {
        conversation,
        chatflow,
        step,
        turn,
        url: call.url.clone(),
        kept: call.kept.iter().map(|kept| kept.field.clone()).collect(),
        page,
        known: known.into_iter().chain(session.learned).collect(),
        answers: session.answers,
    })
}
