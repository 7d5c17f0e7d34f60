//! Bytes as Unicode, whatever the sender said they are.

use mail_parser::decoders::charsets::map::charset_decoder;

/// What undeclared bytes are that are no UTF-8: what most of the older mail programs wrote.
const FALLBACK: &[u8] = b"windows-1252";

/// Reads text in the declared charset, or in UTF-8, or in the one of old.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let declared = declared.map(|name| name.trim().trim_matches(['"', '\'']));
    let is_utf8 = declared
        .is_none_or(|name| ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|utf8| name.eq_ignore_ascii_case(utf8)));
    if is_utf8 && let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let known = declared.filter(|name| !name.is_empty()).and_then(|name| charset_decoder(name.as_bytes()));
    match known {
        Some(decoder) => decoder(bytes),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => fallback(bytes),
        },
    }
}

/// A header section in which bytes stand that are no UTF-8 (RFC 6532 allows nothing else), read line by line.
pub(super) fn headers_in_utf8(headers: &[u8]) -> Option<Vec<u8>> {
    if std::str::from_utf8(headers).is_ok() {
        return None;
    }
    let mut readable = Vec::with_capacity(headers.len() + headers.len() / 8);
    for line in headers.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(_) => readable.extend_from_slice(line),
            Err(_) => readable.extend_from_slice(fallback(line).as_bytes()),
        }
    }
    Some(readable)
}

fn fallback(bytes: &[u8]) -> String {
    match charset_decoder(FALLBACK) {
        Some(decoder) => decoder(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
