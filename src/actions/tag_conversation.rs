//! An agent puts a tag on a conversation, or takes one off.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::{ConversationId, TagId};

/// Puts a tag of the workspace on a conversation.
pub fn tag_conversation(context: &Context, actor: &Actor, id: ConversationId, tag: TagId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, move |tx, head| {
        tx.tag(tag)?.ok_or(ActionError::NotFound)?;
        Ok(head.tag(tag)?)
    })
}

/// Takes a tag off a conversation.
pub fn untag_conversation(context: &Context, actor: &Actor, id: ConversationId, tag: TagId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, move |_, head| Ok(head.untag(tag)?))
}
