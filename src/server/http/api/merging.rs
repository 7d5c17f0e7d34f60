//! Conversations put together and taken apart.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::merge_conversations::{merge_conversations, undo_merge};
use crate::actions::split_conversation::split_conversation;

/// Where a part begins.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// A message; it and all that follows become a conversation of their own.
    entry_id: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    /// The new conversation.
    id: String,
}

/// Puts all of another conversation into this one; its links and mail lead here from now on.
#[utoipa::path(tag = "conversations", params(("id" = String, Path), ("other" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/merged/{other}")]
pub async fn merge(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, other) = (to_id(&path.0)?, to_id(&path.1)?);
    site.runner.run(move |context| merge_conversations(context, &caller.actor, id, other)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes out again what was merged into this conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path), ("other" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/merged/{other}")]
pub async fn unmerge(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, other) = (to_id(&path.0)?, to_id(&path.1)?);
    site.runner.run(move |context| undo_merge(context, &caller.actor, id, other)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a conversation of its own of a message and all that follows it. Merging it back undoes it.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), request_body = NewPart, responses(
    (status = 201, body = PartView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/parts")]
pub async fn split(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewPart>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let entry = to_field_id("entry_id", &body.entry_id)?;
    let part = site.runner.run(move |context| split_conversation(context, &caller.actor, id, entry)).await?;
    Ok(HttpResponse::Created().json(PartView { id: part.to_string() }))
}
