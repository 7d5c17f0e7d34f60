//! The words and the files of a mail.

use std::collections::BTreeSet;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use crate::domain::email_address::clean_display_name;
use crate::domain::incoming_mail::IncomingAttachment;
use crate::domain::limit::{ATTACHMENTS_MAX, HTML_SHOWN_BYTES_MAX, TEXT_SHOWN_BYTES_MAX};
use crate::mail::sanitize::{html_of_text, text_of_html};

/// What was found.
pub(super) struct Parts {
    pub text: String,
    pub html: Option<String>,
    pub attachments: Vec<IncomingAttachment>,
}

/// Reads the parts of a mail.
pub(super) fn read(message: &Message<'_>) -> Parts {
    let text = joined(message, &message.text_body, |part| match &part.body {
        PartType::Text(text) => Some(unfolded(part, text)),
        PartType::Html(html) => Some(text_of_html(html)),
        PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => None,
    });
    let has_html = message.html_body.iter().any(|id| matches!(body_of(message, *id), Some(PartType::Html(_))));
    let html = has_html.then(|| {
        joined(message, &message.html_body, |part| match &part.body {
            PartType::Html(html) => Some(html.clone().into_owned()),
            PartType::Text(text) => Some(html_of_text(text)),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => None,
        })
    });
    let shown = html.as_deref().unwrap_or_default();
    let attachments = files(message, shown);
    let html = html.filter(|html| html.len() <= HTML_SHOWN_BYTES_MAX);
    Parts { text: text[..text.floor_char_boundary(TEXT_SHOWN_BYTES_MAX)].to_owned(), html, attachments }
}

fn body_of<'m, 'x>(message: &'m Message<'x>, id: u32) -> Option<&'m PartType<'x>> {
    message.parts.get(usize::try_from(id).ok()?).map(|part| &part.body)
}

/// Body parts one after the other; a part with a name of its own is a file, not words.
fn joined(message: &Message<'_>, ids: &[u32], words: impl Fn(&MessagePart<'_>) -> Option<String>) -> String {
    let parts = ids.iter().filter_map(|id| message.parts.get(usize::try_from(*id).ok()?));
    let all: Vec<String> = parts.filter(|part| !is_file(part)).filter_map(words).collect();
    all.join("\n")
}

/// A leaf that is not plain words: attached, named, or of another type.
fn is_file(part: &MessagePart<'_>) -> bool {
    let is_attached = part.content_disposition().is_some_and(|one| one.c_type.eq_ignore_ascii_case("attachment"));
    let is_words = part.content_type().is_none()
        || part.is_content_type("text", "plain")
        || part.is_content_type("text", "html")
        || part.is_content_type("text", "");
    is_attached || part.attachment_name().is_some() || !is_words
}

fn files(message: &Message<'_>, html: &str) -> Vec<IncomingAttachment> {
    let shown: BTreeSet<String> = html
        .match_indices("cid:")
        .map(|(at, _)| html[at + 4..].split(['"', '\'', '>', ' ', ')']).next().unwrap_or_default().to_lowercase())
        .collect();
    let mut files = Vec::new();
    for part in &message.parts {
        let bytes = match &part.body {
            PartType::Multipart(_) => continue,
            PartType::Message(inner) => inner.raw_message().to_vec(),
            PartType::Text(text) | PartType::Html(text) if is_file(part) => text.as_bytes().to_vec(),
            PartType::Text(_) | PartType::Html(_) => continue,
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        };
        if ATTACHMENTS_MAX <= files.len() {
            break;
        }
        let content_id = part.content_id().map(|id| id.trim_matches(['<', '>']).to_owned());
        let is_inline = content_id.as_ref().is_some_and(|id| shown.contains(&id.to_lowercase()));
        files.push(IncomingAttachment {
            name: part.attachment_name().map(clean_display_name).filter(|name| !name.is_empty()),
            media_type: media_type(part),
            content_id,
            is_inline,
            bytes,
        });
    }
    files
}

fn media_type(part: &MessagePart<'_>) -> String {
    match (part.content_type(), &part.body) {
        (Some(declared), _) => match &declared.c_subtype {
            Some(subtype) => format!("{}/{}", declared.c_type, subtype).to_lowercase(),
            None => declared.c_type.to_lowercase(),
        },
        (None, PartType::Message(_)) => "message/rfc822".to_owned(),
        (None, PartType::Text(_)) => "text/plain".to_owned(),
        (None, _) => "application/octet-stream".to_owned(),
    }
}

/// Lines that were broken for the way are put together again (RFC 3676, 4).
fn unfolded(part: &MessagePart<'_>, text: &str) -> String {
    let format = part.content_type().and_then(|one| one.attribute("format"));
    if !format.is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        return text.to_owned();
    }
    let joins_directly = part
        .content_type()
        .and_then(|one| one.attribute("delsp"))
        .is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    let mut unfolded = String::with_capacity(text.len());
    let mut goes_on_at = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        if goes_on_at != Some(depth) {
            if goes_on_at.is_some() {
                unfolded.push('\n');
            }
            unfolded.push_str(&">".repeat(depth));
            if 0 < depth {
                unfolded.push(' ');
            }
        }
        // "-- " is a signature's line and never goes on.
        let goes_on = content.ends_with(' ') && content != "-- ";
        let kept = if goes_on && joins_directly { &content[..content.len() - 1] } else { content };
        unfolded.push_str(kept);
        if !goes_on {
            unfolded.push('\n');
        }
        goes_on_at = goes_on.then_some(depth);
    }
    unfolded
}
