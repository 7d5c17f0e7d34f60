//! How many mail servers may be connected, and how long they may take.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::reply::Reply;
use super::reply::Then;
use crate::config::SmtpConfig;

/// The window in which connections of one address are counted.
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses that are remembered; beyond them, those that have been quiet are forgotten.
const ADDRESSES_MAX: usize = 10_000;

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadlines {
    /// One command (RFC 5321, 4.5.3.2.7 asks for five minutes).
    pub command: Duration,
    /// One block of a mail.
    pub data_block: Duration,
    /// The whole connection.
    pub session: Duration,
}

const AT_EASE: Deadlines = Deadlines {
    command: Duration::from_secs(300),
    data_block: Duration::from_secs(180),
    session: Duration::from_secs(30 * 60),
};
/// When most places are taken, who dawdles makes room.
const UNDER_PRESSURE: Deadlines = Deadlines {
    command: Duration::from_secs(10),
    data_block: Duration::from_secs(30),
    session: Duration::from_secs(180),
};

/// Counts who is connected.
pub(super) struct ConnectionLimits {
    all_max: usize,
    address_max: usize,
    address_and_minute_max: u32,
    connected: Arc<Mutex<Connected>>,
}

#[derive(Default)]
struct Connected {
    all: usize,
    addresses: HashMap<IpAddr, OneAddress>,
}

struct OneAddress {
    open: usize,
    window_began: Instant,
    in_window: u32,
}

/// Whether a connection may go on.
pub(super) enum Admission {
    Admitted(Place),
    Refused(Reply),
}

/// A place among the connections; given back when dropped.
pub(super) struct Place {
    address: IpAddr,
    connected: Arc<Mutex<Connected>>,
}

impl ConnectionLimits {
    pub(super) fn new(config: &SmtpConfig) -> Self {
        Self {
            all_max: config.connections_max,
            address_max: config.connections_per_address_max,
            address_and_minute_max: config.connections_per_address_and_minute_max,
            connected: Arc::default(),
        }
    }

    /// Takes a place, if there is one.
    pub(super) fn admit(&self, address: IpAddr) -> Admission {
        let now = Instant::now();
        let address = crate::server::http::rate_limit::network_of(address);
        let mut connected = self.connected.lock().unwrap_or_else(PoisonError::into_inner);
        if ADDRESSES_MAX <= connected.addresses.len() {
            connected.addresses.retain(|_, one| 0 < one.open || now.duration_since(one.window_began) < WINDOW);
        }
        if self.all_max <= connected.all {
            return Admission::Refused(Reply::new(421, "4.3.2 too many connections").and(Then::Close));
        }
        let one = connected.addresses.entry(address).or_insert(OneAddress { open: 0, window_began: now, in_window: 0 });
        if WINDOW <= now.duration_since(one.window_began) {
            one.window_began = now;
            one.in_window = 0;
        }
        if self.address_max <= one.open || self.address_and_minute_max <= one.in_window {
            return Admission::Refused(Reply::new(421, "4.7.0 too many connections from you").and(Then::Close));
        }
        one.open += 1;
        one.in_window += 1;
        connected.all += 1;
        Admission::Admitted(Place { address, connected: Arc::clone(&self.connected) })
    }

    /// The deadlines of a session that begins now.
    pub(super) fn deadlines(&self) -> Deadlines {
        let taken = self.connected.lock().unwrap_or_else(PoisonError::into_inner).all;
        if self.all_max * 4 / 5 < taken { UNDER_PRESSURE } else { AT_EASE }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut connected = self.connected.lock().unwrap_or_else(PoisonError::into_inner);
        connected.all = connected.all.saturating_sub(1);
        if let Some(one) = connected.addresses.get_mut(&self.address) {
            one.open = one.open.saturating_sub(1);
        }
    }
}
