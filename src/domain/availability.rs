//! Whether a colleague takes new conversations now, and why or why not.

use super::agent::{Agent, Standing};
use super::ids::AgentId;
use super::moment::Moment;

/// Whether somebody takes new conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    Available,
    Away,
}

/// What was chosen by hand. It holds until it is changed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Switch {
    /// Nothing: the working hours decide, and without them everybody is available.
    #[default]
    ByHours,
    Set {
        to: Availability,
        /// The person themselves or an administrator.
        by: AgentId,
        at: Moment,
    },
}

/// What made it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Somebody chose it.
    Switched {
        by: AgentId,
        at: Moment,
    },
    /// Nothing was chosen, and there are no working hours.
    NoHours,
    WithinHours,
    OutsideHours,
    /// They have not come in yet, or cannot any more.
    NotActive,
}

/// Somebody's availability with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    pub availability: Availability,
    pub reason: Reason,
    /// When the working hours change it; none if they do not.
    pub changes_at: Option<Moment>,
}

/// Whether an agent takes new conversations at this moment.
pub fn availability(agent: &Agent, now: Moment) -> Availability {
    judge(agent, now).availability
}

/// The same with its reason.
pub fn judge(agent: &Agent, now: Moment) -> Judged {
    let fixed = |availability, reason| Judged { availability, reason, changes_at: None };
    if agent.standing != Standing::Active {
        return fixed(Availability::Away, Reason::NotActive);
    }
    match (agent.switch, &agent.working_hours) {
        (Switch::Set { to, by, at }, _) => fixed(to, Reason::Switched { by, at }),
        (Switch::ByHours, None) => fixed(Availability::Available, Reason::NoHours),
        (Switch::ByHours, Some(hours)) => {
            let (availability, reason) = match hours.is_within(now) {
                true => (Availability::Available, Reason::WithinHours),
                false => (Availability::Away, Reason::OutsideHours),
            };
            Judged { availability, reason, changes_at: hours.next_change(now) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agent::{Locale, Role};
    use crate::domain::email_address::EmailAddress;
    use crate::domain::working_hours::{Range, WorkingHours, Zone};

    fn agent() -> Agent {
        let email = EmailAddress::parse("zoe@example.org").expect("a sound address");
        let (id, created_at) = (AgentId::from_bits(1), Moment::from_millis(0));
        Agent {
            standing: Standing::Active,
            ..Agent::invited(id, "Zoe", email, Role::Agent, Locale::English, created_at)
        }
    }

    /// Thursdays from eight to sixteen, UTC; 1970 began on one.
    fn hours() -> WorkingHours {
        let mut days: [Vec<Range>; 7] = Default::default();
        days[3] = vec![Range::new(8 * 60, 16 * 60).expect("a sound range")];
        WorkingHours::new(Zone::utc(), days).expect("sound hours")
    }

    fn hour(hour: u64) -> Moment {
        Moment::from_millis(hour * 3_600_000)
    }

    #[test]
    fn without_hours_and_switch_everybody_who_is_in_is_available() {
        let expected = Judged { availability: Availability::Available, reason: Reason::NoHours, changes_at: None };
        assert_eq!(judge(&agent(), hour(3)), expected);
        for standing in [Standing::Invited, Standing::Deactivated] {
            let judged = judge(&Agent { standing, ..agent() }, hour(3));
            assert_eq!((judged.availability, judged.reason), (Availability::Away, Reason::NotActive));
        }
    }

    #[test]
    fn hours_decide_until_somebody_does() {
        let mut agent = Agent { working_hours: Some(hours()), ..agent() };
        for (at, availability, reason, changes_at) in [
            (7, Availability::Away, Reason::OutsideHours, 8),
            (8, Availability::Available, Reason::WithinHours, 16),
            (16, Availability::Away, Reason::OutsideHours, 7 * 24 + 8),
        ] {
            let expected = Judged { availability, reason, changes_at: Some(hour(changes_at)) };
            assert_eq!(judge(&agent, hour(at)), expected, "at {at}");
        }
        let by = AgentId::from_bits(2);
        for to in [Availability::Away, Availability::Available] {
            agent.switch = Switch::Set { to, by, at: hour(9) };
            for at in [10, 20] {
                let expected =
                    Judged { availability: to, reason: Reason::Switched { by, at: hour(9) }, changes_at: None };
                assert_eq!(judge(&agent, hour(at)), expected, "at {at}");
            }
        }
        agent.switch = Switch::ByHours;
        assert_eq!(availability(&agent, hour(10)), Availability::Available);
    }
}
