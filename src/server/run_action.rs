//! Where async ends: a deed runs on a blocking thread, and only so many run at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::actions::{ActionError, Context};
use crate::store::StoreError;

/// Deeds that run at the same time; each holds a thread.
const ACTIONS_AT_ONCE_MAX: usize = 256;
/// Hashes of passwords that are made at the same time: each takes tens of megabytes and a tenth of a second on purpose.
const HASHING_AT_ONCE_MAX: usize = 2;
/// Those that wait for it besides; more are told to come back. They hold no thread, so that nobody who tries passwords
/// keeps the mail waiting.
const HASHING_WAITING_MAX: usize = 20;
const HASHING_PAUSE_S: u64 = 5;
/// How long a caller waits for its turn before it is told to come back.
const TURN_WAIT: Duration = Duration::from_secs(5);

/// Runs deeds for the doors. Cheap to clone.
#[derive(Clone)]
pub struct ActionRunner {
    context: Context,
    turns: Arc<Semaphore>,
    hashing: Arc<Semaphore>,
    hashing_or_waiting: Arc<Semaphore>,
}

impl ActionRunner {
    pub fn new(context: Context) -> Self {
        Self {
            context,
            turns: Arc::new(Semaphore::new(ACTIONS_AT_ONCE_MAX)),
            hashing: Arc::new(Semaphore::new(HASHING_AT_ONCE_MAX)),
            hashing_or_waiting: Arc::new(Semaphore::new(HASHING_AT_ONCE_MAX + HASHING_WAITING_MAX)),
        }
    }

    /// Answers a question that reads a few rows, on the caller's own thread. A thread of its own would cost more
    /// than the answer, which is in memory: the rows that every mail asks for are never out of the cache.
    pub fn ask<T>(&self, question: impl FnOnce(&Context) -> Result<T, ActionError>) -> Result<T, ActionError> {
        question(&self.context)
    }

    /// Runs a deed that makes a hash of a password, in its turn among those.
    pub async fn run_hashing<T: Send + 'static>(
        &self,
        deed: impl FnOnce(&Context) -> Result<T, ActionError> + Send + 'static,
    ) -> Result<T, ActionError> {
        let too_many = || ActionError::TooManyTries { retry_after_s: HASHING_PAUSE_S };
        let place = Arc::clone(&self.hashing_or_waiting).try_acquire_owned().map_err(|_| too_many())?;
        let turn = Arc::clone(&self.hashing).acquire_owned().await.map_err(|_| too_many())?;
        // They go with the deed, which goes on even if its caller has gone.
        self.run(move |context| {
            let _held = (place, turn);
            deed(context)
        })
        .await
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;
    use crate::store::Store;
    use crate::world::World;

    #[actix_web::test]
    async fn who_tries_passwords_keeps_nobody_else_waiting() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::in_memory(folder.path()).expect("a store");
        let (world, _script) = World::scripted(Moment::from_millis(0));
        let runner = ActionRunner::new(Context { store, world, policy: Arc::default() });
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        let hashing: Vec<_> = (0..HASHING_AT_ONCE_MAX + HASHING_WAITING_MAX)
            .map(|_| {
                let (runner, wait) = (runner.clone(), Arc::clone(&wait));
                tokio::spawn(async move {
                    runner
                        .run_hashing(move |_| {
                            let waited = wait.lock().expect("nobody panics").recv();
                            Ok(waited.is_ok())
                        })
                        .await
                })
            })
            .collect();
        tokio::task::yield_now().await;
        while 0 < runner.hashing_or_waiting.available_permits() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let refused = runner.run_hashing(|_| Ok(())).await;
        assert!(matches!(refused, Err(ActionError::TooManyTries { .. })), "{refused:?}");
        assert!(runner.run(|_| Ok(true)).await.expect("a deed that hashes nothing"), "mail goes on");
        for _ in &hashing {
            go.send(()).expect("somebody waits");
        }
        for one in hashing {
            assert!(one.await.expect("no panic").expect("its turn comes"));
        }
    }
}
