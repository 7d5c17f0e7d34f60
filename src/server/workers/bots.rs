//! Ends the bots to whom nobody says a word any more.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::actions::end_silent_bots::end_silent_bots;
use crate::server::run_action::ActionRunner;

/// How often it looks: limits are in minutes.
const EVERY: Duration = Duration::from_secs(15);

/// Works until it is told to stop.
pub async fn end_bots(runner: ActionRunner, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        match runner.run(end_silent_bots).await {
            Ok(_) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to end the bots that are due");
            }
        }
    }
}
