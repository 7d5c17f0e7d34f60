//! What is said to a mail server (RFC 5321, 4.2; enhanced codes of RFC 2034 and 3463).

/// A reply and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    lines: Vec<String>,
    pub then: Then,
}

/// What the connection does once the reply is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    NextCommand,
    ReadMail,
    StartTls,
    Close,
}

impl Reply {
    pub(super) fn new(code: u16, text: impl Into<String>) -> Self {
        Self { code, lines: vec![text.into()], then: Then::NextCommand }
    }

    pub(super) fn lines(code: u16, lines: Vec<String>) -> Self {
        Self { code, lines, then: Then::NextCommand }
    }

    pub(super) fn and(self, then: Then) -> Self {
        Self { then, ..self }
    }

    /// The peer is told that something was wrong with what it said or sent.
    pub(super) const fn is_error(&self) -> bool {
        400 <= self.code
    }

    /// The bytes of the reply; every line but the last has a hyphen after its code.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            let between = if number + 1 == self.lines.len() { ' ' } else { '-' };
            bytes.extend_from_slice(format!("{}{between}{line}\r\n", self.code).as_bytes());
        }
        bytes
    }

    pub(super) fn ok() -> Self {
        Self::new(250, "2.0.0 OK")
    }

    pub(super) fn bad_sequence() -> Self {
        Self::new(503, "5.5.1 bad sequence of commands")
    }

    pub(super) fn line_too_long() -> Self {
        Self::new(500, "5.5.2 line too long")
    }

    pub(super) fn bare_line_end() -> Self {
        Self::new(550, "5.5.2 bare CR, LF or NUL not allowed").and(Then::Close)
    }

    pub(super) fn too_many_errors() -> Self {
        Self::new(421, "4.7.0 too many errors").and(Then::Close)
    }

    pub(super) fn shutting_down() -> Self {
        Self::new(421, "4.3.2 the service stops; come back soon").and(Then::Close)
    }

    pub(super) fn too_slow() -> Self {
        Self::new(421, "4.4.2 too slow").and(Then::Close)
    }
}
