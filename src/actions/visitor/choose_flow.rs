//! What a visitor meets on a channel: decided anew each time, at the door and again when they begin.

use crate::actions::ActionError;
use crate::domain::channel::ChatChannel;
use crate::domain::ids::{ChatflowId, InboxId};
use crate::domain::moment::Moment;
use crate::domain::visitor::VisitorFacts;
use crate::store::Reading;

/// What is shown to a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFlow {
    /// None: a plain live chat, on a channel without chatflows.
    pub id: Option<ChatflowId>,
    /// Where its conversations arrive.
    pub inbox: InboxId,
    pub name: String,
}

/// What this visitor meets here and now, if anything.
pub(super) fn chosen_flow(
    _tx: &Reading<'_>,
    channel: &ChatChannel,
    _facts: &VisitorFacts,
    _now: Moment,
) -> Result<Option<ShownFlow>, ActionError> {
    Ok(Some(ShownFlow { id: None, inbox: channel.inbox, name: channel.name.clone() }))
}
