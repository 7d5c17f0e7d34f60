//! The chat on web sites: the script that a site loads, and the panel that stands in a frame there.
//! No cookie is set or read here.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::error::HttpError;
use super::ui;

/// The scripts for pages of others, by their fixed names.
const LOADERS: [&str; 2] = ["widget.js", "widget-hubspot.js"];
/// A site has a new version within minutes, and never waits for it.
const LOADER_LASTS: &str = "public, max-age=600, stale-while-revalidate=86400";

/// Serves the scripts.
pub fn configure(config: &mut ServiceConfig) {
    for name in LOADERS {
        config.route(
            &format!("/{name}"),
            web::get().to(move |request: HttpRequest| async move { loader(&request, name) }),
        );
    }
}

fn loader(request: &HttpRequest, name: &str) -> Result<HttpResponse, HttpError> {
    let mut response = ui::file(request, name, LOADER_LASTS)?;
    let headers = response.headers_mut();
    // Any page may take it: a site that lets in only what says so (COEP) as well.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    Ok(response)
}
