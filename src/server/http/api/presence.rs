//! Where a page is, for pages that poll; others say it over their socket.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, put};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_field_id;
use crate::domain::ids::OperationId;
use crate::server::realtime::presence::Connection;
use crate::server::realtime::whereabouts::{self, Whereabouts};

/// Where a page that polls is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolledWhereabouts {
    /// Made by the page: what it says replaces what it said before.
    page_id: String,
    whereabouts: Whereabouts,
}

/// Says where the caller's page is. It is forgotten after a minute.
#[utoipa::path(tag = "live", request_body = PolledWhereabouts, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/presence")]
pub async fn say(site: Data<Site>, caller: SignedIn, body: Json<PolledWhereabouts>) -> Result<HttpResponse, HttpError> {
    let PolledWhereabouts { page_id, whereabouts } = body.into_inner();
    let page: OperationId = to_field_id("page_id", &page_id)?;
    let connection = Connection::Poll(caller.actor.agent, page.bits());
    whereabouts::take(&site.presence, &site.runner, connection, &caller.actor, whereabouts).await;
    Ok(HttpResponse::NoContent().finish())
}
