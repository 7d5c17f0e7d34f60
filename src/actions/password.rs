//! Passwords: how long they must be, and how they are kept.
//!
//! Argon2id (RFC 9106). A hash takes tens of megabytes and about a tenth of a second on purpose, so
//! it is made outside of transactions and by few threads at a time.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::ActionError;
use crate::domain::limit::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over that memory.
const PASSES: u32 = 3;
const QUICK_MEMORY_KIB: u32 = 19 * 1024;
const QUICK_PASSES: u32 = 2;
/// RFC 9106, 3.1 recommends this length of a salt.
const SALT_BYTES: usize = 16;
/// Hashes at the same time: more would only take memory, not time, on a small machine.
const AT_ONCE_MAX: usize = 2;

/// A password that may be set.
#[derive(Clone)]
pub struct NewPassword(String);

impl NewPassword {
    /// Long enough, and not longer than what can be hashed without harm.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, ActionError> {
        if text.chars().count() < PASSWORD_CHARS_MIN {
            let reason = format!("Use at least {PASSWORD_CHARS_MIN} characters; a sentence is easy to remember.");
            return Err(ActionError::invalid(field, reason));
        }
        if PASSWORD_BYTES_MAX < text.len() {
            return Err(ActionError::invalid(field, format!("Use at most {PASSWORD_BYTES_MAX} bytes.")));
        }
        Ok(Self(text.to_owned()))
    }

    /// A PHC string. Slow on purpose. The salt comes from the world, which finds chance even in a root without /dev.
    pub fn hash(&self, salt: [u8; SALT_BYTES]) -> String {
        let _turn = Turn::take();
        let hash = hasher().hash_password_with_salt(self.0.as_bytes(), &salt);
        hash.expect("a password of sound length can be hashed").to_string()
    }
}

/// Says nothing of the password.
impl std::fmt::Debug for NewPassword {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NewPassword(…)")
    }
}

/// Whether a password is the one of this PHC string. Without one the same work is done for nothing,
/// so that the time does not tell whether an account exists. Slow on purpose.
pub fn matches(password: &str, phc: Option<&str>) -> bool {
    if PASSWORD_BYTES_MAX < password.len() {
        return false;
    }
    let _turn = Turn::take();
    match phc.and_then(|phc| PasswordHash::new(phc).ok()) {
        Some(hash) => hasher().verify_password(password.as_bytes(), &hash).is_ok(),
        None => {
            drop(hasher().hash_password_with_salt(password.as_bytes(), &[0; SALT_BYTES]));
            false
        }
    }
}

/// A hash of something as random as a key, with the floor that OWASP names: 19 MiB, two passes.
pub(super) fn quick_hash(secret: &str, salt: &[u8; SALT_BYTES]) -> [u8; 32] {
    let _turn = Turn::take();
    let params = Params::new(QUICK_MEMORY_KIB, QUICK_PASSES, 1, None).expect("the parameters are within RFC 9106");
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, &mut hash)
        .expect("the lengths are within RFC 9106");
    hash
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("the parameters are within what RFC 9106 allows");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

static HASHING: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

/// The right to hash now.
struct Turn;

impl Turn {
    fn take() -> Self {
        let (hashing, done) = &HASHING;
        let hashing = hashing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hashing =
            done.wait_while(hashing, |hashing| AT_ONCE_MAX <= *hashing).unwrap_or_else(PoisonError::into_inner);
        *hashing += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (hashing, done) = &HASHING;
        *hashing.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        done.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_matches() {
        let phc = NewPassword::parse("password", "correct horse battery").expect("long enough").hash([7; SALT_BYTES]);
        assert!(matches("correct horse battery", Some(&phc)));
        assert!(!matches("correct horse batterY", Some(&phc)));
        assert!(!matches("", Some(&phc)));
        assert!(!matches("correct horse battery", None));
    }

    #[test]
    fn a_short_password_is_refused_with_a_hint() {
        assert!(matches!(NewPassword::parse("password", "short"), Err(ActionError::Invalid { field: "password", .. })));
        assert!(NewPassword::parse("password", &"x".repeat(PASSWORD_BYTES_MAX + 1)).is_err());
    }
}
