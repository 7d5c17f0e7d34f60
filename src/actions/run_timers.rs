//! Time changes conversations by itself: a snooze ends, and what was put away is erased.

use super::change_conversation::keep_change;
use super::{ActionError, Context};
use crate::domain::conversation::{Cause, Change, Conversation, Status};
use crate::domain::entry::{Activity, Attachment, BlobRef, Content, Direction, Entry, Message};
use crate::domain::event::Event;
use crate::domain::ids::ConversationId;
use crate::domain::limit::TIMERS_SLICE;
use crate::domain::moment::Moment;
use crate::domain::reply_address::{bounce_token, reply_token};
use crate::store::Writing;

/// Entries of a conversation that are erased in one go.
const ENTRIES_AT_ONCE: usize = 500;

/// Rows of the ledger from one address in which a mail that is erased is looked for: it, and when it came again.
const LEDGER_ROWS_LOOKED_THROUGH_MAX: usize = 500;

/// What the timers have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimersRun {
    /// So many were due; more may be.
    Done(usize),
    /// Nothing is due before this moment.
    NothingDue { next: Option<Moment> },
}

/// Wakes and erases what is due, a slice at a time.
pub fn run_timers(context: &Context) -> Result<TimersRun, ActionError> {
    let now = context.world.now();
    match context.store.read(|tx| tx.first_timers(1))?.first() {
        Some((due, _)) if *due <= now => {}
        Some((due, _)) => return Ok(TimersRun::NothingDue { next: Some(*due) }),
        None => return Ok(TimersRun::NothingDue { next: None }),
    }
    let world = context.world.clone();
    let instance = context.store.secrets()?.map(|secrets| secrets.instance).unwrap_or_default();
    context.store.write(move |tx| {
        let due = tx.first_timers(TIMERS_SLICE)?;
        let due: Vec<ConversationId> = due.into_iter().filter(|(due, _)| *due <= now).map(|(_, id)| id).collect();
        for id in &due {
            let mut head = tx.any_conversation(*id)?.ok_or(ActionError::NotFound)?;
            match head.status {
                Status::Snoozed(_) => {
                    let change = head.wake_when_due(now)?;
                    keep_change(tx, &head, change, Cause::TimeCame, world.new_id(), now)?;
                }
                Status::Spam { .. } | Status::Trashed { .. } => erase(tx, &head, &instance, now)?,
                Status::Open | Status::Closed { .. } => tx.save_conversation(&head)?,
            }
        }
        Ok(TimersRun::Done(due.len()))
    })
}

/// Erases a conversation with everything in it. That its mails were here is remembered, so that the
/// same mail, fetched or sent again, does not bring it back.
pub(super) fn erase(
    tx: &Writing<'_>,
    head: &Conversation,
    instance: &[u8; 32],
    now: Moment,
) -> Result<(), ActionError> {
    loop {
        let entries = tx.entries_before(head.id, None, ENTRIES_AT_ONCE)?;
        for entry in &entries {
            for blob in blobs_of(&entry.content) {
                tx.release_blob(&blob)?;
            }
            if let Content::Message(message) = &entry.content {
                if let Direction::Outgoing(outgoing) = &message.direction {
                    if let Some(delivery) = tx.delivery(outgoing.delivery)? {
                        tx.remove_delivery(&delivery)?;
                    }
                    tx.remove_signed_address(&bounce_token(instance, head.id, entry.id))?;
                }
                tx.save_tombstone(head.inbox, &message.message_id, &message.text, head.id)?;
                erase_from_ledger(tx, head, entry, message, now)?;
            }
            if let Content::Activity(Activity { change: Change::Merged { from }, .. }) = entry.content
                && tx.merged_into(from)? == Some(head.id)
            {
                forget_merged(tx, from)?;
            }
            tx.remove_entry(entry)?;
        }
        if entries.len() < ENTRIES_AT_ONCE {
            break;
        }
    }
    tx.remove_drafts_in(head.id)?;
    tx.remove_signed_address(&reply_token(instance, head.id))?;
    tx.remove_chat(head.id)?;
    tx.remove_running_bot(head.id)?;
    tx.remove_conversation_properties(head.id)?;
    tx.remove_conversation(head)?;
    tx.announce(Event::ConversationGone { inbox: head.inbox, conversation: head.id })?;
    Ok(())
}

/// The row of a mail stays, and says that it was erased: its bytes and its subject go, unless another conversation has them.
fn erase_from_ledger(
    tx: &Writing<'_>,
    head: &Conversation,
    entry: &Entry,
    message: &Message,
    now: Moment,
) -> Result<(), ActionError> {
    let (Direction::Incoming(incoming), Some(from)) = (&message.direction, &message.from) else { return Ok(()) };
    for mut row in tx.ledger_rows_from(&from.address, entry.at, LEDGER_ROWS_LOOKED_THROUGH_MAX)? {
        if row.raw.digest != incoming.raw.digest || row.erased_at.is_some() {
            continue;
        }
        let mut is_elsewhere = false;
        for decision in &row.decisions {
            let found = tx.any_conversation(decision.verdict.conversation())?;
            is_elsewhere |= found.is_some_and(|found| found.id != head.id);
        }
        if !is_elsewhere {
            tx.release_blob(&row.raw)?;
            row.subject.clear();
            row.erased_at = Some(now);
            tx.save_ledger_row(&row)?;
        }
    }
    Ok(())
}

/// What a conversation that was taken in was, and what its bot knew, goes with what took it in.
fn forget_merged(tx: &Writing<'_>, id: ConversationId) -> Result<(), ActionError> {
    tx.remove_merge(id)?;
    tx.remove_running_bot(id)?;
    tx.remove_conversation_properties(id)?;
    Ok(())
}

fn blobs_of(content: &Content) -> impl Iterator<Item = BlobRef> {
    let (attachments, raw): (&[Attachment], _) = match content {
        Content::Message(message) => match &message.direction {
            Direction::Incoming(incoming) => (&message.attachments, Some(incoming.raw)),
            Direction::Outgoing(_) => (&message.attachments, None),
        },
        Content::Chat(chat) => (&chat.attachments, None),
        Content::Comment(comment) => (&comment.attachments, None),
        Content::Activity(_) => (&[], None),
    };
    attachments.iter().map(|attachment| attachment.blob).chain(raw)
}
