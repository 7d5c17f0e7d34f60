//! Whether the process lives, whether it can work, and its figures.

use std::net::IpAddr;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::error::HttpError;
use super::site::Site;
use crate::actions::workspace::show_workspace;

/// The process answers.
#[utoipa::path(tag = "health", responses((status = 200, body = String)))]
#[get("/healthz")]
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The store can be read: requests and mail can be served.
#[utoipa::path(tag = "health", responses((status = 200, body = String), (status = 503)))]
#[get("/readyz")]
pub async fn ready(site: Data<Site>) -> Result<HttpResponse, HttpError> {
    site.runner.run(show_workspace).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}

/// Figures for Prometheus. They are for the owner: only this machine and trusted proxies may read
/// them, and what a proxy passes on for others is not theirs.
#[utoipa::path(tag = "health", responses((status = 200, body = String), (status = 404)))]
#[get("/metrics")]
pub async fn metrics(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let peer: IpAddr = site.client_address(&request);
    if !peer.is_loopback() || request.headers().contains_key("x-forwarded-for") {
        return Err(HttpError::not_found());
    }
    let text = site.metrics.encoded();
    Ok(HttpResponse::Ok().content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").body(text))
}
