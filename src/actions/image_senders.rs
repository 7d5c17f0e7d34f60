//! An agent decides whose pictures to see without being asked each time.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::email_address::EmailAddress;
use crate::domain::limit::IMAGE_SENDERS_MAX;

/// The senders whom the actor trusts.
pub fn list_image_senders(context: &Context, actor: &Actor) -> Result<Vec<String>, ActionError> {
    Ok(context.store.read(|tx| tx.image_senders_of(actor))?)
}

/// From now on, pictures in mails that are proven to come from this address are loaded when the actor opens them.
pub fn trust_image_sender(context: &Context, actor: &Actor, address: EmailAddress) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        if IMAGE_SENDERS_MAX <= tx.image_senders_of(&actor)?.len() {
            let reason = format!("You trust {IMAGE_SENDERS_MAX} senders already. Remove some of them first.");
            return Err(ActionError::conflict("too_many_image_senders", reason));
        }
        tx.save_image_sender(&actor, &address)?;
        Ok(())
    })
}

/// Asks again from now on.
pub fn distrust_image_sender(context: &Context, actor: &Actor, address: EmailAddress) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| Ok(tx.remove_image_sender(&actor, &address)?))
}
