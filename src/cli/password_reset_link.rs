//! `postroom password-reset-link`: for the day on which mail does not leave and nobody can sign in.

use clap::Args;

use super::exit::Failure;
use super::{DataArgument, load};
use crate::server::control::{Answer, Command, ask, obey as obey_here};

#[derive(Args)]
pub struct ResetLinkArguments {
    #[command(flatten)]
    data: DataArgument,
    /// The agent whose password the link changes
    #[arg(long, value_name = "EMAIL")]
    agent: String,
}

/// Asks the server that runs on the data folder; opens the folder if none does. Prints the link, alone.
pub fn print_link(arguments: ResetLinkArguments) -> Result<(), Failure> {
    let config = load(&arguments.data, None, None)?;
    let command = Command::MakeResetLink { agent: arguments.agent };
    let lines = match ask(&config.data, &command)? {
        Some(Answer::Done(lines)) => lines,
        Some(Answer::Refused(reason)) => return Err(Failure::data(reason)),
        None => obey_here(&crate::server::open(&config)?, command)?,
    };
    for line in lines {
        println!("{line}");
    }
    Ok(())
}
