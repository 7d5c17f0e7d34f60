//! One linear look at a mail before it is parsed: a parser must not be led to nest or to allocate without end.

use crate::domain::limit::{HEADER_BYTES_MAX, MAIL_DEPTH_MAX, MAIL_PARTS_MAX};

/// Words that make a part a mail of its own, wherever they stand: `rfc822`, `global` and `digest`. Delivery reports
/// name `rfc822` once for each of at most a few hundred recipients; the parser's stack ends at more than thirty
/// thousand nested mails.
const NESTING_WORDS_MAX: usize = 5_000;
/// A Content-Type header, unfolded, is read up to here in bytes.
const CONTENT_TYPE_BYTES_MAX: usize = 4 * 1024;

/// Why a mail is not parsed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsafe {
    #[error("its parts nest deeper than {MAIL_DEPTH_MAX}; the text is shown as it came")]
    TooDeep,
    #[error("it has more than {MAIL_PARTS_MAX} parts; the text is shown as it came")]
    TooManyParts,
    #[error("its headers are longer than {HEADER_BYTES_MAX} bytes; only the first are read")]
    HeadersTooLong,
}

/// The mail from its first header on: some programs write empty lines, or lines of blanks, before it.
pub(super) fn without_blank_beginning(raw: &[u8]) -> &[u8] {
    let mut rest = raw;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        if rest[..end].iter().any(|byte| !byte.is_ascii_whitespace()) {
            break;
        }
        rest = &rest[end + 1..];
    }
    if rest.is_empty() { raw } else { rest }
}

/// Whether a header stands first: a name of visible characters and a colon (RFC 5322, 2.2 and 4.5).
pub(super) fn begins_with_header(raw: &[u8]) -> bool {
    let name = raw.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    let after = raw[name..].iter().find(|byte| !matches!(**byte, b' ' | b'\t'));
    0 < name && after == Some(&b':')
}

/// Where the header section ends: the offset of the first byte of the body.
pub(super) fn header_end(raw: &[u8]) -> usize {
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            return at;
        }
    }
    raw.len()
}

/// Whether a mail may be parsed.
pub(super) fn check(raw: &[u8]) -> Result<(), Unsafe> {
    if header_end(raw) > HEADER_BYTES_MAX {
        return Err(Unsafe::HeadersTooLong);
    }
    if nesting_words(raw) > NESTING_WORDS_MAX {
        return Err(Unsafe::TooDeep);
    }
    let mut walk = Walk { in_headers: true, ..Walk::default() };
    for line in raw.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        walk.line(line)?;
    }
    Ok(())
}

/// How often a word stands there that makes a part a mail. One pass for each rare byte: most of a large mail is an
/// attachment, and looking at every byte for every word would be most of what reading it costs.
fn nesting_words(raw: &[u8]) -> usize {
    let is_at = |at: Option<usize>, word: &[u8]| {
        at.and_then(|at| raw.get(at..at + word.len())).is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    let mails = memchr::memmem::find_iter(raw, b"822").filter(|at| is_at(at.checked_sub(3), b"rfc822"));
    let others = memchr::memchr2_iter(b'g', b'G', raw);
    let others = others.filter(|at| is_at(Some(*at), b"global") || is_at(at.checked_sub(2), b"digest"));
    mails.count() + others.count()
}

#[derive(Default)]
struct Walk {
    /// The boundary of every open multipart; none for a mail within the mail.
    open: Vec<Option<Vec<u8>>>,
    in_headers: bool,
    parts: usize,
    content_type: Vec<u8>,
    content_type_goes_on: bool,
}

impl Walk {
    fn line(&mut self, line: &[u8]) -> Result<(), Unsafe> {
        if line.starts_with(b"--") && self.boundary(line)? {
            return Ok(());
        }
        if self.in_headers {
            self.header(line)?;
        }
        Ok(())
    }

    /// Whether the line is a boundary of an open multipart.
    fn boundary(&mut self, line: &[u8]) -> Result<bool, Unsafe> {
        let rest = &line[2..];
        let found = self.open.iter().rposition(|open| open.as_ref().is_some_and(|boundary| rest.starts_with(boundary)));
        let Some(at) = found else { return Ok(false) };
        let length = self.open[at].as_ref().map_or(0, Vec::len);
        let is_last = rest[length..].starts_with(b"--");
        self.open.truncate(if is_last { at } else { at + 1 });
        self.in_headers = !is_last;
        self.content_type.clear();
        self.content_type_goes_on = false;
        self.parts += 1;
        if self.parts > MAIL_PARTS_MAX { Err(Unsafe::TooManyParts) } else { Ok(true) }
    }

    fn header(&mut self, line: &[u8]) -> Result<(), Unsafe> {
        if line.is_empty() {
            return self.end_of_headers();
        }
        if matches!(line[0], b' ' | b'\t') {
            if self.content_type_goes_on && self.content_type.len() < CONTENT_TYPE_BYTES_MAX {
                self.content_type.extend_from_slice(line);
            }
            return Ok(());
        }
        const NAME: &[u8] = b"content-type";
        self.content_type_goes_on = line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        if self.content_type_goes_on {
            self.content_type = line[NAME.len()..line.len().min(CONTENT_TYPE_BYTES_MAX)].to_vec();
        }
        Ok(())
    }

    fn end_of_headers(&mut self) -> Result<(), Unsafe> {
        let content_type = String::from_utf8_lossy(&std::mem::take(&mut self.content_type)).into_owned();
        self.content_type_goes_on = false;
        let lower = content_type.to_ascii_lowercase();
        if lower.contains("message/rfc822") || lower.contains("message/global") {
            self.open.push(None);
        } else {
            self.in_headers = false;
            if let Some(boundary) = boundary_of(&content_type, &lower) {
                self.open.push(Some(boundary));
            }
        }
        if self.open.len() > MAIL_DEPTH_MAX { Err(Unsafe::TooDeep) } else { Ok(()) }
    }
}

fn boundary_of(content_type: &str, lower: &str) -> Option<Vec<u8>> {
    let at = lower.find("boundary")?;
    let value = content_type.get(at + "boundary".len()..)?.trim_start_matches([' ', '*', '0', '\t']);
    let value = value.strip_prefix('=')?.trim_start();
    let boundary = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or(""),
        None => value.split([';', ' ', '\t']).next().unwrap_or(""),
    };
    (!boundary.is_empty()).then(|| boundary.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_mail_is_parsed() {
        let mail = "Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\n\r\nx\r\n--a\r\n\r\ny\r\n--a--\r\n";
        assert_eq!(check(mail.as_bytes()), Ok(()));
        assert_eq!(check(b""), Ok(()));
    }

    #[test]
    fn mails_that_nest_or_never_end_are_not() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        assert_eq!(check(nested.as_bytes()), Err(Unsafe::TooDeep));
        let multiparts: String = (0..10_000)
            .map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}x\r\n\r\n--b{at}x\r\n"))
            .collect();
        assert_eq!(check(multiparts.as_bytes()), Err(Unsafe::TooDeep));
        let parts = format!("Content-Type: multipart/mixed; boundary=a\r\n\r\n{}", "--a\r\n\r\n".repeat(20_000));
        assert_eq!(check(parts.as_bytes()), Err(Unsafe::TooManyParts));
        assert_eq!(check("A: b\r\n".repeat(1_000_000).as_bytes()), Err(Unsafe::HeadersTooLong));
    }
}
