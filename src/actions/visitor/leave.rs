//! A browser forgets who it was. The history stays with the team.

use crate::actions::{ActionError, Context};
use crate::domain::visitor::VisitorActor;

/// Ends the token that the caller holds, and no other.
pub fn leave(context: &Context, actor: &VisitorActor) -> Result<(), ActionError> {
    let digest = actor.digest;
    context.store.write(move |tx| Ok(tx.remove_visitor_token(&digest)?))
}
