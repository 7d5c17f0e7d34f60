//! Wakes what slept long enough and erases what was put away long enough.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::actions::run_timers::{TimersRun, run_timers};
use crate::server::run_action::ActionRunner;
use crate::world::World;

/// It looks at least so often: a clock may jump.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(30);
/// After the store failed.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// Works until it is told to stop. `committed` is the number of the feed's newest event: something
/// may be due sooner than before.
pub async fn keep_time(
    runner: ActionRunner,
    world: World,
    mut committed: watch::Receiver<u64>,
    stop: CancellationToken,
) {
    while !stop.is_cancelled() {
        committed.mark_unchanged();
        let rest = match runner.run(run_timers).await {
            Ok(TimersRun::Done(_)) => continue,
            Ok(TimersRun::NothingDue { next }) => next.map_or(LOOK_AT_LEAST_EVERY, |next| next.since(world.now())),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to wake or erase what is due");
                RETRY_PAUSE
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(rest.min(LOOK_AT_LEAST_EVERY)) => {}
            changed = committed.changed() => if changed.is_err() { return },
        }
    }
}
