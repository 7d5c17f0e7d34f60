//! The way that outgoing mail takes.

/// How mail leaves the house.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DeliveryRoute {
    /// To the mail servers of each recipient's domain (RFC 5321, 5.1).
    #[default]
    Direct,
    /// Through one server that passes it on.
    Relay(Relay),
}

/// A server that passes mail on for us.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub security: RelaySecurity,
    pub credentials: Option<RelayCredentials>,
}

/// How the connection to a relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelaySecurity {
    /// STARTTLS, required, with a certificate that names the host (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314, 3.3).
    Implicit,
    /// In the clear: for a relay on the same machine.
    None,
}

/// How we sign in at a relay.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayCredentials {
    pub username: String,
    pub password: String,
}

/// Says where, and that there are credentials, but not which.
impl std::fmt::Debug for Relay {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port, security, credentials } = self;
        let credentials = credentials.as_ref().map(|_| "…");
        write!(out, "Relay({host}:{port}, {security:?}, {credentials:?})")
    }
}
