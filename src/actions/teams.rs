//! Teams: named groups of colleagues. Everybody may know them; administrators change them.

use std::collections::BTreeSet;

use super::mail_ledger::demand_administrator;
use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, TeamId};
use crate::domain::limit::TEAMS_MAX;
use crate::domain::team::Team;
use crate::store::{Reading, Writing};

/// What a team is to be; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeTeam {
    pub name: Option<String>,
    pub members: Option<BTreeSet<AgentId>>,
}

/// Every team, in the order in which they were made.
pub fn list_teams(context: &Context, _actor: &Actor) -> Result<Vec<Team>, ActionError> {
    Ok(context.store.read(|tx| tx.teams())?)
}

/// Makes a team.
pub fn create_team(
    context: &Context,
    actor: &Actor,
    name: &str,
    members: BTreeSet<AgentId>,
) -> Result<Team, ActionError> {
    demand_administrator(actor)?;
    let name = required_name("name", name)?;
    let team = Team { id: context.world.new_id(), name, members, created_at: context.world.now() };
    context.store.write(move |tx| {
        if TEAMS_MAX <= tx.teams()?.len() {
            return Err(ActionError::conflict("too_many_teams", format!("There are {TEAMS_MAX} teams already.")));
        }
        save(tx, team.clone())
    })
}

/// Renames a team or changes who is in it.
pub fn change_team(context: &Context, actor: &Actor, id: TeamId, deed: ChangeTeam) -> Result<Team, ActionError> {
    demand_administrator(actor)?;
    let name = deed.name.map(|name| required_name("name", &name)).transpose()?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut team = tx.team_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        team.name = name.clone().unwrap_or(team.name);
        team.members = deed.members.clone().unwrap_or(team.members);
        save(tx, team)
    })
}

/// Removes a team; its members stay.
pub fn remove_team(context: &Context, actor: &Actor, id: TeamId) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        tx.team_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        tx.remove_team(id)?;
        tx.announce(Event::TeamsChanged)?;
        Ok(())
    })
}

fn save(tx: &Writing<'_>, team: Team) -> Result<Team, ActionError> {
    if tx.teams()?.iter().any(|other| other.id != team.id && other.is_called(&team.name)) {
        return Err(ActionError::invalid("name", "There is a team of this name already."));
    }
    demand_agents(tx, &team.members)?;
    tx.save_team(&team)?;
    tx.announce(Event::TeamsChanged)?;
    Ok(team)
}

fn demand_agents(tx: &Reading<'_>, members: &BTreeSet<AgentId>) -> Result<(), ActionError> {
    for member in members {
        if tx.agent(*member)?.is_none() {
            return Err(ActionError::invalid("member_ids", "Somebody in this list is not here."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::tests::House;
    use crate::domain::agent::Role;

    #[test]
    fn a_team_is_made_changed_and_removed_by_administrators_alone() {
        let house = House::founded();
        let (context, admin) = (&house.context, &house.admin);
        let ida = house.colleague("Ida", Role::Agent);
        let members = BTreeSet::from([ida.agent, admin.agent]);
        let team = create_team(context, admin, " Billing ", members.clone()).expect("allowed");
        assert_eq!((team.name.as_str(), &team.members), ("Billing", &members));
        assert_eq!(list_teams(context, &ida).expect("a list"), std::slice::from_ref(&team));

        let seen = house.feed_position();
        let strangers = BTreeSet::from([AgentId::from_bits(1)]);
        let double = create_team(context, admin, "BILLING", BTreeSet::new());
        assert!(matches!(double, Err(ActionError::Invalid { field: "name", .. })));
        let unknown = create_team(context, admin, "Sales", strangers);
        assert!(matches!(unknown, Err(ActionError::Invalid { field: "member_ids", .. })));
        assert!(matches!(create_team(context, &ida, "Sales", BTreeSet::new()), Err(ActionError::NotPermitted)));
        assert!(matches!(remove_team(context, &ida, team.id), Err(ActionError::NotPermitted)));
        assert_eq!(house.feed_position(), seen, "a refused deed says nothing");

        let deed = ChangeTeam { name: None, members: Some(BTreeSet::from([ida.agent])) };
        let changed = change_team(context, admin, team.id, deed).expect("allowed");
        assert_eq!((changed.name.as_str(), changed.members.len()), ("Billing", 1));
        remove_team(context, admin, team.id).expect("allowed");
        assert_eq!(list_teams(context, admin).expect("a list"), []);
        assert!(matches!(remove_team(context, admin, team.id), Err(ActionError::NotFound)));
        assert_eq!(house.feed_position() - seen, 2);
    }
}
