//! The connected ways into an inbox: what kind a conversation came by, and the chats on web sites.

use std::fmt;

use super::ids::{ChannelId, IdentityKeyId, InboxId};
use super::limit::IDENTITY_KEYS_MAX;
use super::moment::Moment;

/// By what kind of channel a conversation began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ChannelKind {
    #[default]
    Email,
    Chat,
    Form,
}

/// A chat on one or more web sites, whose conversations arrive in one inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatChannel {
    pub id: ChannelId,
    pub inbox: InboxId,
    pub name: String,
    /// Stands in the web site's page: it names the channel and opens nothing.
    pub public_key: String,
    /// Where the chat may stand; nowhere if there are none.
    pub allowed_origins: Vec<OriginPattern>,
    /// Newest last; the secrets themselves lie sealed elsewhere.
    pub identity_keys: Vec<IdentityKey>,
    pub standing: ChannelStanding,
    pub created_at: Moment,
}

/// Whether a channel takes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelStanding {
    Active,
    Off,
}

/// A key that the web site's server signs identities with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityKey {
    pub id: IdentityKeyId,
    pub created_at: Moment,
}

impl ChatChannel {
    /// Whether the chat may stand on a page of this origin.
    pub fn allows(&self, origin: &str) -> bool {
        self.allowed_origins.iter().any(|pattern| pattern.covers(origin))
    }

    /// Takes up a new key. The one before stays in force, so that the site can change over; older
    /// ones end, and are returned.
    pub fn add_key(&mut self, key: IdentityKey) -> Vec<IdentityKeyId> {
        self.identity_keys.push(key);
        let surplus = self.identity_keys.len().saturating_sub(IDENTITY_KEYS_MAX);
        self.identity_keys.drain(..surplus).map(|key| key.id).collect()
    }
}

/// An origin (RFC 6454), or all hosts below a domain: `https://*.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginPattern(String);

/// Why a text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOrigin {
    #[error("begin with https:// or http://")]
    Scheme,
    #[error("give only the beginning of the address, such as https://www.example.com")]
    Rest,
    #[error("this is not the name of a host")]
    Host,
}

impl OriginPattern {
    /// Reads an origin as people type it: in lower case, without a slash at its end.
    pub fn parse(text: &str) -> Result<Self, NotAnOrigin> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, authority) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(authority), _) => ("https", authority),
            (None, Some(authority)) => ("http", authority),
            (None, None) => return Err(NotAnOrigin::Scheme),
        };
        if authority.contains(['/', '?', '#', '@', ' ']) {
            return Err(NotAnOrigin::Rest);
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, Some(port)),
            Some(_) | None => (authority, None),
        };
        let port = match port.map(str::parse::<u16>) {
            Some(Ok(port)) => Some(port),
            None => None,
            Some(Err(_)) => return Err(NotAnOrigin::Host),
        };
        let name = host.strip_prefix("*.").unwrap_or(host);
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        if name.is_empty() || !name.split('.').all(is_label) || name.len() != host.len() && !name.contains('.') {
            return Err(NotAnOrigin::Host);
        }
        // A browser leaves out the port that goes without saying.
        let port = port.filter(|port| (scheme, *port) != ("https", 443) && (scheme, *port) != ("http", 80));
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}")))
    }

    /// Whether a page of this origin is meant.
    pub fn covers(&self, origin: &str) -> bool {
        match self.0.split_once("*.") {
            None => self.0 == origin,
            Some((before, after)) => {
                let host = origin.strip_prefix(before);
                host.and_then(|host| host.strip_suffix(after))
                    .is_some_and(|below| below.len() > 1 && below.ends_with('.') && !below.contains(['/', '@', ':']))
            }
        }
    }

    /// As a Content-Security-Policy names it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        let cases = [
            ("https://www.example.com/", Ok("https://www.example.com")),
            (" HTTPS://Example.COM:443 ", Ok("https://example.com")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://localhost", Ok("http://localhost")),
            ("https://*.example.com", Ok("https://*.example.com")),
            ("example.com", Err(NotAnOrigin::Scheme)),
            ("https://example.com/shop", Err(NotAnOrigin::Rest)),
            ("https://user@example.com", Err(NotAnOrigin::Rest)),
            ("https://", Err(NotAnOrigin::Scheme)),
            ("https://:80", Err(NotAnOrigin::Host)),
            ("https://*", Err(NotAnOrigin::Host)),
            ("https://*.com; script-src *", Err(NotAnOrigin::Rest)),
            ("https://*.com", Err(NotAnOrigin::Host)),
            ("https://a..b", Err(NotAnOrigin::Host)),
            ("https://example.com:99999", Err(NotAnOrigin::Host)),
        ];
        for (text, expected) in cases {
            assert_eq!(
                OriginPattern::parse(text).as_ref().map(OriginPattern::as_str),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_pattern_covers_hosts_below_it_and_nothing_that_looks_alike() {
        let cases = [
            ("https://example.com", "https://example.com", true),
            ("https://example.com", "http://example.com", false),
            ("https://example.com", "https://example.com.evil.example", false),
            ("https://example.com", "https://evilexample.com", false),
            ("https://*.example.com", "https://www.example.com", true),
            ("https://*.example.com", "https://a.b.example.com", true),
            ("https://*.example.com", "https://example.com", false),
            ("https://*.example.com", "https://.example.com", false),
            ("https://*.example.com", "https://evil.com/.example.com", false),
            ("https://*.example.com", "https://evilexample.com", false),
            ("https://*.example.com", "null", false),
        ];
        for (pattern, origin, covered) in cases {
            let pattern = OriginPattern::parse(pattern).expect("a sound pattern");
            assert_eq!(pattern.covers(origin), covered, "{pattern} {origin}");
        }
    }

    #[test]
    fn a_new_key_leaves_one_before_it_in_force() {
        let key = |number| IdentityKey { id: IdentityKeyId::from_bits(number), created_at: Moment::from_millis(0) };
        let mut channel = ChatChannel {
            id: ChannelId::from_bits(1),
            inbox: InboxId::from_bits(2),
            name: "Site".into(),
            public_key: "pk".into(),
            allowed_origins: Vec::new(),
            identity_keys: vec![key(1)],
            standing: ChannelStanding::Active,
            created_at: Moment::from_millis(0),
        };
        assert_eq!(channel.add_key(key(2)), []);
        assert_eq!(channel.add_key(key(3)), [IdentityKeyId::from_bits(1)]);
        assert_eq!(channel.identity_keys, [key(2), key(3)]);
    }
}
