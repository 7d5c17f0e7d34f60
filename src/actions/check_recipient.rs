//! Is that address ours? Asked by the SMTP session at RCPT.

use super::{ActionError, Context};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::InboxId;
use crate::store::Reading;

/// Local parts that every mail domain must have (RFC 5321, 4.5.1 and RFC 2142, 4 and 5).
const ROLE_LOCAL_PARTS: [&str; 2] = ["postmaster", "abuse"];

/// Whether mail to an address is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientAnswer {
    Ours,
    /// On a domain of ours, but nobody is there.
    NoSuchAddress,
    /// Not for us to take or to pass on: this is no relay.
    NotOurDomain,
}

/// Answers for one recipient.
pub fn check_recipient(context: &Context, address: &EmailAddress) -> Result<RecipientAnswer, ActionError> {
    context.store.read(|tx| {
        if inbox_of_recipient(tx, address)?.is_some() {
            return Ok(RecipientAnswer::Ours);
        }
        let mail_domain = tx.workspace()?.map(|workspace| workspace.mail_domain);
        let is_ours = mail_domain.is_some_and(|domain| domain == address.domain())
            || tx.inboxes()?.iter().any(|inbox| inbox.all_addresses().any(|own| own.domain() == address.domain()));
        Ok(if is_ours { RecipientAnswer::NoSuchAddress } else { RecipientAnswer::NotOurDomain })
    })
}

/// The address of whoever looks after this server.
pub fn postmaster(context: &Context) -> Result<EmailAddress, ActionError> {
    let workspace = context.store.read(|tx| tx.workspace())?.ok_or(ActionError::NotSetUp)?;
    Ok(workspace.address("postmaster").expect("a mail domain makes sound addresses"))
}

/// The inbox that mail to an address arrives in. Role addresses of the mail domain arrive in the first one.
pub(super) fn inbox_of_recipient(tx: &Reading<'_>, address: &EmailAddress) -> Result<Option<InboxId>, ActionError> {
    if let Some(inbox) = tx.inbox_at(address)? {
        return Ok(Some(inbox));
    }
    let Some(workspace) = tx.workspace()? else { return Ok(None) };
    let is_role = workspace.mail_domain == address.domain() && ROLE_LOCAL_PARTS.contains(&address.local_part());
    Ok(is_role.then_some(workspace.first_inbox))
}
