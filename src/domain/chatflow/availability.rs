//! Whether somebody is there to talk, and what happens when nobody is.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{AgentId, InboxId, TeamId};
use crate::domain::moment::Moment;

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
    pub available: BTreeSet<AgentId>,
    pub teams: BTreeMap<TeamId, BTreeSet<AgentId>>,
    /// Who works in each inbox.
    pub inboxes: BTreeMap<InboxId, BTreeSet<AgentId>>,
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
    pub fn at(&self, inbox: InboxId, staff: &Staff, _now: Moment) -> OpenOrAway {
        match &self.when {
            OpenWhen::Always => OpenOrAway::Open,
            OpenWhen::People(staffing) if staff.anybody_of(staffing, inbox) => OpenOrAway::Open,
            OpenWhen::People(_) => OpenOrAway::Away { back_at: None },
        }
    }
}

impl Staff {
    fn anybody_of(&self, staffing: &Staffing, inbox: InboxId) -> bool {
        let is_there = |agents: &BTreeSet<AgentId>| agents.iter().any(|agent| self.available.contains(agent));
        match staffing {
            Staffing::Inbox => self.inboxes.get(&inbox).is_some_and(is_there),
            Staffing::Only { agents, teams } => {
                is_there(agents) || teams.iter().filter_map(|team| self.teams.get(team)).any(is_there)
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
            available: agents(available),
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
    fn always_needs_nobody() {
        let opening = Opening { when: OpenWhen::Always, away: WhenAway::Hide };
        let found = opening.at(InboxId::from_bits(9), &Staff::default(), Moment::from_millis(0));
        assert_eq!(found, OpenOrAway::Open);
    }
}
