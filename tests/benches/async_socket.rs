//! As much of HTTP and WebSockets (RFC 6455) as a crowd needs: thousands of connections on two threads.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection over which one question follows the other.
pub struct Line {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

impl Line {
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the page answers");
        stream.set_nodelay(true).expect("a socket takes it");
        Self { stream: BufReader::new(stream), address }
    }

    /// Sends JSON; the status and the body of the answer.
    pub async fn post(&mut self, path: &str, authorization: &str, body: &Value) -> (u16, Vec<u8>) {
        let body = body.to_string();
        let mut request =
            format!("POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n", self.address);
        if !authorization.is_empty() {
            request += &format!("Authorization: {authorization}\r\n");
        }
        request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.stream.write_all(request.as_bytes()).await.expect("it listens");
        let (status, head) = read_head(&mut self.stream).await;
        let length = head
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.trim().parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body).await.expect("a body");
        (status, body)
    }
}

/// One end of a WebSocket.
pub struct Socket {
    stream: BufReader<TcpStream>,
}

/// What the server said.
pub enum Spoken {
    Text(String),
    /// With the code of the close frame.
    Ended(u16),
}

impl Socket {
    /// Connects; the status of the handshake if it was refused.
    pub async fn connect(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let stream = TcpStream::connect(address).await.expect("the page answers");
        stream.set_nodelay(true).expect("a socket takes it");
        // Thousands of these: a small buffer is enough, frames are read into their own.
        let mut stream = BufReader::with_capacity(1024, stream);
        let mut request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).await.expect("it listens");
        let (status, _) = read_head(&mut stream).await;
        if status == 101 { Ok(Self { stream }) } else { Err(status) }
    }

    pub async fn say(&mut self, value: &Value) {
        self.send(0x81, value.to_string().as_bytes()).await;
    }

    /// The next text; pings are answered on the way.
    pub async fn next(&mut self) -> Spoken {
        loop {
            let mut head = [0; 2];
            if self.stream.read_exact(&mut head).await.is_err() {
                return Spoken::Ended(1006);
            }
            let length = match head[1] & 0x7f {
                126 => usize::from(self.stream.read_u16().await.unwrap_or(0)),
                127 => usize::try_from(self.stream.read_u64().await.unwrap_or(0)).expect("a length that fits"),
                length => usize::from(length),
            };
            let mut bytes = vec![0; length];
            if self.stream.read_exact(&mut bytes).await.is_err() {
                return Spoken::Ended(1006);
            }
            match head[0] & 0x0f {
                1 => return Spoken::Text(String::from_utf8(bytes).expect("text is UTF-8")),
                8 if bytes.len() < 2 => return Spoken::Ended(1005),
                8 => return Spoken::Ended(u16::from_be_bytes([bytes[0], bytes[1]])),
                9 => self.send(0x8a, &bytes).await,
                _ => {}
            }
        }
    }

    async fn send(&mut self, kind: u8, bytes: &[u8]) {
        let mut frame = vec![kind];
        match u8::try_from(bytes.len()) {
            Ok(length) if length < 126 => frame.push(0x80 | length),
            _ => {
                frame.push(0x80 | 126);
                frame.extend_from_slice(&u16::try_from(bytes.len()).expect("a short text").to_be_bytes());
            }
        }
        // A mask of zeros leaves the text as it is.
        frame.extend_from_slice(&[0; 4]);
        frame.extend_from_slice(bytes);
        // A peer that is gone is told nothing: the next read says so.
        drop(self.stream.write_all(&frame).await);
    }
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> (u16, String) {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let count = stream.read_line(&mut head).await.expect("a head");
        assert!(0 < count, "the connection ended: {head}");
    }
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    (status, head)
}
