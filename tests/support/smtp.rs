//! A mail server that delivers to us.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub struct Smtp {
    stream: BufReader<TcpStream>,
}

impl Smtp {
    /// Connects and says hello.
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let mut smtp = Self::raw(address)?;
        smtp.reply()?;
        smtp.say("EHLO mail.example.org")?;
        Ok(smtp)
    }

    /// Connects and says nothing.
    pub fn raw(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a line and reads the reply.
    pub fn say(&mut self, line: &str) -> io::Result<String> {
        self.write(format!("{line}\r\n").as_bytes())?;
        self.reply()
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// A whole reply; empty if the peer has gone.
    pub fn reply(&mut self) -> io::Result<String> {
        let mut reply = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Ok(reply);
            }
            let goes_on = line.as_bytes().get(3) == Some(&b'-');
            reply += &line;
            if !goes_on {
                return Ok(reply);
            }
        }
    }

    /// Delivers a mail; says what was replied to its end.
    pub fn deliver(&mut self, from: &str, to: &str, mail: &str) -> io::Result<String> {
        self.say(&format!("MAIL FROM:<{from}>"))?;
        let taken = self.say(&format!("RCPT TO:<{to}>"))?;
        if !taken.starts_with("250") {
            return Ok(taken);
        }
        self.say("DATA")?;
        let mail = mail.replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        self.write(format!("{mail}\r\n.\r\n").as_bytes())?;
        self.reply()
    }
}
