//! The one way in which the house calls servers of others over HTTP: to hosts that its owner has named, at addresses
//! that were looked at before they are connected to, within a time and a size, and without following anybody elsewhere.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::domain::egress::{EgressRefused, EgressRules, Target};
use crate::server::dns::Dns;

/// Until a connection stands, to one address.
const CONNECT_WAIT: Duration = Duration::from_secs(3);
/// From the question to DNS to the last byte of the answer.
const CALL_WAIT: Duration = Duration::from_secs(10);
/// Addresses of one host that are tried.
const ADDRESSES_MAX: usize = 4;
/// Status and headers of an answer, in bytes.
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// The body of an answer, in bytes.
const BODY_BYTES_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 64;

/// Calls servers of others. Cheap to clone.
#[derive(Clone)]
pub struct EgressClient {
    dns: Dns,
    rules: Arc<EgressRules>,
    tls: TlsConnector,
}

/// What a server has answered.
#[derive(Debug, PartialEq, Eq)]
pub struct EgressAnswer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum EgressFailure {
    #[error(transparent)]
    Refused(#[from] EgressRefused),
    #[error("its name leads to no address that may be called")]
    NoAddress,
    #[error("it could not be reached")]
    Unreachable,
    #[error("it took too long")]
    TooSlow,
    #[error("its answer is too large")]
    TooLarge,
    #[error("its answer is no HTTP")]
    NotHttp,
}

impl EgressClient {
    /// `authorities`: a file of certificates in PEM that are trusted besides the public ones; empty for none.
    pub fn new(dns: Dns, rules: EgressRules, authorities: &Path) -> anyhow::Result<Self> {
        let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if !authorities.as_os_str().is_empty() {
            let certificates = CertificateDer::pem_file_iter(authorities)
                .with_context(|| format!("cannot read the certificates in {}", authorities.display()))?;
            for certificate in certificates {
                roots.add(certificate.context("one of the certificates is none")?)?;
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { dns, rules: Arc::new(rules), tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Where an address leads, if that may be called.
    pub fn target(&self, address: &str) -> Result<Target, EgressRefused> {
        self.rules.target(address)
    }

    /// Whether there is anybody at all who may be called.
    pub fn may_call_any(&self) -> bool {
        !self.rules.hosts.is_empty()
    }

    /// Sends something of a media type and waits for the answer.
    pub async fn post(
        &self,
        target: &Target,
        media_type: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Result<EgressAnswer, EgressFailure> {
        let call = self.exchange(target, media_type, headers, body);
        tokio::time::timeout(CALL_WAIT, call).await.unwrap_or(Err(EgressFailure::TooSlow))
    }

    async fn exchange(
        &self,
        target: &Target,
        media_type: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Result<EgressAnswer, EgressFailure> {
        let stream = self.connect(target).await?;
        let bare = target.host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(bare).map_err(|_| EgressFailure::NoAddress)?;
        let mut stream = self.tls.connect(name, stream).await.map_err(|_| EgressFailure::Unreachable)?;
        let mut request = format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Postroom\r\nContent-Type: {media_type}\r\n\
             Content-Length: {}\r\nConnection: close\r\n",
            target.path,
            target.authority(),
            body.len()
        );
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let sent = async {
            stream.write_all(request.as_bytes()).await?;
            stream.write_all(body).await?;
            stream.flush().await
        };
        sent.await.map_err(|_: std::io::Error| EgressFailure::Unreachable)?;
        read_answer(&mut stream).await
    }

    /// Connects to exactly the addresses that were looked at: a name that changes meanwhile changes nothing.
    async fn connect(&self, target: &Target) -> Result<TcpStream, EgressFailure> {
        let bare = target.host.trim_start_matches('[').trim_end_matches(']');
        let found = self.dns.addresses(bare).await.map_err(|_| EgressFailure::Unreachable)?;
        let permitted: Vec<IpAddr> = found.into_iter().filter(|address| self.rules.permits(*address)).collect();
        if permitted.is_empty() {
            return Err(EgressFailure::NoAddress);
        }
        for address in permitted.into_iter().take(ADDRESSES_MAX) {
            let connected = TcpStream::connect(SocketAddr::new(address, target.port));
            if let Ok(Ok(stream)) = tokio::time::timeout(CONNECT_WAIT, connected).await {
                return Ok(stream);
            }
        }
        Err(EgressFailure::Unreachable)
    }
}

/// How much of a body follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Bytes(usize),
    Chunked,
    UntilTheEnd,
}

async fn read_answer(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Result<EgressAnswer, EgressFailure> {
    let mut bytes = Vec::new();
    loop {
        if let Some((status, length, head)) = read_head(&bytes)? {
            let body = bytes.split_off(head);
            let body = read_body(stream, body, length).await?;
            return Ok(EgressAnswer { status, body });
        }
        if HEAD_BYTES_MAX < bytes.len() {
            return Err(EgressFailure::TooLarge);
        }
        if !more(stream, &mut bytes).await? {
            return Err(EgressFailure::NotHttp);
        }
    }
}

/// Reads some more; says whether there was anything.
async fn more(stream: &mut (impl tokio::io::AsyncRead + Unpin), bytes: &mut Vec<u8>) -> Result<bool, EgressFailure> {
    let mut some = [0; 8 * 1024];
    match stream.read(&mut some).await {
        Ok(0) => Ok(false),
        Ok(count) => {
            bytes.extend_from_slice(&some[..count]);
            Ok(true)
        }
        // Many servers end a connection without the farewell of TLS; whether all is there, the length says.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        Err(_) => Err(EgressFailure::Unreachable),
    }
}

/// Status, length of the body and length of the head; none while the head is not all there.
fn read_head(bytes: &[u8]) -> Result<Option<(u16, Length, usize)>, EgressFailure> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(bytes).map_err(|_| EgressFailure::NotHttp)?;
    let httparse::Status::Complete(head) = parsed else { return Ok(None) };
    let status = response.code.ok_or(EgressFailure::NotHttp)?;
    let value = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.and_then(|header| std::str::from_utf8(header.value).ok()).map(str::trim)
    };
    let length = match (value("transfer-encoding"), value("content-length")) {
        (Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => Length::Chunked,
        (Some(_), _) => return Err(EgressFailure::NotHttp),
        (None, Some(length)) => Length::Bytes(length.parse().map_err(|_| EgressFailure::NotHttp)?),
        (None, None) => Length::UntilTheEnd,
    };
    Ok(Some((status, length, head)))
}

async fn read_body(
    stream: &mut (impl tokio::io::AsyncRead + Unpin),
    mut bytes: Vec<u8>,
    length: Length,
) -> Result<Vec<u8>, EgressFailure> {
    loop {
        match length {
            Length::Bytes(count) if BODY_BYTES_MAX < count => return Err(EgressFailure::TooLarge),
            Length::Bytes(count) if count <= bytes.len() => {
                bytes.truncate(count);
                return Ok(bytes);
            }
            Length::Chunked => {
                if let Some(body) = unchunked(&bytes)? {
                    return Ok(body);
                }
            }
            Length::Bytes(_) | Length::UntilTheEnd => {}
        }
        // What the chunks cost besides is less than the same again.
        if 2 * BODY_BYTES_MAX < bytes.len() {
            return Err(EgressFailure::TooLarge);
        }
        if !more(stream, &mut bytes).await? {
            return match length {
                Length::UntilTheEnd if bytes.len() <= BODY_BYTES_MAX => Ok(bytes),
                Length::UntilTheEnd => Err(EgressFailure::TooLarge),
                Length::Bytes(_) | Length::Chunked => Err(EgressFailure::NotHttp),
            };
        }
    }
}

/// The body of chunks (RFC 9112, 7.1); none while the last one is not here.
fn unchunked(mut bytes: &[u8]) -> Result<Option<Vec<u8>>, EgressFailure> {
    let mut body = Vec::new();
    loop {
        let (begin, size) = match httparse::parse_chunk_size(bytes).map_err(|_| EgressFailure::NotHttp)? {
            httparse::Status::Partial => return Ok(None),
            httparse::Status::Complete(read) => read,
        };
        let size = usize::try_from(size).ok().filter(|size| body.len() + size <= BODY_BYTES_MAX);
        let size = size.ok_or(EgressFailure::TooLarge)?;
        if size == 0 {
            return Ok(Some(body));
        }
        let Some(chunk) = bytes.get(begin..begin + size) else { return Ok(None) };
        body.extend_from_slice(chunk);
        match bytes.get(begin + size..begin + size + 2) {
            None => return Ok(None),
            Some(b"\r\n") => bytes = &bytes[begin + size + 2..],
            Some(_) => return Err(EgressFailure::NotHttp),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &[u8]) -> Result<EgressAnswer, EgressFailure> {
        let mut rest = answer;
        futures_util::FutureExt::now_or_never(read_answer(&mut rest)).expect("bytes are there at once")
    }

    #[test]
    fn answers_are_read_in_every_length() {
        let cases: [(&[u8], u16, &[u8]); 5] = [
            (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}more", 200, b"{}"),
            (b"HTTP/1.1 200 OK\r\n\r\n{\"a\":1}", 200, b"{\"a\":1}"),
            (b"HTTP/1.1 201 Made\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n3\r\nabc\r\n0\r\n\r\n", 201, b"{}abc"),
            (b"HTTP/1.0 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n", 302, b""),
            (b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", 500, b""),
        ];
        for (bytes, status, body) in cases {
            let answer = read(bytes).expect("an answer");
            assert_eq!((answer.status, answer.body.as_slice()), (status, body));
        }
    }

    #[test]
    fn what_is_too_large_or_no_answer_is_refused() {
        let long = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 65 * 1024]].concat();
        assert!(matches!(read(&long), Err(EgressFailure::TooLarge)));
        let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n";
        assert!(matches!(read(announced), Err(EgressFailure::TooLarge)));
        let chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n";
        assert!(matches!(read(chunk), Err(EgressFailure::TooLarge)));
        let head = [b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'x'; 20 * 1024]].concat();
        assert!(matches!(read(&head), Err(EgressFailure::TooLarge)));
        for bytes in [
            b"220 mail.example ESMTP\r\n".as_slice(),
            b"",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
        ] {
            assert!(matches!(read(bytes), Err(EgressFailure::NotHttp)), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
