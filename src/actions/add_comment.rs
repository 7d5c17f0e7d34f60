//! An agent says something that only colleagues see.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::entry::{Comment, Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, OperationId};
use crate::domain::limit::WRITTEN_BYTES_MAX;
use crate::mail::sanitize::{clean_written, text_of_html};

/// A comment on a conversation.
#[derive(Debug, Clone)]
pub struct AddComment {
    pub operation: OperationId,
    pub conversation: ConversationId,
    /// As the editor made it; cleaned here.
    pub html: String,
}

/// Adds a comment. The same operation again yields the first one.
pub fn add_comment(context: &Context, actor: &Actor, deed: AddComment) -> Result<Entry, ActionError> {
    let AddComment { operation, conversation, html } = deed;
    if WRITTEN_BYTES_MAX < html.len() {
        return Err(ActionError::invalid("html", "The comment is too long."));
    }
    let html = clean_written(&html);
    let text = text_of_html(&html).trim().to_owned();
    if text.is_empty() {
        return Err(ActionError::invalid("html", "Write something first."));
    }
    let comment = Comment { agent: actor.agent, html, text };
    let at = context.world.now();
    let entry = Entry { id: context.world.new_id(), conversation, at, content: Content::Comment(comment.clone()) };
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        if let Some((conversation, made)) = tx.operation(actor.agent, operation)? {
            return tx.entry(conversation, made)?.ok_or(ActionError::NotFound);
        }
        head.remark(actor.agent, &comment.text, at);
        tx.save_conversation(&head)?;
        let entry = Entry { conversation: head.id, ..entry.clone() };
        tx.save_entry(&entry)?;
        tx.save_operation(actor.agent, operation, (head.id, entry.id), at)?;
        tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
        Ok(entry)
    })
}
