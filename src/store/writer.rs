//! The one thread that writes. What waits is folded into one commit, so that many deeds share one
//! fsync; each deed stays all-or-nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use super::database::DatabaseHandle;
use super::error::StoreError;
use super::transaction::Writing;
use crate::domain::limit::{DEEDS_PER_COMMIT_MAX, DEEDS_WAITING_MAX};

/// A deed on its way through the writer. It may be run more than once: when another deed of the
/// group has to be left out, the group runs again without it.
pub(super) trait Deed: Send {
    /// Runs and keeps the result; says whether the deed wants its changes kept.
    fn run(&mut self, tx: &Writing<'_>) -> Kept;
    /// Hands the kept result over, after the commit.
    fn answer(&mut self);
    /// Tells the caller that nothing was kept.
    fn fail(&mut self, error: StoreError);
}

/// What a deed wants.
pub(super) enum Kept {
    Yes,
    /// It refused or failed: its changes must not be kept. If the database failed under it, the
    /// commit of the others fails too and says so.
    No,
}

/// The way to the writer's thread.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Deed>>>,
    thread: Option<JoinHandle<()>>,
}

/// Called after each commit that added to the feed, with the number of its newest event.
pub(super) type OnFeed = Arc<dyn Fn(u64) + Send + Sync>;

impl Writer {
    pub(super) fn start(database: Arc<DatabaseHandle>, on_feed: OnFeed) -> Self {
        let (queue, waiting) = sync_channel(DEEDS_WAITING_MAX);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_all(&database, &waiting, &on_feed))
            .expect("a process that starts can start a thread");
        Self { queue: Some(queue), thread: Some(thread) }
    }

    pub(super) fn submit(&self, deed: Box<dyn Deed>) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.try_send(deed).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Closed,
        })
    }
}

impl Drop for Writer {
    /// What was submitted is written before the thread ends.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the writer was logged when it happened; there is nobody left to tell.
            drop(thread.join());
        }
    }
}

fn write_all(database: &DatabaseHandle, waiting: &Receiver<Box<dyn Deed>>, on_feed: &OnFeed) {
    while let Ok(first) = waiting.recv() {
        let mut group = vec![first];
        while group.len() < DEEDS_PER_COMMIT_MAX {
            let Ok(next) = waiting.try_recv() else { break };
            group.push(next);
        }
        write_group(database, group, on_feed);
    }
}

fn write_group(database: &DatabaseHandle, mut group: Vec<Box<dyn Deed>>, on_feed: &OnFeed) {
    while !group.is_empty() {
        match try_group(database, &mut group) {
            Ok(Tried::Committed { feed_position }) => {
                if let Some(position) = feed_position {
                    on_feed(position);
                }
                for mut deed in group {
                    deed.answer();
                }
                return;
            }
            Ok(Tried::LeftOut { index }) => group.remove(index).answer(),
            Err(error) => {
                let latches = error.latches();
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to commit a group of deeds");
                // The caller of the first deed gets the cause; it cannot be cloned for the others.
                let is_full = matches!(error, StoreError::Full);
                let mut cause = Some(error);
                for mut deed in group {
                    let fallback = if is_full { StoreError::Full } else { StoreError::Busy };
                    deed.fail(cause.take().unwrap_or(fallback));
                }
                if latches {
                    database.reopen();
                }
                return;
            }
        }
    }
}

enum Tried {
    Committed {
        feed_position: Option<u64>,
    },
    /// This deed has touched the transaction and must not be kept: again without it.
    LeftOut {
        index: usize,
    },
}

/// Runs a group in one transaction. A deed that refuses before it wrote anything stays in the group:
/// there is nothing of it to be kept.
fn try_group(database: &DatabaseHandle, group: &mut [Box<dyn Deed>]) -> Result<Tried, StoreError> {
    database.with(|database| {
        let transaction = super::database::begin_write(database)?;
        match run_group(&transaction, group) {
            Ok(feed_position) => {
                transaction.commit()?;
                Ok(Tried::Committed { feed_position })
            }
            Err(MustBeLeftOut { index }) => {
                transaction.abort()?;
                Ok(Tried::LeftOut { index })
            }
        }
    })
}

struct MustBeLeftOut {
    index: usize,
}

/// The number of the newest event of the feed, if the group added to it.
fn run_group(transaction: &redb::WriteTransaction, group: &mut [Box<dyn Deed>]) -> Result<Option<u64>, MustBeLeftOut> {
    let tx = Writing::on(transaction);
    for (index, deed) in group.iter_mut().enumerate() {
        let kept = catch_unwind(AssertUnwindSafe(|| deed.run(&tx)));
        let touched = tx.take_touched();
        match kept {
            Ok(Kept::Yes) => {}
            Ok(Kept::No) if !touched => {}
            Ok(Kept::No) | Err(_) => return Err(MustBeLeftOut { index }),
        }
    }
    Ok(tx.feed_position.get())
}
