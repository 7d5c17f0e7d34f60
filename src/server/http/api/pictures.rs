//! The pictures of agents, and those at the top of a chat's panel.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::agents::AgentView;
use super::to_id;
use crate::actions::chatflows::keep_heading_picture;
use crate::actions::pictures::{remove_picture, set_picture, show_picture};
use crate::domain::ids::PictureId;

/// Gives the caller a picture: the body is its bytes, a PNG, a JPEG or a WebP of at most 512 KiB.
#[utoipa::path(tag = "profile", request_body(content = Vec<u8>, content_type = "image/*"), responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/me/picture")]
pub async fn set(site: Data<Site>, caller: SignedIn, body: Bytes) -> Result<HttpResponse, HttpError> {
    let agent = site.runner.run(move |context| set_picture(context, &caller.actor, &body)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

/// Takes the caller's picture away.
#[utoipa::path(tag = "profile", responses((status = 200, body = AgentView)))]
#[delete("/api/me/picture")]
pub async fn remove(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let agent = site.runner.run(move |context| remove_picture(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PictureView {
    pub id: String,
    pub url: String,
}

/// Keeps a picture for the top of a chatflow's panel: the body is its bytes, as of an agent's picture. It is gone after a
/// day if no chatflow was saved with it.
#[utoipa::path(tag = "chatflows", request_body(content = Vec<u8>, content_type = "image/*"), responses(
    (status = 201, body = PictureView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/chatflows/pictures")]
pub async fn keep_for_heading(site: Data<Site>, caller: SignedIn, body: Bytes) -> Result<HttpResponse, HttpError> {
    let id = site.runner.run(move |context| keep_heading_picture(context, &caller.actor, &body)).await?;
    Ok(HttpResponse::Created().json(PictureView { id: id.to_string(), url: picture_url(id) }))
}

/// A picture, for whoever knows its address: visitors of web sites meet it in a chat. It never changes.
#[utoipa::path(tag = "profile", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "image/png"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/pictures/{id}")]
pub async fn show(site: Data<Site>, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: PictureId = to_id(&id)?;
    let (kind, bytes) = site.runner.run(move |context| show_picture(context, id)).await?;
    Ok(HttpResponse::Ok()
        .content_type(kind.media_type())
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        // A chat's launcher stands on another site's page.
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(bytes))
}

/// Where a picture is served.
pub fn picture_url(id: PictureId) -> String {
    format!("/api/pictures/{id}")
}
