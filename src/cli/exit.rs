//! How commands end when they fail: codes that system administrators know (sysexits.h).

use std::fmt;

use crate::actions::ActionError;
use crate::config::ConfigError;
use crate::store::StoreError;

/// The command was used wrongly.
pub const USAGE: u8 = 64;
/// What was given cannot be used.
const DATA: u8 = 65;
/// Something that is needed is in use or not there.
const UNAVAILABLE: u8 = 69;
/// A fault of ours.
const SOFTWARE: u8 = 70;
/// Reading or writing failed.
const IO: u8 = 74;
/// The configuration cannot be used.
const CONFIG: u8 = 78;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    words: String,
}

impl Failure {
    pub fn config(words: impl Into<String>) -> Self {
        Self { code: CONFIG, words: words.into() }
    }

    pub fn data(words: impl Into<String>) -> Self {
        Self { code: DATA, words: words.into() }
    }

    pub fn unavailable(words: impl Into<String>) -> Self {
        Self { code: UNAVAILABLE, words: words.into() }
    }

    pub fn io(words: impl Into<String>) -> Self {
        Self { code: IO, words: words.into() }
    }

    pub const fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::config(chain(&error))
    }
}

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::Store(error) => error.into(),
            ActionError::Invalid { field, reason } => Self::data(format!("{field}: {reason}")),
            error @ (ActionError::SetUpAlready | ActionError::NotSetUp) => Self::unavailable(error.to_string()),
            error @ (ActionError::NotFound
            | ActionError::NotPermitted
            | ActionError::Conflict { .. }
            | ActionError::WrongCredentials
            | ActionError::BadIdentity
            | ActionError::UnknownVisitor
            | ActionError::Blocked
            | ActionError::SecondFactorNeeded
            | ActionError::WrongCode
            | ActionError::ProofNeeded
            | ActionError::SessionNeeded
            | ActionError::TooManyTries { .. }) => Self::data(error.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::InUse { .. } | StoreError::Busy | StoreError::Closed => UNAVAILABLE,
            StoreError::Newer { .. } | StoreError::Damaged { .. } | StoreError::Open { .. } => DATA,
            StoreError::Folder { .. } | StoreError::Full | StoreError::Storage(_) | StoreError::BlobFile { .. } => IO,
            StoreError::BrokeOff => SOFTWARE,
        };
        Self { code, words: chain(&error) }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => match error.downcast::<ActionError>() {
                Ok(error) => error.into(),
                Err(error) => Self::unavailable(format!("{error:#}")),
            },
        }
    }
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        words = format!("{words}: {next}");
        cause = next.source();
    }
    words
}
