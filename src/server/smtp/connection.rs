//! A connection: lines in, replies out, each within its time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::body::Progress;
use super::limits::Deadlines;
use super::line_reader::{Line, LineReader};
use super::reply::{Reply, Then};
use super::session::Session;
use crate::server::tls::Certificate;

/// A TLS handshake.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(10);
/// A reply that the peer does not take.
const WRITE_WAIT: Duration = Duration::from_secs(60);
/// Each answer to a peer that has made many mistakes.
const PENALTY: Duration = Duration::from_secs(1);

/// How a dialogue ended.
enum End {
    Closed,
    StartTls,
}

/// Says why there is no place, and closes.
pub(super) async fn turn_away(mut stream: TcpStream, reply: Reply) {
    // Whoever does not listen loses nothing by not being told.
    drop(timeout(WRITE_WAIT, stream.write_all(&reply.bytes())).await);
}

/// Serves a mail server until one side ends it.
pub(super) async fn serve(
    stream: TcpStream,
    mut session: Session,
    certificate: Option<Certificate>,
    deadlines: Deadlines,
    stop: CancellationToken,
) {
    let until = Instant::now() + deadlines.session;
    let mut reader = LineReader::new(stream);
    let greeting = session.greeting();
    if write(reader.stream(), &greeting.bytes()).await.is_err() {
        return;
    }
    match talk(&mut reader, &mut session, deadlines, until, &stop).await {
        Ok(End::StartTls) => {}
        // A peer that hangs up in the middle is an everyday thing.
        Ok(End::Closed) | Err(_) => return,
    }
    // What was sent in the clear behind STARTTLS must not count as said within TLS.
    let (Some(stream), Some(certificate)) = (reader.into_stream(), certificate) else { return };
    let acceptor = TlsAcceptor::from(Arc::new(certificate.server_config(&[])));
    let Ok(Ok(stream)) = timeout(HANDSHAKE_WAIT, acceptor.accept(stream)).await else { return };
    session.tls_is_on();
    let mut reader = LineReader::new(stream);
    drop(talk(&mut reader, &mut session, deadlines, until, &stop).await);
    drop(timeout(WRITE_WAIT, reader.stream().shutdown()).await);
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    reader: &mut LineReader<S>,
    session: &mut Session,
    deadlines: Deadlines,
    until: Instant,
    stop: &CancellationToken,
) -> io::Result<End> {
    // Replies to commands that came in one go leave in one go (RFC 2920, 3.2).
    let mut replies = Vec::new();
    loop {
        let deadline = until.min(Instant::now() + deadlines.command);
        let line = tokio::select! {
            () = stop.cancelled() => return close(reader, replies, &Reply::shutting_down()).await,
            line = timeout_at(deadline, reader.next_line()) => line,
        };
        let reply = match line {
            Err(_) => return close(reader, replies, &Reply::too_slow()).await,
            Ok(Err(error)) => return Err(error),
            Ok(Ok(Line::End)) => return Ok(End::Closed),
            Ok(Ok(Line::TooLong)) => session.counted(Reply::line_too_long()),
            Ok(Ok(Line::BareLineEnd)) => Reply::bare_line_end(),
            Ok(Ok(Line::Command(line))) => session.answer(&line),
        };
        let mut then = reply.then;
        replies.extend_from_slice(&reply.bytes());
        if then == Then::ReadMail {
            write(reader.stream(), &std::mem::take(&mut replies)).await?;
            let reply = match read_mail(reader, session, deadlines, until).await? {
                Some(reply) => reply,
                None => return Ok(End::Closed),
            };
            then = reply.then;
            replies.extend_from_slice(&reply.bytes());
        }
        if session.answers_slowly() {
            tokio::time::sleep(PENALTY).await;
        }
        if then != Then::NextCommand || !reader.has_line() {
            write(reader.stream(), &std::mem::take(&mut replies)).await?;
        }
        match then {
            Then::NextCommand | Then::ReadMail => {}
            Then::StartTls => return Ok(End::StartTls),
            Then::Close => return Ok(End::Closed),
        }
    }
}

/// Reads a mail to its end and has it kept; nothing if the peer has gone.
async fn read_mail<S: AsyncRead + AsyncWrite + Unpin>(
    reader: &mut LineReader<S>,
    session: &mut Session,
    deadlines: Deadlines,
    until: Instant,
) -> io::Result<Option<Reply>> {
    let mut body = session.new_body();
    loop {
        match body.take(reader.waiting()) {
            Progress::Whole { used } => {
                reader.consume(used);
                return Ok(Some(session.end_of_mail(body).await));
            }
            Progress::More { used } => reader.consume(used),
        }
        let deadline = until.min(Instant::now() + deadlines.data_block);
        match timeout_at(deadline, reader.read_more()).await {
            Err(_) => return Ok(Some(Reply::too_slow())),
            Ok(Err(error)) => return Err(error),
            Ok(Ok(0)) => return Ok(None),
            Ok(Ok(_)) => {}
        }
    }
}

async fn close<S: AsyncRead + AsyncWrite + Unpin>(
    reader: &mut LineReader<S>,
    mut replies: Vec<u8>,
    reply: &Reply,
) -> io::Result<End> {
    replies.extend_from_slice(&reply.bytes());
    write(reader.stream(), &replies).await?;
    Ok(End::Closed)
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, bytes: &[u8]) -> io::Result<()> {
    let written = timeout(WRITE_WAIT, async {
        stream.write_all(bytes).await?;
        stream.flush().await
    });
    written.await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
