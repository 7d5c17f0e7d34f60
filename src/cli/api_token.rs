//! `postroom api-token`: works beside a server that runs, and without one.

use clap::Subcommand;

use super::exit::Failure;
use super::{DataArgument, load};
use crate::server::control::{Answer, Command, ask, obey as obey_here};

#[derive(Subcommand)]
pub enum ApiTokenCommand {
    /// Make a token and print it, alone
    Create {
        #[command(flatten)]
        data: DataArgument,
        /// The agent as whom the token acts
        #[arg(long, value_name = "EMAIL")]
        agent: String,
        /// What the token is for
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// List the tokens of an agent
    List {
        #[command(flatten)]
        data: DataArgument,
        #[arg(long, value_name = "EMAIL")]
        agent: String,
    },
    /// End a token
    Revoke {
        #[command(flatten)]
        data: DataArgument,
        #[arg(long, value_name = "EMAIL")]
        agent: String,
        /// The id that `list` shows
        #[arg(long, value_name = "ID")]
        token: String,
    },
}

/// Asks the server that runs on the data folder; opens the folder if none does.
pub fn obey(command: ApiTokenCommand) -> Result<(), Failure> {
    let (data, command) = match command {
        ApiTokenCommand::Create { data, agent, name } => (data, Command::CreateApiToken { agent, name }),
        ApiTokenCommand::List { data, agent } => (data, Command::ListApiTokens { agent }),
        ApiTokenCommand::Revoke { data, agent, token } => (data, Command::RevokeApiToken { agent, token }),
    };
    let config = load(&data, None, None)?;
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
