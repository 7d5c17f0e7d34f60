//! Whether a mail comes from whom it says: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989).
//!
//! What is found stands beside the mail. Nothing is refused for it, and a DNS that does not answer
//! delays a mail by no more than `CHECK_WAIT`, and then for a while not at all.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimResult, DmarcResult, MessageAuthenticator, SpfResult};

use crate::domain::entry::{SenderChecks, Verdict};
use crate::domain::mail_ledger::Envelope;
use crate::server::dns::Dns;

/// All checks of one mail.
const CHECK_WAIT: Duration = Duration::from_secs(4);
/// After DNS did not answer, mail is taken unchecked for so long.
const REST: Duration = Duration::from_secs(60);

/// A mail whose sender is to be checked.
pub(super) struct Arrived<'a> {
    pub peer: IpAddr,
    /// How this server calls itself.
    pub hostname: &'a str,
    pub envelope: &'a Envelope,
    pub raw: &'a [u8],
}

/// Checks senders. Cheap to clone.
#[derive(Clone)]
pub(super) struct SenderCheck {
    authenticator: Option<Arc<MessageAuthenticator>>,
    rests_until: Arc<Mutex<Option<Instant>>>,
}

impl SenderCheck {
    /// Asks this DNS.
    pub(super) fn with(dns: &Dns) -> Self {
        let authenticator = dns.resolver().map(|resolver| Arc::new(MessageAuthenticator(resolver)));
        Self { authenticator, rests_until: Arc::default() }
    }

    /// Checks nothing.
    pub(super) fn off() -> Self {
        Self { authenticator: None, rests_until: Arc::default() }
    }

    /// What can be said of a mail in a few seconds.
    pub(super) async fn check(&self, mail: Arrived<'_>) -> SenderChecks {
        let Some(authenticator) = &self.authenticator else { return SenderChecks::default() };
        if self.rests() {
            return SenderChecks::default();
        }
        match tokio::time::timeout(CHECK_WAIT, verify(authenticator, &mail)).await {
            Ok(checks) => checks,
            Err(_) => {
                let until = Instant::now() + REST;
                *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
                SenderChecks::default()
            }
        }
    }

    fn rests(&self) -> bool {
        let until = *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }
}

async fn verify(authenticator: &MessageAuthenticator, mail: &Arrived<'_>) -> SenderChecks {
    let from = mail.envelope.from.as_ref().map(ToString::to_string).unwrap_or_default();
    let helo = mail.envelope.helo.as_str();
    let spf = if from.is_empty() {
        authenticator.verify_spf(SpfParameters::verify_ehlo(mail.peer, helo, mail.hostname)).await
    } else {
        authenticator.verify_spf(SpfParameters::verify_mail_from(mail.peer, helo, mail.hostname, &from)).await
    };
    let spf_verdict = of_spf(spf.result());
    let Some(message) = AuthenticatedMessage::parse(mail.raw) else {
        return SenderChecks { spf: spf_verdict, ..SenderChecks::default() };
    };
    let dkim = authenticator.verify_dkim(&message).await;
    let dkim_verdict = of_dkim(dkim.iter().map(|signature| signature.result()));
    let domain = from.rsplit_once('@').map_or(helo, |(_, domain)| domain);
    let dmarc = authenticator.verify_dmarc(DmarcParameters::new(&message, &dkim, domain, &spf)).await;
    let dmarc_verdict = match (dmarc.dkim_result(), dmarc.spf_result()) {
        (DmarcResult::Pass, _) | (_, DmarcResult::Pass) => Verdict::Pass,
        (DmarcResult::TempError(_), _) | (_, DmarcResult::TempError(_)) => Verdict::Unknown,
        (DmarcResult::None, DmarcResult::None) => Verdict::None,
        (DmarcResult::Fail(_) | DmarcResult::PermError(_) | DmarcResult::None, _) => Verdict::Fail,
    };
    SenderChecks { spf: spf_verdict, dkim: dkim_verdict, dmarc: dmarc_verdict }
}

fn of_spf(result: SpfResult) -> Verdict {
    match result {
        SpfResult::Pass => Verdict::Pass,
        SpfResult::Fail | SpfResult::SoftFail | SpfResult::PermError => Verdict::Fail,
        SpfResult::Neutral | SpfResult::None => Verdict::None,
        SpfResult::TempError => Verdict::Unknown,
    }
}

/// One signature that holds is enough (RFC 6376, 6.1).
fn of_dkim<'a>(results: impl Iterator<Item = &'a DkimResult>) -> Verdict {
    let mut verdict = Verdict::None;
    for result in results {
        match result {
            DkimResult::Pass => return Verdict::Pass,
            DkimResult::TempError(_) => verdict = Verdict::Unknown,
            DkimResult::Neutral(_) | DkimResult::Fail(_) | DkimResult::PermError(_) if verdict == Verdict::None => {
                verdict = Verdict::Fail;
            }
            DkimResult::Neutral(_) | DkimResult::Fail(_) | DkimResult::PermError(_) | DkimResult::None => {}
        }
    }
    verdict
}
