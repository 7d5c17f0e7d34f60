//! Measures what ARCHITECTURE.md promises: `make bench`.

fn main() {}
