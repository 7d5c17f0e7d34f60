//! The program: one provider of cryptography, then the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Two providers are linked through dependencies; without a choice the first use would panic.
    rustls::crypto::aws_lc_rs::default_provider().install_default().expect("nothing has chosen before");
    postroom::cli::run()
}
