//! The second proof at the door: a code that a device counts out (RFC 6238), or one of a few codes on paper.

use std::time::Duration;

use aws_lc_rs::hmac;

use super::ids::AgentId;
use super::limit::{SECOND_FACTOR_TRIES_MAX, SECOND_FACTOR_TRIES_MIN};
use super::moment::Moment;

/// RFC 4226, 4 (R6) recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
/// RFC 6238, 5.2: how long one code lasts.
const STEP_S: u64 = 30;
const CODE_DIGITS: usize = 6;
/// Clocks of devices are off by a little: one step before and one after are taken too.
const STEPS_OFF_MAX: u64 = 1;

/// What the device and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(pub [u8; SECRET_BYTES]);

/// Says nothing of what it holds.
impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// As people type it where a camera cannot read the picture: RFC 4648, 6.
    pub fn in_letters(&self) -> String {
        data_encoding::BASE32_NOPAD.encode(&self.0)
    }

    /// The address that devices read from a picture.
    pub fn address(&self, workspace: &str, account: &str) -> String {
        let (issuer, account) = (percent_encoded(workspace), percent_encoded(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.in_letters())
    }

    /// The code of a moment.
    pub fn code_at(&self, now: Moment) -> String {
        self.code(now.unix_seconds() / STEP_S)
    }

    /// RFC 4226, 5.3, with SHA-1: what every device can do.
    fn code(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let offset = usize::from(bytes[bytes.len() - 1] & 0xF);
        let part: [u8; 4] = bytes[offset..offset + 4].try_into().expect("four bytes");
        let number = u32::from_be_bytes(part) & 0x7FFF_FFFF;
        format!("{:0CODE_DIGITS$}", number % 1_000_000)
    }

    /// The step whose code this is, around a moment and after another step.
    fn step_of(&self, code: &str, now: Moment, after: Option<u64>) -> Option<u64> {
        let present = now.unix_seconds() / STEP_S;
        let near = present.saturating_sub(STEPS_OFF_MAX)..=present + STEPS_OFF_MAX;
        near.filter(|step| after.is_none_or(|after| after < *step)).find(|step| is_same(&self.code(*step), code))
    }
}

/// The second proof of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    pub agent: AgentId,
    pub standing: FactorStanding,
    /// Only this installation's key opens it.
    pub sealed_secret: Vec<u8>,
    /// The newest step whose code was used: each opens the door once.
    pub used_step: Option<u64>,
    pub recovery: RecoveryCodes,
    pub tries: Tries,
}

/// Whether it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorStanding {
    /// Shown to the agent, who has not typed a code yet.
    Proposed,
    On {
        since: Moment,
    },
}

/// Codes for the day on which the device is lost; of each only a slow hash is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecoveryCodes {
    /// One for all of them: they are as random as any salt.
    pub salt: [u8; 16],
    /// Those that were not used yet.
    pub hashes: Vec<[u8; 32]>,
}

/// Wrong codes since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    pub since: Option<Moment>,
    pub count: u32,
}

/// What somebody shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Code(String),
    /// The hash of a recovery code, with the salt of the agent's codes.
    Recovery([u8; 32]),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
    /// Nothing is looked at before that moment.
    TooManyTries {
        until: Moment,
    },
}

impl SecondFactor {
    /// Looks at what is shown. A right one is used up, a wrong one counts.
    pub fn check(&mut self, secret: &TotpSecret, shown: &Shown, now: Moment) -> Verdict {
        let window = Duration::from_secs(SECOND_FACTOR_TRIES_MIN * 60);
        let counting = self.tries.since.filter(|since| now.since(*since) < window);
        if counting.is_none() {
            self.tries = Tries::default();
        }
        if let Some(since) = counting
            && SECOND_FACTOR_TRIES_MAX <= self.tries.count
        {
            return Verdict::TooManyTries { until: since + window };
        }
        if self.takes(secret, shown, now) {
            self.tries = Tries::default();
            return Verdict::Right;
        }
        self.tries = Tries { since: Some(counting.unwrap_or(now)), count: self.tries.count + 1 };
        Verdict::Wrong
    }

    fn takes(&mut self, secret: &TotpSecret, shown: &Shown, now: Moment) -> bool {
        match shown {
            Shown::Code(code) => match secret.step_of(code, now, self.used_step) {
                Some(step) => {
                    self.used_step = Some(step);
                    true
                }
                None => false,
            },
            Shown::Recovery(hash) => {
                let before = self.recovery.hashes.len();
                self.recovery.hashes.retain(|kept| kept != hash);
                self.recovery.hashes.len() < before
            }
        }
    }
}

/// What somebody typed: six digits are a code, everything else is taken for a recovery code.
pub fn is_code(typed: &str) -> bool {
    typed.len() == CODE_DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// What was typed without the spaces and lines that people read by.
pub fn without_gaps(typed: &str) -> String {
    typed.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_uppercase).take(64).collect()
}

/// Takes the same time wherever they differ.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// RFC 3986, 2.1 and 2.3.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: TotpSecret = TotpSecret(*b"12345678901234567890");

    fn at(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1_000)
    }

    fn factor() -> SecondFactor {
        SecondFactor {
            agent: AgentId::from_bits(1),
            standing: FactorStanding::On { since: at(0) },
            sealed_secret: Vec::new(),
            used_step: None,
            recovery: RecoveryCodes { salt: [0; 16], hashes: vec![[1; 32], [2; 32]] },
            tries: Tries::default(),
        }
    }

    fn show(factor: &mut SecondFactor, code: &str, seconds: u64) -> Verdict {
        factor.check(&SECRET, &Shown::Code(code.to_owned()), at(seconds))
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1; the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(SECRET.code(seconds / STEP_S), code, "at {seconds}");
        }
    }

    #[test]
    fn a_code_opens_one_step_around_its_own_and_only_once() {
        let code = SECRET.code(100);
        for (seconds, verdict) in [
            (98 * STEP_S, Verdict::Wrong),
            (99 * STEP_S, Verdict::Right),
            (100 * STEP_S, Verdict::Right),
            (102 * STEP_S - 1, Verdict::Right),
            (102 * STEP_S, Verdict::Wrong),
        ] {
            assert_eq!(show(&mut factor(), &code, seconds), verdict, "at {seconds}");
        }
        let mut factor = factor();
        assert_eq!(show(&mut factor, &code, 100 * STEP_S), Verdict::Right);
        assert_eq!(show(&mut factor, &code, 100 * STEP_S), Verdict::Wrong, "it was used");
        assert_eq!(show(&mut factor, &SECRET.code(99), 100 * STEP_S), Verdict::Wrong, "an older one than that used");
        assert_eq!(show(&mut factor, &SECRET.code(101), 101 * STEP_S), Verdict::Right);
    }

    #[test]
    fn after_five_wrong_codes_nothing_is_looked_at_for_minutes() {
        let mut factor = factor();
        for _ in 0..SECOND_FACTOR_TRIES_MAX {
            assert_eq!(show(&mut factor, "000000", 3_000), Verdict::Wrong);
        }
        let until = at(3_000 + SECOND_FACTOR_TRIES_MIN * 60);
        let right = SECRET.code(3_299 / STEP_S);
        assert_eq!(show(&mut factor, &right, 3_299), Verdict::TooManyTries { until });
        assert_eq!(factor.check(&SECRET, &Shown::Recovery([1; 32]), at(3_299)), Verdict::TooManyTries { until });
        assert_eq!(show(&mut factor, &SECRET.code(3_300 / STEP_S), 3_300), Verdict::Right);
        assert_eq!(factor.tries, Tries::default());
    }

    #[test]
    fn a_recovery_code_opens_once() {
        let mut factor = factor();
        for (hash, verdict) in [([1; 32], Verdict::Right), ([1; 32], Verdict::Wrong), ([3; 32], Verdict::Wrong)] {
            assert_eq!(factor.check(&SECRET, &Shown::Recovery(hash), at(9)), verdict);
        }
        assert_eq!(factor.recovery.hashes, [[2; 32]]);
    }

    #[test]
    fn the_address_names_workspace_and_account() {
        assert_eq!(
            SECRET.address("Büro & Co", "zoe@example.org"),
            "otpauth://totp/B%C3%BCro%20%26%20Co:zoe%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=B%C3%BCro%20%26%20Co"
        );
        assert!(is_code("012345") && !is_code("12345") && !is_code("12345a"));
        assert_eq!(without_gaps(" abcd-EF23 45"), "ABCDEF2345");
    }
}
