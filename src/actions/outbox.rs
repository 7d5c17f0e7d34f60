//! What waits to leave, for administrators: why it waits, when it is tried next, and what can be done about it.

use super::mail_ledger::demand_administrator;
use super::notice_mail::queue_notice_mail;
use super::take_due_delivery::with_sending;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::Content;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, DeliveryId, NoticeMailId};
use crate::domain::limit::OUTBOX_ROWS_MAX;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::NoticeMail;
use crate::store::{Reading, Writing};

/// A mail that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMail {
    pub id: WaitingId,
    pub subject: String,
    pub to: Vec<EmailAddress>,
    pub queued_at: Moment,
    pub next_at: Moment,
    pub attempts: u32,
    pub progress: Progress,
    /// What a server said last.
    pub words: Option<String>,
}

/// Which mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingId {
    Message {
        delivery: DeliveryId,
        conversation: ConversationId,
    },
    /// Of Postroom's own, to a colleague.
    NoticeMail(NoticeMailId),
}

/// Whether a worker has it at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Waiting,
    Sending,
}

/// What waits, due first; at most so many rows.
pub fn list_outbox(context: &Context, actor: &Actor) -> Result<Vec<WaitingMail>, ActionError> {
    demand_administrator(actor)?;
    context.store.read(|tx| {
        let mut waiting = Vec::new();
        for notice in tx.notice_mails(OUTBOX_ROWS_MAX)? {
            waiting.push(WaitingMail::from(notice));
        }
        for delivery in tx.waiting_deliveries(OUTBOX_ROWS_MAX)? {
            waiting.extend(waiting_message(tx, &delivery)?);
        }
        waiting.sort_by_key(|mail| mail.next_at);
        waiting.truncate(OUTBOX_ROWS_MAX);
        Ok(waiting)
    })
}

/// Tries a mail now, whatever its pause.
pub fn try_now(context: &Context, actor: &Actor, id: u128) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let now = context.world.now();
    context.store.write(move |tx| {
        if let Some(mut notice) = tx.notice_mail(NoticeMailId::from_bits(id))? {
            notice.due = notice.due.min(now);
            return queue_notice_mail(tx, &notice);
        }
        let mut delivery = waiting_delivery(tx, DeliveryId::from_bits(id))?;
        tx.remove_delivery(&delivery)?;
        delivery.hurry(now);
        keep(tx, &delivery)
    })
}

/// Gives a mail up. A message says so in its conversation, where it can be tried again.
pub fn give_up(context: &Context, actor: &Actor, id: u128) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let now = context.world.now();
    context.store.write(move |tx| {
        if tx.notice_mail(NoticeMailId::from_bits(id))?.is_some() {
            tx.remove_notice_mail(NoticeMailId::from_bits(id))?;
            tx.announce(Event::OutboxChanged)?;
            return Ok(());
        }
        let mut delivery = waiting_delivery(tx, DeliveryId::from_bits(id))?;
        tx.remove_delivery(&delivery)?;
        delivery.give_up(now);
        keep(tx, &delivery)
    })
}

fn waiting_delivery(tx: &Reading<'_>, id: DeliveryId) -> Result<Delivery, ActionError> {
    let delivery = tx.delivery(id)?.ok_or(ActionError::NotFound)?;
    match delivery.state {
        DeliveryState::Waiting { .. } => Ok(delivery),
        DeliveryState::Leased { .. } => {
            Err(ActionError::conflict("is_being_sent", "The message is being sent at this moment."))
        }
        DeliveryState::Finished { .. } => Err(ActionError::NotFound),
    }
}

fn keep(tx: &Writing<'_>, delivery: &Delivery) -> Result<(), ActionError> {
    tx.save_delivery(delivery)?;
    let conversation = delivery.conversation;
    let entry = tx.entry(conversation, delivery.entry)?.ok_or(ActionError::NotFound)?;
    let entry = with_sending(entry, delivery);
    tx.save_entry(&entry)?;
    let head = tx.any_conversation(conversation)?.ok_or(ActionError::NotFound)?;
    tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
    Ok(())
}

fn waiting_message(tx: &Reading<'_>, delivery: &Delivery) -> Result<Option<WaitingMail>, ActionError> {
    let (next_at, progress) = match delivery.state {
        DeliveryState::Waiting { due, .. } => (due, Progress::Waiting),
        DeliveryState::Leased { until, .. } => (until, Progress::Sending),
        DeliveryState::Finished { .. } => return Ok(None),
    };
    let subject = match tx.entry(delivery.conversation, delivery.entry)?.map(|entry| entry.content) {
        Some(Content::Message(message)) => message.subject,
        Some(Content::Chat(_) | Content::Comment(_) | Content::Activity(_)) | None => String::new(),
    };
    Ok(Some(WaitingMail {
        id: WaitingId::Message { delivery: delivery.id, conversation: delivery.conversation },
        subject,
        to: delivery.pending().cloned().collect(),
        queued_at: delivery.queued_at,
        next_at,
        attempts: delivery.attempts(),
        progress,
        words: delivery.newest_words(),
    }))
}

impl From<NoticeMail> for WaitingMail {
    fn from(notice: NoticeMail) -> Self {
        let NoticeMail { id, to, subject, sealed_text: _, queued_at, useful_until: _, due, attempts, words } = notice;
        Self {
            id: WaitingId::NoticeMail(id),
            subject,
            to: vec![to.address],
            queued_at,
            next_at: due,
            attempts,
            progress: Progress::Waiting,
            words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::reset_password::request_password_reset;
    use crate::actions::tests::House;
    use crate::domain::agent::Role;

    #[test]
    fn a_notice_that_waits_is_seen_tried_and_given_up_by_administrators() {
        let house = House::founded();
        let (context, admin) = (&house.context, &house.admin);
        let ida = house.colleague("Ida", Role::Agent);
        let invitation = list_outbox(context, admin).expect("allowed").pop().expect("she was invited").id;
        request_password_reset(context, "ida@example.org").expect("a known address");
        let waiting = list_outbox(context, admin).expect("allowed");
        let reset = |mail: &&WaitingMail| mail.id != invitation;
        let mail = waiting.iter().find(reset).expect("beside her invitation");
        assert_eq!((mail.to[0].as_str(), mail.attempts), ("ida@example.org", 0));
        let WaitingId::NoticeMail(id) = mail.id else { panic!("a notice") };
        for refused in
            [list_outbox(context, &ida).map(drop), try_now(context, &ida, id.bits()), give_up(context, &ida, id.bits())]
        {
            assert!(matches!(refused, Err(ActionError::NotPermitted)));
        }
        try_now(context, admin, id.bits()).expect("it waits");
        give_up(context, admin, id.bits()).expect("it waits");
        assert_eq!(list_outbox(context, admin).expect("allowed").iter().find(reset), None);
        assert!(matches!(give_up(context, admin, id.bits()), Err(ActionError::NotFound)));
    }
}
