//! Which chatflow a visitor meets, with all that their page is given of it.

use super::super::ActionError;
use crate::domain::agent::{Agent, Standing};
use crate::domain::availability::{Availability, judge};
use crate::domain::channel::ChatChannel;
use crate::domain::chatflow::Chatflow;
use crate::domain::chatflow::availability::{Presence, Staff};
use crate::domain::chatflow::display::{Heading, ReplyTime};
use crate::domain::chatflow::shown::{Face, HeadingKind, ShownFlow, ShownHeading, name_of_faces};
use crate::domain::ids::{AgentId, ChatflowId};
use crate::domain::limit::HEADING_FACES_MAX;
use crate::domain::moment::Moment;
use crate::domain::targeting::{Choice, Facts, choose};
use crate::domain::visitor::VisitorFacts;
use crate::store::Reading;

/// The chatflow that a visitor of a chat meets at this moment; none if they are shown nothing. A chat without any
/// published chatflow is a plain live chat.
pub fn chosen_flow(
    tx: &Reading<'_>,
    channel: &ChatChannel,
    visitor: &VisitorFacts,
    now: Moment,
) -> Result<Option<ShownFlow>, ActionError> {
    let flows = tx.chatflows()?;
    let is_for_this = |flow: &&Chatflow| flow.channel.is_none_or(|own| own == channel.id);
    if !flows.iter().filter(is_for_this).any(Chatflow::is_published) {
        return Ok(Some(ShownFlow::plain(channel.name.clone(), channel.inbox, visitor)));
    }
    let people = People::at(tx, now)?;
    let facts = Facts { visitor, channel: Some(channel.id), staff: &people.staff, now };
    let choice = choose(&flows, &facts);
    shown(tx, &flows, &choice, visitor, &people)
}

/// Everybody inside, as far as chatflows ask about them.
pub(super) struct People {
    pub(super) staff: Staff,
    agents: Vec<Agent>,
}

impl People {
    /// Who is there at a moment.
    pub(super) fn at(tx: &Reading<'_>, now: Moment) -> Result<Self, ActionError> {
        let agents = tx.agents()?;
        let mut staff = Staff::default();
        for agent in &agents {
            let judged = judge(agent, now);
            let presence = match (judged.availability, judged.changes_at) {
                (Availability::Available, _) => Presence::There,
                (Availability::Away, Some(at)) => Presence::BackAt(at),
                (Availability::Away, None) => Presence::Gone,
            };
            staff.people.insert(agent.id, presence);
        }
        staff.teams = tx.teams()?.into_iter().map(|team| (team.id, team.members)).collect();
        for inbox in tx.inboxes()? {
            let members = agents.iter().filter(|agent| inbox.employs(agent)).map(|agent| agent.id).collect();
            staff.inboxes.insert(inbox.id, members);
        }
        Ok(Self { staff, agents })
    }

    /// At most `HEADING_FACES_MAX` of these, those who are there first.
    fn faces(&self, wanted: impl IntoIterator<Item = AgentId>) -> Vec<Face> {
        let find = |id| self.agents.iter().find(|agent| agent.id == id && agent.standing == Standing::Active);
        let mut found: Vec<&Agent> = wanted.into_iter().filter_map(find).collect();
        found.sort_by_key(|agent| self.staff.people.get(&agent.id) != Some(&Presence::There));
        let face = |agent: &&Agent| Face {
            agent: agent.id,
            name: agent.public_name().to_owned(),
            picture: agent.profile.picture,
        };
        found.iter().take(HEADING_FACES_MAX).map(face).collect()
    }
}

/// What a visitor is given of the chatflow that was chosen.
pub(super) fn shown(
    tx: &Reading<'_>,
    flows: &[Chatflow],
    choice: &Choice,
    visitor: &VisitorFacts,
    people: &People,
) -> Result<Option<ShownFlow>, ActionError> {
    let is_winner = |id: ChatflowId| choice.winner() == Some(id);
    let Some(flow) = flows.iter().find(|flow| is_winner(flow.id)) else { return Ok(None) };
    let Some(verdict) = choice.verdicts.iter().find(|verdict| is_winner(verdict.flow)) else { return Ok(None) };
    let measured = match flow.display.reply_time {
        ReplyTime::Measured => tx.measured_reply_minutes(flow.inbox)?,
        ReplyTime::Unsaid | ReplyTime::Typed { .. } => None,
    };
    Ok(ShownFlow::of(flow, visitor, verdict.opening, heading(tx, flow, people)?, measured))
}

fn heading(tx: &Reading<'_>, flow: &Chatflow, people: &People) -> Result<ShownHeading, ActionError> {
    // Whoever is named may have left since: the workspace stands in for them.
    let workspace = || Ok::<_, ActionError>(tx.workspace()?.map_or_else(String::new, |workspace| workspace.name));
    Ok(match &flow.display.heading {
        Heading::People(agents) => {
            let faces = people.faces(agents.iter().copied());
            let name = if faces.is_empty() { workspace()? } else { name_of_faces(&faces) };
            ShownHeading { kind: HeadingKind::People, name, faces, picture: None }
        }
        Heading::Team(id) => {
            let team = tx.teams()?.into_iter().find(|team| team.id == *id);
            let faces = people.faces(team.iter().flat_map(|team| team.members.iter().copied()));
            let name = team.map_or_else(workspace, |team| Ok(team.name))?;
            ShownHeading { kind: HeadingKind::Team, name, faces, picture: None }
        }
        Heading::Custom { name, picture } => {
            let name = if name.trim().is_empty() { workspace()? } else { name.clone() };
            ShownHeading { kind: HeadingKind::Custom, name, faces: Vec::new(), picture: *picture }
        }
    })
}
