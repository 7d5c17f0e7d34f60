//! Second factors, and links for new passwords.

use super::Store;
use super::error::StoreError;
use super::record::{PasswordResetRecord, SecondFactorRecord};
use super::schema::{PASSWORD_RESET_BY_AGENT, PASSWORD_RESETS, SECOND_FACTORS};
use super::transaction::{Reading, Writing};
use crate::domain::ids::AgentId;
use crate::domain::second_factor::{SECRET_BYTES, SecondFactor, TotpSecret};
use crate::domain::session::{PasswordReset, SecretDigest};

/// What sealed bytes are bound to: one kind cannot be put in another's place.
const TOTP: &str = "totp";

impl Store {
    /// Seals what a device shares with us.
    pub fn seal_totp(&self, secret: &TotpSecret) -> Vec<u8> {
        self.inner.seal.seal(TOTP, &secret.0)
    }

    pub fn unseal_totp(&self, sealed: &[u8]) -> Result<TotpSecret, StoreError> {
        let plain = self.inner.seal.unseal(TOTP, sealed).and_then(|plain| <[u8; SECRET_BYTES]>::try_from(plain).ok());
        plain.map(TotpSecret).ok_or_else(|| sealed_otherwise("second_factors"))
    }
}

pub(super) fn sealed_otherwise(table: &'static str) -> StoreError {
    let reason = "it was sealed with another key: bring back the file secret.key that belongs to this database";
    StoreError::Damaged { table, reason: reason.to_owned() }
}

impl Reading<'_> {
    pub fn second_factor(&self, agent: AgentId) -> Result<Option<SecondFactor>, StoreError> {
        self.record::<_, SecondFactorRecord>(SECOND_FACTORS, agent.bits())
    }

    pub fn password_reset(&self, digest: &SecretDigest) -> Result<Option<PasswordReset>, StoreError> {
        self.record::<_, PasswordResetRecord>(PASSWORD_RESETS, digest)
    }
}

impl Writing<'_> {
    pub fn save_second_factor(&self, factor: &SecondFactor) -> Result<(), StoreError> {
        self.put_record::<_, SecondFactorRecord>(SECOND_FACTORS, factor.agent.bits(), factor)
    }

    pub fn remove_second_factor(&self, agent: AgentId) -> Result<(), StoreError> {
        self.remove(SECOND_FACTORS, agent.bits()).map(drop)
    }

    /// An agent has one link: a new one ends the one before.
    pub fn save_password_reset(&self, reset: &PasswordReset) -> Result<(), StoreError> {
        self.remove_password_reset_of(reset.agent)?;
        self.put(PASSWORD_RESET_BY_AGENT, reset.agent.bits(), &reset.digest)?;
        self.put_record::<_, PasswordResetRecord>(PASSWORD_RESETS, &reset.digest, reset)
    }

    pub fn remove_password_reset_of(&self, agent: AgentId) -> Result<(), StoreError> {
        if let Some(digest) = self.get(PASSWORD_RESET_BY_AGENT, agent.bits(), |digest| *digest)? {
            self.remove(PASSWORD_RESET_BY_AGENT, agent.bits())?;
            self.remove(PASSWORD_RESETS, &digest)?;
        }
        Ok(())
    }
}
