//! Postroom, a shared inbox in one process: see ARCHITECTURE.md for the floors.

pub mod domain;
pub mod world;
