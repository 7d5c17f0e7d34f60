//! An agent answers, or forwards what was said.

use super::add_comment::take_part;
use super::bot_turn::stop_bot;
use super::chat_mail::{MailWords, subject_of};
use super::drafts::finish_draft;
use super::quote_message::{Labels, below_answer, below_forward};
use super::tell::{Occasion, tell};
use super::write_message::{Answered, Below, Desk, Draft, Written, draft};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::attention::said_since;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Cause, Conversation, ParticipantStanding};
use crate::domain::draft::DraftPlace;
use crate::domain::entry::{Activity, Content, Entry, Message};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId, OperationId};
use crate::domain::limit::REFERENCES_MAX;
use crate::domain::notice::Happening;
use crate::domain::subject;
use crate::store::Writing;

/// Entries looked through for what an answer does not know of.
const LOOKED_THROUGH_MAX: usize = 100;

/// A message of an agent within a conversation.
#[derive(Debug, Clone)]
pub struct ReplyToConversation {
    pub operation: OperationId,
    pub conversation: ConversationId,
    /// An empty subject is worked out from the message that is answered.
    pub written: Written,
    pub kind: ReplyKind,
    pub afterwards: Afterwards,
    /// What its writer knows of the conversation.
    pub known: Known,
}

/// What the writer of an answer knows of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Everything up to this entry: an answer that does not know what came after it is refused.
    UpTo(EntryId),
    /// It was not said, or the writer wants to send it whatever came in between.
    Whatever,
}

/// What the message is to the one it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// An answer; with the words that it answers below it, if it names them.
    Answer { quoted: Option<EntryId> },
    /// For somebody else to read; answers to it do not make them part of the conversation.
    Forward { forwarded: EntryId, files: ForwardedFiles },
}

/// Whether the files of a forwarded message go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardedFiles {
    Along,
    Left,
}

/// What becomes of the conversation once the message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    StaysOpen,
    Closes,
}

/// Writes the message and puts it in the outbox, due when the undo time is over. The first to answer
/// takes the conversation. The same operation again yields the first message.
pub fn reply_to_conversation(
    context: &Context,
    actor: &Actor,
    deed: ReplyToConversation,
) -> Result<Entry, ActionError> {
    let ReplyToConversation { operation, conversation: id, mut written, kind, afterwards, known } = deed;
    let (head, inbox, newest, referred) = context.store.read(|tx| {
        let head = tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
        let newest = super::show_conversation::newest_message(tx, id)?;
        let referred = match kind {
            ReplyKind::Answer { quoted } => quoted,
            ReplyKind::Forward { forwarded, .. } => Some(forwarded),
        };
        let referred = match referred {
            Some(entry) => Some(tx.entry(id, entry)?.ok_or(ActionError::NotFound)?),
            None => None,
        };
        Ok::<_, ActionError>((head, inbox, newest, referred))
    })?;
    head.may_be_answered()?;
    // It may have been merged into another since the caller learnt of it.
    let id = head.id;
    let desk = Desk::of(context, actor, inbox)?;
    let labels = Labels::of(desk.agent.locale);
    let below = match (kind, &referred) {
        (ReplyKind::Answer { .. }, None) => Below::NOTHING,
        (ReplyKind::Answer { .. }, Some(entry)) => below_answer(context, entry, &labels)?,
        (ReplyKind::Forward { files, .. }, Some(entry)) => below_forward(context, entry, files, &labels)?,
        (ReplyKind::Forward { .. }, None) => return Err(ActionError::NotFound),
    };
    let answered = answered(kind, referred.as_ref().or(newest.as_ref()));
    if written.subject.trim().is_empty() {
        written.subject = match kind {
            ReplyKind::Answer { .. } if head.channel == ChannelKind::Chat => {
                let language = context.store.read(|tx| tx.chat(id))?.map(|chat| chat.began_on.language);
                subject_of(&head, &desk.inbox, MailWords::of(&language.unwrap_or_default()))
            }
            ReplyKind::Answer { .. } => subject::of_answer(&head.subject),
            ReplyKind::Forward { .. } => subject::of_forward(&head.subject),
        };
    }
    let draft = draft(context, actor, &desk, id, written, answered, below)?;
    let extra = ExtraEntries { taken: context.world.new_id(), closed: context.world.new_id() };
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        if let Some((conversation, entry)) = tx.operation(actor.agent, operation)? {
            return tx.entry(conversation, entry)?.ok_or(ActionError::NotFound);
        }
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        if head.id != id {
            return Err(ActionError::NotFound);
        }
        not_stale(tx, id, known, actor.agent)?;
        finish_draft(tx, &actor, DraftPlace::Message(id), operation)?;
        // The first words of a person end those of the bot.
        stop_bot(tx, &world, &mut head, actor.agent)?;
        keep(tx, &actor, &draft, &mut head, kind, afterwards, &extra)?;
        tx.save_operation(actor.agent, operation, (id, draft.entry.id), draft.entry.at)?;
        Ok(draft.entry.clone())
    })
}

/// Refuses an answer that was begun before somebody else spoke.
fn not_stale(tx: &Writing<'_>, id: ConversationId, known: Known, writer: AgentId) -> Result<(), ActionError> {
    let Known::UpTo(seen) = known else { return Ok(()) };
    let entries = tx.entries_before(id, None, LOOKED_THROUGH_MAX)?;
    match said_since(&entries, seen, writer) {
        Some(_) => {
            Err(ActionError::conflict("stale", "Somebody else has written meanwhile. Read it, then send again."))
        }
        None => Ok(()),
    }
}

/// Ids for the activities that a message may bring along.
struct ExtraEntries {
    taken: EntryId,
    closed: EntryId,
}

fn keep(
    tx: &Writing<'_>,
    actor: &Actor,
    draft: &Draft,
    head: &mut Conversation,
    kind: ReplyKind,
    afterwards: Afterwards,
    extra: &ExtraEntries,
) -> Result<(), ActionError> {
    let now = draft.entry.at;
    draft.save(tx)?;
    let taken = match kind {
        ReplyKind::Answer { .. } => head.answer(actor.agent, &draft.preview, now),
        ReplyKind::Forward { .. } => {
            head.pass_on(actor.agent, &draft.preview, now);
            None
        }
    };
    if let (ReplyKind::Answer { .. }, Content::Message(message)) = (kind, &draft.entry.content) {
        for mailbox in message.to.iter().chain(&message.cc) {
            if tx.inbox_at(&mailbox.address)?.is_none() {
                head.add_participant(mailbox.clone(), ParticipantStanding::Known);
            }
        }
    }
    let closed = match afterwards {
        Afterwards::StaysOpen => None,
        Afterwards::Closes => head.close(actor.agent, now).ok(),
    };
    tx.save_conversation(head)?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: draft.entry.id })?;
    take_part(tx, head, actor.agent)?;
    let by = Some(actor.agent);
    tell(tx, head, &Occasion { happening: Happening::Message, entry: draft.entry.id, by, at: now })?;
    let activities =
        [(extra.taken, taken, Cause::FirstAnswer(actor.agent)), (extra.closed, closed, Cause::Agent(actor.agent))];
    for (id, change, cause) in activities {
        let Some(change) = change else { continue };
        save_activity(
            tx,
            head,
            Entry { id, conversation: head.id, at: now, content: Content::Activity(Activity { change, cause }) },
        )?;
    }
    Ok(())
}

/// Writes a line that says what happened, and announces it.
pub(super) fn save_activity(tx: &Writing<'_>, head: &Conversation, entry: Entry) -> Result<(), ActionError> {
    let id = entry.id;
    tx.save_entry(&entry)?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: id })?;
    Ok(())
}

/// In-Reply-To and References of RFC 5322, 3.6.4. A forward answers nothing.
fn answered(kind: ReplyKind, entry: Option<&Entry>) -> Answered {
    let message: Option<&Message> = entry.and_then(|entry| match &entry.content {
        Content::Message(message) => Some(message.as_ref()),
        Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => None,
    });
    match (kind, message) {
        (ReplyKind::Answer { .. }, Some(message)) => {
            let mut references = message.references.clone();
            if references.is_empty() {
                references.clone_from(&message.in_reply_to);
            }
            references.push(message.message_id.clone());
            let surplus = references.len().saturating_sub(REFERENCES_MAX);
            // The first one names the beginning of the thread: mail programs group by it.
            references.drain(1..1 + surplus);
            Answered { in_reply_to: Some(message.message_id.clone()), references }
        }
        (ReplyKind::Answer { .. }, None) | (ReplyKind::Forward { .. }, _) => Answered::default(),
    }
}
