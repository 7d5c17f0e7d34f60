//! An agent makes a conversation of its own of a message and all that follows it.

use super::change_conversation::keep_change;
use super::merge_conversations::{all_entries, move_entry};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Cause, Change, ChangeRefused, Conversation};
use crate::domain::entry::{Content, Direction, Message};
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::reply_address::reply_token;
use crate::domain::subject;

/// Splits a conversation before a message; says which conversation is new. Merging it back undoes it.
pub fn split_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    entry: EntryId,
) -> Result<ConversationId, ActionError> {
    let new_id: ConversationId = context.world.new_id();
    let activities: [EntryId; 2] = [context.world.new_id(), context.world.new_id()];
    let now = context.world.now();
    let instance = context.secrets()?.instance;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        head.may_be_answered()?;
        if head.channel == ChannelKind::Chat {
            return Err(ChangeRefused::IsChat.into());
        }
        let mut staying = all_entries(tx, &head)?;
        let at = staying.iter().position(|one| one.id == entry).ok_or(ActionError::NotFound)?;
        let moving = staying.split_off(at);
        let message = moving.first().and_then(|entry| match &entry.content {
            Content::Message(message) => Some(message.as_ref()),
            Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => None,
        });
        let message = message.ok_or(ActionError::NotFound)?;
        if !staying.iter().any(|entry| matches!(entry.content, Content::Message(_))) {
            return Err(ActionError::conflict(
                "nothing_stays",
                "Nothing would stay behind: it begins with this message.",
            ));
        }
        let mut part = begin(&head, new_id, message, moving[0].at);
        part.retell(&moving);
        head.retell(&staying);
        for entry in &moving {
            move_entry(tx, entry, &part, &instance)?;
        }
        tx.save_signed_address(&reply_token(&instance, new_id), new_id, None)?;
        let cause = Cause::Agent(actor.agent);
        keep_change(tx, &part, Change::SplitFrom { from: head.id }, cause, activities[0], now)?;
        keep_change(tx, &head, Change::SplitOff { to: part.id }, cause, activities[1], now)?;
        Ok(part.id)
    })
}

/// The contact is who wrote the message, the people are those whom it names.
fn begin(
    head: &Conversation,
    id: ConversationId,
    message: &Message,
    at: crate::domain::moment::Moment,
) -> Conversation {
    let contact = match &message.direction {
        Direction::Incoming(incoming) => incoming.contact.unwrap_or(head.contact),
        Direction::Outgoing(_) => head.contact,
    };
    let mut part = Conversation::begin(id, head.inbox, contact, head.channel, at);
    part.subject = subject::base(&message.subject).to_owned();
    part.assignee = head.assignee;
    part.former_inboxes.clone_from(&head.former_inboxes);
    let named: Vec<_> = message.from.iter().chain(&message.to).chain(&message.cc).collect();
    for participant in &head.participants {
        if named.iter().any(|mailbox| mailbox.address == participant.mailbox.address) {
            part.add_participant(participant.mailbox.clone(), participant.standing);
        }
    }
    part
}
