//! Hands a mail to other mail servers: through a relay, or to the hosts of each recipient's domain.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;

use crate::domain::delivery::Attempt;
use crate::domain::delivery_route::{DeliveryRoute, Relay, RelaySecurity};
use crate::domain::egress::is_public;
use crate::domain::email_address::EmailAddress;
use crate::domain::limit::{DELIVERY_LEASE_S, SERVER_WORDS_CHARS_MAX};
use crate::server::dns::{Dns, DnsFailure};

/// Connecting, greeting and EHLO (RFC 5321, 4.5.3.2.1 grants five minutes; a host that needs them is tried again later).
const CONNECT_WAIT: Duration = Duration::from_secs(60);
/// One command (RFC 5321, 4.5.3.2.2 and 3).
const COMMAND_WAIT: Duration = Duration::from_secs(5 * 60);
/// From the first byte of the mail to the last answer (RFC 5321, 4.5.3.2.6).
const DATA_WAIT: Duration = Duration::from_secs(10 * 60);
/// All of it at one server: less than the lease, so that nobody else begins meanwhile and sends the mail a second time.
const STOP_WAIT: Duration = Duration::from_secs(DELIVERY_LEASE_S - 60);

/// A mail to hand over.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// None is the null sender (RFC 5321, 4.5.5).
    pub envelope_from: Option<EmailAddress>,
    pub bytes: Arc<[u8]>,
}

/// What the owner says about direct delivery.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// The name of this host at EHLO.
    pub hostname: String,
    /// Where mail servers listen: 25.
    pub port: u16,
    /// Whether mail may go to addresses of this machine and of private networks.
    pub private_hosts: PrivateHosts,
    /// A certificate authority of the owner's own, as PEM, besides the public ones.
    pub extra_root: Option<Arc<[u8]>>,
}

/// Whether hosts inside may be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateHosts {
    Allowed,
    /// A stranger's domain could point its mail at something inside.
    Refused,
}

/// Speaks SMTP to others. Cheap to clone.
/// Who is reached together: everybody through a relay, else those of one domain.
pub fn stops(route: &DeliveryRoute, recipients: &[EmailAddress]) -> Vec<Vec<EmailAddress>> {
    match route {
        DeliveryRoute::Relay(_) => vec![recipients.to_vec()],
        DeliveryRoute::Direct => {
            let mut domains: BTreeMap<&str, Vec<EmailAddress>> = BTreeMap::new();
            for recipient in recipients {
                domains.entry(recipient.domain()).or_default().push(recipient.clone());
            }
            domains.into_values().collect()
        }
    }
}

#[derive(Clone)]
pub struct SmtpClient {
    dns: Dns,
    options: Arc<ClientOptions>,
}

/// One attempt for all recipients of one connection that led to nothing.
struct Failure {
    words: String,
    is_final: bool,
}

impl Failure {
    fn later(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_final: false }
    }

    fn for_good(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_final: true }
    }

    fn into_attempt(self) -> Attempt {
        let words = cut(&self.words);
        if self.is_final { Attempt::Refused { words } } else { Attempt::TryAgain { words } }
    }
}

impl From<SmtpError> for Failure {
    fn from(error: SmtpError) -> Self {
        Self { is_final: error.is_permanent(), words: words_of(&error) }
    }
}

impl SmtpClient {
    pub fn new(dns: Dns, options: ClientOptions) -> Self {
        Self { dns, options: Arc::new(options) }
    }

    /// Tries to reach the recipients of one stop once; says for each what came of it.
    pub async fn deliver(
        &self,
        route: &DeliveryRoute,
        parcel: &Parcel,
        recipients: &[EmailAddress],
    ) -> Vec<(EmailAddress, Attempt)> {
        let asked = async {
            match (route, recipients.first()) {
                (DeliveryRoute::Relay(relay), _) => self.through_relay(relay, parcel, recipients).await,
                (DeliveryRoute::Direct, Some(one)) => self.to_domain(one.domain(), parcel, recipients).await,
                (DeliveryRoute::Direct, None) => Ok(Vec::new()),
            }
        };
        let reached = tokio::time::timeout(STOP_WAIT, asked).await;
        answered(
            recipients,
            reached.unwrap_or_else(|_| Err(Failure::later("the mail server took too long for all of it"))),
        )
    }

    async fn through_relay(
        &self,
        relay: &Relay,
        parcel: &Parcel,
        recipients: &[EmailAddress],
    ) -> Result<Vec<Attempt>, Failure> {
        let tls = TlsParameters::builder(relay.host.clone());
        let tls = self.with_roots(tls).build_rustls().map_err(|error| Failure::later(words_of(&error)))?;
        let address = (relay.host.as_str(), relay.port);
        let implicit = (relay.security == RelaySecurity::Implicit).then(|| tls.clone());
        let mut connection = self.connect(address, implicit).await?;
        if relay.security == RelaySecurity::StartTls {
            if !connection.can_starttls() {
                return Err(Failure::later(format!("{} does not offer STARTTLS", relay.host)));
            }
            within(COMMAND_WAIT, connection.starttls(tls, &self.name())).await?;
        }
        if let Some(credentials) = &relay.credentials {
            let credentials = Credentials::new(credentials.username.clone(), credentials.password.clone());
            let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            // A wrong password is the owner's to mend: the mail waits for it.
            within(COMMAND_WAIT, signed_in).await.map_err(|failure| Failure::later(failure.words))?;
        }
        hand_over(&mut connection, parcel, recipients).await
    }

    async fn to_domain(
        &self,
        domain: &str,
        parcel: &Parcel,
        recipients: &[EmailAddress],
    ) -> Result<Vec<Attempt>, Failure> {
        let hosts = self.dns.mail_hosts(domain).await.map_err(|failure| match failure {
            DnsFailure::NoSuchName => Failure::for_good(format!("{domain}: the domain does not exist")),
            DnsFailure::TakesNoMail => Failure::for_good(format!("{domain}: the domain takes no mail")),
            DnsFailure::NoAnswer => Failure::later(format!("{domain}: DNS did not answer")),
        })?;
        let mut failure = Failure::later(format!("{domain}: no mail server could be reached"));
        for host in hosts {
            match self.to_host(&host, parcel, recipients).await {
                Ok(attempts) => return Ok(attempts),
                // The next host may take what this one refuses to speak about.
                Err(refused) if refused.is_final => return Err(refused),
                Err(later) => failure = later,
            }
        }
        Err(failure)
    }

    async fn to_host(&self, host: &str, parcel: &Parcel, recipients: &[EmailAddress]) -> Result<Vec<Attempt>, Failure> {
        let addresses =
            self.dns.addresses(host).await.map_err(|failure| Failure::later(format!("{host}: {failure}")))?;
        let allowed: Vec<SocketAddr> = addresses
            .into_iter()
            .filter(|address| self.options.private_hosts == PrivateHosts::Allowed || is_public(*address))
            .map(|address| SocketAddr::new(address, self.options.port))
            .collect();
        if allowed.is_empty() {
            return Err(Failure::later(format!("{host}: its address is not on the public internet")));
        }
        let mut connection = self.connect(allowed.as_slice(), None).await?;
        if connection.can_starttls() {
            // Opportunistic (RFC 7435): a certificate that nobody vouches for still keeps out who only listens.
            let tls = TlsParameters::builder(host.to_owned())
                .certificate_store(CertificateStore::None)
                .dangerous_accept_invalid_certs(true)
                .dangerous_accept_invalid_hostnames(true)
                .build_rustls()
                .map_err(|error| Failure::later(words_of(&error)))?;
            if within(COMMAND_WAIT, connection.starttls(tls, &self.name())).await.is_err() {
                // Its TLS is broken: in the clear is better than not at all.
                connection = self.connect(allowed.as_slice(), None).await?;
            }
        }
        hand_over(&mut connection, parcel, recipients).await
    }

    async fn connect(
        &self,
        address: impl tokio::net::ToSocketAddrs,
        tls: Option<TlsParameters>,
    ) -> Result<AsyncSmtpConnection, Failure> {
        let name = self.name();
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_WAIT), &name, tls, None);
        match tokio::time::timeout(CONNECT_WAIT, connecting).await {
            Ok(Ok(connection)) => Ok(connection),
            // A 5yz greeting is about this host at this time, not about the recipient.
            Ok(Err(error)) => Err(Failure::later(words_of(&error))),
            Err(_) => Err(Failure::later("the mail server did not answer in time")),
        }
    }

    fn with_roots(
        &self,
        tls: lettre::transport::smtp::client::TlsParametersBuilder,
    ) -> lettre::transport::smtp::client::TlsParametersBuilder {
        let extra = self.options.extra_root.as_ref();
        match extra.and_then(|pem| lettre::transport::smtp::client::Certificate::from_pem(pem).ok()) {
            Some(root) => tls.add_root_certificate(root),
            None => tls,
        }
    }

    fn name(&self) -> ClientId {
        ClientId::Domain(self.options.hostname.clone())
    }
}

/// One mail over one connection; each recipient gets an answer of its own.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    parcel: &Parcel,
    recipients: &[EmailAddress],
) -> Result<Vec<Attempt>, Failure> {
    let from = parcel.envelope_from.as_ref().map(to_lettre).transpose()?;
    let needs_utf8 = recipients.iter().chain(&parcel.envelope_from).any(|address| !address.as_str().is_ascii());
    let info = connection.server_info();
    let mut parameters = Vec::new();
    if needs_utf8 {
        if !info.supports_feature(Extension::SmtpUtfEight) {
            return Err(Failure::for_good("the mail server does not take international addresses"));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !parcel.bytes.is_ascii() && info.supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    within(COMMAND_WAIT, connection.command(Mail::new(from, parameters))).await?;
    let mut attempts = Vec::new();
    for recipient in recipients {
        let asked = within(COMMAND_WAIT, connection.command(Rcpt::new(to_lettre(recipient)?, Vec::new()))).await;
        attempts.push(asked.err().map(Failure::into_attempt));
        if connection.has_broken() {
            return Err(Failure::later("the mail server broke the connection off"));
        }
    }
    if attempts.iter().all(Option::is_some) {
        drop(connection.quit().await);
        return Ok(attempts.into_iter().flatten().collect());
    }
    within(COMMAND_WAIT, connection.command(Data)).await?;
    let taken = within(DATA_WAIT, connection.message(&parcel.bytes)).await;
    let outcome = match taken {
        Ok(response) => Attempt::Delivered { words: cut(&text_of(&response)) },
        Err(failure) => failure.into_attempt(),
    };
    // It has answered: whether it says goodbye does not matter.
    drop(connection.quit().await);
    Ok(attempts.into_iter().map(|refused| refused.unwrap_or_else(|| outcome.clone())).collect())
}

/// The same failure for everybody, where there is one.
fn answered(recipients: &[EmailAddress], reached: Result<Vec<Attempt>, Failure>) -> Vec<(EmailAddress, Attempt)> {
    let attempts = reached.unwrap_or_else(|failure| vec![failure.into_attempt(); recipients.len()]);
    recipients.iter().cloned().zip(attempts).collect()
}

async fn within<T>(wait: Duration, asked: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Failure> {
    match tokio::time::timeout(wait, asked).await {
        Ok(answer) => answer.map_err(Failure::from),
        Err(_) => Err(Failure::later("the mail server did not answer in time")),
    }
}

fn to_lettre(address: &EmailAddress) -> Result<lettre::Address, Failure> {
    address.as_str().parse().map_err(|_| Failure::for_good("the address cannot be written to"))
}

/// What the server said, or what went wrong.
fn words_of(error: &SmtpError) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let next_words = next.to_string();
        if !words.contains(&next_words) {
            words = format!("{words}: {next_words}");
        }
        cause = next.source();
    }
    words
}

fn text_of(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), lines.join(" "))
}

fn cut(words: &str) -> String {
    let visible = words.chars().map(|one| if one.is_control() { ' ' } else { one });
    visible.take(SERVER_WORDS_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::egress::is_public;

    #[test]
    fn addresses_inside_are_told_from_public_ones() {
        let inside = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        for address in ["8.8.8.8", "100.128.0.1", "2a00:1450:4001::1", "::ffff:8.8.8.8"] {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }
}
