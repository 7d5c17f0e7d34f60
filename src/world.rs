//! The clock and chance: the only place that reads them, so that tests can say what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::encoding::{AsBigEndian, AsDer, EcPrivateKeyBin, Pkcs8V1Der};
use aws_lc_rs::rsa;
use aws_lc_rs::signature::Ed25519KeyPair;

use crate::domain::moment::Moment;

/// Ids of one millisecond are told apart by so many bits; what is more goes into the next one.
const ID_COUNT_BITS: u32 = 12;

/// Where deeds get the time, ids and secrets from.
#[derive(Clone)]
pub struct World {
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    /// Milliseconds and count of the newest id.
    newest_id: Arc<AtomicU64>,
}

trait Clock: Send + Sync {
    fn now(&self) -> Moment;
}

trait Chance: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);

    // The cryptographic library makes keys from its own random numbers, in tests too.
    fn rsa_key(&self) -> Vec<u8> {
        let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("the library can make keys of this size");
        let der: Pkcs8V1Der<'_> = pair.as_der().expect("a key pair can be written down");
        der.as_ref().to_vec()
    }

    fn ed25519_key(&self) -> Vec<u8> {
        let pair = Ed25519KeyPair::generate().expect("the library can make a key");
        pair.to_pkcs8v1().expect("a key pair can be written down").as_ref().to_vec()
    }

    fn p256_key(&self) -> [u8; 32] {
        let key = PrivateKey::generate(&ECDH_P256).expect("the library can make a key");
        let number: EcPrivateKeyBin<'_> = key.as_be_bytes().expect("a key can be written down");
        number.as_ref().try_into().expect("a private key of P-256 has 32 bytes")
    }
}

impl World {
    /// The machine's clock and random numbers.
    pub fn real() -> Self {
        Self {
            clock: Arc::new(MachineClock { latest: AtomicU64::new(0) }),
            chance: Arc::new(MachineChance),
            newest_id: Arc::default(),
        }
    }

    /// A world whose time stands still until the script moves it, and whose chance is a count: for tests.
    pub fn scripted(now: Moment) -> (Self, Script) {
        let time = Arc::new(AtomicU64::new(now.millis()));
        let clock = Arc::new(ScriptedClock { time: Arc::clone(&time) });
        let chance = Arc::new(ScriptedChance { count: AtomicU64::new(0) });
        (Self { clock, chance, newest_id: Arc::default() }, Script { time })
    }

    /// The present moment. It never goes back while the process runs, even if the machine's clock does:
    /// entries are ordered by it.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A new id: UUID version 7 (RFC 9562, 5.7). Each is greater than the one before: the 12 bits after
    /// the milliseconds count the ids within one (RFC 9562, 6.2, method 1), since entries are shown in
    /// the order of their ids.
    pub fn new_id<Id: From<u128>>(&self) -> Id {
        let earliest = self.now().millis() << ID_COUNT_BITS;
        let after = |newest: u64| Some(earliest.max(newest + 1));
        let newest = self.newest_id.fetch_update(Ordering::Relaxed, Ordering::Relaxed, after);
        let moment = earliest.max(newest.unwrap_or_default() + 1);
        let mut random = [0; 10];
        self.chance.fill(&mut random);
        let count = u16::try_from(moment & ((1 << ID_COUNT_BITS) - 1)).expect("twelve bits fit");
        random[..2].copy_from_slice(&count.to_be_bytes());
        let id = uuid::Builder::from_unix_timestamp_millis(moment >> ID_COUNT_BITS, &random);
        Id::from(id.into_uuid().as_u128())
    }

    /// A new RSA key of 2,048 bits, as PKCS #8 in DER: what every receiver of mail can verify.
    pub fn new_rsa_key(&self) -> Vec<u8> {
        self.chance.rsa_key()
    }

    /// A new Ed25519 key, as PKCS #8 in DER.
    pub fn new_ed25519_key(&self) -> Vec<u8> {
        self.chance.ed25519_key()
    }

    /// A new private key on the curve P-256, as a number with the big end first.
    pub fn new_p256_key(&self) -> [u8; 32] {
        self.chance.p256_key()
    }

    /// Bytes that nobody can guess.
    pub fn secret<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        self.chance.fill(&mut bytes);
        bytes
    }
}

struct MachineClock {
    latest: AtomicU64,
}

impl Clock for MachineClock {
    fn now(&self) -> Moment {
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let millis = u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX);
        let before = self.latest.fetch_max(millis, Ordering::Relaxed);
        Moment::from_millis(millis.max(before))
    }
}

struct MachineChance;

impl Chance for MachineChance {
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Moves the time of a scripted world.
#[derive(Clone)]
pub struct Script {
    time: Arc<AtomicU64>,
}

impl Script {
    /// Lets time pass.
    pub fn pass(&self, duration: std::time::Duration) {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.time.fetch_add(millis, Ordering::Relaxed);
    }
}

struct ScriptedClock {
    time: Arc<AtomicU64>,
}

impl Clock for ScriptedClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.time.load(Ordering::Relaxed))
    }
}

struct ScriptedChance {
    count: AtomicU64,
}

impl Chance for ScriptedChance {
    fn fill(&self, bytes: &mut [u8]) {
        let count = self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let start = bytes.len().saturating_sub(count.len());
        let taken = bytes.len().min(count.len());
        bytes.fill(0);
        bytes[start..].copy_from_slice(&count[count.len() - taken..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ConversationId, EntryId};

    #[test]
    fn ids_made_later_are_greater() {
        let (world, script) = World::scripted(Moment::from_millis(1_000));
        let first: EntryId = world.new_id();
        let second: EntryId = world.new_id();
        script.pass(std::time::Duration::from_millis(1));
        let third: EntryId = world.new_id();
        assert!(first < second && second < third);
    }

    #[test]
    fn ten_thousand_ids_of_one_moment_are_in_order() {
        let (world, _script) = World::scripted(Moment::from_millis(1_000));
        let ids: Vec<EntryId> = (0..10_000).map(|_| world.new_id()).collect();
        assert!(ids.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn two_ids_of_the_same_moment_differ() {
        let world = World::real();
        assert_ne!(world.new_id::<ConversationId>(), world.new_id::<ConversationId>());
    }
}
