//! A visitor's conversations: begun, gone on with, read, rated, ended.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::api::{to_address, to_field_id, to_id};
use super::super::error::{HttpError, Problem};
use super::super::site::Site;
use super::caller::{VisitorCaller, demand};
use super::shapes::{PageBody, VerdictName, VisitBody, VisitorConversation, VisitorEntry, to_facts};
use super::typing::visitor_types;
use crate::actions::visitor::answer_chat::{AnswerChat, answer_chat};
use crate::actions::visitor::claim_email::claim_email;
use crate::actions::visitor::end_chat::end_chat;
use crate::actions::visitor::mark_seen::mark_seen;
use crate::actions::visitor::rate_chat::rate_chat;
use crate::actions::visitor::request_transcript::request_transcript;
use crate::actions::visitor::show::{ChatPage, list_chats, show_chat};
use crate::actions::visitor::start_chat::{Place, SaidInChat, StartChat, start_chat};
use crate::domain::ids::UploadId;
use crate::domain::limit::{PAGE_ROWS_DEFAULT, TIME_ZONE_BYTES_MAX};
use crate::domain::visitor::Consent;

#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorConversations {
    pub items: Vec<VisitorConversation>,
    pub seq: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorEntryPage {
    /// The oldest first.
    pub items: Vec<VisitorEntry>,
    pub has_older: bool,
    pub conversation: VisitorConversation,
    pub seq: u64,
}

/// What came of a visitor's words.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidView {
    pub conversation: VisitorConversation,
    /// None where a bot has the first word.
    pub entry: Option<VisitorEntry>,
}

/// The first words of a visitor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChat {
    /// Made by the panel, so that doing it twice is doing it once.
    operation_id: String,
    chatflow_id: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    upload_ids: Vec<String>,
    email: Option<String>,
    /// Not into the conversation that is open, but into one of its own.
    #[serde(default)]
    start_new: bool,
    #[serde(default)]
    page: PageBody,
    #[serde(default)]
    visit: VisitBody,
    consent: Option<ConsentName>,
    /// The browser's, by its IANA name: a bot reckons dates in it.
    time_zone: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentName {
    None,
    Implied,
    Explicit,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChatMessage {
    operation_id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    upload_ids: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenUpTo {
    entry_id: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypingBody {
    pub is_typing: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimedEmail {
    email: String,
    name: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    rating: VerdictName,
    comment: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranscriptBody {
    /// Where it goes, if none is known yet.
    email: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChatQuery {
    /// Words before this entry.
    before: Option<String>,
    /// Entries, at most 200.
    limit: Option<usize>,
}

/// The visitor's conversations, the newest first.
#[utoipa::path(tag = "visitors", responses(
    (status = 200, body = VisitorConversations),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/visitor/conversations")]
pub async fn list(site: Data<Site>, caller: VisitorCaller) -> Result<HttpResponse, HttpError> {
    let (chats, seq) = site.runner.run(move |context| list_chats(context, &caller.actor)).await?;
    let items = chats.iter().map(VisitorConversation::from).collect();
    Ok(HttpResponse::Ok().json(VisitorConversations { items, seq }))
}

/// Begins a conversation, or goes on in the one that is open.
#[utoipa::path(tag = "visitors", request_body = NewChat, responses(
    (status = 201, body = SaidView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations")]
pub async fn start(site: Data<Site>, caller: VisitorCaller, body: Json<NewChat>) -> Result<HttpResponse, HttpError> {
    demand(&site.limits.visitor_start, caller.network)?;
    demand_words(&site, &caller)?;
    let NewChat { operation_id, chatflow_id, text, upload_ids, email, start_new, page, visit, consent, time_zone } =
        body.into_inner();
    let deed = StartChat {
        operation: to_field_id("operation_id", &operation_id)?,
        chatflow: chatflow_id.as_deref().map(|id| to_field_id("chatflow_id", id)).transpose()?,
        text,
        time_zone: time_zone.filter(|name| name.len() <= TIME_ZONE_BYTES_MAX).unwrap_or_default(),
        uploads: to_uploads(&upload_ids)?,
        email: email.filter(|email| !email.is_empty()).map(|email| to_address("email", &email)).transpose()?,
        consent: match consent {
            None | Some(ConsentName::None) => Consent::None,
            Some(ConsentName::Implied) => Consent::Implied,
            Some(ConsentName::Explicit) => Consent::Explicit,
        },
        place: if start_new { Place::NewOne } else { Place::OpenOne },
        facts: to_facts(page, visit),
    };
    let actor = caller.actor;
    let digest = actor.digest;
    let said = site.runner.run(move |context| start_chat(context, &actor, deed)).await?;
    site.visitors.forget_fresh(&digest);
    Ok(HttpResponse::Created().json(SaidView::from(said)))
}

/// The newest words of a conversation, or those before one.
#[utoipa::path(tag = "visitors", params(("id" = String, Path), ChatQuery), responses(
    (status = 200, body = VisitorEntryPage),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/visitor/conversations/{id}/entries")]
pub async fn entries(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    query: Query<ChatQuery>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let before = query.before.as_deref().map(to_id).transpose()?;
    let entries_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let page = site.runner.run(move |context| show_chat(context, &caller.actor, id, before, entries_max)).await?;
    let ChatPage { chat, entries, has_older, position } = page;
    Ok(HttpResponse::Ok().json(VisitorEntryPage {
        items: entries.iter().map(VisitorEntry::from).collect(),
        has_older,
        conversation: (&chat).into(),
        seq: position,
    }))
}

/// Says something in a conversation.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = NewChatMessage, responses(
    (status = 201, body = SaidView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/messages")]
pub async fn say(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<NewChatMessage>,
) -> Result<HttpResponse, HttpError> {
    demand_words(&site, &caller)?;
    let NewChatMessage { operation_id, text, upload_ids } = body.into_inner();
    let deed = AnswerChat {
        operation: to_field_id("operation_id", &operation_id)?,
        conversation: to_id(&id)?,
        text,
        uploads: to_uploads(&upload_ids)?,
    };
    let said = site.runner.run(move |context| answer_chat(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(SaidView::from(said)))
}

/// The visitor has looked at everything up to an entry.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = SeenUpTo, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/seen")]
pub async fn seen(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<SeenUpTo>,
) -> Result<HttpResponse, HttpError> {
    let (id, entry) = (to_id(&id)?, to_field_id("entry_id", &body.entry_id)?);
    site.runner.run(move |context| mark_seen(context, &caller.actor, id, entry)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor types, or has stopped.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = TypingBody, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/typing")]
pub async fn typing(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<TypingBody>,
) -> Result<HttpResponse, HttpError> {
    visitor_types(&site, &caller.actor, to_id(&id)?, body.is_typing).await;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor gives an address: a claim that opens nothing.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = ClaimedEmail, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/email")]
pub async fn give_email(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<ClaimedEmail>,
) -> Result<HttpResponse, HttpError> {
    let ClaimedEmail { email, name } = body.into_inner();
    let (id, email) = (to_id(&id)?, to_address("email", &email)?);
    let name = name.unwrap_or_default();
    site.runner.run(move |context| claim_email(context, &caller.actor, id, email, &name)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor says how it was.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = NewRating, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/rating")]
pub async fn rate(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<NewRating>,
) -> Result<HttpResponse, HttpError> {
    let NewRating { rating, comment } = body.into_inner();
    let (id, comment) = (to_id(&id)?, comment.unwrap_or_default());
    site.runner.run(move |context| rate_chat(context, &caller.actor, id, rating.into(), &comment)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor wants what was said by mail.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), request_body = TranscriptBody, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/transcript")]
pub async fn transcript(
    site: Data<Site>,
    caller: VisitorCaller,
    id: Path<String>,
    body: Json<TranscriptBody>,
) -> Result<HttpResponse, HttpError> {
    let email = body.into_inner().email.map(|email| to_address("email", &email)).transpose()?;
    let id = to_id(&id)?;
    site.runner.run(move |context| request_transcript(context, &caller.actor, id, email)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor is done.
#[utoipa::path(tag = "visitors", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/conversations/{id}/end")]
pub async fn end(site: Data<Site>, caller: VisitorCaller, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| end_chat(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn demand_words(site: &Site, caller: &VisitorCaller) -> Result<(), HttpError> {
    demand(&site.limits.visitor_words_network, caller.network)?;
    demand(&site.limits.visitor_words, caller.actor.visitor)?;
    demand(&site.limits.visitor_words_hour, caller.actor.visitor)
}

fn to_uploads(ids: &[String]) -> Result<Vec<UploadId>, HttpError> {
    ids.iter().map(|id| to_field_id("upload_ids", id)).collect()
}

impl From<SaidInChat> for SaidView {
    fn from(said: SaidInChat) -> Self {
        let SaidInChat { chat, entry } = said;
        Self { conversation: (&chat).into(), entry: entry.as_ref().map(VisitorEntry::from) }
    }
}
