//! How mail leaves, and the DNS records that make others trust it.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use crate::actions::dns_records::dns_records;
use crate::actions::mail_route::{NewRelay, ShownRoute, change_route, show_route};
use crate::domain::delivery_route::{DeliveryRoute, Relay, RelaySecurity};
use crate::domain::dns_records::{DnsRecord, Found, Purpose, RecordKind, compare};

#[derive(Debug, Serialize, ToSchema)]
pub struct MailDeliveryView {
    mode: DeliveryMode,
    relay: Option<RelayView>,
    /// The configuration file decides; the page cannot change it.
    fixed_by_configuration: bool,
    outbox: OutboxView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMode {
    /// To the mail servers of the recipients.
    Direct,
    Relay,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RelayView {
    host: String,
    port: u16,
    tls: RelayTls,
    username: Option<String>,
    password_is_set: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelayTls {
    Starttls,
    Implicit,
    None,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutboxView {
    waiting: usize,
    oldest_due: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedMailDelivery {
    mode: DeliveryMode,
    /// Needed where the mode is `relay`.
    relay: Option<NewRelayView>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelayView {
    host: String,
    port: u16,
    tls: RelayTls,
    username: Option<String>,
    /// What is not given stays as it is set.
    password: Option<String>,
}

/// The records that the owner of the mail domain publishes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DnsView {
    domain: String,
    records: Vec<DnsRecordView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DnsRecordView {
    purpose: DnsPurpose,
    kind: DnsKind,
    name: String,
    value: String,
    /// Only after a check.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<DnsState>,
    /// What the check found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found: Vec<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DnsPurpose {
    Mx,
    Spf,
    DkimRsa,
    DkimEd25519,
    Dmarc,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub enum DnsKind {
    #[serde(rename = "MX")]
    Mx,
    #[serde(rename = "TXT")]
    Txt,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DnsState {
    Found,
    Missing,
    Different,
    /// DNS did not answer.
    Unknown,
}

/// How mail leaves, and what waits.
#[utoipa::path(tag = "mail", responses((status = 200, body = MailDeliveryView)))]
#[get("/api/mail/delivery")]
pub async fn show(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let shown = site.runner.run(move |context| show_route(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(MailDeliveryView::from(shown)))
}

/// Changes how mail leaves.
#[utoipa::path(tag = "mail", request_body = ChangedMailDelivery, responses(
    (status = 200, body = MailDeliveryView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/mail/delivery")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChangedMailDelivery>,
) -> Result<HttpResponse, HttpError> {
    let ChangedMailDelivery { mode, relay } = body.into_inner();
    let relay = match (mode, relay) {
        (DeliveryMode::Direct, _) => None,
        (DeliveryMode::Relay, Some(relay)) => Some(NewRelay::from(relay)),
        (DeliveryMode::Relay, None) => return Err(HttpError::invalid("relay", "Say which server passes mail on.")),
    };
    let changed = site.runner.run(move |context| {
        change_route(context, &caller.actor, relay)?;
        show_route(context, &caller.actor)
    });
    Ok(HttpResponse::Ok().json(MailDeliveryView::from(changed.await?)))
}

/// The records to publish.
#[utoipa::path(tag = "mail", responses((status = 200, body = DnsView)))]
#[get("/api/mail/dns")]
pub async fn show_dns(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let (domain, records) = site.runner.run(move |context| dns_records(context, &caller.actor)).await?;
    let records = records.iter().map(|record| DnsRecordView::of(record, None)).collect();
    Ok(HttpResponse::Ok().json(DnsView { domain, records }))
}

/// Asks DNS whether the records are published.
#[utoipa::path(tag = "mail", responses((status = 200, body = DnsView)))]
#[post("/api/mail/dns/check")]
pub async fn check_dns(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let (domain, records) = site.runner.run(move |context| dns_records(context, &caller.actor)).await?;
    let mut views = Vec::new();
    for record in &records {
        let answers = match record.kind {
            RecordKind::Mx => site.dns.mx_texts(&record.name).await,
            RecordKind::Txt => site.dns.txt(&record.name).await,
        };
        views.push(DnsRecordView::of(record, Some(answers.ok())));
    }
    Ok(HttpResponse::Ok().json(DnsView { domain, records: views }))
}

impl From<ShownRoute> for MailDeliveryView {
    fn from(shown: ShownRoute) -> Self {
        let ShownRoute { route, is_fixed, outbox } = shown;
        let (mode, relay) = match route {
            DeliveryRoute::Direct => (DeliveryMode::Direct, None),
            DeliveryRoute::Relay(relay) => (DeliveryMode::Relay, Some(RelayView::from(relay))),
        };
        Self {
            mode,
            relay,
            fixed_by_configuration: is_fixed,
            outbox: OutboxView {
                waiting: outbox.waiting,
                oldest_due: outbox.oldest_due.map(|moment| moment.to_string()),
            },
        }
    }
}

impl From<Relay> for RelayView {
    fn from(relay: Relay) -> Self {
        let Relay { host, port, security, credentials } = relay;
        Self {
            host,
            port,
            tls: match security {
                RelaySecurity::StartTls => RelayTls::Starttls,
                RelaySecurity::Implicit => RelayTls::Implicit,
                RelaySecurity::None => RelayTls::None,
            },
            password_is_set: credentials.is_some(),
            username: credentials.map(|credentials| credentials.username),
        }
    }
}

impl From<NewRelayView> for NewRelay {
    fn from(view: NewRelayView) -> Self {
        let NewRelayView { host, port, tls, username, password } = view;
        let security = match tls {
            RelayTls::Starttls => RelaySecurity::StartTls,
            RelayTls::Implicit => RelaySecurity::Implicit,
            RelayTls::None => RelaySecurity::None,
        };
        Self { host, port, security, username, password }
    }
}

impl DnsRecordView {
    /// `checked` is what DNS answered, or nothing if it did not.
    fn of(record: &DnsRecord, checked: Option<Option<Vec<String>>>) -> Self {
        let state = checked.as_ref().map(|answers| match answers {
            None => DnsState::Unknown,
            Some(answers) => match compare(record, answers) {
                Found::Right => DnsState::Found,
                Found::Nothing => DnsState::Missing,
                Found::Something => DnsState::Different,
            },
        });
        Self {
            purpose: match record.purpose {
                Purpose::Mx => DnsPurpose::Mx,
                Purpose::Spf => DnsPurpose::Spf,
                Purpose::DkimRsa => DnsPurpose::DkimRsa,
                Purpose::DkimEd25519 => DnsPurpose::DkimEd25519,
                Purpose::Dmarc => DnsPurpose::Dmarc,
            },
            kind: match record.kind {
                RecordKind::Mx => DnsKind::Mx,
                RecordKind::Txt => DnsKind::Txt,
            },
            name: record.name.clone(),
            value: record.value.clone(),
            state,
            found: checked.flatten().unwrap_or_default(),
        }
    }
}
