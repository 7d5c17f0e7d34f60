//! What runs here, what it keeps, and whom it speaks to; and the first steps of a new workspace.

use std::path::{Path, PathBuf};

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use crate::actions::mail_route::show_route;
use crate::actions::onboarding::{Onboarding, show_onboarding};
use crate::domain::delivery_route::DeliveryRoute;

/// Files that are counted one by one before the count is left at that.
const FILES_COUNTED_MAX: u64 = 100_000;

/// What the configuration says of this installation.
#[derive(Debug, Clone)]
pub struct Installation {
    pub data: PathBuf,
    /// Empty for those of the machine.
    pub dns_servers: Vec<String>,
    /// Hosts that bots may call, with their ports.
    pub webhook_hosts: Vec<String>,
    /// Push services that may be called, with their ports.
    pub push_hosts: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AboutView {
    version: &'static str,
    licence: &'static str,
    data: DataView,
    /// Everything that this server connects to by itself. There is nothing else.
    outbound: Vec<OutboundView>,
}

/// The data folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataView {
    folder: String,
    database_bytes: u64,
    /// Large mails and files beside the database.
    file_count: u64,
    file_bytes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutboundView {
    kind: OutboundKind,
    /// A host with its port; nothing where it depends on who is written to.
    destination: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutboundKind {
    /// A server that passes mail on.
    MailRelay,
    /// The mail servers of the recipients.
    MailServers,
    /// A DNS server that the configuration names.
    Dns,
    /// The DNS servers of the machine.
    SystemDns,
    /// A host that the webhooks of bots may call.
    Webhook,
    /// A push service, which takes notices to browsers of agents.
    PushService,
}

/// What is done of the first steps.
#[derive(Debug, Serialize, ToSchema)]
pub struct OnboardingView {
    mail_leaves: bool,
    first_mail_came: bool,
    first_answer_left: bool,
    own_address: bool,
    signature: bool,
    colleague_invited: bool,
    snippet_written: bool,
    first_chat_came: bool,
    picture: bool,
    working_hours: bool,
    second_factor: bool,
}

/// What runs here, for administrators.
#[utoipa::path(tag = "workspace", responses(
    (status = 200, body = AboutView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/about")]
pub async fn show(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let installation = site.installation.clone();
    let shown = site.runner.run(move |context| {
        let route = show_route(context, &caller.actor)?.route;
        Ok((route, data_view(&installation.data), installation))
    });
    let (route, data, Installation { dns_servers, webhook_hosts, push_hosts, data: _ }) = shown.await?;
    let mail = match route {
        DeliveryRoute::Direct => OutboundView { kind: OutboundKind::MailServers, destination: None },
        DeliveryRoute::Relay(relay) => {
            OutboundView { kind: OutboundKind::MailRelay, destination: Some(format!("{}:{}", relay.host, relay.port)) }
        }
    };
    let mut outbound = vec![mail];
    if dns_servers.is_empty() {
        outbound.push(OutboundView { kind: OutboundKind::SystemDns, destination: None });
    }
    let named = |kind| move |destination| OutboundView { kind, destination: Some(destination) };
    outbound.extend(dns_servers.into_iter().map(named(OutboundKind::Dns)));
    outbound.extend(webhook_hosts.into_iter().map(named(OutboundKind::Webhook)));
    outbound.extend(push_hosts.into_iter().map(named(OutboundKind::PushService)));
    let (version, licence) = (env!("CARGO_PKG_VERSION"), "Apache-2.0");
    Ok(HttpResponse::Ok().json(AboutView { version, licence, data, outbound }))
}

/// The first steps of a new workspace, for administrators.
#[utoipa::path(tag = "workspace", responses(
    (status = 200, body = OnboardingView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/onboarding")]
pub async fn onboarding(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let shown = site.runner.run(move |context| show_onboarding(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(OnboardingView::from(shown)))
}

/// What cannot be read counts as nothing: this page only informs.
fn data_view(folder: &Path) -> DataView {
    let database_bytes = std::fs::metadata(folder.join("postroom.redb")).map_or(0, |found| found.len());
    let (mut file_count, mut file_bytes) = (0, 0);
    for shelf in std::fs::read_dir(folder.join("blobs")).into_iter().flatten().flatten() {
        for file in std::fs::read_dir(shelf.path()).into_iter().flatten().flatten() {
            if file_count < FILES_COUNTED_MAX {
                file_count += 1;
                file_bytes += file.metadata().map_or(0, |found| found.len());
            }
        }
    }
    DataView { folder: folder.display().to_string(), database_bytes, file_count, file_bytes }
}

impl From<Onboarding> for OnboardingView {
    fn from(shown: Onboarding) -> Self {
        let Onboarding {
            mail_leaves,
            first_mail_came,
            first_answer_left,
            own_address,
            signature,
            colleague_invited,
            snippet_written,
            first_chat_came,
            picture,
            working_hours,
            second_factor,
        } = shown;
        Self {
            mail_leaves,
            first_mail_came,
            first_answer_left,
            own_address,
            signature,
            colleague_invited,
            snippet_written,
            first_chat_came,
            picture,
            working_hours,
            second_factor,
        }
    }
}
