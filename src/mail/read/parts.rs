//! The parts of a mail: which are its words, which are files.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{ContentType, Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::super::sanitize::{html_of_text, text_of_html};
use super::charset;
use super::flowed::{DelSp, unflow};
use crate::domain::email_address::is_invisible;
use crate::domain::incoming_mail::IncomingAttachment;
use crate::domain::limit::{FILE_NAME_CHARS_MAX, MAIL_DEPTH_MAX};

/// What a part shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub text: String,
    pub html: Option<String>,
}

/// Collects words and files, walking down from a part.
pub(super) fn gather(
    message: &Message<'_>,
    raw: &[u8],
    id: u32,
    depth: usize,
    files: &mut Vec<IncomingAttachment>,
) -> Shown {
    let Some(part) = message.part(id).filter(|_| depth <= MAIL_DEPTH_MAX) else { return Shown::default() };
    match &part.body {
        PartType::Multipart(children) => {
            let shown: Vec<Shown> =
                children.iter().map(|child| gather(message, raw, *child, depth + 1, files)).collect();
            if part.is_content_type("multipart", "alternative") { alternative(shown) } else { in_sequence(shown) }
        }
        PartType::Text(_) | PartType::Html(_) if is_words(part) => words(part, raw),
        PartType::Text(_)
        | PartType::Html(_)
        | PartType::Binary(_)
        | PartType::InlineBinary(_)
        | PartType::Message(_) => {
            files.push(file(part, raw));
            Shown::default()
        }
    }
}

/// RFC 2046, 5.1.4: all say the same, the last is the richest.
fn alternative(shown: Vec<Shown>) -> Shown {
    let plain = shown.iter().find(|one| one.html.is_none() && !one.text.trim().is_empty());
    let text = plain.or_else(|| shown.iter().find(|one| !one.text.is_empty())).map(|one| one.text.clone());
    let html = shown.into_iter().rev().find_map(|one| one.html);
    Shown { text: text.unwrap_or_default(), html }
}

fn in_sequence(shown: Vec<Shown>) -> Shown {
    let has_html = shown.iter().any(|one| one.html.is_some());
    let mut all = Shown { text: String::new(), html: has_html.then(String::new) };
    for one in shown {
        if one.text.is_empty() && one.html.is_none() {
            continue;
        }
        if let Some(html) = &mut all.html {
            match &one.html {
                Some(more) => html.push_str(more),
                None => html.push_str(&format!("<div>{}</div>", html_of_text(&one.text))),
            }
        }
        if !all.text.is_empty() && !all.text.ends_with('\n') {
            all.text.push('\n');
        }
        all.text.push_str(&one.text);
    }
    all
}

/// Plain or HTML text that is neither named nor meant as a file.
fn is_words(part: &MessagePart<'_>) -> bool {
    let is_file =
        part.content_disposition().is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"));
    let has_other_type = part.content_type().is_some_and(|kind| {
        let media_type = media_type_of(kind);
        media_type != "text/plain" && media_type != "text/html" && media_type.contains('/')
    });
    !is_file && part.attachment_name().is_none() && !has_other_type
}

fn words(part: &MessagePart<'_>, raw: &[u8]) -> Shown {
    let kind = part.content_type();
    let text = charset::decode(&decoded_bytes(part, raw), kind.and_then(|kind| kind.attribute("charset")));
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    if part.is_content_type("text", "html") {
        return Shown { text: text_of_html(&text), html: Some(text) };
    }
    let parameter_is = |name: &str, value: &str| {
        kind.and_then(|kind| kind.attribute(name)).is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    if parameter_is("format", "flowed") {
        let deletes_space = if parameter_is("delsp", "yes") { DelSp::Yes } else { DelSp::No };
        return Shown { text: unflow(&text, deletes_space), html: None };
    }
    Shown { text, html: None }
}

fn file(part: &MessagePart<'_>, raw: &[u8]) -> IncomingAttachment {
    IncomingAttachment {
        name: part.attachment_name().map(visible_name).filter(|name| !name.is_empty()),
        media_type: match &part.body {
            PartType::Message(_) => "message/rfc822".to_owned(),
            PartType::Text(_)
            | PartType::Html(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Multipart(_) => part.content_type().map_or_else(|| "text/plain".to_owned(), media_type_of),
        },
        content_id: part.content_id().map(|id| id.trim().trim_matches(['<', '>']).to_owned()),
        is_inline: false,
        bytes: match &part.body {
            PartType::Message(inner) => inner.raw_message().to_vec(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
            PartType::Text(_) | PartType::Html(_) => decoded_bytes(part, raw),
            PartType::Multipart(_) => Vec::new(),
        },
    }
}

fn media_type_of(kind: &ContentType<'_>) -> String {
    match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase(),
        None => kind.ctype().to_ascii_lowercase(),
    }
}

/// One line, nothing hidden; kept as the sender wrote it otherwise: what is served is named by us.
fn visible_name(name: &str) -> String {
    let visible: String = name.chars().filter(|character| !is_invisible(*character)).collect();
    visible.trim().chars().take(FILE_NAME_CHARS_MAX).collect()
}

/// The bytes of a part without their transfer encoding.
fn decoded_bytes(part: &MessagePart<'_>, raw: &[u8]) -> Vec<u8> {
    let encoded = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    match part.encoding {
        Encoding::None => None,
        Encoding::QuotedPrintable => quoted_printable_decode(encoded),
        Encoding::Base64 => base64_decode(encoded),
    }
    .unwrap_or_else(|| encoded.to_vec())
}
