//! A visitor's own chats, as the panel shows them: what was said in the chat, and nothing of what agents say among
//! themselves or write by mail.

use std::collections::{BTreeMap, btree_map};

use super::identify::demand_open;
use crate::actions::{ActionError, Context};
use crate::domain::agent::Agent;
use crate::domain::chat::Chat;
use crate::domain::conversation::Conversation;
use crate::domain::entry::{Attachment, ChatAuthor, Content, Entry};
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId};
use crate::domain::limit::{THREAD_ENTRIES_MAX, VISITOR_CONVERSATIONS_MAX};
use crate::domain::visitor::VisitorActor;
use crate::store::Reading;

/// Entries looked through for one page: comments and activities in between are not for the visitor.
const LOOKED_THROUGH_MAX: usize = 1_000;

/// A chat with those who have answered in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChat {
    pub head: Conversation,
    pub chat: Chat,
    /// The newest first.
    pub people: Vec<Agent>,
    /// What was said last in the chat itself. The head tells of mails and comments too, which may be for others.
    pub newest: Option<Entry>,
}

/// Words of a chat with who said them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownEntry {
    pub entry: Entry,
    pub by: ShownBy,
}

/// Who has said something, as far as a visitor may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownBy {
    Visitor,
    /// None once they have left the house.
    Agent(Option<Box<Agent>>),
    Bot {
        name: String,
    },
}

/// A stretch of a chat, oldest first, and the number of the feed at which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPage {
    pub chat: ShownChat,
    pub entries: Vec<ShownEntry>,
    pub has_older: bool,
    pub position: u64,
}

/// The visitor's chats, newest first, and the number of the feed at which they were read.
pub fn list_chats(context: &Context, actor: &VisitorActor) -> Result<(Vec<ShownChat>, u64), ActionError> {
    context.store.read(|tx| {
        demand_open(tx, actor.channel)?;
        Ok((chats_of(tx, actor)?, tx.feed_position()?))
    })
}

/// One chat, with the newest words before an entry, or the newest of all.
pub fn show_chat(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    before: Option<EntryId>,
    entries_max: usize,
) -> Result<ChatPage, ActionError> {
    let entries_max = entries_max.clamp(1, THREAD_ENTRIES_MAX);
    context.store.read(|tx| {
        let (head, chat) = tx.conversation_for_visitor(actor, id)?.ok_or(ActionError::NotFound)?;
        let (entries, has_older) = words_before(tx, head.id, before, entries_max)?;
        let mut names = Names::default();
        let entries: Result<Vec<_>, _> = entries.into_iter().map(|entry| shown_entry(tx, entry, &mut names)).collect();
        let position = tx.feed_position()?;
        Ok(ChatPage { chat: shown_chat(tx, head, chat)?, entries: entries?, has_older, position })
    })
}

/// A file that was sent in one of the visitor's chats.
pub fn show_file(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
    entry: EntryId,
    index: usize,
) -> Result<(Attachment, Vec<u8>), ActionError> {
    let entry = context.store.read(|tx| {
        tx.conversation_for_visitor(actor, id)?.ok_or(ActionError::NotFound)?;
        tx.entry(id, entry)?.ok_or(ActionError::NotFound)
    })?;
    let attachment = match entry.content {
        Content::Chat(chat) => chat.attachments.into_iter().nth(index),
        Content::Message(_) | Content::Comment(_) | Content::Activity(_) => None,
    };
    let attachment = attachment.ok_or(ActionError::NotFound)?;
    let bytes = context.store.read_blob(&attachment.blob)?;
    Ok((attachment, bytes))
}

pub(super) fn chats_of(tx: &Reading<'_>, actor: &VisitorActor) -> Result<Vec<ShownChat>, ActionError> {
    let mut chats = Vec::new();
    for id in tx.conversations_of_visitor(actor.visitor, VISITOR_CONVERSATIONS_MAX)? {
        if let Some((head, chat)) = tx.conversation_for_visitor(actor, id)? {
            chats.push(shown_chat(tx, head, chat)?);
        }
    }
    Ok(chats)
}

pub(in crate::actions) fn shown_chat(
    tx: &Reading<'_>,
    head: Conversation,
    chat: Chat,
) -> Result<ShownChat, ActionError> {
    let people: Result<Vec<Option<Agent>>, _> = chat.people.iter().map(|agent| tx.agent(*agent)).collect();
    let people = people?.into_iter().flatten().collect();
    let newest = newest_words(tx, head.id)?;
    Ok(ShownChat { head, chat, people, newest })
}

/// The newest words of a chat: most often what stands last in it.
fn newest_words(tx: &Reading<'_>, id: ConversationId) -> Result<Option<Entry>, ActionError> {
    let (mut before, mut stretch_max, mut looked_through) = (None, 2, 0);
    while looked_through < LOOKED_THROUGH_MAX {
        let stretch = tx.entries_before(id, before, stretch_max)?;
        looked_through += stretch_max;
        let Some(oldest) = stretch.first().map(|entry| entry.id) else { break };
        if let Some(words) = stretch.into_iter().rfind(|entry| entry.chat().is_some()) {
            return Ok(Some(words));
        }
        (before, stretch_max) = (Some(oldest), THREAD_ENTRIES_MAX);
    }
    Ok(None)
}

/// Words of a chat, if that is what an entry is.
pub(in crate::actions) fn shown_words(tx: &Reading<'_>, entry: Entry) -> Result<Option<ShownEntry>, ActionError> {
    match entry.content {
        Content::Chat(_) => shown_entry(tx, entry, &mut Names::default()).map(Some),
        Content::Message(_) | Content::Comment(_) | Content::Activity(_) => Ok(None),
    }
}

/// Who was looked up already.
#[derive(Default)]
struct Names {
    agents: BTreeMap<AgentId, Option<Agent>>,
    bot: Option<String>,
}

fn shown_entry(tx: &Reading<'_>, entry: Entry, names: &mut Names) -> Result<ShownEntry, ActionError> {
    let author = match &entry.content {
        Content::Chat(chat) => chat.author,
        Content::Message(_) | Content::Comment(_) | Content::Activity(_) => ChatAuthor::Visitor,
    };
    let by = match author {
        ChatAuthor::Visitor => ShownBy::Visitor,
        ChatAuthor::Agent(agent) => ShownBy::Agent(match names.agents.entry(agent) {
            btree_map::Entry::Occupied(known) => known.get().clone().map(Box::new),
            btree_map::Entry::Vacant(place) => place.insert(tx.agent(agent)?).clone().map(Box::new),
        }),
        ChatAuthor::Bot => {
            if names.bot.is_none() {
                names.bot = tx.running_bot(entry.conversation)?.map(|bot| bot.script.name);
            }
            ShownBy::Bot { name: names.bot.clone().unwrap_or_default() }
        }
    };
    Ok(ShownEntry { entry, by })
}

fn words_before(
    tx: &Reading<'_>,
    id: ConversationId,
    before: Option<EntryId>,
    entries_max: usize,
) -> Result<(Vec<Entry>, bool), ActionError> {
    let mut words: Vec<Entry> = Vec::new();
    let (mut before, mut looked_through) = (before, 0);
    while words.len() <= entries_max && looked_through < LOOKED_THROUGH_MAX {
        let stretch = tx.entries_before(id, before, THREAD_ENTRIES_MAX)?;
        looked_through += THREAD_ENTRIES_MAX;
        let Some(oldest) = stretch.first().map(|entry| entry.id) else { break };
        before = Some(oldest);
        words.extend(stretch.into_iter().rev().filter(|entry| matches!(entry.content, Content::Chat(_))));
    }
    let has_older = entries_max < words.len();
    words.truncate(entries_max);
    words.reverse();
    Ok((words, has_older))
}

/// The inbox where a chat of the visitor lies, and its id by now.
pub fn place_of(
    context: &Context,
    actor: &VisitorActor,
    id: ConversationId,
) -> Result<(InboxId, ConversationId), ActionError> {
    let found = context.store.read(|tx| tx.conversation_for_visitor(actor, id))?;
    found.map(|(head, _)| (head.inbox, head.id)).ok_or(ActionError::NotFound)
}
