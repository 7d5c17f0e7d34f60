//! The frame of every small change of a conversation: found and allowed, changed by a rule, written
//! with a line that says so, announced.

use super::reply_to_conversation::save_activity;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Cause, Change, ChangeRefused, Conversation};
use crate::domain::entry::{Activity, Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, EntryId};
use crate::store::Reading;

/// Runs one change of one conversation.
pub(super) fn change_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    change: impl Fn(&Reading<'_>, &mut Conversation) -> Result<Change, ActionError> + Send + 'static,
) -> Result<(), ActionError> {
    let entry: EntryId = context.world.new_id();
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let change = change(tx, &mut head)?;
        tx.save_conversation(&head)?;
        let content = Content::Activity(Activity { change, cause: Cause::Agent(actor.agent) });
        save_activity(tx, &head, Entry { id: entry, conversation: id, at: now, content })?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
        Ok(())
    })
}

impl From<ChangeRefused> for ActionError {
    fn from(refused: ChangeRefused) -> Self {
        let code = match refused {
            ChangeRefused::ClosedAlready => "closed_already",
            ChangeRefused::OpenAlready => "open_already",
            ChangeRefused::AssignedAlready => "assigned_already",
        };
        Self::conflict(code, refused.to_string())
    }
}
