//! The doors for visitors of web sites: another kind of caller, with routes and quotas of its own.

pub mod caller;
pub mod chats;
pub mod config;
pub mod live;
pub mod sessions;
pub mod shapes;
pub mod typing;
pub mod uploads;
