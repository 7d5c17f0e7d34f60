//! The life of chatflows beside their content: published, ordered, copied, removed and brought back.

use super::super::mail_ledger::demand_administrator;
use super::super::{ActionError, Context};
use super::{append, as_draft, demand_fit, kept_chatflow, save};
use crate::domain::actor::Actor;
use crate::domain::chatflow::{Chatflow, Publication, moved, name_of_copy};
use crate::domain::event::Event;
use crate::domain::ids::ChatflowId;
use crate::domain::limit::REMOVED_CHATFLOWS_KEPT;

/// Shows a chatflow to visitors, or to none any more.
pub fn publish_chatflow(
    context: &Context,
    actor: &Actor,
    id: ChatflowId,
    to: Publication,
) -> Result<Chatflow, ActionError> {
    demand_administrator(actor)?;
    let (now, actor, egress) = (context.world.now(), actor.clone(), context.policy.egress.clone());
    context.store.write(move |tx| {
        let before = kept_chatflow(tx, &actor, id)?;
        let flow = match (before.publication, to) {
            (Publication::Published { .. }, Publication::Published { .. })
            | (Publication::Draft, Publication::Draft) => return Ok(before),
            (_, publication) => Chatflow { publication, changed_at: now, revision: before.revision + 1, ..before },
        };
        if flow.is_published() {
            demand_fit(&flow, &egress)?;
        }
        save(tx, &flow)?;
        Ok(flow)
    })
}

/// Gives a chatflow another place in the order of priority; 0 is the first.
pub fn move_chatflow(
    context: &Context,
    actor: &Actor,
    id: ChatflowId,
    place: usize,
) -> Result<Vec<Chatflow>, ActionError> {
    demand_administrator(actor)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let flow = kept_chatflow(tx, &actor, id)?;
        let order = moved(&tx.chatflow_order()?, id, place);
        tx.save_chatflow_order(&order)?;
        tx.announce(Event::ChatflowChanged { inbox: flow.inbox, chatflow: id })?;
        Ok(tx.chatflows()?)
    })
}

/// Makes a copy that stands behind its original: a draft.
pub fn clone_chatflow(context: &Context, actor: &Actor, id: ChatflowId) -> Result<Chatflow, ActionError> {
    demand_administrator(actor)?;
    let (copy_id, now, actor) = (context.world.new_id(), context.world.now(), actor.clone());
    context.store.write(move |tx| {
        let original = kept_chatflow(tx, &actor, id)?;
        let flows = tx.chatflows()?;
        let taken: Vec<&str> = flows.iter().map(|flow| flow.name.as_str()).collect();
        let name = name_of_copy(&original.name, &taken);
        let copy = Chatflow { name, revision: 1, created_at: now, changed_at: now, ..as_draft(original, copy_id) };
        append(tx, &copy)?;
        let behind = flows.iter().position(|flow| flow.id == id).map_or(flows.len(), |place| place + 1);
        tx.save_chatflow_order(&moved(&tx.chatflow_order()?, copy_id, behind))?;
        Ok(copy)
    })
}

/// Removes a chatflow. It can be brought back for a while; the conversations that it began stay.
pub fn remove_chatflow(context: &Context, actor: &Actor, id: ChatflowId) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let (now, actor) = (context.world.now(), actor.clone());
    context.store.write(move |tx| {
        let flow = kept_chatflow(tx, &actor, id)?;
        let order: Vec<_> = tx.chatflow_order()?.into_iter().filter(|other| *other != id).collect();
        tx.save_chatflow_order(&order)?;
        save(tx, &Chatflow { removed_at: Some(now), ..flow })?;
        tx.forget_removed_chatflows(REMOVED_CHATFLOWS_KEPT)?;
        Ok(())
    })
}

/// Brings a removed chatflow back: a draft, last in the order.
pub fn restore_chatflow(context: &Context, actor: &Actor, id: ChatflowId) -> Result<Chatflow, ActionError> {
    demand_administrator(actor)?;
    let (now, actor) = (context.world.now(), actor.clone());
    context.store.write(move |tx| {
        let flow = tx.chatflow_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if flow.removed_at.is_none() {
            return Ok(flow);
        }
        let revision = flow.revision + 1;
        let flow = Chatflow { removed_at: None, changed_at: now, revision, ..as_draft(flow, id) };
        append(tx, &flow)?;
        Ok(flow)
    })
}
