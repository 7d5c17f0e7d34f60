//! Where async ends: a deed runs on a blocking thread, and only so many run at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::actions::{ActionError, Context};
use crate::store::StoreError;

/// Deeds that run at the same time; each holds a thread.
const ACTIONS_AT_ONCE_MAX: usize = 256;
/// How long a caller waits for its turn before it is told to come back.
const TURN_WAIT: Duration = Duration::from_secs(5);

/// Runs deeds for the doors. Cheap to clone.
#[derive(Clone)]
pub struct ActionRunner {
    context: Context,
    turns: Arc<Semaphore>,
}

impl ActionRunner {
    pub fn new(context: Context) -> Self {
        Self { context, turns: Arc::new(Semaphore::new(ACTIONS_AT_ONCE_MAX)) }
    }

    /// Answers a question that reads a few rows, on the caller's own thread. A thread of its own would cost more
    /// than the answer, which is in memory: the rows that every mail asks for are never out of the cache.
    pub fn ask<T>(&self, question: impl FnOnce(&Context) -> Result<T, ActionError>) -> Result<T, ActionError> {
        question(&self.context)
    }

    /// Runs a deed and waits for it. The deed goes on to its end even if the waiting is cancelled.
    pub async fn run<T: Send + 'static>(
        &self,
        deed: impl FnOnce(&Context) -> Result<T, ActionError> + Send + 'static,
    ) -> Result<T, ActionError> {
        let turn = tokio::time::timeout(TURN_WAIT, Arc::clone(&self.turns).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(StoreError::Busy.into()) };
        let context = self.context.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            deed(&context)
        });
        match done.await {
            Ok(result) => result,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "A deed broke off");
                Err(StoreError::BrokeOff.into())
            }
        }
    }
}
