//! An agent takes a closed conversation up again.

use super::change_conversation::{change_conversation, reckon_waiting};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::ConversationId;

/// Opens a closed conversation.
pub fn reopen_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, |tx, head| {
        let change = head.reopen()?;
        // Whoever was not answered waits still, and since the same moment.
        reckon_waiting(tx, head)?;
        Ok(change)
    })
}
