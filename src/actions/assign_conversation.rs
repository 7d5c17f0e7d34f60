//! A conversation is given to an agent, or to nobody.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Standing;
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
            let agent = tx.agent(assignee)?.filter(|agent| agent.standing == Standing::Active);
            let unknown = || ActionError::invalid("agent_id", "This colleague cannot take conversations.");
            let agent = agent.ok_or_else(unknown)?;
            let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
            if !inbox.admits(&agent) {
                return Err(ActionError::invalid("agent_id", "This colleague is not a member of the inbox."));
            }
        }
        Ok(head.assign(assignee)?)
    })
}
