//! Work on many conversations: begun and undone by an agent, done by a worker a slice at a time.

use std::time::Duration;

use super::change_conversation::{demand_member, keep_change};
use super::identify::actor_in;
use super::list_conversations::inboxes_of;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Cause, Conversation};
use crate::domain::ids::{ConversationId, InboxId, JobId};
use crate::domain::job::{BulkDeed, Job, JobStep, Snapshot, Stage, Targets};
use crate::domain::limit::{JOB_CONVERSATIONS_MAX, JOB_IDS_MAX, JOB_KEPT_H, JOB_SLICE};
use crate::domain::moment::Moment;
use crate::domain::view::{Filter, Order, View};
use crate::store::{ListPosition, Writing};
use crate::world::World;

/// What is to be done, and to which conversations.
#[derive(Debug, Clone)]
pub struct StartJob {
    pub deed: BulkDeed,
    pub targets: JobTargets,
}

/// Which conversations a job is for.
#[derive(Debug, Clone)]
pub enum JobTargets {
    Named(Vec<ConversationId>),
    /// All of a view, as far as the actor sees it.
    View {
        view: View,
        filter: Filter,
        inbox: Option<InboxId>,
    },
}

/// Begins a job; the worker does it.
pub fn start_job(context: &Context, actor: &Actor, deed: StartJob) -> Result<Job, ActionError> {
    let StartJob { deed, targets } = deed;
    let created_at = context.world.now();
    let targets = match targets {
        JobTargets::Named(ids) if JOB_IDS_MAX < ids.len() => {
            return Err(ActionError::invalid("ids", format!("Name at most {JOB_IDS_MAX}.")));
        }
        JobTargets::Named(ids) => Targets::Named(ids),
        JobTargets::View { view, filter, inbox } => {
            let mut selection = view.selection(&filter, Order::Newest);
            // What becomes active from now on is something new.
            selection.until = Some(selection.until.map_or(created_at, |until| until.min(created_at)));
            Targets::Selected { selection, inboxes: inboxes_of(actor, inbox)?, after: None }
        }
    };
    let id = context.world.new_id();
    let agent = actor.agent;
    context.store.write(move |tx| {
        match deed {
            BulkDeed::Tag(tag) | BulkDeed::Untag(tag) => drop(tx.tag(tag)?.ok_or(ActionError::NotFound)?),
            BulkDeed::Assign(Some(assignee)) => drop(tx.agent(assignee)?.ok_or(ActionError::NotFound)?),
            _ => {}
        }
        let total = match &targets {
            Targets::Named(ids) => ids.len() as u64,
            Targets::Selected { selection, inboxes, .. } => tx.count_at_most(selection, inboxes)?,
        };
        let (stage, done, changed) = (Stage::Doing, 0, 0);
        let total = total.min(JOB_CONVERSATIONS_MAX);
        let job = Job { id, agent, deed, targets: targets.clone(), stage, total, done, changed, created_at };
        tx.save_job(&job)?;
        Ok(job)
    })
}

/// How a job of the actor goes.
pub fn show_job(context: &Context, actor: &Actor, id: JobId) -> Result<Job, ActionError> {
    context.store.read(|tx| tx.job_for(actor, id))?.ok_or(ActionError::NotFound)
}

/// Begins to put back what a job of the actor has changed.
pub fn undo_job(context: &Context, actor: &Actor, id: JobId) -> Result<Job, ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut job = tx.job_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if matches!(job.stage, Stage::Undoing | Stage::Undone) {
            return Err(ActionError::conflict("undone_already", "This is undone already."));
        }
        // What is still to be done is not done any more.
        job.stage = Stage::Undoing;
        job.total = job.changed;
        job.done = 0;
        tx.save_job(&job)?;
        Ok(job)
    })
}

/// Does the next slice of the job that waits longest; says whether there was one.
pub fn advance_jobs(context: &Context) -> Result<bool, ActionError> {
    let Some(id) = context.store.read(|tx| tx.first_waiting_job())? else { return Ok(false) };
    let now = context.world.now();
    let world = context.world.clone();
    context.store.write(move |tx| {
        let Some(mut job) = tx.any_job(id)? else { return Ok(true) };
        match actor_in(tx, job.agent)? {
            // Whoever may not come in any more does not go on by a job.
            None => job.stage = Stage::Done,
            Some(actor) => match job.stage {
                Stage::Doing => do_slice(tx, &actor, &mut job, now, &world)?,
                Stage::Undoing => undo_slice(tx, &actor, &mut job, now, &world)?,
                Stage::Done | Stage::Undone => {}
            },
        }
        tx.save_job(&job)?;
        Ok(true)
    })
}

/// Forgets a slice of the oldest job that can no longer be undone; says how much.
pub fn forget_old_jobs(context: &Context) -> Result<usize, ActionError> {
    let limit = context.world.now() - Duration::from_secs(JOB_KEPT_H * 3600);
    context.store.write(move |tx| {
        let Some(id) = tx.job_before(limit)? else { return Ok(0) };
        let steps = tx.job_steps(id, JOB_SLICE * 10)?;
        for (conversation, _) in &steps {
            tx.remove_job_step(id, *conversation)?;
        }
        if steps.is_empty() {
            tx.remove_job(id)?;
        }
        Ok(steps.len() + 1)
    })
}

fn do_slice(tx: &Writing<'_>, actor: &Actor, job: &mut Job, now: Moment, world: &World) -> Result<(), ActionError> {
    let heads = next_slice(tx, actor, job)?;
    for mut head in heads {
        let before = Snapshot::of(&head);
        if let BulkDeed::Assign(Some(assignee)) = job.deed
            && demand_member(tx, &head, assignee).is_err()
        {
            continue;
        }
        // What is so already, or cannot be so, is left as it is.
        let Ok(change) = job.deed.apply(&mut head, actor.agent, now) else { continue };
        keep_change(tx, &head, change, Cause::Agent(actor.agent), world.new_id(), now)?;
        tx.save_job_step(job.id, head.id, &JobStep { before, after: Snapshot::of(&head) })?;
        job.changed += 1;
    }
    Ok(())
}

/// The next conversations of a job that the actor sees; at the end, the job is done.
fn next_slice(tx: &Writing<'_>, actor: &Actor, job: &mut Job) -> Result<Vec<Conversation>, ActionError> {
    let heads = match &mut job.targets {
        Targets::Named(ids) => {
            let slice: Vec<_> = ids.drain(..ids.len().min(JOB_SLICE)).collect();
            job.done += slice.len() as u64;
            if ids.is_empty() {
                job.stage = Stage::Done;
            }
            let heads: Result<Vec<_>, _> = slice.into_iter().map(|id| tx.conversation_for(actor, id)).collect();
            heads?.into_iter().flatten().collect()
        }
        Targets::Selected { selection, inboxes, after } => {
            inboxes.retain(|inbox| actor.sees(*inbox));
            let from = after.map(|(order, id)| ListPosition::from_parts(order, id));
            let found = tx.conversations_in(selection, inboxes, from, JOB_SLICE)?;
            *after = found.next.map(ListPosition::parts);
            job.done += found.heads.len() as u64;
            job.total = job.total.max(job.done);
            if after.is_none() || JOB_CONVERSATIONS_MAX <= job.done {
                job.stage = Stage::Done;
            }
            found.heads
        }
    };
    if job.stage == Stage::Done {
        job.total = job.done;
    }
    Ok(heads)
}

fn undo_slice(tx: &Writing<'_>, actor: &Actor, job: &mut Job, now: Moment, world: &World) -> Result<(), ActionError> {
    let steps = tx.job_steps(job.id, JOB_SLICE)?;
    if steps.len() < JOB_SLICE {
        job.stage = Stage::Undone;
    }
    for (conversation, step) in steps {
        tx.remove_job_step(job.id, conversation)?;
        job.done += 1;
        let Some(mut head) = tx.conversation_for(actor, conversation)? else { continue };
        let Some(change) = step.undo(&mut head) else { continue };
        keep_change(tx, &head, change, Cause::Agent(actor.agent), world.new_id(), now)?;
    }
    Ok(())
}
