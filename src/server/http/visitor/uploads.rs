//! Files of visitors' chats, in and out.

use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpResponse, get, post};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::api::attachments::file;
use super::super::api::to_id;
use super::super::api::uploads::UploadView;
use super::super::error::{HttpError, Problem};
use super::super::site::Site;
use super::caller::{VisitorCaller, demand};
use crate::actions::visitor::show::show_file;
use crate::actions::visitor::uploads::save_visitor_upload;
use crate::domain::limit::VISITOR_UPLOAD_BYTES_MAX;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct VisitorUploadQuery {
    /// The name of the file.
    name: String,
}

/// Keeps a file for a visitor's message: the body is its bytes.
#[utoipa::path(tag = "visitors", params(VisitorUploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = UploadView),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/api/visitor/uploads")]
pub async fn create(
    site: Data<Site>,
    caller: VisitorCaller,
    query: Query<VisitorUploadQuery>,
    body: Payload,
) -> Result<HttpResponse, HttpError> {
    demand(&site.limits.visitor_uploads_network, caller.network)?;
    demand(&site.limits.visitor_uploads, caller.actor.visitor)?;
    // Only now: nobody fills the memory whom the quotas refuse, and nobody with more than a file may have.
    let body = body.to_bytes_limited(VISITOR_UPLOAD_BYTES_MAX).await.map_err(|_| {
        let words = format!("A file may have at most {} MiB.", VISITOR_UPLOAD_BYTES_MAX / 1024 / 1024);
        HttpError::too_large(words)
    })?;
    let body = body.map_err(|_| HttpError::bad_request("The file broke off on its way."))?;
    let name = query.into_inner().name;
    let upload = site.runner.run(move |context| save_visitor_upload(context, &caller.actor, &name, &body)).await?;
    Ok(HttpResponse::Created().json(UploadView::from(&upload)))
}

/// A file of a conversation of the visitor.
#[utoipa::path(tag = "visitors",
    params(("id" = String, Path), ("entry" = String, Path), ("index" = usize, Path)),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/api/visitor/conversations/{id}/entries/{entry}/attachments/{index}")]
pub async fn attachment(
    site: Data<Site>,
    caller: VisitorCaller,
    path: Path<(String, String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let index: usize = to_id(&path.2)?;
    let shown = site.runner.run(move |context| show_file(context, &caller.actor, id, entry, index)).await?;
    let (attachment, bytes) = shown;
    Ok(file(&attachment.name, &attachment.media_type, bytes))
}
