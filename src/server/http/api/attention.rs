//! What conversations are to the agent who asks: read, unread, followed.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::follow_conversation::{follow_conversation, leave_conversation};
use crate::actions::mark_read::{mark_read, mark_unread, show_attention};
use crate::domain::attention::{Attention, Following};
use crate::domain::ids::{ConversationId, EntryId};

/// What one conversation is to the agent who asks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttentionView {
    /// Seen up to this entry; ids are ordered by time, as texts too.
    pub seen_id: String,
    pub follows: bool,
    /// The newest comment that names the agent.
    pub named_id: Option<String>,
}

/// The same, of one of several conversations.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationAttention {
    conversation_id: String,
    attention: AttentionView,
}

/// What the agent has seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenUpTo {
    /// The newest entry that was on the screen.
    entry_id: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AttentionQuery {
    /// Ids with commas between them, at most 100.
    conversation_ids: String,
}

/// What some conversations are to the caller.
#[utoipa::path(tag = "attention", params(AttentionQuery), responses(
    (status = 200, body = Vec<ConversationAttention>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/attention")]
pub async fn list(site: Data<Site>, caller: SignedIn, query: Query<AttentionQuery>) -> Result<HttpResponse, HttpError> {
    let ids =
        query.conversation_ids.split(',').filter(|id| !id.is_empty()).map(|id| to_field_id("conversation_ids", id));
    let ids: Vec<ConversationId> = ids.collect::<Result<_, _>>()?;
    let found = site.runner.run(move |context| show_attention(context, &caller.actor, &ids)).await?;
    let views = found
        .iter()
        .map(|(id, attention)| ConversationAttention { conversation_id: id.to_string(), attention: attention.into() });
    Ok(HttpResponse::Ok().json(views.collect::<Vec<_>>()))
}

/// Says that the caller has seen the conversation up to an entry.
#[utoipa::path(tag = "attention", params(("id" = String, Path)), request_body = SeenUpTo, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/read")]
pub async fn read(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<SeenUpTo>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let entry: EntryId = to_id(&body.entry_id)?;
    site.runner.run(move |context| mark_read(context, &caller.actor, id, entry)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes the conversation unread for the caller.
#[utoipa::path(tag = "attention", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/read")]
pub async fn unread(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| mark_unread(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes the caller follow the conversation.
#[utoipa::path(tag = "attention", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/following")]
pub async fn follow(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| follow_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets the caller hear no more of the conversation.
#[utoipa::path(tag = "attention", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/following")]
pub async fn leave(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| leave_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<&Attention> for AttentionView {
    fn from(attention: &Attention) -> Self {
        let Attention { seen, following, named_in } = attention;
        Self {
            seen_id: seen.to_string(),
            follows: match following {
                Following::Follows => true,
                Following::Unsaid | Following::Left => false,
            },
            named_id: named_in.map(|entry| entry.to_string()),
        }
    }
}
