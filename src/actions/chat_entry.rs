//! Words of a chat find their place: the entry, the head, the marks, who hears of it. Used within the
//! transactions of the deeds of visitors, agents and bots.

use std::time::Duration;

use super::ActionError;
use super::reply_to_conversation::save_activity;
use super::tell::{Occasion, tell};
use crate::domain::chat::Chat;
use crate::domain::conversation::{Cause, Change, Conversation};
use crate::domain::entry::{Activity, ChatAuthor, ChatMessage, Content, Entry};
use crate::domain::event::Event;
use crate::domain::limit::CONTINUITY_QUIET_MIN;
use crate::domain::moment::Moment;
use crate::domain::notice::Happening;
use crate::store::Writing;
use crate::world::World;

/// Whether colleagues are told of a visitor's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    Colleagues,
    /// A bot listens: it calls somebody when it needs them.
    Nobody,
}

/// Appends words to a chat. The ids are made here, within the transaction, so that entries stand in
/// the order in which they were written.
pub(super) fn append(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    message: ChatMessage,
    telling: Telling,
) -> Result<(Entry, Chat), ActionError> {
    let now = world.now();
    let mut chat = tx.chat(head.id)?.ok_or(ActionError::NotFound)?;
    let entry = Entry { id: world.new_id(), conversation: head.id, at: now, content: Content::Chat(Box::new(message)) };
    let Content::Chat(message) = &entry.content else { return Err(ActionError::NotFound) };
    let preview = message.words_or_file();
    let change = match message.author {
        ChatAuthor::Visitor => {
            chat.said_by_visitor(entry.id);
            head.hear(preview, now).map(|change| (change, Cause::NewMessage))
        }
        ChatAuthor::Agent(agent) => {
            chat.said_by_agent(agent, entry.id, now, Duration::from_secs(CONTINUITY_QUIET_MIN * 60));
            head.answer(agent, preview, now).map(|change| (change, Cause::FirstAnswer(agent)))
        }
        ChatAuthor::Bot => {
            chat.said_by_bot();
            head.say_by_bot(preview, now);
            None
        }
    };
    head.has_attachments |= !message.attachments.is_empty();
    tx.save_conversation(head)?;
    tx.save_chat(&chat)?;
    tx.save_entry(&entry)?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
    let is_back = head.message_count == 1 || change.is_some();
    let told = match (message.author, telling) {
        (ChatAuthor::Visitor, Telling::Colleagues) if is_back => Some((Happening::CameIn, None)),
        (ChatAuthor::Visitor, Telling::Colleagues) => Some((Happening::Message, None)),
        (ChatAuthor::Agent(agent), _) => Some((Happening::Message, Some(agent))),
        // A bot's words wake nobody.
        (ChatAuthor::Visitor, Telling::Nobody) | (ChatAuthor::Bot, _) => None,
    };
    if let Some((happening, by)) = told {
        tell(tx, head, &Occasion { happening, entry: entry.id, by, at: now })?;
    }
    if let Some((change, cause)) = change {
        note(tx, world, head, change, cause, now)?;
    }
    Ok((entry, chat))
}

/// Writes a line that says what happened.
pub(super) fn note(
    tx: &Writing<'_>,
    world: &World,
    head: &Conversation,
    change: Change,
    cause: Cause,
    now: Moment,
) -> Result<(), ActionError> {
    let content = Content::Activity(Activity { change, cause });
    save_activity(tx, head, Entry { id: world.new_id(), conversation: head.id, at: now, content })
}
