//! Secrets lie sealed in the database: the key is a file of its own, so that a copy of the database
//! alone tells no password and signs no mail.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

use super::error::StoreError;

const KEY_BYTES: usize = 32;

pub(super) struct SealKey(RandomizedNonceKey);

impl SealKey {
    /// Reads the key file, or makes one that only its owner may read.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Folder { path: path.to_owned(), source };
        let mut key = [0; KEY_BYTES];
        match std::fs::File::open(path) {
            Ok(mut file) => file.read_exact(&mut key).map_err(failed)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                aws_lc_rs::rand::fill(&mut key).expect("the operating system gives random bytes");
                let mut file =
                    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
                file.write_all(&key).and_then(|()| file.sync_all()).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
        Ok(Self::of(&key))
    }

    pub(super) fn of_tests() -> Self {
        Self::of(&[7; KEY_BYTES])
    }

    fn of(key: &[u8; KEY_BYTES]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM, key).expect("the key has the length that the cipher asks for"))
    }

    /// Nonce, then cipher text with its tag. `name` is bound to it: one secret cannot be put in another's place.
    pub(super) fn seal(&self, name: &str, plain: &[u8]) -> Vec<u8> {
        let mut sealed = plain.to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(name.as_bytes()), &mut sealed)
            .expect("sealing a few kilobytes cannot fail");
        let mut bytes = nonce.as_ref().to_vec();
        bytes.append(&mut sealed);
        bytes
    }

    /// None if the key is not the one that sealed it.
    pub(super) fn unseal(&self, name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let plain = self.0.open_in_place(nonce, Aad::from(name.as_bytes()), &mut sealed).ok()?;
        Some(plain.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_name_open_what_was_sealed() {
        let key = SealKey::of(&[1; KEY_BYTES]);
        let sealed = key.seal("relay", b"secret");
        assert_eq!(key.unseal("relay", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(key.unseal("other", &sealed), None);
        assert_eq!(SealKey::of(&[2; KEY_BYTES]).unseal("relay", &sealed), None);
        assert_eq!(key.unseal("relay", b""), None);
    }

    #[test]
    fn the_key_file_is_made_once_and_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("secret.key");
        let sealed = SealKey::open(&path).expect("a new key").seal("a", b"b");
        assert_eq!(SealKey::open(&path).expect("the same key").unseal("a", &sealed).as_deref(), Some(&b"b"[..]));
        let mode = std::fs::metadata(&path).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
