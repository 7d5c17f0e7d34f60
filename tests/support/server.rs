//! The real binary on free ports with a folder of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::http::Http;
use super::smtp::Smtp;

pub const BINARY: &str = env!("CARGO_BIN_EXE_postroom");
pub const ADMIN: &str = "zoe@example.org";
pub const PASSWORD: &str = "correct horse battery";

/// A data folder that is set up, gone with the test.
pub struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub fn set_up() -> Self {
        let folder = Self { folder: tempfile::tempdir().expect("a folder") };
        let password = folder.path().join("password");
        std::fs::write(&password, PASSWORD).expect("a file");
        let output = folder
            .command("setup")
            .args([
                "--workspace",
                "Example Ltd",
                "--public-url",
                "http://127.0.0.1:8080",
                "--mail-domain",
                "desk.example",
            ])
            .args(["--inbox", "Support", "--admin-name", "Zoe", "--admin-email", ADMIN, "--admin-password-file"])
            .arg(&password)
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        folder
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// A subcommand on this folder.
    pub fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new(BINARY);
        command.args(subcommand.split(' ')).arg("--data").arg(self.data());
        command
    }

    pub fn token(&self) -> String {
        self.token_of(ADMIN)
    }

    pub fn token_of(&self, agent: &str) -> String {
        let output = self.command("api-token create").args(["--agent", agent, "--name", "test"]).output();
        let output = output.expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    }

    /// Everything in the database: one JSON object a line.
    pub fn dump(&self) -> Vec<serde_json::Value> {
        let output = self.command("dump").output().expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("text");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Serves; mail leaves through a relay on this port.
    pub fn serve(&self, relay_port: u16) -> Server {
        self.serve_with(relay_port, &[])
    }

    /// The same with more of the configuration.
    pub fn serve_with(&self, relay_port: u16, more: &[(&str, &str)]) -> Server {
        let mut child = self
            .command("serve")
            .args(["--http", "127.0.0.1:0", "--smtp", "127.0.0.1:0"])
            .env("POSTROOM_DNS__SENDER_CHECKS", "false")
            .env("POSTROOM_ACCOUNTS__UNDO_S", "0")
            .env("POSTROOM_SMTP__CONNECTIONS_PER_ADDRESS_MAX", "200")
            .env("POSTROOM_SMTP__CONNECTIONS_PER_ADDRESS_AND_MINUTE_MAX", "1000000")
            .env("POSTROOM_CHAT__CALLS_PER_ADDRESS_AND_MINUTE_MAX", "100000")
            .env("POSTROOM_CHAT__STARTS_PER_ADDRESS_AND_MINUTE_MAX", "100000")
            .env("POSTROOM_CHAT__MESSAGES_PER_ADDRESS_AND_MINUTE_MAX", "100000")
            .env("POSTROOM_CHAT__MESSAGES_PER_VISITOR_AND_MINUTE_MAX", "1000")
            .env("POSTROOM_CHAT__SOCKETS_PER_ADDRESS_AND_MINUTE_MAX", "100000")
            .env("POSTROOM_CHAT__UPLOADS_PER_ADDRESS_AND_HOUR_MAX", "1000")
            .env("POSTROOM_MAIL__DELIVERY", "relay")
            .env("POSTROOM_MAIL__RELAY__HOST", "127.0.0.1")
            .env("POSTROOM_MAIL__RELAY__PORT", relay_port.to_string())
            .env("POSTROOM_MAIL__RELAY__SECURITY", "none")
            .env("POSTROOM_LOG__LEVEL", "error")
            .envs(more.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let (mut http, mut smtp) = (None, None);
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        for line in lines {
            let line = line.expect("text");
            if let Some((_, address)) = line.split_once("(http://") {
                http = address.trim_end_matches(')').parse().ok();
            }
            if let Some(address) = line.strip_prefix("Mail is taken at ") {
                smtp = address.parse().ok();
                break;
            }
        }
        Server { child, http: http.expect("it says where"), smtp: smtp.expect("it says where") }
    }
}

/// A server that runs.
pub struct Server {
    child: Child,
    http: std::net::SocketAddr,
    smtp: std::net::SocketAddr,
}

impl Server {
    pub fn http(&self, token: &str) -> Http {
        Http::new(self.http, Some(token))
    }

    pub fn anonymous(&self) -> Http {
        Http::new(self.http, None)
    }

    pub fn smtp(&self) -> Smtp {
        Smtp::connect(self.smtp).expect("the listener answers")
    }

    /// The number of the process, for what the operating system counts of it.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn http_address(&self) -> std::net::SocketAddr {
        self.http
    }

    pub fn smtp_address(&self) -> std::net::SocketAddr {
        self.smtp
    }

    /// As a crash would.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// As a system administrator would; says whether it ended well.
    pub fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("there is a kill command");
        assert!(told.success());
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test that failed leaves nothing behind; one that ended the server itself has nothing to end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
