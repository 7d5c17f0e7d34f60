//! Second factors, links for new passwords, and notices by mail.

use super::Store;
use super::error::StoreError;
use super::record::{PasswordResetRecord, Record, SealedNoticeRecord, SecondFactorRecord};
use super::schema::{NOTICE_OUTBOX, PASSWORD_RESET_BY_AGENT, PASSWORD_RESETS, SEALED_NOTICES, SECOND_FACTORS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::{AgentId, SealedNoticeId};
use crate::domain::moment::Moment;
use crate::domain::sealed_notice::SealedNotice;
use crate::domain::second_factor::{SECRET_BYTES, SecondFactor, TotpSecret};
use crate::domain::session::{PasswordReset, SecretDigest};

/// What sealed bytes are bound to: one kind cannot be put in another's place.
const TOTP: &str = "totp";
const NOTICE: &str = "notice";

impl Store {
    /// Seals what a device shares with us.
    pub fn seal_totp(&self, secret: &TotpSecret) -> Vec<u8> {
        self.inner.seal.seal(TOTP, &secret.0)
    }

    pub fn unseal_totp(&self, sealed: &[u8]) -> Result<TotpSecret, StoreError> {
        let plain = self.inner.seal.unseal(TOTP, sealed).and_then(|plain| <[u8; SECRET_BYTES]>::try_from(plain).ok());
        plain.map(TotpSecret).ok_or_else(|| sealed_otherwise("second_factors"))
    }

    /// Seals the words of a notice: they may hold a link that lets somebody in.
    pub fn seal_notice(&self, text: &str) -> Vec<u8> {
        self.inner.seal.seal(NOTICE, text.as_bytes())
    }

    pub fn unseal_notice(&self, sealed: &[u8]) -> Result<String, StoreError> {
        let plain = self.inner.seal.unseal(NOTICE, sealed).and_then(|plain| String::from_utf8(plain).ok());
        plain.ok_or_else(|| sealed_otherwise("sealed_notices"))
    }
}

fn sealed_otherwise(table: &'static str) -> StoreError {
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

    pub fn sealed_notice(&self, id: SealedNoticeId) -> Result<Option<SealedNotice>, StoreError> {
        self.record::<_, SealedNoticeRecord>(SEALED_NOTICES, id.bits())
    }

    /// The notice that is due first, and when.
    pub fn first_due_notice(&self) -> Result<Option<(Moment, SealedNoticeId)>, StoreError> {
        let mut first = None;
        self.scan(NOTICE_OUTBOX, (0, 0).., |(due, id), ()| {
            first = Some((Moment::from_millis(due), SealedNoticeId::from_bits(id)));
            Go::Stop
        })?;
        Ok(first)
    }

    /// At most so many notices that wait, oldest first.
    pub fn sealed_notices(&self, rows_max: usize) -> Result<Vec<SealedNotice>, StoreError> {
        let mut notices = Vec::new();
        self.scan(SEALED_NOTICES, 0.., |_, record| {
            notices.push(SealedNoticeRecord::decode(record));
            if notices.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        notices.into_iter().collect()
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

    /// Writes a notice and when it is due.
    pub fn save_sealed_notice(&self, notice: &SealedNotice) -> Result<(), StoreError> {
        self.remove_sealed_notice(notice.id)?;
        self.put(NOTICE_OUTBOX, (notice.due.millis(), notice.id.bits()), ())?;
        self.put_record::<_, SealedNoticeRecord>(SEALED_NOTICES, notice.id.bits(), notice)
    }

    pub fn remove_sealed_notice(&self, id: SealedNoticeId) -> Result<(), StoreError> {
        if let Some(before) = self.sealed_notice(id)? {
            self.remove(NOTICE_OUTBOX, (before.due.millis(), id.bits()))?;
            self.remove(SEALED_NOTICES, id.bits())?;
        }
        Ok(())
    }
}
