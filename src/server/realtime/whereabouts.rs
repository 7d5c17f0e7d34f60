//! What pages say of where they are, and what they are told of the others: frames without a number,
//! since nothing of it is kept.

use bytestring::ByteString;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use utoipa::ToSchema;

use super::presence::{Attention, Connection, Doing, People, Presence, Spot};
use crate::actions::find_inboxes::find_inboxes;
use crate::domain::actor::Actor;
use crate::domain::ids::{AgentId, ConversationId};
use crate::domain::limit::PRESENCE_PLACES_MAX;
use crate::server::run_action::ActionRunner;

/// Where the tabs of one browser are. Said again every 20 seconds while it holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Whereabouts {
    /// Whether a person has touched the page lately.
    active: bool,
    /// At most 8.
    at: Vec<PlaceView>,
}

/// A conversation that is on a screen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceView {
    conversation_id: String,
    doing: DoingView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoingView {
    Viewing,
    Typing,
}

/// A frame without a number: it tells how things are now, and is never sent again.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PassingFrame {
    /// The colleagues in a conversation are these.
    Presence { conversation_id: String, people: Vec<PersonView> },
}

/// A colleague in a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    agent_id: String,
    doing: DoingView,
}

/// Takes in where the pages of an actor are. What they may not see is nowhere.
pub async fn take(
    presence: &Presence,
    runner: &ActionRunner,
    connection: Connection,
    actor: &Actor,
    whereabouts: Whereabouts,
) {
    let Whereabouts { active, at } = whereabouts;
    let wanted: Vec<(ConversationId, Doing)> = at
        .iter()
        .take(PRESENCE_PLACES_MAX)
        .filter_map(|place| Some((place.conversation_id.parse().ok()?, place.doing.into())))
        .collect();
    let ids: Vec<ConversationId> = wanted.iter().map(|(id, _)| *id).collect();
    let asking = actor.clone();
    let inboxes = match ids.is_empty() {
        true => Ok(Vec::new()),
        false => runner.run(move |context| find_inboxes(context, &asking, &ids)).await,
    };
    // A store that cannot be read shows nobody: nothing is lost by it.
    let inboxes = inboxes.unwrap_or_default();
    let spot = |(conversation, doing): (ConversationId, Doing)| {
        let (_, inbox) = inboxes.iter().find(|(id, _)| *id == conversation)?;
        Some(Spot { conversation, inbox: *inbox, doing })
    };
    let spots = wanted.into_iter().filter_map(spot).collect();
    let attention = if active { Attention::Awake } else { Attention::Idle };
    presence.say(connection, actor.agent, attention, spots, Instant::now());
}

/// One frame for each conversation.
pub fn frames(people: People) -> impl Iterator<Item = PassingFrame> {
    people.into_iter().map(|(conversation, agents)| PassingFrame::Presence {
        conversation_id: conversation.to_string(),
        people: agents.into_iter().map(PersonView::from).collect(),
    })
}

impl PassingFrame {
    /// JSON.
    pub fn encoded(&self) -> ByteString {
        serde_json::to_string(self).expect("a frame is plain JSON").into()
    }
}

impl From<(AgentId, Doing)> for PersonView {
    fn from((agent, doing): (AgentId, Doing)) -> Self {
        let doing = match doing {
            Doing::Viewing => DoingView::Viewing,
            Doing::Typing => DoingView::Typing,
        };
        Self { agent_id: agent.to_string(), doing }
    }
}

impl From<DoingView> for Doing {
    fn from(view: DoingView) -> Self {
        match view {
            DoingView::Viewing => Self::Viewing,
            DoingView::Typing => Self::Typing,
        }
    }
}
