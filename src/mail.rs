//! Bytes ↔ the domain's mails.

pub mod bounce;
pub mod compose;
pub mod document;
mod markup;
pub mod quote;
pub mod read;
pub mod sanitize;
pub mod sign;
