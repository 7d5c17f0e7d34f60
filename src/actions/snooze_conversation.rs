//! An agent puts a conversation to sleep, and wakes one.

use super::change_conversation::change_conversation;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{OnReply, Snooze};
use crate::domain::ids::ConversationId;
use crate::domain::moment::Moment;

/// How it is to sleep.
#[derive(Debug, Clone, Copy)]
pub struct SnoozeConversation {
    /// None: until the contact replies.
    pub until: Option<Moment>,
    pub on_reply: OnReply,
}

/// Puts a conversation to sleep, or changes how it sleeps.
pub fn snooze_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    deed: SnoozeConversation,
) -> Result<(), ActionError> {
    let SnoozeConversation { until, on_reply } = deed;
    let snooze = Snooze { until, on_reply, by: actor.agent };
    let now = context.world.now();
    change_conversation(context, actor, id, move |_, head| Ok(head.snooze(snooze, now)?))
}

/// Wakes a conversation before its time.
pub fn wake_conversation(context: &Context, actor: &Actor, id: ConversationId) -> Result<(), ActionError> {
    change_conversation(context, actor, id, |_, head| Ok(head.wake()?))
}
