//! Mails after visitors what they have not seen.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::actions::follow_by_mail::follow_by_mail;
use crate::server::run_action::ActionRunner;
use crate::world::World;

/// It looks at least so often: a clock may jump.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(30);
/// It looks at most so often: every word of a chat wakes it, and what is due waits for minutes anyway.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// Works until it is told to stop. `committed` says the number of the feed's newest event.
pub async fn follow_visitors(
    runner: ActionRunner,
    world: World,
    mut committed: watch::Receiver<u64>,
    stop: CancellationToken,
) {
    loop {
        committed.mark_unchanged();
        let wait = match runner.run(follow_by_mail).await {
            Ok(next) => next.map_or(LOOK_AT_LEAST_EVERY, |next| next.since(world.now())),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to mail after visitors");
                LOOK_AT_LEAST_EVERY
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_AT_MOST_EVERY) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait.min(LOOK_AT_LEAST_EVERY)) => {}
            changed = committed.changed() => if changed.is_err() { return },
        }
    }
}
