//! As much of WebSockets (RFC 6455) as the tests need.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// How long something that must come may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct WebSocket {
    stream: TcpStream,
}

/// What the server said.
#[derive(Debug, PartialEq)]
pub enum Told {
    Frame(Value),
    /// With the code of the close frame.
    Closed(u16),
}

impl WebSocket {
    /// Connects; the status of the handshake if it was refused.
    pub fn connect(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut stream = TcpStream::connect(address).expect("the page answers");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket takes a timeout");
        let mut request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).expect("it listens");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("a head");
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        if status == 101 { Ok(Self { stream }) } else { Err(status) }
    }

    /// Says something; a peer that is gone is told nothing.
    pub fn say(&mut self, value: &Value) {
        let text = value.to_string();
        let length = text.len();
        let mut frame = vec![0x81];
        match u8::try_from(length) {
            Ok(length) if length < 126 => frame.push(0x80 | length),
            _ => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&u16::try_from(length).expect("a short text").to_be_bytes());
            }
        }
        // A mask of zeros leaves the text as it is.
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(text.as_bytes());
        drop(self.stream.write_all(&frame));
    }

    /// The next thing that the server says, pings left out.
    pub fn next(&mut self) -> Told {
        loop {
            let mut head = [0; 2];
            if self.stream.read_exact(&mut head).is_err() {
                return Told::Closed(1006);
            }
            let length = match head[1] & 0x7f {
                126 => {
                    let mut length = [0; 2];
                    self.stream.read_exact(&mut length).expect("a length");
                    usize::from(u16::from_be_bytes(length))
                }
                127 => {
                    let mut length = [0; 8];
                    self.stream.read_exact(&mut length).expect("a length");
                    usize::try_from(u64::from_be_bytes(length)).expect("a length that fits")
                }
                length => usize::from(length),
            };
            let mut bytes = vec![0; length];
            self.stream.read_exact(&mut bytes).expect("what was announced");
            match head[0] & 0x0f {
                1 => return Told::Frame(serde_json::from_slice(&bytes).expect("JSON")),
                8 if bytes.len() < 2 => return Told::Closed(1005),
                8 => return Told::Closed(u16::from_be_bytes([bytes[0], bytes[1]])),
                _ => {}
            }
        }
    }

    /// With which code the server ends it, whatever it says before.
    pub fn until_closed(&mut self) -> u16 {
        loop {
            if let Told::Closed(code) = self.next() {
                return code;
            }
        }
    }

    /// The next frame of a type.
    #[track_caller]
    pub fn until(&mut self, kind: &str) -> Value {
        loop {
            match self.next() {
                Told::Frame(frame) if frame["type"] == kind => return frame,
                Told::Frame(_) => {}
                Told::Closed(code) => panic!("closed with {code} before a frame of type {kind}"),
            }
        }
    }
}
