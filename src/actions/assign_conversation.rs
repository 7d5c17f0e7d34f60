//! A conversation is given to an agent, or to nobody.

use super::change_conversation::{change_conversation, demand_member};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::{AgentId, ConversationId};

/// Assigns a conversation. The assignee must be able to see it.
pub fn assign_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    assignee: Option<AgentId>,
) -> Result<(), ActionError> {
    change_conversation(context, actor, id, move |tx, head| {
        if let Some(assignee) = assignee {
            demand_member(tx, head, assignee)?;
        }
        Ok(head.assign(assignee)?)
    })
}
