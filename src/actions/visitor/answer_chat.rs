//! A visitor goes on in a conversation of theirs.

use super::admit::admit;
use super::identify::demand_open;
use super::start_chat::{SaidInChat, said_before, say, words_of};
use crate::actions::{ActionError, Context};
use crate::domain::ids::{ConversationId, OperationId, UploadId};
use crate::domain::visitor::VisitorActor;

/// Words in a conversation.
#[derive(Debug, Clone)]
pub struct AnswerChat {
    pub operation: OperationId,
    pub conversation: ConversationId,
    pub text: String,
    pub uploads: Vec<UploadId>,
}

/// Says something. A closed conversation opens again; the same operation again yields what it made.
pub fn answer_chat(context: &Context, actor: &VisitorActor, deed: AnswerChat) -> Result<SaidInChat, ActionError> {
    let words = words_of(&deed.text, &deed.uploads)?;
    let words = words.ok_or_else(|| ActionError::invalid("text", "Write something first."))?;
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        if let Some(said) = said_before(tx, &actor, deed.operation)? {
            return Ok(said);
        }
        demand_open(tx, actor.channel)?;
        let found = tx.conversation_for_visitor(&actor, deed.conversation)?;
        let (mut head, _) = found.ok_or(ActionError::NotFound)?;
        admit(tx, &world, &actor, world.now())?;
        say(tx, &world, &actor, &mut head, &words, &deed.uploads, deed.operation)
    })
}
