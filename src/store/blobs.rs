//! Raw mails and attachments: small ones in the database, large ones as files named by their digest.
//!
//! A large blob is written, synced, renamed and its folder synced before the transaction that refers
//! to it, so a reference never stands without its file. A file whose transaction failed is removed
//! by the sweep at the next start.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Store;
use super::error::StoreError;
use super::packed::{pack, unpack};
use super::schema::BLOBS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::entry::BlobRef;
use crate::domain::limit::BLOB_INLINE_BYTES_MAX;

/// Bytes before the content in a row: the count of references and the place.
const HEAD_BYTES: usize = 9;
const PLACE_ROW: u8 = 0;
const PLACE_FILE: u8 = 1;
const PLACE_PACKED_ROW: u8 = 2;

/// A blob that is ready to be referred to: its file, if it has one, is on disk.
#[derive(Debug, Clone)]
pub struct PreparedBlob {
    pub blob: BlobRef,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Row(std::sync::Arc<[u8]>),
    PackedRow(std::sync::Arc<[u8]>),
    File,
}

pub(super) struct BlobFolder {
    folder: PathBuf,
    /// Tells temporary files of this process apart.
    counter: AtomicU64,
}

impl BlobFolder {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        make_private_folder(folder)?;
        Ok(Self { folder: folder.to_owned(), counter: AtomicU64::new(0) })
    }

    /// `ab/abcdef…`: no folder grows beyond what file systems like.
    fn path(&self, digest: &[u8; 32]) -> PathBuf {
        let name = data_encoding::HEXLOWER.encode(digest);
        self.folder.join(&name[..2]).join(name)
    }

    fn write(&self, digest: &[u8; 32], bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(digest);
        if path.exists() {
            return Ok(());
        }
        let shelf = path.parent().expect("a blob lies in a folder of its first byte");
        if !shelf.exists() {
            make_private_folder(shelf)?;
            sync_folder(&self.folder)?;
        }
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        let temporary = shelf.join(format!("{}-{number}.new", std::process::id()));
        let written = write_synced(&temporary, bytes)
            .and_then(|()| fs::rename(&temporary, &path))
            .map_err(|source| StoreError::from_file("write", source));
        if written.is_err() {
            // The disk may be full: what is half-written must not stay. The sweep would find it too.
            drop(fs::remove_file(&temporary));
        }
        written?;
        sync_folder(shelf)
    }

    fn read(&self, blob: &BlobRef) -> Result<Vec<u8>, StoreError> {
        let failed = |source| StoreError::from_file("read", source);
        let mut bytes = Vec::with_capacity(usize::try_from(blob.size).unwrap_or(0));
        File::open(self.path(&blob.digest)).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(failed)?;
        Ok(bytes)
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| StoreError::from_file("sync", source))
}

/// Makes a folder that only its owner can enter.
pub(super) fn make_private_folder(folder: &Path) -> Result<(), StoreError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| StoreError::Folder { path: folder.to_owned(), source })
}

impl Store {
    /// Makes bytes ready to be referred to. Blocking: a large blob is synced to disk here.
    pub fn prepare_blob(&self, bytes: &[u8]) -> Result<PreparedBlob, StoreError> {
        let digest = digest_of(bytes);
        let blob = BlobRef { digest, size: bytes.len() as u64 };
        if bytes.len() <= BLOB_INLINE_BYTES_MAX {
            let place = pack(bytes).map_or_else(|| Place::Row(bytes.into()), |packed| Place::PackedRow(packed.into()));
            return Ok(PreparedBlob { blob, place });
        }
        self.inner.blobs.write(&digest, bytes)?;
        Ok(PreparedBlob { blob, place: Place::File })
    }

    /// The bytes of a blob. Blocking.
    pub fn read_blob(&self, blob: &BlobRef) -> Result<Vec<u8>, StoreError> {
        match self.read(|tx| tx.get(BLOBS, &blob.digest, bytes_in))? {
            Some(InRow::Here(bytes)) => Ok(bytes),
            Some(InRow::Damaged(reason)) => Err(StoreError::Damaged { table: "blobs", reason }),
            Some(InRow::Elsewhere) => self.inner.blobs.read(blob),
            None => Err(StoreError::Damaged { table: "blobs", reason: "a reference leads to no blob".to_owned() }),
        }
    }

    /// Removes files that nothing refers to. Only at the start: a file may wait for its transaction.
    pub(super) fn sweep_blobs(&self) -> Result<(), StoreError> {
        let failed = |source| StoreError::from_file("sweep", source);
        for shelf in fs::read_dir(&self.inner.blobs.folder).map_err(failed)? {
            let shelf = shelf.map_err(failed)?.path();
            if !shelf.is_dir() {
                continue;
            }
            for file in fs::read_dir(&shelf).map_err(failed)? {
                let file = file.map_err(failed)?;
                let name = file.file_name();
                let digest = name.to_str().and_then(|name| data_encoding::HEXLOWER.decode(name.as_bytes()).ok());
                let digest: Option<[u8; 32]> = digest.and_then(|digest| digest.try_into().ok());
                let is_known = match digest {
                    Some(digest) => self.read(|tx| tx.get(BLOBS, &digest, |_| ()))?.is_some(),
                    None => false,
                };
                if !is_known {
                    fs::remove_file(file.path()).map_err(failed)?;
                }
            }
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// Refers to a blob once more.
    pub fn keep_blob(&self, prepared: &PreparedBlob) -> Result<(), StoreError> {
        let digest = &prepared.blob.digest;
        if self.count_reference(digest)? {
            return Ok(());
        }
        let mut row = 1_u64.to_be_bytes().to_vec();
        match &prepared.place {
            Place::Row(bytes) => {
                row.push(PLACE_ROW);
                row.extend_from_slice(bytes);
            }
            Place::PackedRow(bytes) => {
                row.push(PLACE_PACKED_ROW);
                row.extend_from_slice(bytes);
            }
            Place::File => row.push(PLACE_FILE),
        }
        self.put(BLOBS, digest, row.as_slice())
    }

    /// Refers once more to a blob that is kept already.
    pub fn keep_blob_again(&self, blob: &BlobRef) -> Result<(), StoreError> {
        match self.count_reference(&blob.digest)? {
            true => Ok(()),
            false => Err(StoreError::Damaged { table: "blobs", reason: "a reference leads to no blob".to_owned() }),
        }
    }

    /// Takes one reference back. The row goes with the last one; a file goes with the next sweep.
    pub fn release_blob(&self, blob: &BlobRef) -> Result<(), StoreError> {
        match self.get(BLOBS, &blob.digest, <[u8]>::to_vec)? {
            Some(row) if references(&row) <= 1 => self.remove(BLOBS, &blob.digest).map(drop),
            Some(mut row) => {
                let left = references(&row) - 1;
                row[..8].copy_from_slice(&left.to_be_bytes());
                self.put(BLOBS, &blob.digest, row.as_slice())
            }
            None => Ok(()),
        }
    }

    fn count_reference(&self, digest: &[u8; 32]) -> Result<bool, StoreError> {
        let Some(mut row) = self.get(BLOBS, digest, <[u8]>::to_vec)? else { return Ok(false) };
        let more = references(&row) + 1;
        row[..8].copy_from_slice(&more.to_be_bytes());
        self.put(BLOBS, digest, row.as_slice())?;
        Ok(true)
    }
}

impl Reading<'_> {
    /// Each blob with its count of references and, where it lies in a row, its bytes.
    pub(super) fn each_blob(&self, mut visit: impl FnMut(&[u8; 32], u64, Option<&[u8]>)) -> Result<(), StoreError> {
        const FIRST: &[u8; 32] = &[0; 32];
        let mut damaged = None;
        self.scan::<_, &[u8; 32]>(BLOBS, FIRST.., |digest, row| {
            match bytes_in(row) {
                InRow::Here(bytes) => visit(digest, references(row), Some(&bytes)),
                InRow::Elsewhere => visit(digest, references(row), None),
                InRow::Damaged(reason) => damaged = Some(reason),
            }
            if damaged.is_some() { Go::Stop } else { Go::On }
        })?;
        damaged.map_or(Ok(()), |reason| Err(StoreError::Damaged { table: "blobs", reason }))
    }
}

/// What a row of the table of blobs holds.
enum InRow {
    Here(Vec<u8>),
    Elsewhere,
    Damaged(String),
}

fn bytes_in(row: &[u8]) -> InRow {
    match row.get(HEAD_BYTES - 1) {
        Some(&PLACE_ROW) => InRow::Here(row[HEAD_BYTES..].to_vec()),
        Some(&PLACE_PACKED_ROW) => unpack(&row[HEAD_BYTES..]).map_or_else(InRow::Damaged, InRow::Here),
        Some(&PLACE_FILE) => InRow::Elsewhere,
        Some(place) => InRow::Damaged(format!("place {place} is not known")),
        None => InRow::Damaged("it is empty".to_owned()),
    }
}

fn references(row: &[u8]) -> u64 {
    row.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

/// SHA-256.
pub(super) fn digest_of(bytes: &[u8]) -> [u8; 32] {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}
