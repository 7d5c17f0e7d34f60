//! The first days of an installation: what is done and what is left, read off the state of things.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Standing;

/// What a new workspace needs, in the order in which it is best done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Onboarding {
    /// Somebody has said how mail leaves.
    pub mail_leaves: bool,
    pub first_mail_came: bool,
    pub first_answer_left: bool,
    /// An address of the organisation's own leads to an inbox.
    pub own_address: bool,
    pub signature: bool,
    pub colleague_invited: bool,
    /// A text for answers is kept.
    pub snippet_written: bool,
    /// A visitor of a web site has written.
    pub first_chat_came: bool,
    /// The caller has a face.
    pub picture: bool,
    /// The caller has said when they work.
    pub working_hours: bool,
    /// Signing in asks the caller for a second proof.
    pub second_factor: bool,
}

/// What is done, for an administrator.
pub fn show_onboarding(context: &Context, actor: &Actor) -> Result<Onboarding, ActionError> {
    demand_administrator(actor)?;
    let mail_leaves = context.policy.fixed_route.is_some() || context.store.route()?.is_some();
    context.store.read(|tx| {
        let inboxes = tx.inboxes()?;
        let agents = tx.agents()?;
        let me = tx.agent(actor.agent)?.ok_or(ActionError::NotFound)?;
        Ok(Onboarding {
            mail_leaves,
            first_mail_came: tx.has_ledger_rows()?,
            first_answer_left: tx.has_deliveries()?,
            own_address: inboxes.iter().any(|inbox| !inbox.addresses.is_empty()),
            signature: inboxes.iter().any(|inbox| !inbox.signature.is_empty()),
            colleague_invited: 1 < agents.iter().filter(|agent| agent.standing != Standing::Deactivated).count(),
            snippet_written: tx.has_snippets()?,
            first_chat_came: tx.has_chats()?,
            picture: me.profile.picture.is_some(),
            working_hours: me.working_hours.is_some(),
            second_factor: me.second_factor == crate::domain::agent::FactorUse::On,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::tests::House;
    use crate::domain::agent::Role;

    #[test]
    fn what_is_done_is_read_off_the_state_of_things() {
        let house = House::founded();
        let before = show_onboarding(&house.context, &house.admin).expect("allowed");
        assert!(!before.colleague_invited && !before.first_mail_came && !before.own_address && !before.second_factor);
        assert!(!before.snippet_written && !before.first_chat_came);
        let ida = house.colleague("Ida", Role::Agent);
        let after = show_onboarding(&house.context, &house.admin).expect("allowed");
        assert_eq!(after, Onboarding { colleague_invited: true, ..before });
        assert!(matches!(show_onboarding(&house.context, &ida), Err(ActionError::NotPermitted)));
    }
}
