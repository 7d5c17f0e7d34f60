//! A connection that asks again and again, as a page does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

pub struct KeepAlive {
    stream: BufReader<TcpStream>,
    head: String,
}

impl KeepAlive {
    pub fn connect(address: SocketAddr, token: Option<&str>) -> Self {
        let stream = TcpStream::connect(address).expect("the page answers");
        stream.set_nodelay(true).expect("an option");
        let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        Self { stream: BufReader::new(stream), head: format!("Host: {address}\r\n{token}\r\n") }
    }

    /// The body of an answer, which must be a good one.
    pub fn get(&mut self, path: &str) -> Vec<u8> {
        let request = format!("GET {path} HTTP/1.1\r\n{}", self.head);
        self.stream.get_mut().write_all(request.as_bytes()).expect("it listens");
        let mut length = 0;
        let mut line = String::new();
        let mut first = true;
        loop {
            line.clear();
            assert_ne!(self.stream.read_line(&mut line).expect("it answers"), 0, "{path}: it hung up");
            assert!(!first || line.contains(" 200 "), "{path}: {line}");
            first = false;
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        body
    }
}
