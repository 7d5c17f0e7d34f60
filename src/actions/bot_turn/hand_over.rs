//! The bot hands a conversation over: who could take it, who does, and why.

use std::collections::BTreeSet;

use super::super::ActionError;
use super::super::change_conversation::keep_change;
use super::super::tell::{Occasion, tell};
use crate::domain::agent::{Agent, Standing};
use crate::domain::availability::{Availability, availability};
use crate::domain::bot::interpreter::hand_over_text;
use crate::domain::bot::{HandOver, HandOverTo, Presence};
use crate::domain::conversation::{Cause, Change, Conversation, StatusKind};
use crate::domain::ids::{AgentId, EntryId};
use crate::domain::inbox::Inbox;
use crate::domain::moment::Moment;
use crate::domain::notice::Happening;
use crate::domain::routing::{Candidate, CandidateStanding, choose};
use crate::domain::view::{Facet, Selection};
use crate::store::Writing;
use crate::world::World;

/// Earlier conversations in which somebody is looked for who looked after the contact.
const EARLIER_MAX: usize = 20;

/// Chooses somebody and says so in the thread; yields what the bot says to the visitor.
pub(super) fn hand_over(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    hand_over: &HandOver,
) -> Result<String, ActionError> {
    let now = world.now();
    let entry: EntryId = world.new_id();
    // Who has it by hand keeps it: a machine takes nothing from a person.
    if head.assignee.is_some() {
        return Ok(hand_over_text(hand_over, Presence::SomebodyAvailable).to_owned());
    }
    if hand_over.to == HandOverTo::Nobody {
        keep_change(tx, head, Change::HandedOver, Cause::Bot, entry, now)?;
        tell(tx, head, &Occasion { happening: Happening::CameIn, entry, by: None, at: now })?;
        let presence = super::presence_in(tx, head, now)?;
        return Ok(hand_over_text(hand_over, presence).to_owned());
    }
    let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
    let mut decision = choose(&candidates(tx, &inbox, head, &hand_over.to, now)?, hand_over.order, None);
    if hand_over.to == HandOverTo::ContactOwner && decision.chosen().is_none() {
        // Nobody looks after the contact, or they are away: anybody of the inbox does.
        let members = candidates(tx, &inbox, head, &HandOverTo::Members, now)?;
        decision = choose(&members, hand_over.order, None);
    }
    tx.save_decision(head.id, entry, &decision)?;
    let presence = match decision.chosen() {
        Some(agent) => {
            tx.take_turn(inbox.id, agent)?;
            let change = head.assign(Some(agent))?;
            keep_change(tx, head, change, Cause::Routed, entry, now)?;
            Presence::SomebodyAvailable
        }
        None => {
            keep_change(tx, head, Change::HandedOver, Cause::Routed, entry, now)?;
            tell(tx, head, &Occasion { happening: Happening::CameIn, entry, by: None, at: now })?;
            Presence::NobodyAvailable
        }
    };
    Ok(hand_over_text(hand_over, presence).to_owned())
}

/// Everybody whom the hand-over names, as they stand.
fn candidates(
    tx: &Writing<'_>,
    inbox: &Inbox,
    head: &Conversation,
    to: &HandOverTo,
    now: Moment,
) -> Result<Vec<Candidate>, ActionError> {
    let agents = tx.agents()?;
    let named: BTreeSet<AgentId> = match to {
        HandOverTo::Members => {
            let members = agents.iter().filter(|agent| inbox.admits(agent));
            members.filter(|agent| agent.standing == Standing::Active).map(|agent| agent.id).collect()
        }
        HandOverTo::ContactOwner => owner_of(tx, head)?.into_iter().collect(),
        HandOverTo::People(people) => people.clone(),
        HandOverTo::Teams(teams) => {
            let all = tx.teams()?;
            all.into_iter().filter(|team| teams.contains(&team.id)).flat_map(|team| team.members).collect()
        }
        HandOverTo::Nobody => BTreeSet::new(),
    };
    let named = agents.iter().filter(|agent| named.contains(&agent.id));
    named.map(|agent| candidate(tx, inbox, agent, now)).collect()
}

/// Who looks after a contact: the assignee of the newest other conversation with them.
fn owner_of(tx: &Writing<'_>, head: &Conversation) -> Result<Option<AgentId>, ActionError> {
    let selection = Selection {
        statuses: BTreeSet::from([StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed]),
        facets: BTreeSet::from([Facet::Contact(head.contact)]),
        since: None,
        until: None,
        order: crate::domain::view::Order::Newest,
    };
    let inboxes = tx.inboxes()?.into_iter().map(|inbox| inbox.id).collect();
    let earlier = tx.conversations_in(&selection, &inboxes, None, EARLIER_MAX)?;
    let earlier = earlier.heads.into_iter().filter(|one| one.id != head.id);
    Ok(earlier.filter_map(|one| one.assignee).next())
}

/// Somebody as things stand at this moment: it is decided in the transaction that assigns.
fn candidate(tx: &Writing<'_>, inbox: &Inbox, agent: &Agent, now: Moment) -> Result<Candidate, ActionError> {
    let standing = match (agent.standing, inbox.admits(agent), availability(agent, now)) {
        (Standing::Invited | Standing::Deactivated, _, _) => CandidateStanding::Inactive,
        (Standing::Active, false, _) => CandidateStanding::NoMember,
        (Standing::Active, true, Availability::Away) => CandidateStanding::Away,
        (Standing::Active, true, Availability::Available) => CandidateStanding::Available,
    };
    let selection = Selection {
        statuses: BTreeSet::from([StatusKind::Open]),
        facets: BTreeSet::from([Facet::Assignee(Some(agent.id))]),
        since: None,
        until: None,
        order: crate::domain::view::Order::Newest,
    };
    let open_count = tx.count_at_most(&selection, &tx.inboxes_admitting(agent)?)?;
    Ok(Candidate { agent: agent.id, standing, open_count, turn: tx.turn_of(inbox.id, agent.id)? })
}
