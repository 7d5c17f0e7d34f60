//! The time ends bots to whom nobody says a word.

use super::bot_turn::take_turn;
use super::change_conversation::keep_change;
use super::{ActionError, Context};
use crate::domain::bot::session::Input;
use crate::domain::conversation::{Cause, Change};
use crate::domain::limit::BOT_TIMERS_SLICE;

/// Ends the bots to whom nobody has said a word for too long; says how many.
pub fn end_silent_bots(context: &Context) -> Result<usize, ActionError> {
    let now = context.world.now();
    if context.store.read(|tx| tx.bots_due(now, 1))?.is_empty() {
        return Ok(0);
    }
    let world = context.world.clone();
    context.store.write(move |tx| {
        let due = tx.bots_due(now, BOT_TIMERS_SLICE)?;
        for id in &due {
            let Some(mut bot) = tx.running_bot(*id)? else { continue };
            let Some(mut head) = tx.any_conversation(*id)? else {
                bot.due = None;
                tx.save_running_bot(&bot)?;
                continue;
            };
            take_turn(tx, &world, &mut head, &mut bot, Input::TimedOut)?;
            keep_change(tx, &head, Change::BotTimedOut, Cause::TimeCame, world.new_id(), now)?;
        }
        Ok(due.len())
    })
}
