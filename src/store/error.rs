//! What can go wrong with the database, told apart by what the caller can do about it.

use std::path::PathBuf;

/// An operation of the store that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{path}` is in use by another postroom that runs")]
    InUse { path: PathBuf },
    #[error("failed to open the database `{path}`")]
    Open { path: PathBuf, source: redb::DatabaseError },
    #[error("the database `{path}` was written by a newer postroom (file version {version}); use that one")]
    Newer { path: PathBuf, version: u32 },
    #[error("failed to make or open `{path}`")]
    Folder { path: PathBuf, source: std::io::Error },
    /// The disk is full: nothing was kept.
    #[error("the disk is full")]
    Full,
    #[error("failed to read or write the database")]
    Storage(#[source] Box<redb::Error>),
    #[error("failed to {operation} a file of the store")]
    BlobFile { operation: &'static str, source: std::io::Error },
    /// A row that cannot be read: the database was damaged or written by other hands.
    #[error("a row of `{table}` cannot be read: {reason}")]
    Damaged { table: &'static str, reason: String },
    /// More is waiting to be written than the disk takes.
    #[error("the store is busy")]
    Busy,
    #[error("the store is closed")]
    Closed,
    /// A deed panicked; its changes were thrown away.
    #[error("a deed broke off")]
    BrokeOff,
}

impl StoreError {
    /// Whether the database handle has to be opened again before anything can be written.
    pub(super) fn latches(&self) -> bool {
        match self {
            Self::Full | Self::Storage(_) => true,
            Self::InUse { .. }
            | Self::Open { .. }
            | Self::Newer { .. }
            | Self::Folder { .. }
            | Self::BlobFile { .. }
            | Self::Damaged { .. }
            | Self::Busy
            | Self::Closed
            | Self::BrokeOff => false,
        }
    }

    pub(super) fn from_redb(error: impl Into<redb::Error>) -> Self {
        match error.into() {
            redb::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::Full,
            other => Self::Storage(Box::new(other)),
        }
    }

    pub(super) fn from_file(operation: &'static str, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::StorageFull => Self::Full,
            _ => Self::BlobFile { operation, source },
        }
    }
}

macro_rules! from_redb {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for StoreError {
            fn from(error: redb::$error) -> Self {
                Self::from_redb(error)
            }
        }
    )*};
}

// Each of these is one thing that redb says of a read or a write of ours; which table it was does
// not change what can be done.
from_redb!(StorageError TableError TransactionError CommitError SetDurabilityError);
