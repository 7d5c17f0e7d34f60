//! Tokens of visitors who have not come back are forgotten; their conversations stay with the team.

use super::{ActionError, Context};

/// Rows removed in one go: a long transaction would keep everybody waiting.
const FORGOTTEN_AT_ONCE: usize = 1_000;

/// Forgets tokens that have ended; says how many.
pub fn forget_visitor_tokens(context: &Context) -> Result<usize, ActionError> {
    let now = context.world.now();
    context.store.write(move |tx| Ok(tx.forget_visitor_tokens_before(now, FORGOTTEN_AT_ONCE)?))
}
