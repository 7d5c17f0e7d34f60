//! Files that wait to be sent.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::attachments::file;
use super::to_id;
use crate::actions::uploads::{remove_upload, save_upload, show_upload};
use crate::domain::upload::{Upload, UploadPurpose};

#[derive(Debug, Serialize, ToSchema)]
pub struct UploadView {
    pub id: String,
    pub name: String,
    /// By its first bytes.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UploadPurposeView {
    #[default]
    Message,
    Comment,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UploadQuery {
    /// The name of the file.
    name: String,
    /// What it is for: it cannot be used for anything else. A message, if it is not said.
    #[serde(default)]
    #[param(inline)]
    purpose: UploadPurposeView,
}

/// Keeps a file for a message: the body is its bytes.
#[utoipa::path(tag = "uploads", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = UploadView),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/api/uploads")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    query: Query<UploadQuery>,
    body: Bytes,
) -> Result<HttpResponse, HttpError> {
    let UploadQuery { name, purpose } = query.into_inner();
    let purpose = match purpose {
        UploadPurposeView::Message => UploadPurpose::Message,
        UploadPurposeView::Comment => UploadPurpose::Comment,
    };
    let saved = site.runner.run(move |context| save_upload(context, &caller.actor, &name, purpose, &body));
    let upload = saved.await?;
    Ok(HttpResponse::Created().json(UploadView::from(&upload)))
}

/// A file of the caller's own that is not sent yet.
#[utoipa::path(tag = "uploads", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/uploads/{id}/content")]
pub async fn content(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let (upload, bytes) = site.runner.run(move |context| show_upload(context, &caller.actor, id)).await?;
    Ok(file(&upload.name, &upload.media_type, bytes))
}

/// Takes a file away again.
#[utoipa::path(tag = "uploads", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/uploads/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_upload(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<&Upload> for UploadView {
    fn from(upload: &Upload) -> Self {
        let Upload { id, owner: _, name, media_type, blob, purpose: _, keeping: _, created_at: _ } = upload;
        Self { id: id.to_string(), name: name.clone(), media_type: media_type.clone(), size: blob.size }
    }
}
