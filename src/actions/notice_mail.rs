//! Mails of Postroom's own to colleagues: put into the outbox by the deed that has a reason to write, kept sealed
//! while they wait, gone once they were taken or given up.

use std::time::Duration;

use super::{ActionError, Context};
use crate::domain::delivery::Attempt;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::event::Event;
use crate::domain::ids::NoticeMailId;
use crate::domain::limit::DELIVERY_LEASE_S;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::{Fate, NoticeMail};
use crate::domain::outgoing_mail::{AutomaticMark, OutgoingMail};
use crate::mail::{compose, sign};
use crate::store::Writing;

/// Where a person who answers is read: its mail arrives in the first inbox. Machines are kept from answering.
const SENDER_LOCAL_PART: &str = "postmaster";

/// What is to be said to somebody.
#[derive(Debug, Clone)]
pub(super) struct NewNoticeMail {
    pub(super) to: Mailbox,
    pub(super) subject: String,
    pub(super) text: String,
    /// After this it says nothing of use.
    pub(super) useful_for: Duration,
}

/// What the worker has to do for them.
#[derive(Debug)]
pub enum TakenNoticeMail {
    Due(DueNoticeMail),
    NothingDue { next: Option<Moment> },
}

/// A mail ready to be handed to a server, with the null sender: nothing comes back.
#[derive(Debug)]
pub struct DueNoticeMail {
    pub id: NoticeMailId,
    pub to: EmailAddress,
    pub bytes: Vec<u8>,
}

/// Makes a mail ready to be written by `queue_notice_mail`, in the transaction of what it tells of.
pub(super) fn new_notice_mail(context: &Context, notice: NewNoticeMail) -> NoticeMail {
    let now = context.world.now();
    NoticeMail {
        id: context.world.new_id(),
        to: notice.to,
        subject: notice.subject,
        sealed_text: context.store.seal_notice_mail(&notice.text),
        queued_at: now,
        useful_until: now + notice.useful_for,
        due: now,
        attempts: 0,
        words: None,
    }
}

/// Puts a mail into the outbox, and wakes the worker.
pub(super) fn queue_notice_mail(tx: &Writing<'_>, notice: &NoticeMail) -> Result<(), ActionError> {
    tx.save_notice_mail(notice)?;
    tx.announce(Event::OutboxChanged)?;
    Ok(())
}

/// Leases the mail that is due first.
pub fn take_due_notice_mail(context: &Context) -> Result<TakenNoticeMail, ActionError> {
    let now = context.world.now();
    match context.store.read(|tx| tx.first_due_notice_mail())? {
        Some((due, _)) if due <= now => {}
        first => return Ok(TakenNoticeMail::NothingDue { next: first.map(|(due, _)| due) }),
    }
    let taken = context.store.write(move |tx| {
        let Some((due, id)) = tx.first_due_notice_mail()? else { return Ok(None) };
        if now < due {
            return Ok(None);
        }
        let mut notice = tx.notice_mail(id)?.ok_or(ActionError::NotFound)?;
        if notice.useful_until <= now {
            tx.remove_notice_mail(id)?;
            return Ok(None);
        }
        notice.lease(Duration::from_secs(DELIVERY_LEASE_S), now);
        tx.save_notice_mail(&notice)?;
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        Ok::<_, ActionError>(Some((notice, workspace)))
    })?;
    let Some((notice, workspace)) = taken else { return Ok(TakenNoticeMail::NothingDue { next: Some(now) }) };
    let secrets = context.secrets()?;
    let from = workspace.address(SENDER_LOCAL_PART).expect("a mail domain makes sound addresses");
    let mail = OutgoingMail {
        from: Mailbox::new(&workspace.name, from),
        reply_to: None,
        to: vec![notice.to.clone()],
        cc: Vec::new(),
        subject: notice.subject,
        date: notice.queued_at,
        message_id: format!("notice.{}@{}", notice.id, workspace.mail_domain),
        in_reply_to: None,
        references: Vec::new(),
        text: context.store.unseal_notice_mail(&notice.sealed_text)?,
        html: String::new(),
        attachments: Vec::new(),
        automatic: Some(AutomaticMark::Generated),
    };
    let bytes = sign::sign(compose::compose(&mail), &secrets, &workspace.mail_domain);
    Ok(TakenNoticeMail::Due(DueNoticeMail { id: notice.id, to: notice.to.address, bytes }))
}

/// Delivered or given up, and gone; or again later. Says which.
pub fn record_notice_mail(context: &Context, id: NoticeMailId, attempt: Attempt) -> Result<Fate, ActionError> {
    let now = context.world.now();
    context.store.write(move |tx| {
        let mut notice = tx.notice_mail(id)?.ok_or(ActionError::NotFound)?;
        let fate = notice.record(&attempt, now);
        match fate {
            Fate::Again => tx.save_notice_mail(&notice)?,
            Fate::Delivered | Fate::GivenUp => tx.remove_notice_mail(id)?,
        }
        tx.announce(Event::OutboxChanged)?;
        Ok(fate)
    })
}
