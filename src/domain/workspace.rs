//! The installation: one organisation, one database.

use super::email_address::EmailAddress;
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
    pub first_inbox: super::ids::InboxId,
    pub created_at: Moment,
}

impl Workspace {
    /// An address on the mail domain.
    pub fn address(&self, local_part: &str) -> Option<EmailAddress> {
        EmailAddress::parse(&format!("{local_part}@{}", self.mail_domain)).ok()
    }
}
