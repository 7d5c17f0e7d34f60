//! The chat on web sites: the script that a site loads, and the panel that stands in a frame there.
//! No cookie is set or read here.

use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::error::HttpError;
use super::site::Site;
use super::ui;
use crate::actions::find_chat_origins::find_chat_origins;
use crate::domain::channel::OriginPattern;

/// The scripts for pages of others, by their fixed names.
const LOADERS: [&str; 2] = ["widget.js", "widget-hubspot.js"];
/// A site has a new version within minutes, and never waits for it.
const LOADER_LASTS: &str = "public, max-age=600, stale-while-revalidate=86400";

const PANEL: &str = "panel.html";
/// The panel's document is small and names its files by what is in them.
const PANEL_LASTS: &str = "no-cache";
/// Nothing but what is our own. The policy `svelte-trusted-html` belongs to the panel's framework.
const PANEL_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types svelte-trusted-html; frame-ancestors 'self'";

/// Serves the scripts and the panel.
pub fn configure(config: &mut ServiceConfig) {
    for name in LOADERS {
        config.route(
            &format!("/{name}"),
            web::get().to(move |request: HttpRequest| async move { loader(&request, name) }),
        );
    }
    config.route("/chat/panel/{key}", web::get().to(panel));
}

/// The panel of one chat. Only the web sites of its channel may hold it in a frame.
async fn panel(site: Data<Site>, request: HttpRequest, key: Path<String>) -> Result<HttpResponse, HttpError> {
    let key = key.into_inner();
    let origins = site.runner.run(move |context| find_chat_origins(context, &key)).await?;
    let origins = origins.ok_or_else(HttpError::not_found)?;
    let mut response = ui::file(&request, PANEL, PANEL_LASTS)?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy(&origins)?);
    // A site that is isolated (COEP) lets in only frames that say they may be there and are isolated too.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    headers.insert(HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp"));
    Ok(response)
}

fn policy(origins: &[OriginPattern]) -> Result<HeaderValue, HttpError> {
    let ancestors = origins.iter().fold(String::from(PANEL_CSP), |policy, origin| policy + " " + origin.as_str());
    HeaderValue::from_str(&ancestors).map_err(|_| HttpError::not_found())
}

fn loader(request: &HttpRequest, name: &str) -> Result<HttpResponse, HttpError> {
    let mut response = ui::file(request, name, LOADER_LASTS)?;
    let headers = response.headers_mut();
    // Any page may take it: a site that lets in only what says so (COEP) as well.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    Ok(response)
}
