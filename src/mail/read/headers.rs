//! The headers of a mail: who, to whom, when, in answer to what.

use std::collections::HashSet;

use mail_parser::{Address, HeaderName, HeaderValue, Message};

use crate::domain::automatic_mail::Nature;
use crate::domain::email_address::{EmailAddress, Mailbox, clean_display_name};
use crate::domain::incoming_mail::{IncomingMail, Understood};
use crate::domain::limit::{HEADER_ADDRESSES_MAX, MESSAGE_ID_BYTES_MAX, REFERENCES_MAX};
use crate::domain::{moment::Moment, subject};

/// A mail of which only the headers are filled in.
pub(super) fn read(message: &Message<'_>, raw: &[u8]) -> IncomingMail {
    let has_parts = !message.parts.is_empty();
    let of = |name: HeaderName<'static>| if has_parts { addresses(message, name) } else { Vec::new() };
    let ids_of = |name: HeaderName<'static>| if has_parts { ids(message, name) } else { Vec::new() };
    let from = first_author(message, has_parts);
    IncomingMail {
        from_unread: if from.is_none() { unread_name(message, has_parts) } else { String::new() },
        from,
        reply_to: of(HeaderName::ReplyTo),
        to: of(HeaderName::To),
        cc: of(HeaderName::Cc),
        subject: if has_parts { subject::clean(message.subject().unwrap_or("")) } else { String::new() },
        date: has_parts.then(|| date(message)).flatten(),
        message_id: ids_of(HeaderName::MessageId).into_iter().next(),
        in_reply_to: ids_of(HeaderName::InReplyTo),
        references: ids_of(HeaderName::References),
        text: String::new(),
        new_text: String::new(),
        html: None,
        attachments: Vec::new(),
        nature: Nature::Personal,
        understood: Understood::Whole,
        received_count: pairs(&raw[..super::prescan::header_end(raw)])
            .iter()
            .filter(|(name, _)| name == "received")
            .count(),
    }
}

/// Every header as a lower-case name and its unfolded, undecoded value, in the order in which they stand.
pub(in crate::mail) fn pairs(headers: &[u8]) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in headers.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = pairs.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            pairs.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    pairs
}

fn addresses(message: &Message<'_>, name: HeaderName<'static>) -> Vec<Mailbox> {
    let mut found: Vec<Mailbox> = Vec::new();
    for list in message.header_values(name).filter_map(HeaderValue::as_address) {
        for one in list.iter().take(HEADER_ADDRESSES_MAX) {
            if let Some(mailbox) = mailbox(one.name(), one.address()) {
                found.push(mailbox);
            }
        }
    }
    found.truncate(HEADER_ADDRESSES_MAX);
    found
}

fn mailbox(name: Option<&str>, address: Option<&str>) -> Option<Mailbox> {
    let address = EmailAddress::parse(address?.trim_matches(['<', '>', ' '])).ok()?;
    Some(Mailbox::new(name.unwrap_or("").trim().trim_matches('"'), address))
}

/// The first From header decides, as for most readers; later ones are forgeries as often as not.
fn first_author(message: &Message<'_>, has_parts: bool) -> Option<Mailbox> {
    let list = has_parts.then(|| message.header_values(HeaderName::From).next()).flatten()?.as_address()?;
    list.iter().find_map(|one| mailbox(one.name(), one.address()))
}

fn unread_name(message: &Message<'_>, has_parts: bool) -> String {
    if !has_parts {
        return String::new();
    }
    let first = message.from().and_then(Address::first);
    let words = first.and_then(|one| one.name().or(one.address())).unwrap_or("");
    clean_display_name(words)
}

fn ids(message: &Message<'_>, name: HeaderName<'static>) -> Vec<String> {
    let Some(value) = message.header_values(name).next() else { return Vec::new() };
    let all = value.as_text_list().unwrap_or_default();
    let mut seen = HashSet::new();
    let all: Vec<String> = all
        .iter()
        .map(|id| id.trim().trim_matches(['<', '>']).chars().filter(|c| !c.is_whitespace()).collect::<String>())
        .filter(|id| !id.is_empty() && id.len() <= MESSAGE_ID_BYTES_MAX && seen.insert(id.clone()))
        .collect();
    if all.len() <= REFERENCES_MAX {
        return all;
    }
    // The first names the conversation, the newest the mail that is answered.
    let newest = &all[all.len() - (REFERENCES_MAX - 1)..];
    all.first().into_iter().chain(newest).cloned().collect()
}

fn date(message: &Message<'_>) -> Option<Moment> {
    let date = message.date().filter(|date| date.is_valid())?;
    let seconds = date.to_timestamp();
    (seconds >= 0).then(|| Moment::from_unix_seconds(seconds))
}
