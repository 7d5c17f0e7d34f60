//! Postroom, a shared inbox in one process: see ARCHITECTURE.md for the floors.

pub mod actions;
pub mod cli;
pub mod config;
pub mod domain;
pub mod mail;
pub mod server;
pub mod store;
pub mod telemetry;
pub mod world;
