//! Works off the jobs on many conversations, a slice at a time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::actions::jobs::advance_jobs;
use crate::server::run_action::ActionRunner;

/// After the store failed.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// Works until nothing waits: at the start for what was left over, then whenever a job begins. Two
/// that run at once share the work, since each slice is a deed of its own.
pub async fn work_off(runner: ActionRunner, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match runner.run(advance_jobs).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to do a slice of a job");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(RETRY_PAUSE) => {}
                }
            }
        }
    }
}
