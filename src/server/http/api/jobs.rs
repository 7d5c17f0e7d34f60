//! Work on many conversations at once.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversation_changes::to_on_reply;
use super::conversation_query::ConversationQuery;
use super::{to_field_id, to_id, to_moment};
use crate::actions::jobs::{JobTargets, StartJob, show_job, start_job, undo_job};
use crate::domain::job::{BulkDeed, Job, Stage};
use crate::server::workers::jobs::work_off;

/// What is done to each conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkDeedView {
    Assign {
        /// Null for nobody.
        #[schema(required)]
        agent_id: Option<String>,
    },
    Close,
    Reopen,
    Snooze {
        /// Null: until the contact replies.
        #[schema(required)]
        until: Option<String>,
        wakes_on_reply: Option<bool>,
    },
    Wake,
    Tag {
        tag_id: String,
    },
    Untag {
        tag_id: String,
    },
    Spam,
    NotSpam,
    Trash,
    Restore,
}

/// One of the two says which conversations.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewJob {
    deed: BulkDeedView,
    /// These, at most 1,000.
    ids: Option<Vec<String>>,
    /// All of this list.
    query: Option<ConversationQuery>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct JobView {
    pub id: String,
    pub stage: StageView,
    /// How many there are to look at.
    pub total: u64,
    /// How many were looked at.
    pub done: u64,
    /// How many were changed: the others were so already, or cannot be so.
    pub changed: u64,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageView {
    Doing,
    Done,
    Undoing,
    Undone,
}

/// Begins a job.
#[utoipa::path(tag = "jobs", request_body = NewJob, responses(
    (status = 202, body = JobView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/jobs")]
pub async fn start(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    caller: SignedIn,
    body: Json<NewJob>,
) -> Result<HttpResponse, HttpError> {
    let NewJob { deed, ids, query } = body.into_inner();
    let targets = match (ids, query) {
        (Some(ids), None) => {
            let ids: Result<_, HttpError> = ids.iter().map(|id| to_field_id("ids", id)).collect();
            JobTargets::Named(ids?)
        }
        (None, Some(query)) => {
            let wanted = query.understood(&caller.actor)?;
            JobTargets::View { view: wanted.view, filter: wanted.filter, inbox: wanted.inbox }
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(HttpError::invalid("ids", "Say which conversations: by their ids or by a query."));
        }
    };
    let deed = StartJob { deed: deed.understood()?, targets };
    let job = site.runner.run(move |context| start_job(context, &caller.actor, deed)).await?;
    actix_web::rt::spawn(work_off(site.runner.clone(), stop.get_ref().clone()));
    Ok(HttpResponse::Accepted().json(JobView::from(job)))
}

/// How a job of the caller goes.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = JobView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/jobs/{id}")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let job = site.runner.run(move |context| show_job(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(JobView::from(job)))
}

/// Puts back what a job of the caller has changed, where nobody has changed it since.
#[utoipa::path(tag = "jobs", params(("id" = String, Path)), responses(
    (status = 202, body = JobView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/jobs/{id}/undo")]
pub async fn undo(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    caller: SignedIn,
    id: Path<String>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let job = site.runner.run(move |context| undo_job(context, &caller.actor, id)).await?;
    actix_web::rt::spawn(work_off(site.runner.clone(), stop.get_ref().clone()));
    Ok(HttpResponse::Accepted().json(JobView::from(job)))
}

impl BulkDeedView {
    fn understood(self) -> Result<BulkDeed, HttpError> {
        Ok(match self {
            Self::Assign { agent_id } => {
                BulkDeed::Assign(agent_id.map(|agent| to_field_id("agent_id", &agent)).transpose()?)
            }
            Self::Close => BulkDeed::Close,
            Self::Reopen => BulkDeed::Reopen,
            Self::Snooze { until, wakes_on_reply } => BulkDeed::Snooze {
                until: until.map(|until| to_moment("until", &until)).transpose()?,
                on_reply: to_on_reply(wakes_on_reply),
            },
            Self::Wake => BulkDeed::Wake,
            Self::Tag { tag_id } => BulkDeed::Tag(to_field_id("tag_id", &tag_id)?),
            Self::Untag { tag_id } => BulkDeed::Untag(to_field_id("tag_id", &tag_id)?),
            Self::Spam => BulkDeed::MarkSpam,
            Self::NotSpam => BulkDeed::UnmarkSpam,
            Self::Trash => BulkDeed::Trash,
            Self::Restore => BulkDeed::Restore,
        })
    }
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        let Job { id, agent: _, deed: _, targets: _, stage, total, done, changed, created_at: _ } = job;
        let stage = match stage {
            Stage::Doing => StageView::Doing,
            Stage::Done => StageView::Done,
            Stage::Undoing => StageView::Undoing,
            Stage::Undone => StageView::Undone,
        };
        Self { id: id.to_string(), stage, total, done, changed }
    }
}
