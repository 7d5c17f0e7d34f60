//! What a visitor has not seen of our words after a quiet time follows by mail, all of it in one.

use super::chat_mail::{ChatMail, address_of, compose};
use super::{ActionError, Context};
use crate::domain::agent::Agent;
use crate::domain::chat::Chat;
use crate::domain::conversation::Conversation;
use crate::domain::email_address::Mailbox;
use crate::domain::entry::{ChatAuthor, Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId};
use crate::domain::limit::{CONTINUITY_ENTRIES_MAX, THREAD_ENTRIES_MAX};
use crate::domain::moment::Moment;
use crate::domain::visitor::VisitorStanding;

/// Chats looked at in one go.
const AT_ONCE_MAX: usize = 20;

/// Mails what is due; says when the next is.
pub fn follow_by_mail(context: &Context) -> Result<Option<Moment>, ActionError> {
    let now = context.world.now();
    let (due, next) = context.store.read(|tx| tx.chats_due(now, AT_ONCE_MAX))?;
    for conversation in due {
        follow(context, conversation, now)?;
    }
    Ok(next)
}

/// What is to follow, read before the transaction.
pub(super) struct Unseen {
    head: Conversation,
    chat: Chat,
    /// The newest entry of all.
    newest: Option<EntryId>,
    said: Vec<(Entry, Option<Agent>)>,
    /// None: no address is known, or nobody wants to write there.
    to: Option<(Mailbox, AgentId, EntryId)>,
}

fn follow(context: &Context, id: ConversationId, now: Moment) -> Result<(), ActionError> {
    match unseen(context, id)? {
        Some(unseen) => mail_unseen(context, unseen, now),
        None => Ok(()),
    }
}

/// Mails what was read, unless something has happened since.
pub(super) fn mail_unseen(context: &Context, unseen: Unseen, now: Moment) -> Result<(), ActionError> {
    let Unseen { head, chat, newest: last, said, to } = unseen;
    let id = head.id;
    let (mail, newest) = match to {
        Some((recipient, agent, newest)) => {
            (Some(compose(context, &head, &chat, agent, recipient, &said)?), Some(newest))
        }
        None => (None, None),
    };
    let before = chat;
    context.store.write(move |tx| {
        let Some(mut chat) = tx.chat(id)? else { return Ok(()) };
        // When the visitor has waited for long, more words move nothing: the mail is due when it was.
        let newest_now = tx.entries_before(id, None, 1)?.pop().map(|entry| entry.id);
        let is_as_before =
            (chat.visitor_seen, chat.mail_due, newest_now) == (before.visitor_seen, before.mail_due, last);
        if !is_as_before || chat.mail_due.is_none_or(|due| now < due) {
            // The visitor has come back, or somebody goes on writing: it is decided again.
            return Ok(());
        }
        chat.mail_due = None;
        chat.unseen_since = None;
        chat.mailed_up_to = newest.max(chat.mailed_up_to);
        tx.save_chat(&chat)?;
        if let Some(mail) = &mail {
            keep(tx, mail, id)?;
        }
        Ok(())
    })
}

fn keep(tx: &crate::store::Writing<'_>, mail: &ChatMail, id: ConversationId) -> Result<(), ActionError> {
    let mut head = tx.any_conversation(id)?.ok_or(ActionError::NotFound)?;
    mail.save(tx, &mut head)?;
    tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
    Ok(())
}

pub(super) fn unseen(context: &Context, id: ConversationId) -> Result<Option<Unseen>, ActionError> {
    context.store.read(|tx| {
        let (Some(head), Some(chat)) = (tx.any_conversation(id)?, tx.chat(id)?) else { return Ok(None) };
        let visitor = tx.visitor(chat.visitor)?.ok_or(ActionError::NotFound)?;
        let contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
        let entries = tx.entries_before(head.id, None, THREAD_ENTRIES_MAX)?;
        let newest = entries.last().map(|entry| entry.id);
        let mut said = Vec::new();
        for entry in entries {
            let Some(agent) = agent_of(&entry).filter(|_| !chat.has_reached_visitor(entry.id)) else { continue };
            said.push((entry, tx.agent(agent)?));
        }
        let surplus = said.len().saturating_sub(CONTINUITY_ENTRIES_MAX);
        said.drain(..surplus);
        let author = said.iter().rev().find_map(|(entry, agent)| agent.as_ref().map(|agent| (agent.id, entry.id)));
        let address = match visitor.standing {
            VisitorStanding::Welcome if !head.status.is_put_away() && !contact.is_blocked() => {
                address_of(tx, &visitor, &contact)?
            }
            VisitorStanding::Welcome | VisitorStanding::Blocked => None,
        };
        let newest_said = said.last().map(|(entry, _)| entry.id);
        let to = match (address, author, newest_said) {
            (Some(address), Some((agent, _)), Some(newest_said)) => Some((address, agent, newest_said)),
            (Some(_) | None, Some(_) | None, Some(_) | None) => None,
        };
        Ok(Some(Unseen { head, chat, newest, said, to }))
    })
}

fn agent_of(entry: &Entry) -> Option<AgentId> {
    match &entry.content {
        Content::Chat(chat) => match chat.author {
            ChatAuthor::Agent(agent) => Some(agent),
            ChatAuthor::Visitor | ChatAuthor::Bot => None,
        },
        Content::Message(_) | Content::Comment(_) | Content::Activity(_) => None,
    }
}
