//! Texts that are used often.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::snippets::{
    SaveSnippet, ShownSnippet, change_snippet, create_snippet, list_snippets, remove_snippet,
};
use crate::domain::snippet::{Snippet, SnippetAudience};

#[derive(Debug, Serialize, ToSchema)]
pub struct SnippetView {
    id: String,
    name: String,
    /// What is typed after `#` to find it.
    shortcut: String,
    /// Cleaned; tokens stand in it as `{{contact.name|there}}`.
    html: String,
    /// Of whom it is for; null for everyone.
    inbox_id: Option<String>,
    author_id: String,
    changed_at: String,
    /// Whether the caller may change it.
    may_change: bool,
}

/// A snippet as its author wrote it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSnippet {
    name: String,
    shortcut: String,
    html: String,
    /// For whoever sees this inbox; for everyone, if none is named.
    inbox_id: Option<String>,
}

/// The snippets that the caller can use, by name.
#[utoipa::path(tag = "snippets", responses((status = 200, body = [SnippetView])))]
#[get("/api/snippets")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let snippets = site.runner.run(move |context| list_snippets(context, &caller.actor)).await?;
    let views: Vec<SnippetView> = snippets.into_iter().map(SnippetView::from).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// Adds a snippet.
#[utoipa::path(tag = "snippets", request_body = NewSnippet, responses(
    (status = 201, body = SnippetView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/snippets")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewSnippet>) -> Result<HttpResponse, HttpError> {
    let deed = deed_of(body.into_inner())?;
    let snippet = site.runner.run(move |context| create_snippet(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(SnippetView::from(snippet)))
}

/// Changes a snippet: its author and administrators can.
#[utoipa::path(tag = "snippets", params(("id" = String, Path)), request_body = NewSnippet, responses(
    (status = 200, body = SnippetView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/snippets/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewSnippet>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let deed = deed_of(body.into_inner())?;
    let snippet = site.runner.run(move |context| change_snippet(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(SnippetView::from(snippet)))
}

/// Removes a snippet: its author and administrators can.
#[utoipa::path(tag = "snippets", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/snippets/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_snippet(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn deed_of(body: NewSnippet) -> Result<SaveSnippet, HttpError> {
    let NewSnippet { name, shortcut, html, inbox_id } = body;
    let audience = match inbox_id {
        Some(id) => SnippetAudience::Inbox(to_field_id("inbox_id", &id)?),
        None => SnippetAudience::Everyone,
    };
    Ok(SaveSnippet { name, shortcut, html, audience })
}

impl From<ShownSnippet> for SnippetView {
    fn from(shown: ShownSnippet) -> Self {
        let ShownSnippet { snippet, may_change } = shown;
        let Snippet { id, name, shortcut, html, audience, author, changed_at } = snippet;
        Self {
            id: id.to_string(),
            name,
            shortcut: shortcut.as_str().to_owned(),
            html,
            inbox_id: match audience {
                SnippetAudience::Everyone => None,
                SnippetAudience::Inbox(inbox) => Some(inbox.to_string()),
            },
            author_id: author.to_string(),
            changed_at: changed_at.to_string(),
            may_change,
        }
    }
}
