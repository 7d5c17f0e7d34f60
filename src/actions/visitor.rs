//! What visitors of web sites can do: deeds of another kind of actor, who reaches their own chats and nothing else.

pub mod choose_flow;
mod identity;

pub mod admit;
pub mod answer_chat;
pub mod claim_email;
pub mod end_chat;
pub mod identify;
pub mod leave;
pub mod mark_seen;
pub mod open_session;
pub mod rate_chat;
pub mod request_transcript;
pub mod show;
pub mod start_chat;
#[cfg(test)]
mod tests;
pub mod uploads;
