//! A mail that was understood wrongly is read again, with what this version knows.

use super::mail_ledger::{demand_administrator, demand_bytes};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::automatic_mail::Nature;
use crate::domain::entry::{Content, Direction, Entry, IncomingKind};
use crate::domain::event::Event;
use crate::domain::ids::LedgerId;
use crate::domain::incoming_mail::{IncomingMail, Understood};
use crate::domain::limit::TEXT_SHOWN_BYTES_MAX;
use crate::domain::mail_ledger::{LedgerRow, LedgerVerdict};
use crate::mail;

/// Reads the mail of a row again and mends the messages that were made of it. The conversation stays:
/// people may have answered there since.
pub fn process_again(context: &Context, actor: &Actor, id: LedgerId) -> Result<LedgerRow, ActionError> {
    demand_administrator(actor)?;
    let row = context.store.read(|tx| tx.ledger_row(id))?.ok_or(ActionError::NotFound)?;
    demand_bytes(&row)?;
    let mail = mail::read::read(&context.store.read_blob(&row.raw)?);
    context.store.write(move |tx| {
        let mut row = tx.ledger_row(id)?.ok_or(ActionError::NotFound)?;
        for decision in &row.decisions {
            let (conversation, entry) = match decision.verdict {
                LedgerVerdict::Began { conversation, entry, .. }
                | LedgerVerdict::Joined { conversation, entry, .. } => (conversation, entry),
                LedgerVerdict::Duplicate { .. } => continue,
            };
            let Some(entry) = tx.entry(conversation, entry)? else { continue };
            // Its conversation may have been merged into another, or moved to another inbox, since it came.
            let Some(head) = tx.any_conversation(entry.conversation)? else { continue };
            let mended = mended(entry, &mail);
            tx.save_entry(&mended)?;
            tx.announce(Event::EntryChanged { inbox: head.inbox, conversation: head.id, entry: mended.id })?;
        }
        row.subject.clone_from(&mail.subject);
        row.header_from = mail.from.as_ref().map(|from| from.address.to_string()).unwrap_or_default();
        tx.save_ledger_row(&row)?;
        Ok(row)
    })
}

fn mended(entry: Entry, mail: &IncomingMail) -> Entry {
    let Content::Message(mut message) = entry.content else { return entry };
    message.from.clone_from(&mail.from);
    message.reply_to.clone_from(&mail.reply_to);
    message.to.clone_from(&mail.to);
    message.cc.clone_from(&mail.cc);
    message.subject.clone_from(&mail.subject);
    mail.new_text[..mail.new_text.floor_char_boundary(TEXT_SHOWN_BYTES_MAX)].clone_into(&mut message.text);
    message.has_quote = mail.new_text.trim().len() < mail.text.trim().len();
    message.has_html = mail.html.is_some();
    if let Direction::Incoming(incoming) = &mut message.direction {
        incoming.written_at = mail.date;
        incoming.kind = match &mail.nature {
            Nature::Personal => IncomingKind::Personal,
            Nature::Automatic(kind) => IncomingKind::Automatic(*kind),
            Nature::Bounce(_) => IncomingKind::Bounce,
        };
        incoming.note = match &mail.understood {
            Understood::Whole => None,
            Understood::Partly { left_out } => Some(left_out.clone()),
            Understood::NotAtAll { reason } => Some(reason.clone()),
        };
    }
    Entry { content: Content::Message(message), ..entry }
}
