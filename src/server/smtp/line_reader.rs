//! Reads commands line by line. A line ends with CR LF and with nothing else (RFC 5321, 2.3.8): who
//! takes a bare LF for a line end lets others smuggle mail through.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// A command line, in octets: four times what RFC 5321, 4.5.3.1.4 asks for, since extensions add to it.
pub(super) const COMMAND_OCTETS_MAX: usize = 2_048;
/// Read in one go.
const READ_OCTETS: usize = 64 * 1024;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its CR LF.
    Command(Vec<u8>),
    TooLong,
    /// A CR, LF or NUL where none may stand.
    BareLineEnd,
    /// The peer has gone.
    End,
}

/// A stream with what was read ahead.
pub(super) struct LineReader<S> {
    stream: S,
    ahead: Vec<u8>,
    consumed: usize,
    /// The rest of a line that was too long is still to come.
    skips_line: bool,
}

impl<S: AsyncRead + Unpin> LineReader<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, ahead: Vec::new(), consumed: 0, skips_line: false }
    }

    pub(super) fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The stream alone; `None` if something was read ahead, which a new layer must not see.
    pub(super) fn into_stream(self) -> Option<S> {
        (self.consumed == self.ahead.len()).then_some(self.stream)
    }

    /// Whether a whole line waits already: then the reply can wait too (RFC 2920).
    pub(super) fn has_line(&self) -> bool {
        memchr::memchr(b'\n', self.waiting()).is_some()
    }

    /// What was read and not used.
    pub(super) fn waiting(&self) -> &[u8] {
        &self.ahead[self.consumed..]
    }

    pub(super) fn consume(&mut self, octets: usize) {
        self.consumed += octets;
        if self.consumed == self.ahead.len() {
            self.ahead.clear();
            self.consumed = 0;
        }
    }

    /// Reads more; says how much, 0 at the end.
    pub(super) async fn read_more(&mut self) -> io::Result<usize> {
        if 0 < self.consumed {
            self.ahead.drain(..self.consumed);
            self.consumed = 0;
        }
        self.ahead.reserve(READ_OCTETS);
        self.stream.read_buf(&mut self.ahead).await
    }

    /// The next line.
    pub(super) async fn next_line(&mut self) -> io::Result<Line> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.waiting()) {
                let line = self.waiting()[..=end].to_vec();
                self.consume(end + 1);
                if std::mem::take(&mut self.skips_line) || COMMAND_OCTETS_MAX < line.len() {
                    return Ok(Line::TooLong);
                }
                return Ok(checked(line));
            }
            if COMMAND_OCTETS_MAX < self.waiting().len() {
                let all = self.waiting().len();
                self.consume(all);
                self.skips_line = true;
            }
            if self.read_more().await? == 0 {
                return Ok(Line::End);
            }
        }
    }
}

fn checked(mut line: Vec<u8>) -> Line {
    let ends_well = line.ends_with(b"\r\n");
    line.truncate(line.len() - if ends_well { 2 } else { 1 });
    let is_clean = memchr::memchr2(b'\r', 0, &line).is_none();
    if ends_well && is_clean { Line::Command(line) } else { Line::BareLineEnd }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn lines(bytes: &[u8]) -> Vec<Line> {
        let mut reader = LineReader::new(bytes);
        let mut lines = Vec::new();
        loop {
            match reader.next_line().await.expect("memory can be read") {
                Line::End => return lines,
                line => lines.push(line),
            }
        }
    }

    #[tokio::test]
    async fn only_cr_lf_ends_a_line() {
        let command = |text: &str| Line::Command(text.as_bytes().to_vec());
        assert_eq!(lines(b"NOOP\r\nQUIT\r\n").await, [command("NOOP"), command("QUIT")]);
        assert_eq!(lines(b"NOOP\nQUIT\r\n").await, [Line::BareLineEnd, command("QUIT")]);
        assert_eq!(lines(b"NO\rOP\r\n").await, [Line::BareLineEnd]);
        assert_eq!(lines(b"NO\0OP\r\n").await, [Line::BareLineEnd]);
    }

    #[tokio::test]
    async fn a_line_without_end_takes_no_memory() {
        let mut bytes = vec![b'x'; 1_000_000];
        bytes.extend_from_slice(b"\r\nQUIT\r\n");
        assert_eq!(lines(&bytes).await, [Line::TooLong, Line::Command(b"QUIT".to_vec())]);
    }
}
