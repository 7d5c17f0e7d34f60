//! Tokens by which the caller's own scripts act as the caller.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::api_tokens::{create_own_token, list_own_tokens, revoke_own_token};
use crate::domain::ids::ApiTokenId;
use crate::domain::session::ApiToken;

#[derive(Debug, Serialize, ToSchema)]
pub struct ApiTokenView {
    id: String,
    name: String,
    /// The last letters of the token; empty for one that was made before they were kept.
    hint: String,
    created_at: String,
    expires_at: String,
    /// To the minute.
    used_at: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What it is for.
    name: String,
    /// How many days it lives, at most 365.
    days: u64,
}

/// The token itself is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedApiTokenView {
    token: String,
    api_token: ApiTokenView,
}

/// The caller's tokens.
#[utoipa::path(tag = "api tokens", responses((status = 200, body = Vec<ApiTokenView>)))]
#[get("/api/me/api-tokens")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let tokens = site.runner.run(move |context| list_own_tokens(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(tokens.into_iter().map(ApiTokenView::from).collect::<Vec<_>>()))
}

/// Makes a token that acts as the caller.
#[utoipa::path(tag = "api tokens", request_body = NewApiToken, responses(
    (status = 201, body = CreatedApiTokenView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/me/api-tokens")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewApiToken>) -> Result<HttpResponse, HttpError> {
    let confirmed = caller.confirmed(&site)?;
    let NewApiToken { name, days } = body.into_inner();
    let made = site.runner.run(move |context| create_own_token(context, &confirmed, &name, days)).await?;
    let (secret, token) = made;
    Ok(HttpResponse::Created().json(CreatedApiTokenView { token: secret.0, api_token: token.into() }))
}

/// Ends one of the caller's tokens.
#[utoipa::path(tag = "api tokens", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/me/api-tokens/{id}")]
pub async fn revoke(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: ApiTokenId = to_id(&id)?;
    let agent = caller.actor.agent;
    site.runner.run(move |context| revoke_own_token(context, &caller.actor, id)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent().finish())
}

impl From<ApiToken> for ApiTokenView {
    fn from(token: ApiToken) -> Self {
        let ApiToken { id, agent: _, name, digest: _, hint, created_at, expires_at, used_at } = token;
        Self {
            id: id.to_string(),
            name,
            hint,
            created_at: created_at.to_string(),
            expires_at: expires_at.to_string(),
            used_at: used_at.map(|at| at.to_string()),
        }
    }
}
