//! Pictures that bots show.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::attachments::file;
use super::to_id;
use crate::actions::bot_images::{save_bot_image, show_bot_image};

#[derive(Debug, Serialize, ToSchema)]
pub struct BotImageView {
    pub id: String,
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BotImageQuery {
    /// The name of the file.
    name: String,
}

/// Keeps a picture for bots: the body is its bytes.
#[utoipa::path(tag = "bots", params(BotImageQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = BotImageView),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/api/bots/images")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    query: Query<BotImageQuery>,
    body: Bytes,
) -> Result<HttpResponse, HttpError> {
    let name = query.into_inner().name;
    let image = site.runner.run(move |context| save_bot_image(context, &caller.actor, &name, &body)).await?;
    Ok(HttpResponse::Created().json(BotImageView {
        id: image.id.to_string(),
        name: image.name,
        media_type: image.media_type,
        size: image.blob.size,
    }))
}

/// A picture of a bot.
#[utoipa::path(tag = "bots", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/bots/images/{id}")]
pub async fn show(site: Data<Site>, _caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let (image, bytes) = site.runner.run(move |context| show_bot_image(context, id)).await?;
    Ok(file(&image.name, &image.media_type, bytes))
}
