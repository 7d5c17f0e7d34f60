//! One pass over the lines of a mail, before anything recursive may touch it.

use crate::domain::limit::{HEADER_BYTES_MAX, MAIL_CONTAINERS_MAX, MAIL_PARTS_MAX};

/// Why a mail is read by its headers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Danger {
    TooManyContainers,
    TooManyParts,
    HeaderTooLong,
}

/// What could harm the parser.
pub(super) fn danger(raw: &[u8]) -> Option<Danger> {
    if HEADER_BYTES_MAX < head(raw).len() {
        return Some(Danger::HeaderTooLong);
    }
    let (mut containers, mut parts) = (0, 0);
    let mut rest = raw;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        if !begins_with(line, b"content-type:") {
            continue;
        }
        parts += 1;
        // The type may stand on a line of its own.
        let next_end = memchr::memchr(b'\n', after).unwrap_or(after.len());
        let value = [&line[b"content-type:".len()..], &after[..next_end]].map(<[u8]>::trim_ascii_start);
        let is_container = |value: &[u8]| begins_with(value, b"multipart/") || begins_with(value, b"message/");
        let is_folded = value[0].trim_ascii().is_empty() && after.first().is_some_and(u8::is_ascii_whitespace);
        if is_container(value[0]) || is_folded && is_container(value[1]) {
            containers += 1;
        }
    }
    if MAIL_CONTAINERS_MAX < containers {
        Some(Danger::TooManyContainers)
    } else if MAIL_PARTS_MAX < parts {
        Some(Danger::TooManyParts)
    } else {
        None
    }
}

/// The header section.
pub(super) fn head(raw: &[u8]) -> &[u8] {
    &raw[..raw.len() - body_len(raw)]
}

/// How long what follows the header section is.
pub(super) fn body_len(raw: &[u8]) -> usize {
    let crlf = memchr::memmem::find(raw, b"\r\n\r\n").map(|at| at + 4);
    let lf = memchr::memmem::find(raw, b"\n\n").map(|at| at + 2);
    let begin = [crlf, lf].into_iter().flatten().min().unwrap_or(raw.len());
    raw.len() - begin
}

fn begins_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}
