//! Chat channels: where a chat stands, and the keys by which a web site vouches for its visitors.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::channels::{
    ChangeChannel, NewChannel, ShownIdentityKey, add_identity_key, change_channel, create_channel, list_channels,
    remove_channel,
};
use crate::domain::channel::{ChannelStanding, ChatChannel, IdentityKey, OriginPattern};

#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelView {
    pub id: String,
    pub inbox_id: String,
    pub name: String,
    /// Stands in the page of the web site.
    pub public_key: String,
    /// Where the chat may stand: `https://www.example.com`, `https://*.example.com`.
    pub allowed_origins: Vec<String>,
    /// Oldest first; the newest is the one to sign with.
    pub identity_keys: Vec<IdentityKeyView>,
    pub is_active: bool,
    /// Where pages have asked for the chat since the server started.
    pub seen_on: Vec<SeenOnView>,
    pub created_at: String,
}

/// A web site that has asked for the chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenOnView {
    pub origin: String,
    pub at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityKeyView {
    pub id: String,
    pub created_at: String,
}

/// A key as it is shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewIdentityKeyView {
    pub key: IdentityKeyView,
    /// For the web site's server: it signs with these letters as they stand (HS256).
    pub secret: String,
    pub channel: ChannelView,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChannelBody {
    inbox_id: String,
    name: String,
    #[serde(default)]
    allowed_origins: Vec<String>,
}

/// What is changed; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedChannel {
    inbox_id: Option<String>,
    name: Option<String>,
    allowed_origins: Option<Vec<String>>,
    is_active: Option<bool>,
}

/// The chat channels of the inboxes that the caller may see.
#[utoipa::path(tag = "channels", responses((status = 200, body = Vec<ChannelView>)))]
#[get("/api/channels")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let channels = site.runner.run(move |context| list_channels(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(channels.into_iter().map(|channel| ChannelView::of(channel, &site)).collect::<Vec<_>>()))
}

/// Makes a chat channel.
#[utoipa::path(tag = "channels", request_body = NewChannelBody, responses(
    (status = 201, body = ChannelView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/channels")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewChannelBody>) -> Result<HttpResponse, HttpError> {
    let NewChannelBody { inbox_id, name, allowed_origins } = body.into_inner();
    let inbox = to_field_id("inbox_id", &inbox_id)?;
    let deed = NewChannel { inbox, name, allowed_origins: to_origins(&allowed_origins)? };
    let channel = site.runner.run(move |context| create_channel(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(ChannelView::of(channel, &site)))
}

/// Changes a chat channel.
#[utoipa::path(tag = "channels", params(("id" = String, Path)), request_body = ChangedChannel, responses(
    (status = 200, body = ChannelView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/channels/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedChannel>,
) -> Result<HttpResponse, HttpError> {
    let ChangedChannel { inbox_id, name, allowed_origins, is_active } = body.into_inner();
    let deed = ChangeChannel {
        inbox: inbox_id.as_deref().map(|id| to_field_id("inbox_id", id)).transpose()?,
        name,
        allowed_origins: allowed_origins.as_deref().map(to_origins).transpose()?,
        standing: is_active.map(|is_active| if is_active { ChannelStanding::Active } else { ChannelStanding::Off }),
    };
    let id = to_id(&id)?;
    let channel = site.runner.run(move |context| change_channel(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(ChannelView::of(channel, &site)))
}

/// Takes a chat channel away; its conversations stay.
#[utoipa::path(tag = "channels", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/channels/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_channel(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a key by which the web site vouches for its visitors; it is shown this once.
#[utoipa::path(tag = "channels", params(("id" = String, Path)), responses(
    (status = 201, body = NewIdentityKeyView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/channels/{id}/identity-keys")]
pub async fn add_key(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let shown = site.runner.run(move |context| add_identity_key(context, &caller.actor, id)).await?;
    let ShownIdentityKey { channel, key, secret } = shown;
    let channel = ChannelView::of(channel, &site);
    Ok(HttpResponse::Created().json(NewIdentityKeyView { key: key.into(), secret, channel }))
}

fn to_origins(texts: &[String]) -> Result<Vec<OriginPattern>, HttpError> {
    let origin = |text: &String| {
        OriginPattern::parse(text)
            .map_err(|refused| HttpError::invalid("allowed_origins", format!("“{text}”: {refused}.")))
    };
    texts.iter().map(origin).collect()
}

impl From<IdentityKey> for IdentityKeyView {
    fn from(key: IdentityKey) -> Self {
        let IdentityKey { id, created_at } = key;
        Self { id: id.to_string(), created_at: created_at.to_string() }
    }
}

impl ChannelView {
    fn of(channel: ChatChannel, site: &Site) -> Self {
        let seen_on = site.visitors.origins_of(channel.id);
        let ChatChannel { id, inbox, name, public_key, allowed_origins, identity_keys, standing, created_at } = channel;
        Self {
            id: id.to_string(),
            inbox_id: inbox.to_string(),
            name,
            public_key,
            allowed_origins: allowed_origins.iter().map(ToString::to_string).collect(),
            identity_keys: identity_keys.into_iter().map(IdentityKeyView::from).collect(),
            is_active: standing == ChannelStanding::Active,
            seen_on: seen_on.into_iter().map(|(origin, at)| SeenOnView { origin, at: at.to_string() }).collect(),
            created_at: created_at.to_string(),
        }
    }
}
