//! The agents' side of chats: words, marks, typing, the visitor beside the thread.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::super::visitor::chats::TypingBody;
use super::super::visitor::shapes::{PageBody, VerdictName};
use super::entries::EntryView;
use super::{to_address, to_field_id, to_id};
use crate::actions::accept_address::accept_address;
use crate::actions::look_at_chat::look_at_chat;
use crate::actions::reply_to_conversation::Afterwards;
use crate::actions::say_in_chat::{SayInChat, say_in_chat};
use crate::actions::show_visitor::{ShownVisitor, set_visitor_standing, show_visitor, typing_place};
use crate::domain::chat::{Chat, Rating};
use crate::domain::ids::ConversationId;
use crate::domain::visitor::VisitorStanding;
use crate::server::realtime::visitors::{SeenPage, Visit};

/// Words of an agent for a visitor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChatWords {
    /// Made by the page, so that sending twice is sending once.
    operation_id: String,
    /// Plain text; may be empty where there are files.
    text: String,
    #[serde(default)]
    upload_ids: Vec<String>,
    /// Closes the conversation.
    #[serde(default)]
    close_after: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookedAt {
    entry_id: String,
}

/// Which address of a visitor an agent is sure of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorAddress {
    /// As it was shown to them. If the visitor has given another one meanwhile, nothing changes.
    address: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorBlock {
    is_blocked: bool,
}

/// What is known of the visitor of a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorView {
    pub id: String,
    /// Has the chat open now.
    pub is_online: bool,
    /// The web site vouches for who it is.
    pub is_identified: bool,
    pub is_blocked: bool,
    /// An address that was typed and that nobody has checked.
    pub claimed_address: Option<String>,
    /// The name of the chat channel.
    pub channel: Option<String>,
    /// Where the visitor is now, if they are there.
    pub page: Option<PageBody>,
    /// Where the conversation began.
    pub began_on: PageBody,
    /// Of this visit, the oldest first.
    pub pages: Vec<SeenPageView>,
    pub known_since: String,
    /// The newest entry that the visitor has seen.
    pub seen_entry_id: Option<String>,
    /// The newest entry that followed by mail.
    pub mailed_entry_id: Option<String>,
    pub rating: Option<RatingView>,
    /// The visitor has said that they are done.
    pub ended_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeenPageView {
    pub url: String,
    pub title: String,
    pub at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RatingView {
    pub rating: VerdictName,
    pub comment: String,
    pub at: String,
}

/// Says something to the visitor of a chat.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), request_body = NewChatWords, responses(
    (status = 201, body = EntryView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/chat-messages")]
pub async fn say(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewChatWords>,
) -> Result<HttpResponse, HttpError> {
    let NewChatWords { operation_id, text, upload_ids, close_after } = body.into_inner();
    let uploads: Result<_, HttpError> = upload_ids.iter().map(|id| to_field_id("upload_ids", id)).collect();
    let deed = SayInChat {
        operation: to_field_id("operation_id", &operation_id)?,
        conversation: to_id(&id)?,
        text,
        uploads: uploads?,
        afterwards: if close_after { Afterwards::Closes } else { Afterwards::StaysOpen },
    };
    let entry = site.runner.run(move |context| say_in_chat(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(EntryView::from(&entry)))
}

/// The caller has looked at a chat up to an entry: its visitor sees that.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), request_body = LookedAt, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/chat-seen")]
pub async fn look(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<LookedAt>,
) -> Result<HttpResponse, HttpError> {
    let (id, entry) = (to_id(&id)?, to_field_id("entry_id", &body.entry_id)?);
    site.runner.run(move |context| look_at_chat(context, &caller.actor, id, entry)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The caller types in a chat, or has stopped: its visitor sees that.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), request_body = TypingBody, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/chat-typing")]
pub async fn typing(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<TypingBody>,
) -> Result<HttpResponse, HttpError> {
    let id: ConversationId = to_id(&id)?;
    let (visitor, id, agent) = site.runner.run(move |context| typing_place(context, &caller.actor, id)).await?;
    site.tell_visitor_of_typing(visitor, id, (&agent).into(), body.is_typing);
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor of a chat, with where they are now.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), responses(
    (status = 200, body = VisitorView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/visitor")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let shown = site.runner.run(move |context| show_visitor(context, &caller.actor, id)).await?;
    let visit = site.visitors.visit(shown.visitor.id);
    let is_online = site.visitors.is_online(shown.visitor.id);
    Ok(HttpResponse::Ok().json(VisitorView::of(shown, visit, is_online)))
}

/// The address that the visitor has typed is theirs: the caller is sure of it.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), request_body = VisitorAddress, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/visitor/address")]
pub async fn accept(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<VisitorAddress>,
) -> Result<HttpResponse, HttpError> {
    let (id, address) = (to_id(&id)?, to_address("address", &body.address)?);
    site.runner.run(move |context| accept_address(context, &caller.actor, id, address)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stops taking messages of the visitor, or takes them again.
#[utoipa::path(tag = "chat", params(("id" = String, Path)), request_body = VisitorBlock, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/visitor/block")]
pub async fn block(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<VisitorBlock>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let standing = if body.is_blocked { VisitorStanding::Blocked } else { VisitorStanding::Welcome };
    let done = site.runner.run(move |context| set_visitor_standing(context, &caller.actor, id, standing)).await?;
    if standing == VisitorStanding::Blocked {
        site.visitors.close(done);
    }
    Ok(HttpResponse::NoContent().finish())
}

impl VisitorView {
    fn of(shown: ShownVisitor, visit: Visit, is_online: bool) -> Self {
        let ShownVisitor { chat, visitor, contact, channel } = shown;
        let Chat { began_on, rating, ended_at, visitor_seen, mailed_up_to, .. } = chat;
        let Visit { page, pages, heard_at: _ } = visit;
        Self {
            id: visitor.id.to_string(),
            is_online,
            is_identified: visitor.is_signed_in(),
            is_blocked: visitor.standing == VisitorStanding::Blocked || contact.is_blocked(),
            claimed_address: contact.claimed_address.map(|address| address.to_string()),
            channel,
            page: page.as_ref().map(PageBody::from),
            began_on: (&began_on).into(),
            pages: pages.into_iter().map(SeenPageView::from).collect(),
            known_since: visitor.created_at.to_string(),
            seen_entry_id: visitor_seen.map(|entry| entry.to_string()),
            mailed_entry_id: mailed_up_to.map(|entry| entry.to_string()),
            rating: rating.map(RatingView::from),
            ended_at: ended_at.map(|moment| moment.to_string()),
        }
    }
}

impl From<SeenPage> for SeenPageView {
    fn from(page: SeenPage) -> Self {
        let SeenPage { url, title, at } = page;
        Self { url, title, at: at.to_string() }
    }
}

impl From<Rating> for RatingView {
    fn from(rating: Rating) -> Self {
        let Rating { verdict, comment, at } = rating;
        Self { rating: verdict.into(), comment, at: at.to_string() }
    }
}
