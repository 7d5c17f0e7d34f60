//! Postroom, a shared inbox in one process: see ARCHITECTURE.md for the floors.

pub mod actions;
pub mod domain;
pub mod mail;
pub mod store;
pub mod world;
