//! What a visitor meets on a channel: decided anew each time, at the door and again when they begin.

pub use crate::domain::chatflow::shown::ShownFlow;

use crate::actions::{ActionError, chatflows};
use crate::domain::channel::ChatChannel;
use crate::domain::chatflow::shown::{AddressGiven, Agreed, Start, StartRefused};
use crate::domain::contact::Contact;
use crate::domain::moment::Moment;
use crate::domain::visitor::{Consent, VisitorFacts};
use crate::store::Reading;

/// What this visitor meets here and now, if anything.
pub(super) fn chosen_flow(
    tx: &Reading<'_>,
    channel: &ChatChannel,
    facts: &VisitorFacts,
    now: Moment,
) -> Result<Option<ShownFlow>, ActionError> {
    chatflows::chosen_flow(tx, channel, facts, now)
}

/// Refuses a start that does not bring what the chatflow asks for at this moment.
pub(super) fn demand_start(flow: &ShownFlow, contact: &Contact, consent: Consent) -> Result<(), ActionError> {
    let has_address = contact.claimed_address.is_some() || !contact.addresses.is_empty();
    let start = Start {
        address: if has_address { AddressGiven::Yes } else { AddressGiven::No },
        agreed: match consent {
            Consent::Explicit => Agreed::Explicitly,
            Consent::None | Consent::Implied => Agreed::Nothing,
        },
    };
    flow.admit(start).map_err(|refused| match refused {
        StartRefused::Away => ActionError::conflict("away", "Nobody takes messages here at this moment."),
        StartRefused::AddressNeeded => ActionError::invalid("email", "Give an e-mail address first."),
        StartRefused::ConsentNeeded => ActionError::invalid("consent", "Agree first."),
    })
}
