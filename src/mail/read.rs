//! Reading a mail that came in. Never fails: what could not be understood is said beside what could.

mod charset;
mod flowed;
pub(super) mod headers;
mod parts;
mod prescan;

use std::panic::catch_unwind;

use mail_parser::{Message, MessageParser};

use super::markup::{Piece, pieces};
use super::{bounce, quote};
use crate::domain::automatic_mail::{self, Nature};
use crate::domain::incoming_mail::{IncomingAttachment, IncomingMail, Understood};
use crate::domain::limit::{ATTACHMENTS_MAX, HEADER_BYTES_MAX, TEXT_SHOWN_BYTES_MAX};

/// Reads a mail as it came over the wire.
pub fn read(raw: &[u8]) -> IncomingMail {
    let raw = prescan::without_blank_beginning(raw);
    let header_end = prescan::header_end(raw);
    let readable = charset::headers_in_utf8(&raw[..header_end]).map(|mut headers| {
        headers.extend_from_slice(&raw[header_end..]);
        headers
    });
    let raw = readable.as_deref().unwrap_or(raw);
    match prescan::check(raw) {
        Ok(()) => read_whole(raw),
        Err(reason) => read_headers(raw, Understood::Partly { left_out: reason.to_string() }),
    }
}

/// The mail as other headers can stand before it: without the empty lines that some programs write above the first
/// one, which would end the headers there.
pub fn from_first_header(raw: &[u8]) -> &[u8] {
    let rest = prescan::without_blank_beginning(raw);
    // The words of a mail without any headers stay words.
    if prescan::begins_with_header(rest) { rest } else { raw }
}

fn read_whole(raw: &[u8]) -> IncomingMail {
    // Built with debug assertions, the parser (0.11.9) panics on some broken multiparts.
    let message = match catch_unwind(|| MessageParser::default().parse(raw)) {
        Ok(Some(message)) => message,
        Ok(None) => return read_headers(raw, Understood::NotAtAll { reason: "it has no headers".to_owned() }),
        Err(_) => {
            let left_out = "its parts could not be told apart; the text is shown as it came".to_owned();
            return read_headers(raw, Understood::Partly { left_out });
        }
    };
    let mut files = Vec::new();
    let shown = parts::gather(&message, raw, 0, 0, &mut files);
    let mut mail = headers::read(&message, raw);
    mail.nature = nature(&message, raw);
    mail.text = cut(shown.text.trim_end().to_owned());
    mail.html = shown.html;
    if mail.text.is_empty() && mail.html.is_none() && files.is_empty() && !raw_body(raw).trim().is_empty() {
        mail.text = raw_body(raw);
        mail.understood = Understood::Partly { left_out: "its parts could not be told apart".to_owned() };
    }
    if files.len() > ATTACHMENTS_MAX {
        let left_out = format!("{} of {} attachments", files.len() - ATTACHMENTS_MAX, files.len());
        files.truncate(ATTACHMENTS_MAX);
        mail.understood = Understood::Partly { left_out };
    }
    mark_inline(&mut files, mail.html.as_deref());
    mail.attachments = files;
    mail.new_text = quote::split(&mail.text).new_text;
    mail
}

fn read_headers(raw: &[u8], understood: Understood) -> IncomingMail {
    let end = prescan::header_end(raw).min(HEADER_BYTES_MAX);
    let message =
        catch_unwind(|| MessageParser::default().parse_headers(&raw[..end])).ok().flatten().unwrap_or_default();
    let mut mail = headers::read(&message, raw);
    mail.nature = automatic_mail::kind_of(&headers::pairs(&raw[..end])).map_or(Nature::Personal, Nature::Automatic);
    mail.text = raw_body(raw);
    mail.new_text.clone_from(&mail.text);
    mail.understood = understood;
    mail
}

fn nature(message: &Message<'_>, raw: &[u8]) -> Nature {
    let pairs = headers::pairs(&raw[..prescan::header_end(raw)]);
    match bounce::read(message, raw, &pairs) {
        Some(nature) => nature,
        None => automatic_mail::kind_of(&pairs).map_or(Nature::Personal, Nature::Automatic),
    }
}

fn raw_body(raw: &[u8]) -> String {
    let body = &raw[prescan::header_end(raw)..];
    let body = &body[..body.len().min(TEXT_SHOWN_BYTES_MAX)];
    cut(charset::decode(body, None).replace("\r\n", "\n").replace('\0', ""))
}

/// A part that the HTML refers to is shown in it, not below it.
fn mark_inline(files: &mut [IncomingAttachment], html: Option<&str>) {
    let Some(html) = html else { return };
    let mut referred = std::collections::HashSet::new();
    for (_, piece) in pieces(html) {
        let Piece::Open(tag) = piece else { continue };
        for name in ["src", "background"] {
            let Some(address) = tag.attribute(name) else { continue };
            let address = address.trim();
            if address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:")) {
                referred.insert(super::sanitize::percent_decoded(&address[4..]));
            }
        }
    }
    for file in files {
        file.is_inline = file.content_id.as_ref().is_some_and(|id| referred.contains(id));
    }
}

fn cut(mut text: String) -> String {
    if text.len() > TEXT_SHOWN_BYTES_MAX {
        text.truncate(text.floor_char_boundary(TEXT_SHOWN_BYTES_MAX));
    }
    text
}

#[cfg(test)]
mod tests;
