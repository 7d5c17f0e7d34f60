//! What a chatflow asks of a visitor, and what it does at the end.

use crate::domain::limit::{CAPTURE_AFTER_S_MAX, SESSION_TIMEOUT_MIN_MAX, SESSION_TIMEOUT_MIN_MIN};

/// What a chatflow asks of a visitor, and what it does at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub email_capture: EmailCapture,
    pub consent: Consent,
    pub storage: Storage,
    /// How it was, asked when the conversation is closed.
    pub asks_rating: bool,
    pub transcript: Transcript,
    pub takes_files: bool,
    /// After so many minutes of silence a bot begins afresh.
    pub session_timeout_min: u32,
}

/// When a visitor is asked for an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailCapture {
    Never,
    /// Before the first message; may be left out.
    AtOnce,
    /// When nobody has answered for so many seconds.
    AfterDelay {
        after_s: u32,
    },
    /// Before the first message; cannot be left out.
    Required,
}

/// Whether the visitor agrees that what they say is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    None,
    /// A notice says that writing is agreeing.
    Implied,
    /// A button before the first message.
    Explicit,
}

/// When the page of the visitor may remember anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    AtOnce,
    /// When the visitor opens the chat: nothing was stored for those who only pass by.
    OnStart,
    AfterConsent,
}

/// Whether the conversation is mailed to the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transcript {
    Never,
    /// A button in the panel.
    Offered,
    /// When the conversation is closed and an address is known.
    Always,
}

/// Why options cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadOptions {
    #[error("give at most {CAPTURE_AFTER_S_MAX} seconds")]
    Seconds,
    #[error("give {SESSION_TIMEOUT_MIN_MIN} to {SESSION_TIMEOUT_MIN_MAX} minutes")]
    Minutes,
    #[error(
        "nothing is ever stored after a consent that is not asked for: ask for an explicit consent, or store earlier"
    )]
    StorageWithoutConsent,
}

impl Options {
    /// What a new chatflow has.
    pub const fn usual() -> Self {
        Self {
            email_capture: EmailCapture::AfterDelay { after_s: 60 },
            consent: Consent::None,
            storage: Storage::OnStart,
            asks_rating: true,
            transcript: Transcript::Offered,
            takes_files: true,
            session_timeout_min: 30,
        }
    }

    /// Checks what must fit together.
    pub const fn checked(self) -> Result<Self, BadOptions> {
        if let EmailCapture::AfterDelay { after_s } = self.email_capture
            && CAPTURE_AFTER_S_MAX < after_s
        {
            return Err(BadOptions::Seconds);
        }
        if self.session_timeout_min < SESSION_TIMEOUT_MIN_MIN || SESSION_TIMEOUT_MIN_MAX < self.session_timeout_min {
            return Err(BadOptions::Minutes);
        }
        match (self.storage, self.consent) {
            (Storage::AfterConsent, Consent::None | Consent::Implied) => Err(BadOptions::StorageWithoutConsent),
            (Storage::AfterConsent, Consent::Explicit) | (Storage::AtOnce | Storage::OnStart, _) => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_must_fit_together() {
        let usual = Options::usual;
        let cases = [
            (usual(), Ok(())),
            (Options { storage: Storage::AfterConsent, ..usual() }, Err(BadOptions::StorageWithoutConsent)),
            (Options { storage: Storage::AfterConsent, consent: Consent::Explicit, ..usual() }, Ok(())),
            (Options { session_timeout_min: 0, ..usual() }, Err(BadOptions::Minutes)),
            (
                Options { email_capture: EmailCapture::AfterDelay { after_s: u32::MAX }, ..usual() },
                Err(BadOptions::Seconds),
            ),
        ];
        for (options, expected) in cases {
            let words = format!("{options:?}");
            assert_eq!(options.checked().map(drop), expected, "{words}");
        }
    }
}
