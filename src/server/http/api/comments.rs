//! Comments: words among colleagues, and whom they name.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::entries::{AttachmentView, EntryView};
use super::{to_field_id, to_id};
use crate::actions::add_comment::{AddComment, add_comment};
use crate::domain::entry::{Comment, Mention};

/// Words among colleagues.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Made by the client: the same one again yields the first comment.
    operation_id: String,
    html: String,
    /// Whom it names: they are told.
    #[serde(default)]
    mentions: Vec<MentionView>,
    /// Files that were uploaded for a comment.
    #[serde(default)]
    upload_ids: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommentView {
    pub agent_id: String,
    /// Cleaned.
    pub html: String,
    pub text: String,
    pub mentions: Vec<MentionView>,
    pub attachments: Vec<AttachmentView>,
}

/// Whom a comment names.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionView {
    pub kind: MentionKind,
    pub id: String,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentionKind {
    Agent,
    Team,
}

/// Adds a comment, which only agents see.
#[utoipa::path(tag = "messages", params(("id" = String, Path)), request_body = NewComment, responses(
    (status = 201, body = EntryView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/comments")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewComment>,
) -> Result<HttpResponse, HttpError> {
    let body = body.into_inner();
    let deed = AddComment {
        operation: to_field_id("operation_id", &body.operation_id)?,
        conversation: to_id(&id)?,
        html: body.html,
        mentions: body.mentions.into_iter().map(Mention::try_from).collect::<Result<_, _>>()?,
        uploads: body.upload_ids.iter().map(|id| to_field_id("upload_ids", id)).collect::<Result<_, _>>()?,
    };
    let entry = site.runner.run(move |context| add_comment(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(EntryView::from(&entry)))
}

impl From<&Comment> for CommentView {
    fn from(comment: &Comment) -> Self {
        let Comment { agent, html, text, mentions, attachments } = comment;
        Self {
            agent_id: agent.to_string(),
            html: html.clone(),
            text: text.clone(),
            mentions: mentions.iter().copied().map(MentionView::from).collect(),
            attachments: attachments.iter().enumerate().map(AttachmentView::from).collect(),
        }
    }
}

impl From<Mention> for MentionView {
    fn from(mention: Mention) -> Self {
        match mention {
            Mention::Agent(agent) => Self { kind: MentionKind::Agent, id: agent.to_string() },
            Mention::Team(team) => Self { kind: MentionKind::Team, id: team.to_string() },
        }
    }
}

impl TryFrom<MentionView> for Mention {
    type Error = HttpError;

    fn try_from(MentionView { kind, id }: MentionView) -> Result<Self, HttpError> {
        match kind {
            MentionKind::Agent => Ok(Self::Agent(to_field_id("mentions", &id)?)),
            MentionKind::Team => Ok(Self::Team(to_field_id("mentions", &id)?)),
        }
    }
}
