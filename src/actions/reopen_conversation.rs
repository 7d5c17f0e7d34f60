//! An agent takes a closed conversation up again.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::ConversationId;

/// Entries looked through for what was said last.
const LOOKED_THROUGH_MAX: usize = 100;

/// Opens a closed conversation.
pub fn reopen_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, |tx, head| {
        let change = head.reopen()?;
        // Whoever was not answered waits still, and since the same moment.
        head.reckon_waiting(&tx.entries_before(head.id, None, LOOKED_THROUGH_MAX)?);
        Ok(change)
    })
}
