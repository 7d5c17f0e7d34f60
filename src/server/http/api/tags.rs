//! The tags of the workspace.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::tags::{ChangeTag, change_tag, create_tag, list_tags, remove_tag};
use crate::domain::tag::{Tag, TagColour};

#[derive(Debug, Serialize, ToSchema)]
pub struct TagView {
    pub id: String,
    pub name: String,
    pub colour: TagColourView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TagColourView {
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Violet,
    Pink,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTag {
    name: String,
    /// Left out: the next in turn.
    colour: Option<TagColourView>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedTag {
    name: Option<String>,
    colour: Option<TagColourView>,
}

/// All tags, by name.
#[utoipa::path(tag = "tags", responses((status = 200, body = Vec<TagView>)))]
#[get("/api/tags")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    drop(caller);
    let tags = site.runner.run(list_tags).await?;
    Ok(HttpResponse::Ok().json(tags.into_iter().map(TagView::from).collect::<Vec<_>>()))
}

/// Makes a tag.
#[utoipa::path(tag = "tags", request_body = NewTag, responses(
    (status = 201, body = TagView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/tags")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewTag>) -> Result<HttpResponse, HttpError> {
    drop(caller);
    let NewTag { name, colour } = body.into_inner();
    let tag = site.runner.run(move |context| create_tag(context, &name, colour.map(TagColour::from))).await?;
    Ok(HttpResponse::Created().json(TagView::from(tag)))
}

/// Changes a tag wherever it stands. For administrators.
#[utoipa::path(tag = "tags", params(("id" = String, Path)), request_body = ChangedTag, responses(
    (status = 200, body = TagView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/tags/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedTag>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let ChangedTag { name, colour } = body.into_inner();
    let deed = ChangeTag { name, colour: colour.map(TagColour::from) };
    let tag = site.runner.run(move |context| change_tag(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(TagView::from(tag)))
}

/// Takes a tag off every conversation, and away. For administrators.
#[utoipa::path(tag = "tags", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/tags/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_tag(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<Tag> for TagView {
    fn from(tag: Tag) -> Self {
        let Tag { id, name, colour, created_at: _ } = tag;
        Self { id: id.to_string(), name, colour: colour.into() }
    }
}

impl From<TagColour> for TagColourView {
    fn from(colour: TagColour) -> Self {
        match colour {
            TagColour::Grey => Self::Grey,
            TagColour::Red => Self::Red,
            TagColour::Orange => Self::Orange,
            TagColour::Yellow => Self::Yellow,
            TagColour::Green => Self::Green,
            TagColour::Teal => Self::Teal,
            TagColour::Blue => Self::Blue,
            TagColour::Violet => Self::Violet,
            TagColour::Pink => Self::Pink,
        }
    }
}

impl From<TagColourView> for TagColour {
    fn from(view: TagColourView) -> Self {
        match view {
            TagColourView::Grey => Self::Grey,
            TagColourView::Red => Self::Red,
            TagColourView::Orange => Self::Orange,
            TagColourView::Yellow => Self::Yellow,
            TagColourView::Green => Self::Green,
            TagColourView::Teal => Self::Teal,
            TagColourView::Blue => Self::Blue,
            TagColourView::Violet => Self::Violet,
            TagColourView::Pink => Self::Pink,
        }
    }
}
