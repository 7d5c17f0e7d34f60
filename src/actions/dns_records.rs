//! The DNS records of this workspace.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::dns_records::{DnsRecord, records};
use crate::mail::sign;

/// The mail domain and the records to publish for it.
pub fn dns_records(context: &Context, actor: &Actor) -> Result<(String, Vec<DnsRecord>), ActionError> {
    demand_administrator(actor)?;
    let workspace = context.store.read(|tx| tx.workspace())?.ok_or(ActionError::NotSetUp)?;
    let secrets = context.secrets()?;
    let host = context.policy.mail_host.clone().or_else(|| host_of(&workspace.public_url));
    let host = host.unwrap_or_else(|| workspace.mail_domain.clone());
    let keys = sign::public_keys(&secrets);
    Ok((workspace.mail_domain.clone(), records(&workspace.mail_domain, &host, &keys.rsa, &keys.ed25519)))
}

/// `https://desk.example:8443` gives `desk.example`. An address or a name without a dot is known to
/// this house alone: an MX record must name what the world can find.
fn host_of(public_url: &str) -> Option<String> {
    let authority = public_url.split("//").nth(1)?;
    let host = authority.split(':').next()?;
    let is_name = host.contains('.') && host.parse::<std::net::Ipv4Addr>().is_err();
    is_name.then(|| host.to_owned())
}
