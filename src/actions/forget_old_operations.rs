//! Operation ids are remembered for as long as a client may ask again.

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::limit::OPERATION_KEPT_H;

/// Rows removed in one go: a long transaction would keep everybody waiting.
const FORGOTTEN_AT_ONCE: usize = 1_000;

/// Forgets operations that are too old; says how many.
pub fn forget_old_operations(context: &Context) -> Result<usize, ActionError> {
    let limit = context.world.now() - Duration::from_secs(OPERATION_KEPT_H * 3600);
    context.store.write(move |tx| Ok(tx.forget_operations_before(limit, FORGOTTEN_AT_ONCE)?))
}
