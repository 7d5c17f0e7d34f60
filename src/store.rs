//! The only place that names the database: tables, records, transactions, files beside them.
//!
//! `Store::read` gives a consistent view, `Store::write` runs a deed in the writer's thread and
//! returns once its changes are durable. The nouns' own functions stand in their files.

mod accounts;
mod attention;
mod away_mail;
mod blobs;
mod bot_counts;
mod bot_images;
mod bots;
mod channels;
mod chatflows;
mod chats;
mod contact_merges;
mod contact_notes;
mod contacts;
mod conversation_lists;
mod conversation_places;
mod conversation_words;
mod conversations;
mod database;
mod deliveries;
mod drafts;
mod dump;
mod entries;
mod error;
mod feed;
mod image_senders;
mod inboxes;
mod jobs;
mod ledger;
mod merges;
mod migration;
mod notice_mails;
mod notices;
mod operations;
mod packed;
mod pictures;
mod properties;
mod push_subscriptions;
mod record;
mod routing;
mod schema;
mod seal;
mod second_factors;
mod settings;
mod snippets;
mod tags;
mod teams;
#[cfg(test)]
mod tests;
mod transaction;
mod uploads;
mod writer;
mod written_answers;

pub use away_mail::AwayMail;
pub use blobs::PreparedBlob;
pub use conversation_lists::{FoundConversations, InboxTally, ListPosition};
pub use database::DatabaseOptions;
pub use deliveries::OutboxState;
pub use dump::DumpError;
pub use error::StoreError;
pub use feed::FeedPage;
pub use ledger::{LedgerFilter, LedgerKind};
pub use settings::Sealed;
pub use transaction::{Reading, Writing};

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use blobs::BlobFolder;
use database::DatabaseHandle;
use seal::SealKey;
use transaction::Writing as Tx;
use writer::{Deed, Kept, Writer};

/// The database of one workspace with the files beside it. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    database: Arc<DatabaseHandle>,
    blobs: BlobFolder,
    seal: SealKey,
    observers: Arc<Mutex<Vec<FeedObserver>>>,
    /// Dropped first: what waits is written before the database closes.
    writer: Writer,
}

/// Told the number of the feed's newest event after each commit that added some. It must not block.
pub type FeedObserver = Box<dyn Fn(u64) + Send>;

impl Store {
    /// Opens the data folder, making it if it is not there.
    pub fn open(folder: &Path, options: &DatabaseOptions) -> Result<Self, StoreError> {
        blobs::make_private_folder(folder)?;
        let database = DatabaseHandle::open_file(&folder.join("postroom.redb"), options)?;
        let seal = SealKey::open(&folder.join("secret.key"))?;
        let blobs = BlobFolder::open(&folder.join("blobs"))?;
        let store = Self::over(database, blobs, seal);
        store.sweep_blobs()?;
        Ok(store)
    }

    /// A store that is gone with the process, with its files in `folder`: for tests.
    pub fn in_memory(folder: &Path) -> Result<Self, StoreError> {
        let blobs = BlobFolder::open(&folder.join("blobs"))?;
        Ok(Self::over(DatabaseHandle::open_in_memory()?, blobs, SealKey::of_tests()))
    }

    fn over(database: DatabaseHandle, blobs: BlobFolder, seal: SealKey) -> Self {
        let database = Arc::new(database);
        let observers: Arc<Mutex<Vec<FeedObserver>>> = Arc::default();
        let told = Arc::clone(&observers);
        let on_feed = Arc::new(move |position| {
            for observer in told.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                observer(position);
            }
        });
        let writer = Writer::start(Arc::clone(&database), on_feed);
        Self { inner: Arc::new(Inner { database, blobs, seal, observers, writer }) }
    }

    /// Reads from one consistent view. Blocking; the view must not be kept.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Reading<'_>) -> Result<T, E>) -> Result<T, E> {
        let outcome = self.inner.database.with(|database| {
            let reading = Reading::begin(database)?;
            Ok(work(&reading))
        });
        outcome.unwrap_or_else(|error| Err(error.into()))
    }

    /// Runs a deed in one write transaction and returns when it is durable on disk. If it returns an
    /// error, nothing of it is kept. It may be run more than once before it counts, so it must not
    /// change anything but the transaction. Blocking.
    pub fn write<T, E>(&self, deed: impl FnMut(&Writing<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        let submitted = self.inner.writer.submit(Box::new(OneDeed { deed, kept: None, answer }));
        submitted.map_err(E::from)?;
        answered.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// SHA-256: how mails and blobs are told apart.
    pub fn digest(bytes: &[u8]) -> [u8; 32] {
        blobs::digest_of(bytes)
    }

    /// Asks to be told of new events.
    pub fn observe_feed(&self, observer: FeedObserver) {
        self.inner.observers.lock().unwrap_or_else(PoisonError::into_inner).push(observer);
    }
}

/// A deed with the place where its caller waits.
struct OneDeed<T, E, F> {
    deed: F,
    kept: Option<Result<T, E>>,
    answer: std::sync::mpsc::SyncSender<Result<T, E>>,
}

impl<T, E, F> Deed for OneDeed<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> Kept {
        self.kept = None;
        let result = (self.deed)(tx);
        let kept = if result.is_ok() { Kept::Yes } else { Kept::No };
        self.kept = Some(result);
        kept
    }

    fn answer(&mut self) {
        let result = self.kept.take().unwrap_or_else(|| Err(StoreError::BrokeOff.into()));
        // A caller that stopped waiting loses nothing: the deed is done, or was refused.
        drop(self.answer.send(result));
    }

    fn fail(&mut self, error: StoreError) {
        drop(self.answer.send(Err(error.into())));
    }
}
