//! Trying out the order: which chatflow would a visitor meet, and why not each other one?

use super::super::mail_ledger::demand_administrator;
use super::super::{ActionError, Context};
use super::choose::{People, shown};
use crate::domain::actor::Actor;
use crate::domain::chatflow::Chatflow;
use crate::domain::chatflow::shown::ShownFlow;
use crate::domain::ids::{ChannelId, ChatflowId};
use crate::domain::moment::Moment;
use crate::domain::targeting::{Choice, Facts, Targeting, choose};
use crate::domain::visitor::VisitorFacts;

/// A visitor who is only imagined.
#[derive(Debug, Clone)]
pub struct Trial {
    pub visitor: VisitorFacts,
    pub channel: Option<ChannelId>,
    /// Another moment than now.
    pub at: Option<Moment>,
    /// Rules that are not saved yet.
    pub unsaved: Option<(ChatflowId, Targeting)>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// In the order of priority.
    pub flows: Vec<Chatflow>,
    pub choice: Choice,
    /// What the visitor's page would be given.
    pub shown: Option<ShownFlow>,
}

/// Tries it out. Nothing is changed.
pub fn try_chatflows(context: &Context, actor: &Actor, trial: Trial) -> Result<Tried, ActionError> {
    demand_administrator(actor)?;
    let Trial { visitor, channel, at, unsaved } = trial;
    let now = at.unwrap_or_else(|| context.world.now());
    context.store.read(|tx| {
        let mut flows = tx.chatflows()?;
        if let Some((id, targeting)) = unsaved {
            let flow = flows.iter_mut().find(|flow| flow.id == id).ok_or(ActionError::NotFound)?;
            flow.targeting = targeting;
        }
        let people = People::at(tx, now)?;
        let choice = choose(&flows, &Facts { visitor: &visitor, channel, staff: &people.staff, now });
        let shown = shown(tx, &flows, &choice, &visitor, &people)?;
        Ok(Tried { flows, choice, shown })
    })
}
