//! Notes about contacts.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, post, put};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::super::error::{HttpError, Problem};
use super::super::super::signed_in::SignedIn;
use super::super::super::site::Site;
use super::super::to_id;
use super::view::ContactView;
use crate::actions::contact_notes::{add_contact_note, change_contact_note, remove_contact_note};

/// The words of a note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenNote {
    /// Plain text.
    text: String,
}

/// Writes a note about a contact; says all that is known of them.
#[utoipa::path(tag = "contacts", params(("id" = String, Path)), request_body = WrittenNote, responses(
    (status = 201, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/contacts/{id}/notes")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<WrittenNote>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let contact = site.runner.run(move |context| add_contact_note(context, &caller.actor, id, &body.text)).await?;
    Ok(HttpResponse::Created().json(ContactView::from(contact)))
}

/// Changes a note: its author and administrators can.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), ("note" = String, Path)),
    request_body = WrittenNote, responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/contacts/{id}/notes/{note}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
    body: Json<WrittenNote>,
) -> Result<HttpResponse, HttpError> {
    let (id, note) = (to_id(&path.0)?, to_id(&path.1)?);
    let done =
        site.runner.run(move |context| change_contact_note(context, &caller.actor, id, note, &body.text)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(done)))
}

/// Removes a note: its author and administrators can.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), ("note" = String, Path)), responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/contacts/{id}/notes/{note}")]
pub async fn remove(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, note) = (to_id(&path.0)?, to_id(&path.1)?);
    let contact = site.runner.run(move |context| remove_contact_note(context, &caller.actor, id, note)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}
