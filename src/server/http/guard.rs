//! What every request and every answer passes: no forged requests, and the headers that keep a
//! browser from being led astray.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::error::HttpError;
use super::site::{Site, header};

/// For the agents' page. The policy `svelte-trusted-html` belongs to the page's framework.
const PAGE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; \
    object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types svelte-trusted-html dompurify postroom-worker";
/// Asked by a script of ours on pages of others, before anybody has opened the chat; it changes nothing.
const OPEN_TO_OTHER_SITES: &str = "/api/visitor/config";
/// For answers that are no page.
const DATA_CSP: &str = "default-src 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";

/// Refuses what another site made a browser send.
pub async fn refuse_forged(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let site = request.app_data::<Data<Site>>().expect("the site is given to every route");
    // The one question that other web sites may ask looks at their origin itself.
    let is_for_others = request.path() == OPEN_TO_OTHER_SITES;
    if changes_something(request.method()) && !is_for_others && !is_our_own(site, &request) {
        return Err(HttpError::foreign_origin().into());
    }
    next.call(request).await
}

/// Adds the headers that a handler has not set itself.
pub async fn add_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let site = request.app_data::<Data<Site>>().expect("the site is given to every route");
    let is_secure = site.is_secure();
    let is_data = request.path().starts_with("/api/") || matches!(request.path(), "/healthz" | "/readyz" | "/metrics");
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(header::CONTENT_SECURITY_POLICY, if is_data { DATA_CSP } else { PAGE_CSP });
    if is_data {
        set(header::CACHE_CONTROL, "no-store");
    }
    if is_secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    // The document of a mail is framed by the page, the panel of a chat by web sites too; their own policies say by whom.
    let is_framed = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .and_then(|policy| policy.to_str().ok())
        .is_some_and(|policy| policy.contains("frame-ancestors 'self'"));
    if !is_framed {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    Ok(response)
}

fn changes_something(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request that changes something comes from our own page, or from a program that holds a
/// token and so cannot be forged by a browser.
pub fn is_our_own(site: &Site, request: &ServiceRequest) -> bool {
    let headers = request.headers();
    if header(headers, "authorization").is_some() && headers.get(header::COOKIE).is_none() {
        return true;
    }
    match header(headers, "sec-fetch-site") {
        Some(from) => from == "same-origin",
        None => match header(headers, "origin") {
            Some(origin) => origin_is_ours(site, origin, header(headers, "host")),
            // Neither header: no browser of the last years, so nobody's cookies are being abused.
            None => headers.get(header::COOKIE).is_none(),
        },
    }
}

/// Whether an origin is the configured one, or the host that was asked.
pub fn origin_is_ours(site: &Site, origin: &str, host: Option<&str>) -> bool {
    if origin == site.public_url() {
        return true;
    }
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    authority.is_some() && authority == host
}
