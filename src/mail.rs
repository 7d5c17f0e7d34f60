//! Bytes ↔ the domain's mails.

pub mod compose;
pub mod document;
mod markup;
pub mod read;
pub mod sanitize;
pub mod sign;
