//! An agent says something in a chat.

use super::add_comment::take_part;
use super::bot_turn::stop_bot;
use super::chat_entry::{Telling, append, note};
use super::reply_to_conversation::Afterwards;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::chat::{TextRefused, clean_text};
use crate::domain::conversation::Cause;
use crate::domain::entry::{ChatAuthor, ChatMessage, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, OperationId, UploadId};
use crate::domain::limit::CHAT_UPLOADS_MAX;
use crate::domain::upload::Upload;

/// Words for a visitor.
#[derive(Debug, Clone)]
pub struct SayInChat {
    pub operation: OperationId,
    pub conversation: ConversationId,
    pub text: String,
    pub uploads: Vec<UploadId>,
    pub afterwards: Afterwards,
}

/// Says it at once: a chat has no undo time. The same operation again yields the first entry.
pub fn say_in_chat(context: &Context, actor: &Actor, deed: SayInChat) -> Result<Entry, ActionError> {
    let SayInChat { operation, conversation, text, uploads, afterwards } = deed;
    let text = match clean_text(&text) {
        Ok(text) => text,
        Err(TextRefused::Empty) if !uploads.is_empty() => String::new(),
        Err(refused) => return Err(ActionError::invalid("text", refused.to_string())),
    };
    if CHAT_UPLOADS_MAX < uploads.len() {
        return Err(ActionError::invalid("upload_ids", format!("A message takes at most {CHAT_UPLOADS_MAX} files.")));
    }
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        if let Some((conversation, made)) = tx.operation(actor.agent, operation)? {
            return tx.entry(conversation, made)?.ok_or(ActionError::NotFound);
        }
        tx.chat(head.id)?.ok_or(ActionError::NotFound)?;
        head.may_be_answered()?;
        let missing = || ActionError::invalid("upload_ids", "A file is not here any more. Attach it again.");
        let mut files = Vec::new();
        for id in &uploads {
            let upload: Upload = tx.upload_for(&actor, *id)?.ok_or_else(missing)?;
            super::drafts::demand_purpose(&upload, crate::domain::upload::UploadPurpose::Message)?;
            tx.remove_upload(upload.id)?;
            files.push(upload.as_attachment());
        }
        // The first words of a person end those of the bot.
        stop_bot(tx, &world, &mut head, actor.agent)?;
        let message = ChatMessage {
            author: ChatAuthor::Agent(actor.agent),
            text: text.clone(),
            attachments: files,
            operation: Some(operation),
            prompt: None,
        };
        let (entry, _) = append(tx, &world, &mut head, message, Telling::Colleagues)?;
        take_part(tx, &head, actor.agent)?;
        if afterwards == Afterwards::Closes
            && let Ok(change) = head.close(actor.agent, entry.at)
        {
            tx.save_conversation(&head)?;
            note(tx, &world, &head, change, Cause::Agent(actor.agent), entry.at)?;
            tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        }
        tx.save_operation(actor.agent, operation, (head.id, entry.id), entry.at)?;
        Ok(entry)
    })
}
