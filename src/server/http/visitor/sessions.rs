//! A browser opens the chat, turns a page, and forgets who it was.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::site::Site;
use super::caller::{VisitorCaller, demand};
use super::shapes::{FlowView, PageBody, PanelLanguage, VisitBody, VisitorConversation, VisitorProfile, to_facts};
use crate::actions::sign_in::Secret;
use crate::actions::visitor::identify::digest_of;
use crate::actions::visitor::leave::leave;
use crate::actions::visitor::open_session::{OpenSession, OpenedSession, Persistence, open_session};
use crate::domain::limit::{CHAT_TEXT_CHARS_MAX, CHAT_UPLOADS_MAX, VISITOR_UPLOAD_BYTES_MAX};
use crate::domain::upload::BLOCKED_EXTENSIONS;

/// What the panel brings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVisitorSession {
    channel: String,
    token: Option<String>,
    identity: Option<String>,
    #[serde(default)]
    page: PageBody,
    #[serde(default)]
    visit: VisitBody,
}

/// A session that is open.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorSessionView {
    /// To be kept if it is another than before.
    pub token: String,
    pub visitor: VisitorProfile,
    /// The newest first.
    pub conversations: Vec<VisitorConversation>,
    pub chatflow: Option<FlowView>,
    pub unread: u32,
    pub language: PanelLanguage,
    pub limits: ChatLimits,
    /// The live feed goes on after this number.
    pub seq: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChatLimits {
    pub text_chars_max: usize,
    pub upload_bytes_max: usize,
    pub uploads_per_message_max: usize,
    pub blocked_extensions: Vec<&'static str>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnedPage {
    page: PageBody,
}

/// Opens the chat in one browser. What was said before in it is shown again; a signed identity shows what its person said elsewhere.
#[utoipa::path(tag = "visitors", request_body = NewVisitorSession, responses(
    (status = 200, body = VisitorSessionView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/sessions")]
pub async fn open(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<NewVisitorSession>,
) -> Result<HttpResponse, HttpError> {
    demand(&site.limits.visitor_config, network_of(site.client_address(&request)))?;
    let NewVisitorSession { channel, token, identity, page, visit } = body.into_inner();
    let language = PanelLanguage::of(&page.language);
    let facts = to_facts(page, visit);
    let seen = facts.page.clone();
    let fresh = token.as_deref().and_then(digest_of).and_then(|digest| site.visitors.fresh(&digest));
    let held = token.clone();
    let deed = OpenSession { channel, token: token.map(Secret), identity: identity.map(Secret), facts, fresh };
    let opened = site.runner.run(move |context| open_session(context, deed)).await?;
    let OpenedSession { actor, new_token, persistence, profile, chats, flow, position } = opened;
    match persistence {
        Persistence::Fresh => site.visitors.remember_fresh(actor.clone()),
        Persistence::Stored => site.visitors.forget_fresh(&actor.digest),
    }
    site.visitor_saw_page(&actor, seen).await;
    let unread = chats.iter().map(|chat| chat.chat.unread).sum();
    Ok(HttpResponse::Ok().json(VisitorSessionView {
        token: new_token.map(|token| token.0).or(held).unwrap_or_default(),
        visitor: VisitorProfile::of(actor.visitor, profile),
        conversations: chats.iter().map(VisitorConversation::from).collect(),
        chatflow: flow.map(|flow| FlowView::of(flow, language)),
        unread,
        language,
        limits: ChatLimits {
            text_chars_max: CHAT_TEXT_CHARS_MAX,
            upload_bytes_max: VISITOR_UPLOAD_BYTES_MAX,
            uploads_per_message_max: CHAT_UPLOADS_MAX,
            blocked_extensions: BLOCKED_EXTENSIONS.to_vec(),
        },
        seq: position,
    }))
}

/// Ends the caller's token: this browser is nobody again.
#[utoipa::path(tag = "visitors", responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/clear")]
pub async fn clear(site: Data<Site>, caller: VisitorCaller) -> Result<HttpResponse, HttpError> {
    let VisitorCaller { actor, .. } = caller;
    site.visitors.forget_fresh(&actor.digest);
    site.visitors.close(actor.visitor);
    site.runner.run(move |context| leave(context, &actor)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The visitor has gone to another page of the web site.
#[utoipa::path(tag = "visitors", request_body = TurnedPage, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/page")]
pub async fn turn_page(
    site: Data<Site>,
    caller: VisitorCaller,
    body: Json<TurnedPage>,
) -> Result<HttpResponse, HttpError> {
    site.visitor_saw_page(&caller.actor, body.into_inner().page.into_facts()).await;
    Ok(HttpResponse::NoContent().finish())
}
