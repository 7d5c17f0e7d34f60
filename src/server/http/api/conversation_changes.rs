//! What an agent does to a conversation as a whole.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, post, put};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id, to_moment};
use crate::actions::assign_conversation::assign_conversation;
use crate::actions::close_conversation::close_conversation;
use crate::actions::mark_spam::{mark_spam, unmark_spam};
use crate::actions::move_conversation::move_conversation;
use crate::actions::reopen_conversation::reopen_conversation;
use crate::actions::snooze_conversation::{SnoozeConversation, snooze_conversation, wake_conversation};
use crate::actions::tag_conversation::{tag_conversation, untag_conversation};
use crate::actions::trash_conversation::{erase_conversation, restore_conversation, trash_conversation};
use crate::domain::conversation::OnReply;
use crate::domain::ids::{AgentId, TagId};

/// Who is to have the conversation; null for nobody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignee {
    #[schema(required)]
    agent_id: Option<String>,
}

/// How it is to sleep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSnooze {
    /// Null: until the contact replies.
    #[schema(required)]
    until: Option<String>,
    /// A reply wakes it before that moment. True if it is left out.
    wakes_on_reply: Option<bool>,
}

/// Where it goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInboxOfConversation {
    inbox_id: String,
}

/// Gives the conversation to an agent, or to nobody.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), request_body = NewAssignee, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/assignee")]
pub async fn assign(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewAssignee>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let assignee: Option<AgentId> = body.agent_id.as_deref().map(|agent| to_field_id("agent_id", agent)).transpose()?;
    site.runner.run(move |context| assign_conversation(context, &caller.actor, id, assignee)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Closes the conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/closure")]
pub async fn close(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| close_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Opens the conversation again.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/closure")]
pub async fn reopen(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| reopen_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts the conversation to sleep, or changes how it sleeps.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), request_body = NewSnooze, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/snooze")]
pub async fn snooze(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewSnooze>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let deed = body.into_inner().understood()?;
    site.runner.run(move |context| snooze_conversation(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Wakes the conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/snooze")]
pub async fn wake(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| wake_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts the conversation into the spam; it is erased there after 90 days.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/spam")]
pub async fn spam(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| mark_spam(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the conversation out of the spam, to where it was.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/spam")]
pub async fn not_spam(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| unmark_spam(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts the conversation into the trash; it is erased there after 30 days.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/trash")]
pub async fn trash(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| trash_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the conversation out of the trash, to where it was.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/trash")]
pub async fn restore(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| restore_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Erases a conversation in the trash or the spam at once. For administrators.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}")]
pub async fn erase(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| erase_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Moves the conversation to another inbox.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), request_body = NewInboxOfConversation, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/inbox")]
pub async fn move_to(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewInboxOfConversation>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let inbox = to_field_id("inbox_id", &body.inbox_id)?;
    site.runner.run(move |context| move_conversation(context, &caller.actor, id, inbox)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Puts a tag on the conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path), ("tag" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/tags/{tag}")]
pub async fn tag(site: Data<Site>, caller: SignedIn, path: Path<(String, String)>) -> Result<HttpResponse, HttpError> {
    let (id, on_it): (_, TagId) = (to_id(&path.0)?, to_id(&path.1)?);
    site.runner.run(move |context| tag_conversation(context, &caller.actor, id, on_it)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a tag off the conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path), ("tag" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/tags/{tag}")]
pub async fn untag(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, off_it): (_, TagId) = (to_id(&path.0)?, to_id(&path.1)?);
    site.runner.run(move |context| untag_conversation(context, &caller.actor, id, off_it)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl NewSnooze {
    fn understood(self) -> Result<SnoozeConversation, HttpError> {
        let Self { until, wakes_on_reply } = self;
        Ok(SnoozeConversation {
            until: until.map(|until| to_moment("until", &until)).transpose()?,
            on_reply: to_on_reply(wakes_on_reply),
        })
    }
}

/// Left out, a reply wakes it.
pub(super) fn to_on_reply(wakes_on_reply: Option<bool>) -> OnReply {
    if wakes_on_reply.unwrap_or(true) { OnReply::Wakes } else { OnReply::SleepsOn }
}
