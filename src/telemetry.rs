//! What the process says of itself: log lines and figures, without anybody's words or addresses.

use std::io::IsTerminal;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tracing_subscriber::EnvFilter;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people who read along.
    Text,
}

/// A level that is not one.
#[derive(Debug, thiserror::Error)]
#[error("`{level}` is no log level: use error, warn, info, debug or trace")]
pub struct BadLevel {
    level: String,
}

/// Starts logging to standard error.
pub fn start_log(format: LogFormat, level: &str) -> Result<(), BadLevel> {
    // The mail reader warns of each odd mail; what is odd in a mail stands in its ledger row.
    let directives = format!("{level},html5ever=error,hickory_proto=error,hickory_resolver=error");
    let filter = EnvFilter::try_new(directives).map_err(|_| BadLevel { level: level.to_owned() })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Json => lines.json().flatten_event(true).init(),
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).init(),
    }
    Ok(())
}

/// The figures of the process.
pub struct Metrics {
    registry: Registry,
    pub smtp: SmtpMetrics,
    pub mails_sent: Counter<u64, AtomicU64>,
    pub mails_refused: Counter<u64, AtomicU64>,
    pub mails_to_try_again: Counter<u64, AtomicU64>,
}

/// The figures of the SMTP listener.
#[derive(Clone, Default)]
pub struct SmtpMetrics {
    pub connections: Counter<u64, AtomicU64>,
    pub connections_open: Gauge,
    pub connections_turned_away: Counter<u64, AtomicU64>,
    pub mails_accepted: Counter<u64, AtomicU64>,
    pub mails_refused: Counter<u64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("postroom");
        let smtp = SmtpMetrics::default();
        registry.register("smtp_connections", "Connections of mail servers", smtp.connections.clone());
        registry.register("smtp_connections_open", "Connections that are open", smtp.connections_open.clone());
        let turned_away = smtp.connections_turned_away.clone();
        registry.register("smtp_connections_turned_away", "Connections over a limit", turned_away);
        registry.register("mails_accepted", "Mails that were kept", smtp.mails_accepted.clone());
        registry.register("mails_not_accepted", "Mails that were refused or deferred", smtp.mails_refused.clone());
        let (sent, refused, again) = (Counter::default(), Counter::default(), Counter::default());
        registry.register("mails_sent", "Recipients whose server took a mail", sent.clone());
        registry.register("mails_failed", "Recipients whose server refused a mail", refused.clone());
        registry.register("mails_to_try_again", "Recipients whose server asked to try again", again.clone());
        Self { registry, smtp, mails_sent: sent, mails_refused: refused, mails_to_try_again: again }
    }
}

impl Metrics {
    /// The figures in the OpenMetrics text format.
    pub fn encoded(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string takes everything");
        text
    }
}
