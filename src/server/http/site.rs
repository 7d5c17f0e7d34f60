//! What every handler is given, and what it may know of a request.

use std::net::IpAddr;
use std::sync::{Arc, RwLock};

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header::HeaderMap;

use super::api::about::Installation;
use super::rate_limit::RateLimits;
use crate::actions::sign_in::Browser;
use crate::domain::limit::SESSION_DAYS_MAX;
use crate::server::realtime::LiveFeed;
use crate::server::realtime::presence::Presence;
use crate::server::realtime::visitors::Visitors;
use crate::server::run_action::ActionRunner;
use crate::server::web_push::PushSender;
use crate::world::World;

/// The name of the session cookie where the page is served over TLS: browsers then refuse it from
/// any other host or path (RFC 6265bis, 4.1.3.2).
const SECURE_COOKIE: &str = "__Host-postroom";
/// The name without TLS, for a machine in the house.
const PLAIN_COOKIE: &str = "postroom";

/// What the doors for people share.
pub struct Site {
    pub runner: ActionRunner,
    pub feed: LiveFeed,
    pub presence: Presence,
    /// Visitors of web sites who are there.
    pub visitors: Visitors,
    pub limits: RateLimits,
    /// Peers whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// `https://…` or `http://…`; empty before the set-up.
    pub public_url: Arc<RwLock<String>>,
    pub metrics: Arc<crate::telemetry::Metrics>,
    pub dns: crate::server::dns::Dns,
    pub undo_s: u64,
    pub push: PushSender,
    pub world: World,
    pub installation: Installation,
}

impl Site {
    /// Whether people reach the page over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// What every link begins with.
    pub fn public_url(&self) -> String {
        self.public_url.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub fn set_public_url(&self, url: &str) {
        let mut public_url = self.public_url.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        url.clone_into(&mut public_url);
    }

    /// The name of the session cookie.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { SECURE_COOKIE } else { PLAIN_COOKIE }
    }

    /// The cookie that keeps a browser signed in.
    pub fn session_cookie(&self, secret: String) -> Cookie<'static> {
        let days = i64::try_from(SESSION_DAYS_MAX).unwrap_or(1);
        self.cookie(secret, Duration::days(days))
    }

    /// The cookie that ends it.
    pub fn ended_cookie(&self) -> Cookie<'static> {
        self.cookie(String::new(), Duration::ZERO)
    }

    fn cookie(&self, value: String, max_age: Duration) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), value)
            .path("/")
            .secure(self.is_secure())
            .http_only(true)
            .same_site(SameSite::Lax)
            .max_age(max_age)
            .finish()
    }

    /// The address of whoever asks: of the peer, or, if the peer is a proxy of ours, the last one in
    /// X-Forwarded-For that is not. Anybody can write the ones before it.
    pub fn client_address(&self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        if !self.trusted_proxies.contains(&peer) {
            return peer;
        }
        let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let named: Vec<IpAddr> =
            forwarded.flat_map(|value| value.split(',')).filter_map(|one| one.trim().parse().ok()).collect();
        named.into_iter().rev().find(|address| !self.trusted_proxies.contains(address)).unwrap_or(peer)
    }

    /// Where a session begins, for the list of sessions.
    pub fn browser(&self, request: &HttpRequest) -> Browser {
        let user_agent = header(request.headers(), "user-agent").unwrap_or_default();
        Browser { user_agent: user_agent.to_owned(), address: self.client_address(request).to_string() }
    }
}

/// A header as text.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
