//! Who takes new conversations: the switch and the weekly hours, one's own or, for administrators, a
//! colleague's.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Standing};
use crate::domain::availability::{Availability, Switch};
use crate::domain::event::Event;
use crate::domain::ids::AgentId;
use crate::domain::working_hours::WorkingHours;

/// What is chosen by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Available,
    Away,
    /// Nothing: the working hours decide.
    ByHours,
}

/// Chooses whether somebody takes new conversations. It holds until it is chosen anew.
pub fn set_availability(
    context: &Context,
    actor: &Actor,
    whose: AgentId,
    choice: Choice,
) -> Result<Agent, ActionError> {
    let (by, at) = (actor.agent, context.world.now());
    let switch = match choice {
        Choice::Available => Switch::Set { to: Availability::Available, by, at },
        Choice::Away => Switch::Set { to: Availability::Away, by, at },
        Choice::ByHours => Switch::ByHours,
    };
    change(context, actor, whose, move |agent| Agent { switch, ..agent })
}

/// Sets the weekly hours of somebody; none lets the switch alone decide.
pub fn set_working_hours(
    context: &Context,
    actor: &Actor,
    whose: AgentId,
    hours: Option<WorkingHours>,
) -> Result<Agent, ActionError> {
    change(context, actor, whose, move |agent| Agent { working_hours: hours.clone(), ..agent })
}

fn change(
    context: &Context,
    actor: &Actor,
    whose: AgentId,
    to: impl Fn(Agent) -> Agent + Send + 'static,
) -> Result<Agent, ActionError> {
    if whose != actor.agent {
        demand_administrator(actor)?;
    }
    context.store.write(move |tx| {
        let agent = tx.agent(whose)?.ok_or(ActionError::NotFound)?;
        if agent.standing == Standing::Deactivated {
            return Err(ActionError::conflict("deactivated", "This colleague is deactivated."));
        }
        let agent = to(agent);
        tx.save_agent(&agent)?;
        tx.announce(Event::AgentChanged { agent: whose })?;
        Ok(agent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::agents::list_agents;
    use crate::actions::tests::House;
    use crate::domain::agent::Role;
    use crate::domain::availability::{Reason, judge};

    #[test]
    fn an_administrator_sends_somebody_away_and_they_come_back_by_themselves() {
        let house = House::founded();
        let (context, admin) = (&house.context, &house.admin);
        let ida = house.colleague("Ida", Role::Agent);
        let seen = house.feed_position();
        let away = set_availability(context, admin, ida.agent, Choice::Away).expect("allowed");
        let judged = judge(&away, context.world.now());
        assert_eq!(judged.availability, Availability::Away);
        assert_eq!(judged.reason, Reason::Switched { by: admin.agent, at: context.world.now() });
        assert_eq!(house.feed_position() - seen, 1, "everybody's page hears of it");

        house.script.pass(std::time::Duration::from_secs(3 * 24 * 3600));
        assert_eq!(judge(&away, context.world.now()), judged, "it holds until it is changed");
        let refused = set_availability(context, &ida, admin.agent, Choice::Away);
        assert!(matches!(refused, Err(ActionError::NotPermitted)));
        let zoe = list_agents(context, &ida).expect("a list").into_iter().find(|agent| agent.id == admin.agent);
        assert_eq!(zoe.map(|agent| agent.switch), Some(Switch::ByHours), "a refused deed changes nothing");

        let back = set_availability(context, &ida, ida.agent, Choice::Available).expect("one's own");
        assert_eq!(judge(&back, context.world.now()).availability, Availability::Available);
        let by_hours = set_availability(context, &ida, ida.agent, Choice::ByHours).expect("one's own");
        assert_eq!(judge(&by_hours, context.world.now()).reason, Reason::NoHours);
    }
}
