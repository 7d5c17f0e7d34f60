//! Every test that crosses files, in one binary, so that it links once.

mod architecture;
mod command_line;
mod contract;
