//! The door for whoever holds the data folder: a socket in it, by which commands reach a server that
//! runs. The database belongs to one process at a time.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;
use tokio_util::sync::CancellationToken;

use super::run_action::ActionRunner;
use crate::actions::api_tokens::{create_api_token, list_api_tokens, revoke_api_token};
use crate::actions::reset_password::make_reset_link;
use crate::actions::{ActionError, Context};
use crate::domain::email_address::EmailAddress;

/// A command, in bytes of JSON.
const COMMAND_BYTES_MAX: u64 = 4 * 1024;
/// How long the other side may take.
const WAIT: Duration = Duration::from_secs(10);

/// What can be asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    CreateApiToken { agent: String, name: String },
    ListApiTokens { agent: String },
    RevokeApiToken { agent: String, token: String },
    MakeResetLink { agent: String },
}

/// What is answered: lines to print, or why not.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Done(Vec<String>),
    Refused(String),
}

/// Does what a command asks.
pub fn obey(context: &Context, command: Command) -> Result<Vec<String>, ActionError> {
    let address = |text: &str| {
        EmailAddress::parse(text).map_err(|refused| ActionError::invalid("agent", format!("“{text}”: {refused}.")))
    };
    match command {
        Command::CreateApiToken { agent, name } => Ok(vec![create_api_token(context, &address(&agent)?, &name)?.0]),
        Command::MakeResetLink { agent } => Ok(vec![make_reset_link(context, &address(&agent)?)?]),
        Command::ListApiTokens { agent } => {
            let tokens = list_api_tokens(context, &address(&agent)?)?;
            let line = |token: &crate::domain::session::ApiToken| {
                format!("{}  made {}  ends {}  {}", token.id, token.created_at, token.expires_at, token.name)
            };
            Ok(tokens.iter().map(line).collect())
        }
        Command::RevokeApiToken { agent, token } => {
            let id = token.parse().map_err(|_| ActionError::invalid("token", "Give the id that `list` shows."))?;
            revoke_api_token(context, &address(&agent)?, id)?;
            Ok(Vec::new())
        }
    }
}

fn socket_path(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Asks a server that runs on this data folder; nothing if none does.
pub fn ask(data: &Path, command: &Command) -> anyhow::Result<Option<Answer>> {
    let Ok(mut stream) = UnixStream::connect(socket_path(data)) else { return Ok(None) };
    stream.set_read_timeout(Some(WAIT))?;
    let mut line = serde_json::to_string(command)?;
    line.push('\n');
    stream.write_all(line.as_bytes()).context("the server that runs here does not listen")?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).context("the server that runs here does not answer")?;
    Ok(Some(serde_json::from_str(&answer).context("the server that runs here is of another version")?))
}

/// Opens the socket, for its owner alone.
pub fn open(data: &Path) -> anyhow::Result<UnixListener> {
    let path = socket_path(data);
    // The database is ours, so a socket that is there was left by a process that has ended.
    if path.exists() {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
    }
    let listener = UnixListener::bind(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers until it is told to stop.
pub async fn serve(listener: UnixListener, runner: ActionRunner, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let runner = runner.clone();
        tokio::spawn(async move {
            let answered = tokio::time::timeout(WAIT, answer(stream, &runner)).await;
            if let Ok(Err(error)) = answered {
                tracing::warn!(error = &error as &dyn std::error::Error, "Failed to answer a command");
            }
        });
    }
}

async fn answer(stream: tokio::net::UnixStream, runner: &ActionRunner) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(reading.take(COMMAND_BYTES_MAX)).read_line(&mut line).await?;
    let answer = match serde_json::from_str::<Command>(&line) {
        Ok(command) => match runner.run(move |context| obey(context, command)).await {
            Ok(lines) => Answer::Done(lines),
            Err(error) => Answer::Refused(error.to_string()),
        },
        Err(_) => Answer::Refused("The server that runs here is of another version.".to_owned()),
    };
    let mut line = serde_json::to_string(&answer).expect("an answer is plain JSON");
    line.push('\n');
    writing.write_all(line.as_bytes()).await
}
