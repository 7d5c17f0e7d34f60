//! Questions to DNS: where a domain takes its mail, and what it says of itself.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::RData;

/// How long one question may take, with its repetitions.
const ANSWER_WAIT: Duration = Duration::from_secs(5);
/// Hosts of one domain that are tried.
const MAIL_HOSTS_MAX: usize = 10;

/// Asks DNS. Cheap to clone.
#[derive(Clone)]
pub struct Dns {
    resolver: Option<TokioResolver>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DnsFailure {
    /// The name is not there: asking again does not help.
    #[error("the domain does not exist")]
    NoSuchName,
    /// RFC 7505: the domain says that it takes no mail.
    #[error("the domain takes no mail")]
    TakesNoMail,
    #[error("DNS did not answer")]
    NoAnswer,
}

impl Dns {
    /// Asks the given servers, or those of the machine.
    pub fn new(servers: &[SocketAddr]) -> Self {
        let mut options = ResolverOpts::default();
        options.timeout = ANSWER_WAIT / 2;
        options.attempts = 1;
        let builder = if servers.is_empty() {
            TokioResolver::builder_tokio()
        } else {
            let config = ResolverConfig::from_parts(None, Vec::new(), servers.iter().map(name_server).collect());
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        };
        let built = builder.and_then(|builder| builder.with_options(options).build());
        if let Err(error) = &built {
            // A machine without DNS still receives mail and can pass it to a relay by its address.
            tracing::warn!(error = error as &dyn std::error::Error, "There is no DNS on this machine");
        }
        Self { resolver: built.ok() }
    }

    /// The resolver itself, for the checks of senders.
    pub fn resolver(&self) -> Option<TokioResolver> {
        self.resolver.clone()
    }

    /// The hosts that take mail for a domain, best first (RFC 5321, 5.1).
    pub async fn mail_hosts(&self, domain: &str) -> Result<Vec<String>, DnsFailure> {
        let mut hosts = match self.mx(domain).await {
            Ok(hosts) => hosts,
            Err(DnsFailure::NoSuchName) => Vec::new(),
            Err(failure) => return Err(failure),
        };
        if hosts.iter().any(|(_, host)| host == ".") {
            return Err(DnsFailure::TakesNoMail);
        }
        hosts.sort();
        if hosts.is_empty() {
            // The implicit MX: the domain itself, if it has an address.
            self.addresses(domain).await?;
            return Ok(vec![domain.to_owned()]);
        }
        Ok(hosts.into_iter().take(MAIL_HOSTS_MAX).map(|(_, host)| host.trim_end_matches('.').to_owned()).collect())
    }

    /// The addresses of a host.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, DnsFailure> {
        if let Ok(address) = host.parse() {
            return Ok(vec![address]);
        }
        let resolver = self.resolver.as_ref().ok_or(DnsFailure::NoAnswer)?;
        let found = tokio::time::timeout(ANSWER_WAIT, resolver.lookup_ip(absolute(host))).await;
        match found {
            Ok(Ok(found)) => Ok(found.iter().collect()),
            Ok(Err(error)) if error.is_no_records_found() => Err(DnsFailure::NoSuchName),
            Ok(Err(_)) | Err(_) => Err(DnsFailure::NoAnswer),
        }
    }

    /// The MX records of a domain as `10 host.`, for the page that checks them.
    pub async fn mx_texts(&self, domain: &str) -> Result<Vec<String>, DnsFailure> {
        match self.mx(domain).await {
            Ok(hosts) => Ok(hosts.into_iter().map(|(preference, host)| format!("{preference} {host}")).collect()),
            Err(DnsFailure::NoSuchName) => Ok(Vec::new()),
            Err(failure) => Err(failure),
        }
    }

    /// The TXT records of a name.
    pub async fn txt(&self, name: &str) -> Result<Vec<String>, DnsFailure> {
        let resolver = self.resolver.as_ref().ok_or(DnsFailure::NoAnswer)?;
        match tokio::time::timeout(ANSWER_WAIT, resolver.txt_lookup(absolute(name))).await {
            Ok(Ok(found)) => {
                let texts = found.answers().iter().filter_map(|record| match &record.data {
                    RData::TXT(txt) => {
                        Some(txt.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect::<String>())
                    }
                    _ => None,
                });
                Ok(texts.collect())
            }
            Ok(Err(error)) if error.is_no_records_found() => Ok(Vec::new()),
            Ok(Err(_)) | Err(_) => Err(DnsFailure::NoAnswer),
        }
    }

    async fn mx(&self, domain: &str) -> Result<Vec<(u16, String)>, DnsFailure> {
        let resolver = self.resolver.as_ref().ok_or(DnsFailure::NoAnswer)?;
        match tokio::time::timeout(ANSWER_WAIT, resolver.mx_lookup(absolute(domain))).await {
            Ok(Ok(found)) => {
                let hosts = found.answers().iter().filter_map(|record| match &record.data {
                    RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
                    _ => None,
                });
                Ok(hosts.collect())
            }
            Ok(Err(error)) if error.is_no_records_found() => Err(DnsFailure::NoSuchName),
            Ok(Err(_)) | Err(_) => Err(DnsFailure::NoAnswer),
        }
    }
}

/// With a dot at its end: the machine's search list must not make another name of it.
fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn name_server(address: &SocketAddr) -> NameServerConfig {
    let mut server = NameServerConfig::udp_and_tcp(address.ip());
    server.connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut server.connections {
        connection.port = address.port();
    }
    server
}
