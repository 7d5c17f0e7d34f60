//! Chatflows: what visitors of web sites meet.

pub mod targeting;
