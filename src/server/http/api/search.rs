//! Finds conversations by words.

use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversation_row::ConversationRow;
use crate::actions::search_conversations::search_conversations;
use crate::domain::limit::SEARCH_HITS_MAX;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// Beginnings of words of the subject or of the contact: all of them.
    words: String,
    limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundView {
    /// The newest activity first.
    pub items: Vec<ConversationRow>,
}

/// Conversations whose subject and contact hold some words; neither spam nor trash.
#[utoipa::path(tag = "conversations", params(SearchQuery), responses(
    (status = 200, body = FoundView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/search")]
pub async fn conversations(
    site: Data<Site>,
    caller: SignedIn,
    query: Query<SearchQuery>,
) -> Result<HttpResponse, HttpError> {
    let SearchQuery { words, limit } = query.into_inner();
    let rows_max = limit.unwrap_or(SEARCH_HITS_MAX);
    let found = site.runner.run(move |context| search_conversations(context, &caller.actor, &words, rows_max)).await?;
    Ok(HttpResponse::Ok().json(FoundView { items: found.iter().map(ConversationRow::from).collect() }))
}
