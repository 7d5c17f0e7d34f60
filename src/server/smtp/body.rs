//! Reads a mail up to its end: CR LF, dot, CR LF (RFC 5321, 4.1.1.4), and nothing that looks like it.

/// A text line, in octets. RFC 5321, 4.5.3.1.6 says 1,000; some senders of HTML ignore it.
const TEXT_LINE_OCTETS_MAX: usize = 64 * 1024;

/// Why a mail that was read whole cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyFault {
    TooLarge,
    LineTooLong,
    /// A CR, LF or NUL where none may stand.
    BareLineEnd,
}

/// Collects a mail.
pub(super) struct Body {
    bytes: Vec<u8>,
    bytes_max: usize,
    fault: Option<BodyFault>,
    /// The line before ended with CR LF: only then can a dot end the mail.
    after_line_end: bool,
    /// In the middle of a line that is too long to be kept.
    within_long_line: bool,
}

/// How far the mail is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// So many octets were used; more must come.
    More { used: usize },
    /// The mail is whole; so many octets were used.
    Whole { used: usize },
}

impl Body {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self { bytes: Vec::new(), bytes_max, fault: None, after_line_end: true, within_long_line: false }
    }

    /// Takes what was read.
    pub(super) fn take(&mut self, read: &[u8]) -> Progress {
        let mut used = 0;
        while let Some(end) = memchr::memchr(b'\n', &read[used..]) {
            let line = &read[used..=used + end];
            used += end + 1;
            if std::mem::take(&mut self.within_long_line) {
                self.after_line_end = line.ends_with(b"\r\n");
                continue;
            }
            if self.after_line_end && line == b".\r\n" {
                return Progress::Whole { used };
            }
            self.take_line(line);
        }
        if TEXT_LINE_OCTETS_MAX < read.len() - used {
            self.note(BodyFault::LineTooLong);
            self.within_long_line = true;
            // The last octet may be the CR of a line end.
            used = read.len() - 1;
        }
        Progress::More { used }
    }

    fn take_line(&mut self, line: &[u8]) {
        let ends_well = line.ends_with(b"\r\n");
        let inner = &line[..line.len() - if ends_well { 2 } else { 1 }];
        if !ends_well || memchr::memchr2(b'\r', 0, inner).is_some() {
            self.note(BodyFault::BareLineEnd);
        }
        // RFC 5321, 4.5.2: the sender has doubled a dot that begins a line.
        let line = if self.after_line_end && line.first() == Some(&b'.') { &line[1..] } else { line };
        self.after_line_end = ends_well;
        if self.bytes_max < self.bytes.len() + line.len() {
            self.note(BodyFault::TooLarge);
        }
        if self.fault.is_none() {
            self.bytes.extend_from_slice(line);
        } else {
            self.bytes = Vec::new();
        }
    }

    /// The first fault counts.
    fn note(&mut self, fault: BodyFault) {
        self.fault.get_or_insert(fault);
    }

    /// The mail, or why it cannot be taken.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>, BodyFault> {
        self.fault.map_or(Ok(self.bytes), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], piece: usize, bytes_max: usize) -> Option<(Result<Vec<u8>, BodyFault>, usize)> {
        let mut body = Body::new(bytes_max);
        let (mut used_before, mut ahead) = (0, Vec::new());
        for chunk in bytes.chunks(piece) {
            ahead.extend_from_slice(chunk);
            match body.take(&ahead) {
                Progress::More { used } => {
                    ahead.drain(..used);
                    used_before += used;
                }
                Progress::Whole { used } => return Some((body.into_bytes(), used_before + used)),
            }
        }
        None
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<Result<&[u8], BodyFault>>) {
        for piece in [1, 2, 3, 1_000_000] {
            let found = read(bytes, piece, 1_000_000).map(|(body, _)| body);
            assert_eq!(found, expected.map(|body| body.map(<[u8]>::to_vec)), "in pieces of {piece}");
        }
    }

    #[test]
    fn a_mail_ends_with_a_dot_alone_on_its_line() {
        check(b"a\r\n.\r\n", Some(Ok(b"a\r\n")));
        check(b".\r\n", Some(Ok(b"")));
        check(b"..\r\n.a\r\n.\r\n", Some(Ok(b".\r\na\r\n")));
        check(b"a.\r\n", None);
    }

    #[test]
    fn the_seven_spellings_of_a_smuggled_end_end_nothing() {
        let ends: [&[u8]; 7] = [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\n.\r", b"\r\n\0.\r\n"];
        for end in ends {
            let mail = [b"a".as_slice(), end, b"MAIL FROM:<eve@evil.example>\r\n.\r\n"].concat();
            check(&mail, Some(Err(BodyFault::BareLineEnd)));
            let (_, used) = read(&mail, 1_000, 1_000_000).expect("the real end is found");
            assert_eq!(used, mail.len(), "nothing is left over to be run as a command");
        }
    }

    #[test]
    fn a_mail_that_is_too_large_is_read_to_its_end() {
        let mail = [[b'x'; 60].as_slice(), b"\r\n", &[b'y'; 60], b"\r\n.\r\n"].concat();
        assert_eq!(read(&mail, 7, 100).map(|(body, _)| body), Some(Err(BodyFault::TooLarge)));
        let long = [vec![b'x'; TEXT_LINE_OCTETS_MAX * 3].as_slice(), b"\r\n.\r\n"].concat();
        assert_eq!(read(&long, 10_000, 1_000_000).map(|(body, _)| body), Some(Err(BodyFault::LineTooLong)));
    }
}
