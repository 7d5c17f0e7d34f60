//! Chatflows: what visitors of web sites meet.

pub mod content;
pub mod display;
pub mod shown;
pub mod targeting;
pub mod trial;
pub mod view;

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::chatflows::{
    NewChatflow, change_chatflow, clone_chatflow, create_chatflow, list_chatflows, move_chatflow, publish_chatflow,
    remove_chatflow, restore_chatflow, show_chatflow,
};
use crate::domain::chatflow::Publication;
use crate::domain::chatflow::templates::Template;
use view::{ChatflowBody, ChatflowView, to_change};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChatflowBody {
    /// Where its conversations arrive.
    inbox_id: String,
    /// The chat on whose web sites it is shown; nothing for all of them.
    channel_id: Option<String>,
    name: String,
    template: TemplateName,
}

/// What a chatflow begins with.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TemplateName {
    /// A launcher on all pages, for whoever works in the inbox.
    LiveChat,
    /// Greets those who stay.
    Greeting,
    /// Takes questions at any time, and asks for an address.
    LeaveMessage,
    /// Only while somebody is there.
    OnlyWhenOpen,
    /// A bot has the first word; what it says is built afterwards.
    Bot,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatflowPlace {
    /// 0 is the first.
    place: usize,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatflowPublication {
    is_published: bool,
}

/// The chatflows of the inboxes that the caller may see, in the order of their priority.
#[utoipa::path(tag = "chatflows", responses((status = 200, body = Vec<ChatflowView>)))]
#[get("/api/chatflows")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let flows = site.runner.run(move |context| list_chatflows(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(flows.into_iter().map(ChatflowView::from).collect::<Vec<_>>()))
}

/// Makes a chatflow from a template: a draft, last in the order.
#[utoipa::path(tag = "chatflows", request_body = NewChatflowBody, responses(
    (status = 201, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/chatflows")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<NewChatflowBody>,
) -> Result<HttpResponse, HttpError> {
    let NewChatflowBody { inbox_id, channel_id, name, template } = body.into_inner();
    let deed = NewChatflow {
        inbox: to_field_id("inbox_id", &inbox_id)?,
        channel: channel_id.as_deref().map(|id| to_field_id("channel_id", id)).transpose()?,
        name,
        template: match template {
            TemplateName::LiveChat => Template::LiveChat,
            TemplateName::Greeting => Template::Greeting,
            TemplateName::LeaveMessage => Template::LeaveMessage,
            TemplateName::OnlyWhenOpen => Template::OnlyWhenOpen,
            TemplateName::Bot => Template::Bot,
        },
    };
    let flow = site.runner.run(move |context| create_chatflow(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(ChatflowView::from(flow)))
}

/// One chatflow.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), responses(
    (status = 200, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/chatflows/{id}")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let flow = site.runner.run(move |context| show_chatflow(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(ChatflowView::from(flow)))
}

/// Changes a chatflow: all of it is given, with the revision that the change was made on.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), request_body = ChatflowBody, responses(
    (status = 200, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/chatflows/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChatflowBody>,
) -> Result<HttpResponse, HttpError> {
    let (id, deed) = (to_id(&id)?, to_change(body.into_inner())?);
    let flow = site.runner.run(move |context| change_chatflow(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(ChatflowView::from(flow)))
}

/// Shows a chatflow to visitors, or to none any more.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), request_body = ChatflowPublication, responses(
    (status = 200, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/chatflows/{id}/publication")]
pub async fn publish(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChatflowPublication>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let to = if body.is_published { Publication::Published { since: site.world.now() } } else { Publication::Draft };
    let flow = site.runner.run(move |context| publish_chatflow(context, &caller.actor, id, to)).await?;
    Ok(HttpResponse::Ok().json(ChatflowView::from(flow)))
}

/// Gives a chatflow another place in the order of priority.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), request_body = ChatflowPlace, responses(
    (status = 200, body = Vec<ChatflowView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/chatflows/{id}/place")]
pub async fn place(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChatflowPlace>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let flows = site.runner.run(move |context| move_chatflow(context, &caller.actor, id, body.place)).await?;
    Ok(HttpResponse::Ok().json(flows.into_iter().map(ChatflowView::from).collect::<Vec<_>>()))
}

/// Makes a copy, which stands behind its original.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), responses(
    (status = 201, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/chatflows/{id}/copies")]
pub async fn copy(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let flow = site.runner.run(move |context| clone_chatflow(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Created().json(ChatflowView::from(flow)))
}

/// Removes a chatflow; the conversations that it began stay.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/chatflows/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_chatflow(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Brings a removed chatflow back: a draft, last in the order.
#[utoipa::path(tag = "chatflows", params(("id" = String, Path)), responses(
    (status = 200, body = ChatflowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/chatflows/{id}/restoration")]
pub async fn restore(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let flow = site.runner.run(move |context| restore_chatflow(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(ChatflowView::from(flow)))
}
