//! The outside world that takes our mail: a server on a free port that keeps what it gets.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub from: String,
    pub recipients: Vec<String>,
    pub bytes: String,
}

impl Taken {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.bytes.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

pub struct Sink {
    pub port: u16,
    taken: Receiver<Taken>,
}

impl Sink {
    /// Takes everything but mail to addresses that begin with `no-`.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, taken) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), sender) = (stream, sender.clone()) else { return };
                std::thread::spawn(move || drop(talk(stream, &sender)));
            }
        });
        Self { port, taken }
    }

    /// The next mail.
    #[track_caller]
    pub fn next(&self) -> Taken {
        self.taken.recv_timeout(Duration::from_secs(30)).expect("a mail leaves")
    }

    /// Whether nothing has come that was not asked for.
    pub fn is_empty(&self) -> bool {
        self.taken.try_recv().is_err()
    }
}

fn talk(stream: TcpStream, sender: &Sender<Taken>) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    let mut mail = Taken { from: String::new(), recipients: Vec::new(), bytes: String::new() };
    out.write_all(b"220 sink\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let verb = line.get(..4).unwrap_or_default().to_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME\r\n",
            "MAIL" => {
                mail.from = path;
                "250 ok\r\n"
            }
            "RCPT" if path.starts_with("no-") => "550 5.1.1 nobody of that name\r\n",
            "RCPT" => {
                mail.recipients.push(path);
                "250 ok\r\n"
            }
            "DATA" => {
                out.write_all(b"354 go\r\n")?;
                loop {
                    let mut line = String::new();
                    lines.read_line(&mut line)?;
                    if line == ".\r\n" {
                        break;
                    }
                    mail.bytes += line.strip_prefix('.').unwrap_or(&line);
                }
                drop(sender.send(mail.clone()));
                mail = Taken { from: String::new(), recipients: Vec::new(), bytes: String::new() };
                "250 taken\r\n"
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 ok\r\n",
        };
        out.write_all(reply.as_bytes())?;
    }
}
