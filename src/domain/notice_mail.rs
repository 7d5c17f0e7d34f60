//! A mail from Postroom itself to a colleague: an invitation, a reset link, a notice.
//!
//! It belongs to no conversation. It leaves with the null sender, so that nothing ever bounces or answers
//! automatically (RFC 3834, 2 and 5), and so that no loop can begin.

use super::email_address::Mailbox;

/// The words of a notice; plain text, one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeMail {
    pub to: Mailbox,
    pub subject: String,
    pub text: String,
}
