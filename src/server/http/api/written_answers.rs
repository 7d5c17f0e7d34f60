//! The answers that bots give.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::written_answers::{
    WriteAnswer, change_written_answer, create_written_answer, find_written_answers, list_written_answers,
    remove_written_answer,
};
use crate::domain::agent::Locale;
use crate::domain::bot::session::Hit;
use crate::domain::written_answer::{AnswerVersion, WrittenAnswer};

#[derive(Debug, Serialize, ToSchema)]
pub struct WrittenAnswerView {
    pub id: String,
    /// Where it may be given; everywhere if there are none.
    pub inbox_ids: Vec<String>,
    pub versions: Vec<AnswerVersionView>,
    pub created_at: String,
    pub changed_at: String,
}

/// An answer in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerVersionView {
    /// `en`, `nl` or `de`.
    pub locale: String,
    pub title: String,
    /// Plain text.
    pub text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWrittenAnswer {
    #[serde(default)]
    inbox_ids: Vec<String>,
    versions: Vec<AnswerVersionView>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FindQuery {
    inbox_id: String,
    /// `en`, `nl` or `de`.
    locale: String,
    query: String,
}

/// What a bot would answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerHitView {
    pub title: String,
    pub text: String,
}

/// The answers that may be given in some inbox of the caller.
#[utoipa::path(tag = "bots", responses((status = 200, body = Vec<WrittenAnswerView>)))]
#[get("/api/written-answers")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let answers = site.runner.run(move |context| list_written_answers(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(answers.into_iter().map(WrittenAnswerView::from).collect::<Vec<_>>()))
}

/// Keeps a new answer.
#[utoipa::path(tag = "bots", request_body = NewWrittenAnswer, responses(
    (status = 201, body = WrittenAnswerView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/written-answers")]
pub async fn create(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<NewWrittenAnswer>,
) -> Result<HttpResponse, HttpError> {
    let deed = to_deed(body.into_inner())?;
    let answer = site.runner.run(move |context| create_written_answer(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(WrittenAnswerView::from(answer)))
}

/// Changes an answer.
#[utoipa::path(tag = "bots", params(("id" = String, Path)), request_body = NewWrittenAnswer, responses(
    (status = 200, body = WrittenAnswerView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/written-answers/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewWrittenAnswer>,
) -> Result<HttpResponse, HttpError> {
    let (id, deed) = (to_id(&id)?, to_deed(body.into_inner())?);
    let answer = site.runner.run(move |context| change_written_answer(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(WrittenAnswerView::from(answer)))
}

/// Removes an answer.
#[utoipa::path(tag = "bots", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/written-answers/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_written_answer(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What a bot of an inbox would answer to a question.
#[utoipa::path(tag = "bots", params(FindQuery), responses(
    (status = 200, body = Vec<AnswerHitView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/written-answers/find")]
pub async fn find(site: Data<Site>, caller: SignedIn, query: Query<FindQuery>) -> Result<HttpResponse, HttpError> {
    let FindQuery { inbox_id, locale, query } = query.into_inner();
    let (inbox, locale) = (to_field_id("inbox_id", &inbox_id)?, to_locale(&locale)?);
    let find = move |context: &_| find_written_answers(context, &caller.actor, inbox, locale, &query);
    let hits = site.runner.run(find).await?;
    let view = |Hit { title, text }: Hit| AnswerHitView { title, text };
    Ok(HttpResponse::Ok().json(hits.into_iter().map(view).collect::<Vec<_>>()))
}

fn to_deed(view: NewWrittenAnswer) -> Result<WriteAnswer, HttpError> {
    let NewWrittenAnswer { inbox_ids, versions } = view;
    let version =
        |AnswerVersionView { locale, title, text }| Ok(AnswerVersion { locale: to_locale(&locale)?, title, text });
    Ok(WriteAnswer {
        inboxes: inbox_ids.iter().map(|id| to_field_id("inbox_ids", id)).collect::<Result<_, HttpError>>()?,
        versions: versions.into_iter().map(version).collect::<Result<_, HttpError>>()?,
    })
}

fn to_locale(tag: &str) -> Result<Locale, HttpError> {
    Locale::from_tag(tag).ok_or_else(|| HttpError::invalid("locale", "The language is en, nl or de."))
}

impl From<WrittenAnswer> for WrittenAnswerView {
    fn from(answer: WrittenAnswer) -> Self {
        let WrittenAnswer { id, inboxes, versions, created_at, changed_at } = answer;
        let version =
            |AnswerVersion { locale, title, text }| AnswerVersionView { locale: locale.tag().to_owned(), title, text };
        Self {
            id: id.to_string(),
            inbox_ids: inboxes.iter().map(ToString::to_string).collect(),
            versions: versions.into_iter().map(version).collect(),
            created_at: created_at.to_string(),
            changed_at: changed_at.to_string(),
        }
    }
}
