//! A server that is called, of the team's or of a browser's maker: over TLS, with a certificate of its own, and answers
//! that are given in turn.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

/// A request that came in.
#[derive(Debug)]
pub struct Asked {
    pub head: String,
    /// As text.
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

pub struct Https {
    pub port: u16,
    /// The certificate, for whoever is to trust it.
    pub authority: PathBuf,
    asked: Receiver<Asked>,
    _folder: tempfile::TempDir,
}

impl Https {
    /// Gives these answers in turn, the last one again and again. An empty answer ends the connection.
    pub fn open(answers: &[&str]) -> Self {
        let names = vec!["127.0.0.1".to_owned()];
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(names).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        let authority = folder.path().join("authority.pem");
        std::fs::write(&authority, cert.pem()).expect("a file");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("usual versions")
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(cert.der().to_vec())], key)
            .expect("a sound certificate");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, asked) = channel();
        let (config, mut answers) = (Arc::new(config), answers.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let Ok(mut connection) = ServerConnection::new(Arc::clone(&config)) else { return };
                let mut stream = Stream::new(&mut connection, &mut stream);
                let Some(request) = read_request(&mut stream) else { continue };
                if sender.send(request).is_err() {
                    return;
                }
                let answer = if answers.len() == 1 { answers[0].clone() } else { answers.remove(0) };
                drop(stream.write_all(answer.as_bytes()));
                stream.conn.send_close_notify();
                drop(stream.flush());
            }
        });
        Self { port, authority, asked, _folder: folder }
    }

    #[track_caller]
    pub fn next(&self) -> Asked {
        self.asked.recv_timeout(Duration::from_secs(20)).expect("somebody asks")
    }

    /// Whether anybody has asked that was not taken yet.
    pub fn was_asked(&self) -> bool {
        self.asked.try_recv().is_ok()
    }
}

/// A place that nobody may come to.
pub struct Canary {
    pub port: u16,
    came: Arc<Mutex<usize>>,
}

impl Canary {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let came = Arc::new(Mutex::new(0));
        let count = Arc::clone(&came);
        std::thread::spawn(move || {
            for _ in listener.incoming() {
                *count.lock().expect("a count") += 1;
            }
        });
        Self { port, came }
    }

    pub fn came(&self) -> usize {
        *self.came.lock().expect("a count")
    }
}

fn read_request(stream: &mut impl Read) -> Option<Asked> {
    let mut bytes = Vec::new();
    loop {
        let mut some = [0; 4096];
        match stream.read(&mut some) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&some[..count]),
        }
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let (head, body) = (String::from_utf8_lossy(&bytes[..end]).into_owned(), bytes[end + 4..].to_vec());
        let text = String::from_utf8_lossy(&body).into_owned();
        let asked = Asked { head, body: text, bytes: body };
        let length: usize = asked.header("content-length")?.parse().ok()?;
        if length <= asked.bytes.len() {
            return Some(asked);
        }
    }
}
