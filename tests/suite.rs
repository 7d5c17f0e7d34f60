//! Every test that crosses files, in one binary, so that it links once.

mod architecture;
mod corpus;
