//! Forgets what nobody will ask for again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::actions::chatflows::{forget_loose_pictures, measure_reply_times};
use crate::actions::forget_old_operations::forget_old_operations;
use crate::actions::forget_visitors::forget_visitor_tokens;
use crate::actions::jobs::forget_old_jobs;
use crate::actions::notices::forget_old_notices;
use crate::actions::uploads::forget_old_uploads;
use crate::actions::{ActionError, Context};
use crate::server::realtime::visitors::Visitors;
use crate::server::run_action::ActionRunner;
use crate::world::World;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// Cleans up until it is told to stop.
pub async fn keep_house(runner: ActionRunner, visitors: Visitors, world: World, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        visitors.forget_quiet(world.now());
        if let Err(error) = runner.run(measure_reply_times).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "Failed to work out how soon chats are answered");
        }
        let forgotten = runner.run(forget_what_is_old).await;
        if let Err(error) = forgotten {
            tracing::warn!(error = &error as &dyn std::error::Error, "Failed to forget what is old");
        }
    }
}

fn forget_what_is_old(context: &Context) -> Result<usize, ActionError> {
    let made = forget_old_operations(context)? + forget_old_uploads(context)? + forget_old_jobs(context)?;
    Ok(made + forget_old_notices(context)? + forget_visitor_tokens(context)? + forget_loose_pictures(context)?)
}
