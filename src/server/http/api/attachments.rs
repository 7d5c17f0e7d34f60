//! The long forms of messages and their files. Everything here came from outside: it is served so
//! that a browser runs none of it.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, Charset, ContentDisposition, DispositionParam,
    DispositionType, ExtendedValue,
};
use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpResponse, get};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::super::zip::Archive;
use super::to_id;
use crate::actions::RemoteImages;
use crate::actions::agents::show_agent;
use crate::actions::show_body::{ShownAttachment, list_files, show_attachment, show_body, show_raw, show_text};
use crate::domain::agent::Locale;

/// Types that a browser shows in its own window or in an `img`, and that can hold no script.
const SHOWN_INLINE: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

const MAIL_CSP: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const MAIL_CSP_WITH_REMOTE_IMAGES: &str = "default-src 'none'; img-src 'self' data: https: http:; \
    style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; \
    sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const FILE_CSP: &str = "default-src 'none'; sandbox";

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BodyQuery {
    /// `show` loads pictures from other servers, which learn by it that the mail was read.
    #[param(inline)]
    remote_images: Option<RemoteImagesQuery>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemoteImagesQuery {
    Show,
}

/// All words of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextView {
    text: String,
}

/// The document of a message, for a sandboxed frame.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path), BodyQuery), responses(
    (status = 200, body = String, content_type = "text/html"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries/{entry}/body")]
pub async fn body(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
    query: Query<BodyQuery>,
) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let remote = match query.remote_images {
        Some(RemoteImagesQuery::Show) => RemoteImages::Shown,
        None => RemoteImages::Blocked,
    };
    let shown = site.runner.run(move |context| {
        let label = quote_label(show_agent(context, caller.actor.agent)?.locale);
        show_body(context, &caller.actor, conversation, entry, remote, label)
    });
    let shown = shown.await?;
    let policy = match remote {
        RemoteImages::Blocked => MAIL_CSP,
        RemoteImages::Shown => MAIL_CSP_WITH_REMOTE_IMAGES,
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header(("X-Postroom-Remote-Images", if shown.has_remote_images { "blocked" } else { "none" }))
        .content_type("text/html; charset=utf-8")
        .body(shown.html))
}

/// All words of a message as text, quotes included.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 200, body = TextView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries/{entry}/text")]
pub async fn text(site: Data<Site>, caller: SignedIn, path: Path<(String, String)>) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let text = site.runner.run(move |context| show_text(context, &caller.actor, conversation, entry)).await?;
    Ok(HttpResponse::Ok().json(TextView { text }))
}

/// A mail as it came.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "message/rfc822"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries/{entry}/raw")]
pub async fn raw(site: Data<Site>, caller: SignedIn, path: Path<(String, String)>) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let bytes = site.runner.run(move |context| show_raw(context, &caller.actor, conversation, entry)).await?;
    Ok(download("message.eml", bytes))
}

/// A file of a message.
#[utoipa::path(tag = "messages",
    params(("id" = String, Path), ("entry" = String, Path), ("index" = usize, Path)),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/api/conversations/{id}/entries/{entry}/attachments/{index}")]
pub async fn attachment(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let index: usize = to_id(&path.2)?;
    let shown =
        site.runner.run(move |context| show_attachment(context, &caller.actor, conversation, entry, index)).await?;
    let ShownAttachment { attachment, bytes } = shown;
    Ok(file(&attachment.name, &attachment.media_type, bytes))
}

/// All files of a message in one archive, written file by file.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/zip"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries/{entry}/attachments")]
pub async fn archive(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let actor = caller.actor;
    let listing = actor.clone();
    let files = site.runner.run(move |context| list_files(context, &listing, conversation, entry)).await?;
    let runner = site.runner.clone();
    let pieces = stream::unfold(Some((files.into_iter(), Archive::default())), move |state| {
        let (runner, actor) = (runner.clone(), actor.clone());
        async move {
            let (mut files, mut archive) = state?;
            let Some(index) = files.next() else { return Some((Ok(Bytes::from(archive.end())), None)) };
            let shown = runner.run(move |context| show_attachment(context, &actor, conversation, entry, index)).await;
            match shown {
                Ok(shown) => {
                    let piece = Bytes::from(archive.file(&shown.attachment.name, &shown.bytes));
                    Some((Ok(piece), Some((files, archive))))
                }
                // The connection breaks off: half an archive must not look like a whole one.
                Err(error) => Some((Err(error), None)),
            }
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CONTENT_SECURITY_POLICY, FILE_CSP))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(disposition(DispositionType::Attachment, "attachments.zip"))
        .streaming(pieces))
}

/// A file: a picture is shown, everything else is downloaded without a type that could be run.
pub fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    match SHOWN_INLINE.iter().find(|shown| **shown == media_type) {
        Some(shown) => HttpResponse::Ok()
            .content_type(*shown)
            .insert_header((CONTENT_SECURITY_POLICY, FILE_CSP))
            .insert_header((CACHE_CONTROL, "private, max-age=3600"))
            .insert_header(disposition(DispositionType::Inline, name))
            .body(bytes),
        None => download(name, bytes),
    }
}

/// A file that a browser saves.
pub fn download(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((CONTENT_SECURITY_POLICY, FILE_CSP))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header(disposition(DispositionType::Attachment, name))
        .body(bytes)
}

/// RFC 6266, with the name in both forms: plain letters for old browsers, UTF-8 for the others.
fn disposition(kind: DispositionType, name: &str) -> (actix_web::http::header::HeaderName, ContentDisposition) {
    let plain: String = name
        .chars()
        .map(|character| match character {
            '"' | '\\' | '/' | '%' => '_',
            ' '..='~' => character,
            _ => '_',
        })
        .collect();
    let full = ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: name.into() };
    let parameters = vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(full)];
    (CONTENT_DISPOSITION, ContentDisposition { disposition: kind, parameters })
}

/// The word on the fold of quoted text.
const fn quote_label(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "Show quoted text",
        Locale::Dutch => "Geciteerde tekst tonen",
        Locale::German => "Zitierten Text anzeigen",
    }
}
