//! The database file behind a handle that can be closed and opened again.
//!
//! An I/O error latches in redb: the handle refuses all further writes, even when there is room
//! again. So the handle is swapped, and the process heals without a restart.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use super::error::StoreError;
use super::{migration, schema};

/// How the file is opened.
#[derive(Debug, Clone)]
pub struct DatabaseOptions {
    /// Pages kept in memory, in bytes.
    pub cache_bytes: usize,
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        Self { cache_bytes: 64 * 1024 * 1024 }
    }
}

/// How long the handle waits between two tries to open the file again.
const REOPEN_PAUSE: Duration = Duration::from_millis(500);

/// The open database, or the knowledge of how to open it.
pub(super) struct DatabaseHandle {
    place: Place,
    options: DatabaseOptions,
    database: RwLock<Option<redb::Database>>,
}

enum Place {
    File(PathBuf),
    /// Gone with the process: for tests.
    Memory,
}

impl DatabaseHandle {
    pub(super) fn open_file(path: &Path, options: &DatabaseOptions) -> Result<Self, StoreError> {
        Self::open(Place::File(path.to_owned()), options)
    }

    pub(super) fn open_in_memory() -> Result<Self, StoreError> {
        Self::open(Place::Memory, &DatabaseOptions::default())
    }

    fn open(place: Place, options: &DatabaseOptions) -> Result<Self, StoreError> {
        let database = open_database(&place, options)?;
        let transaction = begin_write(&database)?;
        schema::create(&transaction)?;
        migration::bring_up_to_date(&transaction)?;
        transaction.commit()?;
        Ok(Self { place, options: options.clone(), database: RwLock::new(Some(database)) })
    }

    /// Uses the database; opens it first if an earlier opening failed.
    pub(super) fn with<T>(&self, work: impl FnOnce(&redb::Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        {
            let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(database) = database.as_ref() {
                return work(database);
            }
        }
        self.reopen();
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        database.as_ref().map_or(Err(StoreError::Busy), work)
    }

    /// Closes the database and opens it again. If that fails, the next use tries once more.
    pub(super) fn reopen(&self) {
        let Place::File(_) = self.place else { return };
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        // The old handle holds the lock of the file.
        drop(database.take());
        match open_database(&self.place, &self.options) {
            Ok(opened) => *database = Some(opened),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to open the database again");
                std::thread::sleep(REOPEN_PAUSE);
            }
        }
    }
}

fn open_database(place: &Place, options: &DatabaseOptions) -> Result<redb::Database, StoreError> {
    let mut builder = redb::Builder::new();
    builder.set_cache_size(options.cache_bytes);
    match place {
        Place::File(path) => {
            make_private_file(path)?;
            builder.create(path).map_err(|source| match source {
                redb::DatabaseError::DatabaseAlreadyOpen => StoreError::InUse { path: path.clone() },
                source => StoreError::Open { path: path.clone(), source },
            })
        }
        Place::Memory => builder
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .map_err(|source| StoreError::Open { path: PathBuf::from("(memory)"), source }),
    }
}

/// Makes the file that redb fills, readable by its owner alone: the folder around it may have been made by somebody
/// else, with wider rights.
fn make_private_file(path: &Path) -> Result<(), StoreError> {
    let made = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    made.map(drop).map_err(|source| StoreError::Folder { path: path.to_owned(), source })
}

/// Begins a write as every write of the house is made: durable when committed, safe against bytes
/// that were chosen to look like a commit (two-phase), and quick to open after a crash.
pub(super) fn begin_write(database: &redb::Database) -> Result<redb::WriteTransaction, StoreError> {
    let mut transaction = database.begin_write()?;
    transaction.set_durability(redb::Durability::Immediate)?;
    transaction.set_two_phase_commit(true);
    transaction.set_quick_repair(true);
    Ok(transaction)
}
