//! `postroom check-config`: what would be in force.

use super::exit::Failure;
use super::{ConfigArguments, environment};
use crate::config::{Config, Flags};

/// Prints the configuration in the form of its file, secrets covered.
pub fn check_config(arguments: &ConfigArguments) -> Result<(), Failure> {
    print!("{}", Config::describe(arguments.config.as_deref(), environment(), &Flags::default())?);
    Ok(())
}
