//! Second factors, and links for new passwords, as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::ids::AgentId;
use crate::domain::moment::Moment;
use crate::domain::second_factor::{FactorStanding, RecoveryCodes, SecondFactor, Tries};
use crate::domain::session::{PasswordReset, SecretDigest};

#[derive(Serialize, Deserialize)]
pub struct SecondFactorRecord {
    agent: u128,
    /// None while it is only proposed.
    on_since: Option<u64>,
    sealed_secret: Vec<u8>,
    used_step: Option<u64>,
    recovery_salt: [u8; 16],
    recovery_hashes: Vec<[u8; 32]>,
    tries_since: Option<u64>,
    tries: u32,
}

impl Record for SecondFactorRecord {
    type Domain = SecondFactor;
    const TABLE: &'static str = "second_factors";

    fn from_domain(factor: &SecondFactor) -> Self {
        let SecondFactor { agent, standing, sealed_secret, used_step, recovery, tries } = factor;
        let RecoveryCodes { salt, hashes } = recovery;
        let Tries { since, count } = tries;
        Self {
            agent: agent.bits(),
            on_since: match standing {
                FactorStanding::Proposed => None,
                FactorStanding::On { since } => Some(since.millis()),
            },
            sealed_secret: sealed_secret.clone(),
            used_step: *used_step,
            recovery_salt: *salt,
            recovery_hashes: hashes.clone(),
            tries_since: since.map(Moment::millis),
            tries: *count,
        }
    }

    fn into_domain(self) -> Result<SecondFactor, Unreadable> {
        let on = |since| FactorStanding::On { since: Moment::from_millis(since) };
        Ok(SecondFactor {
            agent: AgentId::from_bits(self.agent),
            standing: self.on_since.map_or(FactorStanding::Proposed, on),
            sealed_secret: self.sealed_secret,
            used_step: self.used_step,
            recovery: RecoveryCodes { salt: self.recovery_salt, hashes: self.recovery_hashes },
            tries: Tries { since: self.tries_since.map(Moment::from_millis), count: self.tries },
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct PasswordResetRecord {
    agent: u128,
    digest: SecretDigest,
    expires_at: u64,
}

impl Record for PasswordResetRecord {
    type Domain = PasswordReset;
    const TABLE: &'static str = "password_resets";

    fn from_domain(reset: &PasswordReset) -> Self {
        let PasswordReset { agent, digest, expires_at } = reset;
        Self { agent: agent.bits(), digest: *digest, expires_at: expires_at.millis() }
    }

    fn into_domain(self) -> Result<PasswordReset, Unreadable> {
        Ok(PasswordReset {
            agent: AgentId::from_bits(self.agent),
            digest: self.digest,
            expires_at: Moment::from_millis(self.expires_at),
        })
    }
}
