//! `postroom check-config`: what would be in force.

use super::exit::Failure;
use super::{ConfigArguments, environment};
use crate::config::{Config, Flags};

/// Prints the configuration, secrets masked.
pub fn check_config(arguments: &ConfigArguments) -> Result<(), Failure> {
    let config = Config::load(arguments.config.as_deref(), environment(), &Flags::default())?;
    println!("{config:#?}");
    Ok(())
}
