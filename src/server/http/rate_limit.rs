//! How often one address or one agent may ask. Tables forget who has been quiet.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::config::ChatConfig;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, VisitorId};

/// Keys kept before the quiet ones are forgotten.
const KEYS_MAX: usize = 100_000;

/// A quota for each key.
pub struct Limit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, DefaultClock>,
    pause_s: u64,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn per_minute(calls: u32) -> Self {
        let calls = NonZeroU32::new(calls).expect("a quota is not zero");
        let quota = Quota::per_minute(calls);
        Self { limiter: RateLimiter::dashmap(quota), pause_s: u64::from(60 / calls.get().min(60)).max(1) }
    }

    fn per_hour(calls: u32) -> Self {
        let burst = NonZeroU32::new(calls).expect("a quota is not zero");
        let quota = Quota::with_period(Duration::from_secs(3600) / calls).expect("an hour is not nothing");
        Self { limiter: RateLimiter::dashmap(quota.allow_burst(burst)), pause_s: u64::from(3600 / calls) }
    }

    /// Counts one call; says whether it is within the quota.
    pub fn allows(&self, key: K) -> bool {
        if KEYS_MAX < self.limiter.len() {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&key).is_ok()
    }

    /// What a refused caller is told to wait, in seconds.
    pub const fn pause_s(&self) -> u64 {
        self.pause_s
    }
}

/// The quotas of the doors for people.
pub struct RateLimits {
    /// Signing in, by address.
    pub sign_in: Limit<IpAddr>,
    /// Signing in, by the account that is tried and from where: nobody elsewhere is kept out by it.
    pub sign_in_account: Limit<(EmailAddress, IpAddr)>,
    /// Passwords and codes of somebody who is signed in, by agent.
    pub proof: Limit<AgentId>,
    /// Invitations and the set-up, by address.
    pub secret_link: Limit<IpAddr>,
    /// Codes of second factors, by address; each account besides counts its own.
    pub second_factor: Limit<IpAddr>,
    /// Links for new passwords: by who asks, for whom, and by all together.
    pub reset_from: Limit<IpAddr>,
    pub reset_for: Limit<EmailAddress>,
    pub reset_at_all: Limit<()>,
    /// Everything else, by agent.
    pub agent: Limit<AgentId>,
    /// What pages ask before anybody opens the chat, and sessions, by address.
    pub visitor_config: Limit<IpAddr>,
    /// Conversations begun, by address.
    pub visitor_start: Limit<IpAddr>,
    /// Words, by address: many visitors share one.
    pub visitor_words_network: Limit<IpAddr>,
    pub visitor_words: Limit<VisitorId>,
    pub visitor_words_hour: Limit<VisitorId>,
    pub visitor_typing: Limit<VisitorId>,
    pub visitor_sockets: Limit<IpAddr>,
    pub visitor_uploads_network: Limit<IpAddr>,
    pub visitor_uploads: Limit<VisitorId>,
    /// Everything else, by visitor.
    pub visitor: Limit<VisitorId>,
}

impl RateLimits {
    pub fn new(chat: &ChatConfig) -> Self {
        Self {
            visitor_config: Limit::per_minute(chat.calls_per_address_and_minute_max),
            visitor_start: Limit::per_minute(chat.starts_per_address_and_minute_max),
            visitor_words_network: Limit::per_minute(chat.messages_per_address_and_minute_max),
            visitor_words: Limit::per_minute(chat.messages_per_visitor_and_minute_max),
            visitor_words_hour: Limit::per_hour(chat.messages_per_visitor_and_minute_max.saturating_mul(10)),
            visitor_typing: Limit::per_minute(60),
            visitor_sockets: Limit::per_minute(chat.sockets_per_address_and_minute_max),
            visitor_uploads_network: Limit::per_hour(chat.uploads_per_address_and_hour_max),
            visitor_uploads: Limit::per_hour(10),
            visitor: Limit::per_minute(600),
            sign_in: Limit::per_minute(20),
            sign_in_account: Limit::per_minute(10),
            proof: Limit::per_minute(10),
            secret_link: Limit::per_hour(60),
            second_factor: Limit::per_minute(20),
            reset_from: Limit::per_hour(5),
            reset_for: Limit::per_hour(3),
            reset_at_all: Limit::per_hour(60),
            agent: Limit::per_minute(60_000),
        }
    }
}

/// What counts as one address: a single IPv4 address, or the /64 that one household or host has.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_holds_for_each_key_apart() {
        let limit = Limit::per_minute(2);
        assert!(limit.allows("a") && limit.allows("a"));
        assert!(!limit.allows("a"));
        assert!(limit.allows("b"));
    }

    #[test]
    fn a_host_cannot_hide_in_its_own_network() {
        let one: IpAddr = "2001:db8::1".parse().expect("an address");
        let other: IpAddr = "2001:db8::ffff:2".parse().expect("an address");
        assert_eq!(network_of(one), network_of(other));
    }
}
