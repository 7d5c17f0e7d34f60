//! The installation: one organisation, one database.

use super::email_address::EmailAddress;
use super::ids::InboxId;
use super::moment::Moment;

/// The one workspace of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    pub name: String,
    /// `https://desk.example`, without a slash at the end: links are made of it alone.
    pub public_url: String,
    /// The domain on which every inbox owns an address.
    pub mail_domain: String,
    /// Where `postmaster@` and `abuse@` arrive is the first inbox.
    pub first_inbox: InboxId,
    pub created_at: Moment,
}

impl Workspace {
    /// An address on the mail domain.
    pub fn address(&self, local_part: &str) -> Option<EmailAddress> {
        EmailAddress::parse(&format!("{local_part}@{}", self.mail_domain)).ok()
    }
}

/// What only this installation knows. It lies sealed in the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    /// Signs reply addresses.
    pub instance: [u8; 32],
    /// Signs mail: PKCS #8, DER.
    pub dkim_rsa: Vec<u8>,
    /// Signs mail: PKCS #8, DER.
    pub dkim_ed25519: Vec<u8>,
}

/// Says nothing of what it holds.
impl std::fmt::Debug for Secrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secrets(…)")
    }
}
