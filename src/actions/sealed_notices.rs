//! Mails of the house to somebody inside. They are marked as made by a machine and come from an address
//! that takes nothing, so that no answer, bounce or vacation notice to one begins anything (RFC 3834, 2 and 5).

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::delivery::Attempt;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::event::Event;
use crate::domain::ids::SealedNoticeId;
use crate::domain::limit::DELIVERY_LEASE_S;
use crate::domain::moment::Moment;
use crate::domain::outgoing_mail::{AutomaticMark, OutgoingMail};
use crate::domain::sealed_notice::{Fate, SealedNotice};
use crate::mail::{compose, sign};
use crate::store::Writing;

/// Never an inbox's own: an inbox is called by a name, and this is nobody's.
const SENDER_LOCAL_PART: &str = "no-reply";

/// What is to be said to somebody.
#[derive(Debug, Clone)]
pub(super) struct NewNotice {
    pub(super) to: EmailAddress,
    pub(super) subject: String,
    pub(super) text: String,
    /// After this it says nothing of use.
    pub(super) useful_for: Duration,
}

/// What the worker has to do for notices.
#[derive(Debug)]
pub enum TakenNotice {
    Due(DueNotice),
    NothingDue { next: Option<Moment> },
}

/// A notice ready to be handed to a server.
#[derive(Debug)]
pub struct DueNotice {
    pub id: SealedNoticeId,
    pub envelope_from: EmailAddress,
    pub to: EmailAddress,
    pub bytes: Vec<u8>,
}

/// Makes a notice ready to be written by `queue_notice`, in the transaction of what it tells of.
pub(super) fn new_notice(context: &Context, notice: NewNotice) -> SealedNotice {
    let now = context.world.now();
    SealedNotice {
        id: context.world.new_id(),
        to: notice.to,
        subject: notice.subject,
        sealed_text: context.store.seal_notice(&notice.text),
        queued_at: now,
        useful_until: now + notice.useful_for,
        due: now,
        attempts: 0,
        words: None,
    }
}

/// Puts a notice into the outbox, and wakes the worker.
pub(super) fn queue_notice(tx: &Writing<'_>, notice: &SealedNotice) -> Result<(), ActionError> {
    tx.save_sealed_notice(notice)?;
    tx.announce(Event::OutboxChanged)?;
    Ok(())
}

/// Leases the notice that is due first.
pub fn take_due_notice(context: &Context) -> Result<TakenNotice, ActionError> {
    let now = context.world.now();
    match context.store.read(|tx| tx.first_due_notice())? {
        Some((due, _)) if due <= now => {}
        first => return Ok(TakenNotice::NothingDue { next: first.map(|(due, _)| due) }),
    }
    let taken = context.store.write(move |tx| {
        let Some((due, id)) = tx.first_due_notice()? else { return Ok(None) };
        if now < due {
            return Ok(None);
        }
        let mut notice = tx.sealed_notice(id)?.ok_or(ActionError::NotFound)?;
        if notice.useful_until <= now {
            tx.remove_sealed_notice(id)?;
            return Ok(None);
        }
        notice.lease(Duration::from_secs(DELIVERY_LEASE_S), now);
        tx.save_sealed_notice(&notice)?;
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        Ok::<_, ActionError>(Some((notice, workspace)))
    })?;
    let Some((notice, workspace)) = taken else { return Ok(TakenNotice::NothingDue { next: Some(now) }) };
    let secrets = context.secrets()?;
    let from = workspace.address(SENDER_LOCAL_PART).expect("a mail domain makes sound addresses");
    let mail = OutgoingMail {
        from: Mailbox::new(&workspace.name, from.clone()),
        reply_to: None,
        to: vec![Mailbox::new("", notice.to.clone())],
        cc: Vec::new(),
        subject: notice.subject,
        date: notice.queued_at,
        message_id: format!("notice.{}@{}", notice.id, workspace.mail_domain),
        in_reply_to: None,
        references: Vec::new(),
        text: context.store.unseal_notice(&notice.sealed_text)?,
        html: String::new(),
        attachments: Vec::new(),
        automatic: Some(AutomaticMark::Generated),
    };
    let bytes = sign::sign(compose::compose(&mail), &secrets, &workspace.mail_domain);
    Ok(TakenNotice::Due(DueNotice { id: notice.id, envelope_from: from, to: notice.to, bytes }))
}

/// Delivered or given up, and gone; or again later. Says which.
pub fn record_notice(context: &Context, id: SealedNoticeId, attempt: Attempt) -> Result<Fate, ActionError> {
    let now = context.world.now();
    context.store.write(move |tx| {
        let mut notice = tx.sealed_notice(id)?.ok_or(ActionError::NotFound)?;
        let fate = notice.record(&attempt, now);
        match fate {
            Fate::Again => tx.save_sealed_notice(&notice)?,
            Fate::Delivered | Fate::GivenUp => tx.remove_sealed_notice(id)?,
        }
        tx.announce(Event::OutboxChanged)?;
        Ok(fate)
    })
}
