//! The door for mail servers: a listener of our own that drives the `mailin` state machine.
//!
//! What a hostile client can touch is ours: lines, limits, deadlines, TLS. The state machine keeps
//! the order of commands (RFC 5321, 4.1.4).

mod body;
mod command;
mod connection;
mod engine;
mod limits;
mod line_reader;
mod reply;
mod sender_check;
mod session;
mod trace;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::server::dns::Dns;
use crate::server::run_action::ActionRunner;
use crate::server::tls::{Certificate, certificate};
use crate::telemetry::SmtpMetrics;
use limits::{Admission, ConnectionLimits};
use sender_check::SenderCheck;

/// After the listener failed, most likely for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What every session knows.
pub(super) struct SmtpOptions {
    /// How this server calls itself.
    pub hostname: String,
    /// The largest mail, in bytes.
    pub mail_bytes_max: usize,
}

/// The listener with what its sessions need.
pub struct SmtpServer {
    options: Arc<SmtpOptions>,
    limits: Arc<ConnectionLimits>,
    runner: ActionRunner,
    check: SenderCheck,
    certificate: Option<Certificate>,
    metrics: SmtpMetrics,
}

impl SmtpServer {
    pub fn new(
        config: &Config,
        hostname: String,
        runner: ActionRunner,
        dns: Dns,
        metrics: SmtpMetrics,
    ) -> anyhow::Result<Self> {
        let check = if config.dns.sender_checks { SenderCheck::with(&dns) } else { SenderCheck::off() };
        Ok(Self {
            options: Arc::new(SmtpOptions { hostname, mail_bytes_max: config.smtp.mail_mb_max * 1024 * 1024 }),
            limits: Arc::new(ConnectionLimits::new(&config.smtp)),
            runner,
            check,
            certificate: certificate(&config.smtp.tls_certificate, &config.smtp.tls_key)?,
            metrics,
        })
    }

    /// Takes connections until it is told to stop; sessions that are under way end by themselves.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let sessions = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => self.begin(&sessions, stream, peer, &stop),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "Failed to take a connection for mail");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(listener);
        sessions.close();
        sessions.wait().await;
    }

    fn begin(&self, sessions: &TaskTracker, stream: TcpStream, peer: SocketAddr, stop: &CancellationToken) {
        self.metrics.connections.inc();
        // Small replies must not wait for each other (Nagle); without it mail is only slower.
        drop(stream.set_nodelay(true));
        let place = match self.limits.admit(peer.ip()) {
            Admission::Admitted(place) => place,
            Admission::Refused(reply) => {
                self.metrics.connections_turned_away.inc();
                sessions.spawn(connection::turn_away(stream, reply));
                return;
            }
        };
        let session = session::Session::new(
            Arc::clone(&self.options),
            self.runner.clone(),
            self.check.clone(),
            self.metrics.clone(),
            peer.ip(),
            self.certificate.is_some(),
        );
        let deadlines = self.limits.deadlines();
        let certificate = self.certificate.clone();
        let open = self.metrics.connections_open.clone();
        open.inc();
        let stop = stop.clone();
        sessions.spawn(async move {
            connection::serve(stream, session, certificate, deadlines, stop).await;
            drop(place);
            open.dec();
        });
    }
}
