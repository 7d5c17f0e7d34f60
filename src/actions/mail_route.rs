//! How outgoing mail leaves: as the configuration says, else as the page has set it.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::delivery_route::{DeliveryRoute, Relay, RelayCredentials, RelaySecurity};
use crate::domain::email_address::normal_domain;
use crate::domain::event::Event;
use crate::store::OutboxState;

/// What the page shows of the way out; a password is never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRoute {
    pub route: DeliveryRoute,
    /// The configuration decides: the page cannot change it.
    pub is_fixed: bool,
    pub outbox: OutboxState,
}

/// A relay as the page sends it.
#[derive(Debug, Clone)]
pub struct NewRelay {
    pub host: String,
    pub port: u16,
    pub security: RelaySecurity,
    pub username: Option<String>,
    /// None keeps the one that is set.
    pub password: Option<String>,
}

/// The way that mail takes at this moment. For the outbox worker.
pub fn current_route(context: &Context) -> Result<DeliveryRoute, ActionError> {
    match &context.policy.fixed_route {
        Some(route) => Ok(route.clone()),
        None => Ok(context.store.route()?.unwrap_or_default()),
    }
}

/// Shows the way out and what waits there.
pub fn show_route(context: &Context, actor: &Actor) -> Result<ShownRoute, ActionError> {
    demand_administrator(actor)?;
    Ok(ShownRoute {
        route: current_route(context)?,
        is_fixed: context.policy.fixed_route.is_some(),
        outbox: context.store.read(|tx| tx.outbox_state())?,
    })
}

/// Sets the way out. Without a relay, mail goes to the mail servers of its recipients.
pub fn change_route(context: &Context, actor: &Actor, relay: Option<NewRelay>) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    if context.policy.fixed_route.is_some() {
        return Err(ActionError::conflict("fixed_by_configuration", "The configuration file decides how mail leaves."));
    }
    let route = match relay {
        None => DeliveryRoute::Direct,
        Some(relay) => DeliveryRoute::Relay(checked(context, relay)?),
    };
    let sealed = context.store.seal_route(&route);
    context.store.write(move |tx| {
        tx.save_sealed(&sealed)?;
        tx.announce(Event::WorkspaceChanged)?;
        Ok(())
    })
}

fn checked(context: &Context, relay: NewRelay) -> Result<Relay, ActionError> {
    let NewRelay { host, port, security, username, password } = relay;
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    let host = if is_address { Some(host) } else { normal_domain(host.trim()) };
    let host =
        host.ok_or_else(|| ActionError::invalid("host", "Give the name of the server, such as mail.example."))?;
    if port == 0 {
        return Err(ActionError::invalid("port", "Give a port, such as 587."));
    }
    let username = username.filter(|username| !username.is_empty());
    let credentials = match (username, password) {
        (None, _) => None,
        (Some(username), Some(password)) => Some(RelayCredentials { username, password }),
        (Some(username), None) => {
            // A password stays with its server: a changed host must not be sent the old one's.
            let kept = match context.store.route()? {
                Some(DeliveryRoute::Relay(before)) if before.host == host => before.credentials,
                Some(DeliveryRoute::Relay(_) | DeliveryRoute::Direct) | None => None,
            };
            let missing = || ActionError::invalid("password", "Give the password for this server.");
            Some(RelayCredentials { username, password: kept.ok_or_else(missing)?.password })
        }
    };
    if credentials.is_some() && security == RelaySecurity::None && !is_address {
        return Err(ActionError::invalid("tls", "A password must not travel in the clear. Choose STARTTLS or TLS."));
    }
    Ok(Relay { host, port, security, credentials })
}
