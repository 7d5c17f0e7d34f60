//! Whether somebody is there to talk, and what happens when nobody is.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{AgentId, InboxId, TeamId};
use crate::domain::moment::Moment;
use crate::domain::working_hours::WorkingHours;

/// When a chatflow is open, and what it does otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub when: OpenWhen,
    pub away: WhenAway,
}

/// When a chatflow is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenWhen {
    Always,
    /// While at least one of these people is available.
    People(Staffing),
    Hours(WorkingHours),
}

/// Whose presence opens a chatflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Staffing {
    /// Whoever works in the inbox.
    Inbox,
    Only {
        agents: BTreeSet<AgentId>,
        teams: BTreeSet<TeamId>,
    },
}

/// What happens while nobody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAway {
    /// It is not shown: the next chatflow gets its turn.
    Hide,
    /// Messages are taken, and answered later.
    TakeMessages { asks_email: bool, says_return: bool },
}

/// Who is there at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Staff {
    pub people: BTreeMap<AgentId, Presence>,
    pub teams: BTreeMap<TeamId, BTreeSet<AgentId>>,
    /// Who works in each inbox.
    pub inboxes: BTreeMap<InboxId, BTreeSet<AgentId>>,
}

/// Whether one person is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    There,
    /// Their working hours say when they come back.
    BackAt(Moment),
    Gone,
}

/// Whether a chatflow is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenOrAway {
    Open,
    Away {
        /// When somebody will be there, if that is known.
        back_at: Option<Moment>,
    },
}

impl Opening {
    /// Open by what is known at this moment. Asked when the page is loaded, and again when the visitor starts: who was
    /// there an hour ago may have left.
    pub fn at(&self, inbox: InboxId, staff: &Staff, now: Moment) -> OpenOrAway {
        match &self.when {
            OpenWhen::Always => OpenOrAway::Open,
            OpenWhen::People(staffing) => staff.opening(staffing, inbox),
            OpenWhen::Hours(hours) if hours.is_within(now) => OpenOrAway::Open,
            OpenWhen::Hours(hours) => OpenOrAway::Away { back_at: hours.next_opening(now) },
        }
    }
}

impl Staff {
    fn opening(&self, staffing: &Staffing, inbox: InboxId) -> OpenOrAway {
        let presences = self.asked_for(staffing, inbox).filter_map(|agent| self.people.get(agent));
        let mut back_at: Option<Moment> = None;
        for presence in presences {
            match presence {
                Presence::There => return OpenOrAway::Open,
                Presence::BackAt(at) => back_at = Some(back_at.map_or(*at, |first| first.min(*at))),
                Presence::Gone => {}
            }
        }
        OpenOrAway::Away { back_at }
    }

    fn asked_for<'a>(&'a self, staffing: &'a Staffing, inbox: InboxId) -> Box<dyn Iterator<Item = &'a AgentId> + 'a> {
        match staffing {
            Staffing::Inbox => Box::new(self.inboxes.get(&inbox).into_iter().flatten()),
            Staffing::Only { agents, teams } => {
                let members = teams.iter().filter_map(|team| self.teams.get(team)).flatten();
                Box::new(agents.iter().chain(members))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents(numbers: &[u128]) -> BTreeSet<AgentId> {
        numbers.iter().map(|bits| AgentId::from_bits(*bits)).collect()
    }

    fn staff(available: &[u128]) -> Staff {
        Staff {
            people: available.iter().map(|bits| (AgentId::from_bits(*bits), Presence::There)).collect(),
            teams: BTreeMap::from([(TeamId::from_bits(50), agents(&[3]))]),
            inboxes: BTreeMap::from([(InboxId::from_bits(1), agents(&[1, 2]))]),
        }
    }

    #[test]
    fn one_person_who_is_there_opens_it() {
        let only = |numbers: &[u128], teams: &[u128]| Staffing::Only {
            agents: agents(numbers),
            teams: teams.iter().map(|bits| TeamId::from_bits(*bits)).collect(),
        };
        let cases = [
            (Staffing::Inbox, vec![2], true),
            (Staffing::Inbox, vec![3], false),
            (Staffing::Inbox, vec![], false),
            (only(&[1], &[]), vec![1, 2], true),
            (only(&[1], &[]), vec![2], false),
            (only(&[], &[50]), vec![3], true),
            (only(&[], &[50]), vec![1], false),
            (only(&[], &[51]), vec![1, 2, 3], false),
            (only(&[], &[]), vec![1, 2, 3], false),
        ];
        for (staffing, available, is_open) in cases {
            let opening = Opening { when: OpenWhen::People(staffing), away: WhenAway::Hide };
            let found = opening.at(InboxId::from_bits(1), &staff(&available), Moment::from_millis(0));
            assert_eq!(found == OpenOrAway::Open, is_open, "{opening:?} with {available:?}");
        }
    }

    #[test]
    fn the_first_to_come_back_opens_it_again() {
        let opening = Opening { when: OpenWhen::People(Staffing::Inbox), away: WhenAway::Hide };
        let back_at = |presences: &[(u128, Presence)]| {
            let mut staff = staff(&[]);
            staff.people = presences.iter().map(|(bits, one)| (AgentId::from_bits(*bits), *one)).collect();
            opening.at(InboxId::from_bits(1), &staff, Moment::from_millis(0))
        };
        let at = |millis| Presence::BackAt(Moment::from_millis(millis));
        let away = |millis: Option<u64>| OpenOrAway::Away { back_at: millis.map(Moment::from_millis) };
        assert_eq!(back_at(&[(1, at(9)), (2, at(5))]), away(Some(5)));
        assert_eq!(back_at(&[(1, at(9)), (2, Presence::Gone)]), away(Some(9)));
        assert_eq!(back_at(&[(1, at(9)), (2, Presence::There)]), OpenOrAway::Open);
        // Whoever does not work in the inbox opens nothing.
        assert_eq!(back_at(&[(1, Presence::Gone), (3, at(5))]), away(None));
    }

    #[test]
    fn hours_open_and_close_it_by_the_clock_on_the_wall() {
        use crate::domain::working_hours::{Range, Zone};
        let mut days: [Vec<Range>; 7] = Default::default();
        days[3] = vec![Range::new(8 * 60, 16 * 60).expect("a sound range")];
        let zone = Zone::parse("Europe/Amsterdam").expect("a zone");
        let hours = WorkingHours::new(zone, days).expect("sound hours");
        let opening = Opening { when: OpenWhen::Hours(hours), away: WhenAway::Hide };
        // 1970 began on a Thursday; Amsterdam was an hour ahead of UTC.
        let hour = |hour: u64| Moment::from_millis(hour * 3_600_000);
        let at = |moment| opening.at(InboxId::from_bits(1), &Staff::default(), moment);
        assert_eq!(at(hour(6)), OpenOrAway::Away { back_at: Some(hour(7)) });
        assert_eq!(at(hour(7)), OpenOrAway::Open);
        assert_eq!(at(hour(15)), OpenOrAway::Away { back_at: Some(hour(7 * 24 + 7)) });
    }

    #[test]
    fn always_needs_nobody() {
        let opening = Opening { when: OpenWhen::Always, away: WhenAway::Hide };
        let found = opening.at(InboxId::from_bits(9), &Staff::default(), Moment::from_millis(0));
        assert_eq!(found, OpenOrAway::Open);
    }
}
