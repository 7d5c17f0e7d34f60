//! The command line: its forms are promised to scripts.

mod api_token;
mod check_config;
mod dump;
mod exit;
pub mod inspect_mail;
mod password_reset_link;
mod setup;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Flags, LogFormatConfig};
use crate::telemetry::{LogFormat, start_log};
use exit::Failure;

/// A shared inbox in one process and one data folder.
#[derive(Parser)]
#[command(name = "postroom", version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page, the API and mail
    Serve(ServeArguments),
    /// Set the workspace up without a browser, once
    Setup(setup::SetupArguments),
    /// Make, list and end tokens for scripts that act as an agent
    #[command(subcommand)]
    ApiToken(api_token::ApiTokenCommand),
    /// Print a link by which an agent chooses a new password; it works once, for 30 minutes
    PasswordResetLink(password_reset_link::ResetLinkArguments),
    /// Say what is understood of a mail: one JSON object a line
    InspectMail {
        /// Files, or folders of files
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Write everything in the database as JSON lines; the server must not run
    Dump(DataArgument),
    /// Show the configuration that would be in force, or what is wrong with it
    CheckConfig(ConfigArguments),
    /// Print the contract of the API
    Openapi,
}

/// Which configuration file.
#[derive(Args, Clone)]
struct ConfigArguments {
    /// A configuration file; see config/default.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Which data folder.
#[derive(Args, Clone)]
struct DataArgument {
    /// The folder that holds everything
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArguments,
}

#[derive(Args)]
struct ServeArguments {
    #[command(flatten)]
    data: DataArgument,
    /// Where the page and the API are served, such as 127.0.0.1:8080
    #[arg(long, value_name = "ADDRESS")]
    http: Option<String>,
    /// Where mail is taken, such as 0.0.0.0:25
    #[arg(long, value_name = "ADDRESS")]
    smtp: Option<String>,
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let command = match CommandLine::try_parse() {
        Ok(line) => line.command,
        Err(error) => {
            // What cannot be printed has nobody to read it.
            drop(error.print());
            return if error.use_stderr() { ExitCode::from(exit::USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match obey(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("postroom: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn obey(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(arguments) => {
            let config = load(&arguments.data, arguments.http, arguments.smtp)?;
            log(&config)?;
            Ok(crate::server::serve(&config)?)
        }
        Command::Setup(arguments) => setup::set_up(arguments),
        Command::ApiToken(command) => api_token::obey(command),
        Command::PasswordResetLink(arguments) => password_reset_link::print_link(arguments),
        Command::InspectMail { paths } => inspect_mail::inspect_mail(&paths, &mut std::io::stdout().lock()),
        Command::Dump(data) => dump::dump(&load(&data, None, None)?),
        Command::CheckConfig(arguments) => check_config::check_config(&arguments),
        Command::Openapi => {
            print!("{}", crate::server::http::openapi::document());
            Ok(())
        }
    }
}

fn load(data: &DataArgument, http: Option<String>, smtp: Option<String>) -> Result<Config, Failure> {
    let flags = Flags { data: data.data.clone(), http, smtp };
    Ok(Config::load(data.config.config.as_deref(), environment(), &flags)?)
}

/// The variables that are text; others cannot be ours.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

fn log(config: &Config) -> Result<(), Failure> {
    let format = match config.log.format {
        LogFormatConfig::Json => LogFormat::Json,
        LogFormatConfig::Text => LogFormat::Text,
    };
    start_log(format, &config.log.level).map_err(|error| Failure::config(error.to_string()))
}
