//! The agents' page, out of the binary: compressed when it was built, never at run time.

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::HttpError;
use super::site::header;

#[derive(RustEmbed)]
#[folder = "$POSTROOM_DIST"]
#[exclude = "*.map"]
struct Dist;

/// Files whose names say what is in them: they never change. `a` is the agents' page, `w` the panel of the chat.
const HASHED_FOLDERS: [&str; 2] = ["a/", "w/"];
const ENTRY_PAGE: &str = "index.html";

/// Serves the page for every address that is not taken.
pub fn configure(config: &mut ServiceConfig) {
    config.default_service(web::get().to(serve));
}

/// A file by its name; the entry page for an address of the page itself, which has no dot in it.
async fn serve(request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let path = request.path().trim_start_matches('/');
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file { path } else { ENTRY_PAGE };
    let is_hashed = HASHED_FOLDERS.iter().any(|folder| name.starts_with(folder));
    file(&request, name, if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" })
}

/// A file of the page, in the smallest form that the browser takes; nothing but its tag if the browser has it.
pub fn file(request: &HttpRequest, name: &str, lasting: &'static str) -> Result<HttpResponse, HttpError> {
    let plain = Dist::get(name).ok_or_else(HttpError::not_found)?;
    let accepted = header(request.headers(), ACCEPT_ENCODING.as_str()).unwrap_or_default();
    let (file, encoding) = smallest(name, plain, accepted);
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash()[..16]));
    let known = header(request.headers(), IF_NONE_MATCH.as_str());
    let mut response = if known == Some(tag.as_str()) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, tag.clone()))
        .insert_header((CACHE_CONTROL, lasting))
        .insert_header((VARY, "accept-encoding"));
    if known == Some(tag.as_str()) {
        return Ok(response.finish());
    }
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    let media_type = mime_guess::from_path(name).first_or_octet_stream();
    let charset = if media_type.type_() == "text" { "; charset=utf-8" } else { "" };
    response.insert_header((CONTENT_TYPE, format!("{media_type}{charset}")));
    Ok(response.body(file.data.into_owned()))
}

/// The smallest form of a file that the browser takes.
fn smallest(name: &str, plain: EmbeddedFile, accepted: &str) -> (EmbeddedFile, Option<&'static str>) {
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        let is_accepted =
            accepted.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == encoding));
        if is_accepted && let Some(compressed) = Dist::get(&format!("{name}{ending}")) {
            return (compressed, Some(encoding));
        }
    }
    (plain, None)
}
