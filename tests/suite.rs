//! Every test that crosses files, in one binary, so that it links once.

mod accounts;
mod architecture;
mod authorization;
mod bot_webhooks;
mod bots;
mod chat;
mod chat_identity;
mod chat_limits;
mod chat_mail;
mod chat_merging;
mod chatflows;
mod command_line;
mod contacts;
mod contract;
mod corpus;
mod crash;
mod drafts;
mod hostile_smtp;
mod invitation;
mod journey;
mod news;
mod push;
mod search;
mod secrets;
mod snippets;
#[allow(dead_code, reason = "the benches use more of the outside world than the tests do")]
mod support;
mod targeting;
mod together;
mod widget;
