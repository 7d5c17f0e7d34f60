//! What the process does by itself.

pub mod bots;
pub mod continuity;
pub mod housekeeping;
pub mod jobs;
pub mod news;
pub mod outbox;
pub mod push;
pub mod smtp_client;
pub mod timers;
pub mod webhooks;
