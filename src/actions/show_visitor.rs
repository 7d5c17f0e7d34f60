//! What is known of the visitor of a chat, for the agents who see it.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Agent;
use crate::domain::chat::Chat;
use crate::domain::contact::Contact;
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, InboxId, VisitorId};
use crate::domain::visitor::{Visitor, VisitorActor, VisitorStanding};

/// The visitor of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownVisitor {
    pub chat: Chat,
    pub visitor: Visitor,
    pub contact: Contact,
    /// The name of the channel, if it is still there.
    pub channel: Option<String>,
}

/// Shows the visitor of a conversation that the actor may see.
pub fn show_visitor(context: &Context, actor: &Actor, id: ConversationId) -> Result<ShownVisitor, ActionError> {
    context.store.read(|tx| {
        tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        let chat = tx.chat(id)?.ok_or(ActionError::NotFound)?;
        let visitor = tx.visitor(chat.visitor)?.ok_or(ActionError::NotFound)?;
        let contact = tx.contact(visitor.contact)?.ok_or(ActionError::NotFound)?;
        let channel = tx.any_channel(chat.channel)?.map(|channel| channel.name);
        Ok(ShownVisitor { chat, visitor, contact, channel })
    })
}

/// Stops taking words of a visitor, or takes them again.
pub fn set_visitor_standing(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    standing: VisitorStanding,
) -> Result<VisitorId, ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let chat = tx.chat(id)?.ok_or(ActionError::NotFound)?;
        let mut visitor = tx.visitor(chat.visitor)?.ok_or(ActionError::NotFound)?;
        visitor.standing = standing;
        tx.save_visitor(&visitor)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        Ok(visitor.id)
    })
}

/// Where the visitor of a chat hears that an agent of ours types, in which of their chats, and who that is.
pub fn typing_place(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
) -> Result<(VisitorId, ConversationId, Agent), ActionError> {
    context.store.read(|tx| {
        tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        let chat = tx.chat(id)?.ok_or(ActionError::NotFound)?;
        let agent = tx.agent(actor.agent)?.ok_or(ActionError::NotFound)?;
        Ok((chat.visitor, chat.conversation, agent))
    })
}

/// The newest conversation of a visitor and where it lies; none before the first words.
pub fn newest_place(
    context: &Context,
    visitor: &VisitorActor,
) -> Result<Option<(InboxId, ConversationId)>, ActionError> {
    context.store.read(|tx| {
        let Some(id) = tx.conversations_of_visitor(visitor.visitor, 1)?.pop() else { return Ok(None) };
        Ok(tx.any_conversation(id)?.map(|head| (head.inbox, id)))
    })
}
