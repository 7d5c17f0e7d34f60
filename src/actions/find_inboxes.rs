//! In which inboxes some conversations lie, for whoever may see them.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::{ConversationId, InboxId};

/// The inbox of each conversation; those that the actor may not see are left out.
pub fn find_inboxes(
    context: &Context,
    actor: &Actor,
    conversations: &[ConversationId],
) -> Result<Vec<(ConversationId, InboxId)>, ActionError> {
    context.store.read(|tx| {
        let mut found = Vec::new();
        for id in conversations {
            if let Some(head) = tx.conversation_for(actor, *id)? {
                found.push((*id, head.inbox));
            }
        }
        Ok(found)
    })
}
