//! To which servers outside the house may speak: those that its owner has named, by name first and by address in the
//! end.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// What the owner's configuration lets pass. By default nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EgressRules {
    pub hosts: Vec<AllowedHost>,
    /// Networks inside to which the hosts may lead; everything public is open to them anyway.
    pub networks: Vec<Network>,
}

/// A host that may be called, on one port; or all hosts below a name, for services whose hosts have numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    /// As URLs name it: in small letters, with Punycode where it has other letters.
    host: String,
    /// Whether what is meant is every name that ends in `.host`, and not the host itself.
    is_above: bool,
    port: u16,
}

/// A network: an address, and how many of its first bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub host: String,
    pub port: u16,
    /// Path and query, as they stand in a request line.
    pub path: String,
}

/// Why a call is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EgressRefused {
    #[error("this is no https address")]
    NotHttps,
    #[error("an address of a call holds no name and no password")]
    HoldsCredentials,
    #[error("the configuration does not name this host")]
    HostNotNamed,
}

/// What is no host, or no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARule {
    #[error("a host is given as `crm.example.org`, `crm.example.org:8443`, or `*.example.org` for every host below")]
    Host,
    #[error("a network is given as `10.1.2.0/24`")]
    Network,
}

impl EgressRules {
    /// Where an address leads, if that may be called. Names are compared as the URL standard writes them, so that an
    /// address in other digits or letters is the same or is refused, and never something third.
    pub fn target(&self, address: &str) -> Result<Target, EgressRefused> {
        let url = url::Url::parse(address).ok().filter(|url| url.scheme() == "https");
        let url = url.ok_or(EgressRefused::NotHttps)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EgressRefused::HoldsCredentials);
        }
        let host = url.host_str().ok_or(EgressRefused::NotHttps)?;
        let port = url.port_or_known_default().ok_or(EgressRefused::NotHttps)?;
        if !self.hosts.iter().any(|named| named.covers(host, port)) {
            return Err(EgressRefused::HostNotNamed);
        }
        let path = match url.query() {
            None => url.path().to_owned(),
            Some(query) => format!("{}?{query}", url.path()),
        };
        Ok(Target { host: host.to_owned(), port, path })
    }

    /// Whether what a name led to may be connected to: a name that is allowed must not lead inside by itself.
    pub fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.networks.iter().any(|network| network.holds(address))
    }
}

impl Target {
    /// The host, with its port where that is not the usual one.
    pub fn authority(&self) -> String {
        match self.port {
            443 => self.host.clone(),
            port => format!("{}:{port}", self.host),
        }
    }

    /// The origin, as RFC 6454, 6.2 writes it.
    pub fn origin(&self) -> String {
        format!("https://{}", self.authority())
    }
}

impl AllowedHost {
    fn covers(&self, host: &str, port: u16) -> bool {
        let is_named = if self.is_above {
            host.strip_suffix(&self.host)
                .and_then(|below| below.strip_suffix('.'))
                .is_some_and(|below| !below.is_empty())
        } else {
            self.host == host
        };
        is_named && self.port == port
    }
}

impl fmt::Display for AllowedHost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}:{}", if self.is_above { "*." } else { "" }, self.host, self.port)
    }
}

impl FromStr for AllowedHost {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, NotARule> {
        let below = text.strip_prefix("*.");
        let url = url::Url::parse(&format!("https://{}", below.unwrap_or(text))).map_err(|_| NotARule::Host)?;
        let is_plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().filter(|host| is_plain && !host.is_empty() && url.username().is_empty());
        let (host, port) = (host.ok_or(NotARule::Host)?, url.port_or_known_default().ok_or(NotARule::Host)?);
        // A whole top-level domain is nobody's, addresses have nothing below them, and a star elsewhere means nothing.
        let has_names_below = url.domain().is_some_and(|name| name.trim_matches('.').contains('.'));
        if host.contains('*') || (below.is_some() && !has_names_below) {
            return Err(NotARule::Host);
        }
        Ok(Self { host: host.to_owned(), port, is_above: below.is_some() })
    }
}

impl FromStr for Network {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, NotARule> {
        let (address, prefix) = text.split_once('/').ok_or(NotARule::Network)?;
        let address: IpAddr = address.parse().map_err(|_| NotARule::Network)?;
        let prefix_max = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.parse().ok().filter(|prefix| *prefix <= prefix_max).ok_or(NotARule::Network)?;
        Ok(Self { address, prefix })
    }
}

impl Network {
    fn holds(&self, address: IpAddr) -> bool {
        let shifted = |bits: u128, width: u32| bits.checked_shr(width - self.prefix).unwrap_or(0);
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                shifted(u32::from(own).into(), 32) == shifted(u32::from(other).into(), 32)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => shifted(own.into(), 128) == shifted(other.into(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Whether an address is one of the public internet: not of this machine, of private networks, of
/// the link, for documents or for many (RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, third, _] = address.octets();
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast()
                || address.is_documentation()
                || first == 0
                || first >= 240
                || (first == 100 && (64..128).contains(&second))
                || (first == 192 && second == 0 && third == 0)
                || (first == 198 && (18..20).contains(&second)))
        }
        IpAddr::V6(address) => {
            let segments = address.segments();
            !(address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                // The old site-local addresses, and IPv4 in the dress of IPv6.
                || segments[0] & 0xffc0 == 0xfec0
                || segments[..6] == [0; 6]
                || segments[0] == 0x2001 && matches!(segments[1], 0 | 0xdb8)
                || segments[0] == 0x2002
                || segments[..2] == [0x64, 0xff9b])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> EgressRules {
        EgressRules {
            hosts: ["crm.example.org", "10.1.2.3:8443", "Bücher.example"]
                .map(|host| host.parse().expect("a host"))
                .to_vec(),
            networks: vec!["10.1.2.0/24".parse().expect("a network")],
        }
    }

    #[test]
    fn only_a_named_host_is_called_however_it_is_spelled() {
        let named = [
            ("https://crm.example.org/lead?x=1", "/lead?x=1"),
            ("https://CRM.example.org:443", "/"),
            ("https://crm%2Eexample.org/", "/"),
            ("https://10.1.2.3:8443/a", "/a"),
            ("https://167838211:8443/a", "/a"),
            ("https://0x0a.1.2.3:8443/a", "/a"),
            ("https://bücher.example/", "/"),
            ("https://xn--bcher-kva.example/#part", "/"),
        ];
        for (address, path) in named {
            assert_eq!(rules().target(address).map(|target| target.path).as_deref(), Ok(path), "{address}");
        }
        use EgressRefused::{HoldsCredentials, HostNotNamed, NotHttps};
        let refused = [
            ("http://crm.example.org/", NotHttps),
            ("ftp://crm.example.org/", NotHttps),
            ("crm.example.org", NotHttps),
            ("https://", NotHttps),
            ("https:///", NotHttps),
            ("file:///etc/passwd", NotHttps),
            ("https://crm.example.org@evil.example/", HoldsCredentials),
            ("https://a:b@crm.example.org/", HoldsCredentials),
            ("https://crm.example.org:8443/", HostNotNamed),
            ("https://crm.example.org./", HostNotNamed),
            ("https://crm.example.org.evil.example/", HostNotNamed),
            ("https://evil.example/crm.example.org", HostNotNamed),
            ("https://evil.example#crm.example.org", HostNotNamed),
            ("https://evil.example?crm.example.org", HostNotNamed),
            ("https://evil.example\\@crm.example.org", HostNotNamed),
            ("https://10.1.2.3/", HostNotNamed),
            ("https://127.0.0.1/", HostNotNamed),
            ("https://2130706433/", HostNotNamed),
            ("https://0177.0.0.1/", HostNotNamed),
            ("https://0x7f.1/", HostNotNamed),
            ("https://127.1/", HostNotNamed),
            ("https://１２７.0.0.1/", HostNotNamed),
            ("https://[::1]/", HostNotNamed),
            ("https://[::ffff:127.0.0.1]/", HostNotNamed),
            ("https://[::ffff:10.1.2.3]:8443/", HostNotNamed),
            ("https://localhost/", HostNotNamed),
        ];
        for (address, why) in refused {
            assert_eq!(rules().target(address), Err(why), "{address}");
        }
        assert_eq!(EgressRules::default().target("https://crm.example.org/"), Err(HostNotNamed));
        let origin = |address| rules().target(address).map(|target| target.origin());
        assert_eq!(origin("https://CRM.example.org:443/x").as_deref(), Ok("https://crm.example.org"));
        assert_eq!(origin("https://10.1.2.3:8443/x").as_deref(), Ok("https://10.1.2.3:8443"));
    }

    #[test]
    fn a_star_stands_for_the_hosts_below_a_name_and_for_nothing_else() {
        let host: AllowedHost = "*.Notify.example".parse().expect("hosts");
        assert_eq!(host.to_string(), "*.notify.example:443");
        let rules = EgressRules { hosts: vec![host], networks: Vec::new() };
        for address in ["https://wns2-par02p.notify.example/w/?token=x", "https://a.b.NOTIFY.example/"] {
            assert!(rules.target(address).is_ok(), "{address}");
        }
        for address in [
            "https://notify.example/",
            "https://.notify.example/",
            "https://evilnotify.example/",
            "https://a.notify.example:8443/",
            "https://a.notify.example./",
            "https://a.notify.example.evil.example/",
            "https://notify.example.evil.example/",
        ] {
            assert!(rules.target(address).is_err(), "{address}");
        }
        for text in ["*", "*.", "*.com", "*.com.", "**.example.org", "a.*.example.org", "*.10.1.2.3", "*.*.example.org"]
        {
            assert_eq!(text.parse::<AllowedHost>(), Err(NotARule::Host), "{text}");
        }
    }

    #[test]
    fn what_a_name_leads_to_must_be_public_or_named() {
        let cases = [
            ("93.184.216.34", true),
            ("2606:2800:220:1::1", true),
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("10.1.3.3", false),
            ("127.0.0.1", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::127.0.0.1", false),
            ("0.0.0.0", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("198.18.0.1", false),
            ("203.0.113.9", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2001::1", false),
            ("ff02::1", false),
        ];
        for (address, may) in cases {
            assert_eq!(rules().permits(address.parse().expect("an address")), may, "{address}");
        }
    }

    #[test]
    fn what_is_no_host_or_network_is_refused() {
        for text in ["", "https://x.example", "x.example/path", "x y", "a@x.example", "x.example:99999"] {
            assert_eq!(text.parse::<AllowedHost>(), Err(NotARule::Host), "{text}");
        }
        for text in ["", "10.0.0.1", "10.0.0.0/33", "fd00::/129", "x/8"] {
            assert_eq!(text.parse::<Network>(), Err(NotARule::Network), "{text}");
        }
        let all: Network = "0.0.0.0/0".parse().expect("a network");
        assert!(all.holds("1.2.3.4".parse().expect("an address")));
    }
}
