//! The long form of a message: for the sandboxed frame, as text, as it came.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::entry::{Attachment, Body, Content, Direction, Entry, Message};
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::limit::ARCHIVE_BYTES_MAX;
use crate::mail;
use crate::mail::sanitize::RemoteImages;

/// An HTML document for the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownBody {
    pub html: String,
    /// Pictures on other servers were left out.
    pub has_remote_images: bool,
}

/// A file of a message with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownAttachment {
    pub attachment: Attachment,
    pub bytes: Vec<u8>,
}

/// The document of a message, cleaned now, by what this version knows to be dangerous.
///
/// `quote_label` is the word on the fold of quoted text.
pub fn show_body(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
    remote: RemoteImages,
    quote_label: &str,
) -> Result<ShownBody, ActionError> {
    let message = message_for(context, actor, conversation, entry)?;
    let body = body_of(context, conversation, entry, &message)?;
    let image = |content_id: &str| {
        let index = message.attachments.iter().position(|one| one.content_id.as_deref() == Some(content_id))?;
        Some(format!("/api/conversations/{conversation}/entries/{entry}/attachments/{index}"))
    };
    let document = mail::document::document(&body, remote, &image, quote_label);
    Ok(ShownBody { html: document.html, has_remote_images: document.had_remote_images })
}

/// All words of a message, with what it quotes.
pub fn show_text(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<String, ActionError> {
    let message = message_for(context, actor, conversation, entry)?;
    Ok(body_of(context, conversation, entry, &message)?.text)
}

/// A mail as it came, with the trace that was put before it.
pub fn show_raw(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<Vec<u8>, ActionError> {
    let message = message_for(context, actor, conversation, entry)?;
    match message.direction {
        Direction::Incoming(incoming) => Ok(context.store.read_blob(&incoming.raw)?),
        Direction::Outgoing(_) => Err(ActionError::NotFound),
    }
}

/// The places of the files of a message that are saved together: what its words show is seen there.
pub fn list_files(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<Vec<usize>, ActionError> {
    let message = message_for(context, actor, conversation, entry)?;
    let files = message.attachments.iter().enumerate().filter(|(_, one)| !one.is_inline || !message.has_html);
    let files: Vec<(usize, u64)> = files.map(|(index, one)| (index, one.blob.size)).collect();
    if files.is_empty() {
        return Err(ActionError::NotFound);
    }
    if ARCHIVE_BYTES_MAX < files.iter().map(|(_, size)| size).sum() {
        return Err(ActionError::conflict(
            "too_large",
            "The files are too large for one archive. Save them one by one.",
        ));
    }
    Ok(files.into_iter().map(|(index, _)| index).collect())
}

/// A file of a message, by its place in the list.
pub fn show_attachment(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
    index: usize,
) -> Result<ShownAttachment, ActionError> {
    let attachments = match content_for(context, actor, conversation, entry)? {
        Content::Message(message) => message.attachments,
        Content::Chat(chat) => chat.attachments,
        Content::Comment(comment) => comment.attachments,
        Content::Activity(_) => return Err(ActionError::NotFound),
    };
    let attachment = attachments.get(index).cloned().ok_or(ActionError::NotFound)?;
    let bytes = context.store.read_blob(&attachment.blob)?;
    Ok(ShownAttachment { attachment, bytes })
}

/// What was written: kept here if it is ours, read from the raw mail if it came in, so that a better
/// reader shows old mail better.
pub(super) fn body_of(
    context: &Context,
    conversation: ConversationId,
    entry: EntryId,
    message: &Message,
) -> Result<Body, ActionError> {
    match &message.direction {
        Direction::Outgoing(_) => {
            let body = context.store.read(|tx| tx.body(conversation, entry))?;
            body.ok_or(ActionError::NotFound)
        }
        Direction::Incoming(incoming) => {
            let mail = mail::read::read(&context.store.read_blob(&incoming.raw)?);
            Ok(Body { text: mail.text, html: mail.html, written: None })
        }
    }
}

fn message_for(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<Message, ActionError> {
    match content_for(context, actor, conversation, entry)? {
        Content::Message(message) => Ok(*message),
        Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => Err(ActionError::NotFound),
    }
}

fn content_for(
    context: &Context,
    actor: &Actor,
    conversation: ConversationId,
    entry: EntryId,
) -> Result<Content, ActionError> {
    let entry: Option<Entry> = context.store.read(|tx| {
        tx.conversation_for(actor, conversation)?.ok_or(ActionError::NotFound)?;
        Ok::<_, ActionError>(tx.entry(conversation, entry)?)
    })?;
    entry.map(|entry| entry.content).ok_or(ActionError::NotFound)
}
