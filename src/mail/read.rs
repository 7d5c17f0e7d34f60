//! Reads a mail. Never fails: what is not understood is said, and the bytes are kept by the caller.
//!
//! Before the parser sees anything, one pass over the lines counts what could lead it to recurse; a
//! mail with too much of it is read by its headers alone.

mod guard;
mod parts;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Address, HeaderValue, Message, MessageParser};

use super::{bounce, quote};
use crate::domain::automatic_mail::{AutomaticMail, Nature, kind_of};
use crate::domain::email_address::{EmailAddress, Mailbox, clean_display_name};
use crate::domain::incoming_mail::{IncomingMail, Understood};
use crate::domain::limit::{
    HEADER_ADDRESSES_MAX, HEADER_BYTES_MAX, MESSAGE_ID_BYTES_MAX, RECEIVED_HEADERS_MAX, REFERENCES_MAX,
};
use crate::domain::moment::Moment;
use crate::domain::subject;
use guard::Danger;

/// Headers that are looked at for what kind of mail it is.
const HEADERS_LOOKED_AT_MAX: usize = 1_000;

/// Everything that is understood of a mail.
pub fn read(raw: &[u8]) -> IncomingMail {
    match guard::danger(raw) {
        None => match catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(raw))) {
            Ok(Some(message)) => understood(raw, &message),
            Ok(None) => raw_only(raw, "there is no mail in these bytes"),
            Err(_) => raw_only(raw, "the reader broke off"),
        },
        Some(Danger::TooManyContainers) => raw_only(raw, "too many parts lie within each other"),
        Some(Danger::TooManyParts) => raw_only(raw, "it has too many parts"),
        Some(Danger::HeaderTooLong) => raw_only(raw, "its header is too long"),
    }
}

fn understood(raw: &[u8], message: &Message<'_>) -> IncomingMail {
    let headers = headers_of(message);
    let returns_to_nobody = headers.iter().any(|(name, value)| name == "return-path" && value.trim() == "<>");
    let parts = parts::read(message);
    let nature = match bounce::read(message, &headers, returns_to_nobody) {
        Some(report) => Nature::Bounce(report),
        None => kind_of(&headers, returns_to_nobody).map_or(Nature::Personal, Nature::Automatic),
    };
    let attachments = if is_report(&nature, message) { Vec::new() } else { parts.attachments };
    let is_empty = parts.text.trim().is_empty() && parts.html.is_none() && attachments.is_empty();
    let whole_is_unread = is_empty && guard::body_len(raw) > 0 && !matches!(nature, Nature::Bounce(_));
    IncomingMail {
        new_text: quote::new_words(&parts.text).to_owned(),
        text: parts.text,
        html: parts.html,
        attachments,
        nature,
        understood: if whole_is_unread {
            Understood::Partly { left_out: "its content could not be read; the raw mail has it".to_owned() }
        } else {
            Understood::Whole
        },
        ..heads(message, &headers)
    }
}

fn is_report(nature: &Nature, message: &Message<'_>) -> bool {
    let is_multipart_report = {
        use mail_parser::MimeHeaders;
        message.is_content_type("multipart", "report")
    };
    is_multipart_report && matches!(nature, Nature::Bounce(_) | Nature::Automatic(AutomaticMail::Report))
}

/// The headers alone, and the bytes as text.
fn raw_only(raw: &[u8], reason: &str) -> IncomingMail {
    let head = guard::head(raw);
    let head = &head[..head.len().min(HEADER_BYTES_MAX)];
    let parsed = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse_headers(head)));
    let message = parsed.ok().flatten().unwrap_or_default();
    let headers = headers_of(&message);
    let body = &raw[raw.len() - guard::body_len(raw)..];
    let shown = &body[..body.len().min(crate::domain::limit::TEXT_SHOWN_BYTES_MAX)];
    let text = String::from_utf8_lossy(shown).into_owned();
    IncomingMail {
        new_text: text.clone(),
        text,
        nature: kind_of(&headers, false).map_or(Nature::Personal, Nature::Automatic),
        understood: Understood::NotAtAll { reason: reason.to_owned() },
        ..heads(&message, &headers)
    }
}

/// What stands in the headers.
fn heads(message: &Message<'_>, headers: &[(String, String)]) -> IncomingMail {
    let (from, from_unread) = writer(message.from());
    IncomingMail {
        from,
        from_unread,
        reply_to: mailboxes(message.reply_to()),
        to: all_mailboxes(message.all_to()),
        cc: all_mailboxes(message.all_cc()),
        subject: subject::clean(message.subject().unwrap_or_default()),
        date: message.date().filter(|date| date.is_valid()).map(|date| Moment::from_unix_seconds(date.to_timestamp())),
        message_id: message.message_id().and_then(clean_id),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        text: String::new(),
        new_text: String::new(),
        html: None,
        attachments: Vec::new(),
        nature: Nature::Personal,
        understood: Understood::Whole,
        received_count: headers.iter().filter(|(name, _)| name == "received").take(RECEIVED_HEADERS_MAX + 1).count(),
    }
}

/// Names in lower case, values as they stand.
fn headers_of(message: &Message<'_>) -> Vec<(String, String)> {
    let raw = message.headers_raw().take(HEADERS_LOOKED_AT_MAX);
    raw.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect()
}

/// The first address of a From header, and the name beside an address that cannot be written to.
fn writer(from: Option<&Address<'_>>) -> (Option<Mailbox>, String) {
    let Some(from) = from else { return (None, String::new()) };
    let mut unread = String::new();
    for one in from.iter().take(HEADER_ADDRESSES_MAX) {
        let address = one.address().unwrap_or_default();
        match EmailAddress::parse(address) {
            Ok(parsed) => return (Some(Mailbox::new(one.name().unwrap_or_default(), parsed)), String::new()),
            Err(_) if unread.is_empty() => unread = clean_display_name(one.name().unwrap_or(address)),
            Err(_) => {}
        }
    }
    (None, unread)
}

fn mailboxes(addresses: Option<&Address<'_>>) -> Vec<Mailbox> {
    all_mailboxes(addresses.into_iter())
}

fn all_mailboxes<'a>(headers: impl Iterator<Item = &'a Address<'a>>) -> Vec<Mailbox> {
    let all = headers.flat_map(Address::iter).take(HEADER_ADDRESSES_MAX);
    let readable = all.filter_map(|one| {
        let address = EmailAddress::parse(one.address()?).ok()?;
        Some(Mailbox::new(one.name().unwrap_or_default(), address))
    });
    readable.collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let all = value.as_text_list().unwrap_or_default();
    let mut ids: Vec<String> = all.iter().filter_map(|id| clean_id(id)).collect();
    // The first names the thread, the newest what is answered.
    let surplus = ids.len().saturating_sub(REFERENCES_MAX);
    ids.drain(1.min(ids.len())..(1 + surplus).min(ids.len()));
    ids
}

fn clean_id(id: &str) -> Option<String> {
    let id: String = id.chars().filter(|one| !one.is_whitespace() && !one.is_control()).collect();
    let id = id.trim_matches(['<', '>']).to_owned();
    (!id.is_empty() && id.len() <= MESSAGE_ID_BYTES_MAX).then_some(id)
}
