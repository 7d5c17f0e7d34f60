//! Bytes ↔ the domain's mails.

pub mod compose;
pub mod document;
pub mod read;
pub mod sanitize;
pub mod sign;
