//! Contacts that are one person, and contacts that are not.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, put};

use super::super::super::error::{HttpError, Problem};
use super::super::super::signed_in::SignedIn;
use super::super::super::site::Site;
use super::super::to_id;
use super::view::ContactView;
use crate::actions::merge_contacts::{keep_contacts_apart, merge_contacts, unmerge_contacts};

/// Puts another contact into this one.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), ("other" = String, Path)), responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/contacts/{id}/merged/{other}")]
pub async fn merge(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, other) = (to_id(&path.0)?, to_id(&path.1)?);
    let contact = site.runner.run(move |context| merge_contacts(context, &caller.actor, id, other)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// Takes apart what was merged.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), ("other" = String, Path)), responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/contacts/{id}/merged/{other}")]
pub async fn unmerge(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, other) = (to_id(&path.0)?, to_id(&path.1)?);
    let contact = site.runner.run(move |context| unmerge_contacts(context, &caller.actor, id, other)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// Says that two contacts are two people, so that nobody is asked again.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), ("other" = String, Path)), responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/contacts/{id}/apart/{other}")]
pub async fn apart(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, other) = (to_id(&path.0)?, to_id(&path.1)?);
    let contact = site.runner.run(move |context| keep_contacts_apart(context, &caller.actor, id, other)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}
