//! Teams.

use super::error::StoreError;
use super::record::{Record, TeamRecord};
use super::schema::TEAMS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::ids::TeamId;
use crate::domain::team::Team;

impl Reading<'_> {
    /// A team: every agent may know all of them.
    pub fn team_for(&self, _actor: &Actor, id: TeamId) -> Result<Option<Team>, StoreError> {
        self.record::<_, TeamRecord>(TEAMS, id.bits())
    }

    /// Every team, in the order in which they were made.
    pub fn teams(&self) -> Result<Vec<Team>, StoreError> {
        let mut teams = Vec::new();
        self.scan(TEAMS, 0.., |_, record| {
            teams.push(TeamRecord::decode(record));
            Go::On
        })?;
        teams.into_iter().collect()
    }
}

impl Writing<'_> {
    pub fn save_team(&self, team: &Team) -> Result<(), StoreError> {
        self.put_record::<_, TeamRecord>(TEAMS, team.id.bits(), team)
    }

    pub fn remove_team(&self, id: TeamId) -> Result<(), StoreError> {
        self.remove(TEAMS, id.bits()).map(drop)
    }
}
