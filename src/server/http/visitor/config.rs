//! What a foreign page asks before anybody opens the chat. It is the one operation that other web sites may call.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, VARY};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::guard::origin_is_ours;
use super::super::rate_limit::network_of;
use super::super::site::{Site, header};
use super::caller::demand;
use super::shapes::{FlowView, PageBody, PanelLanguage, VisitBody, to_facts};
use crate::actions::sign_in::Secret;
use crate::actions::visitor::identify::digest_of;
use crate::actions::visitor::open_session::{Glimpse, OpenSession, glimpse, open_channel};

/// The version of what the page and the panel speak.
const PROTOCOL: u32 = 1;
/// What a page says of itself, in bytes.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// What a page asks. It comes as `text/plain`, so that browsers need not ask for leave first.
#[derive(Deserialize, ToSchema)]
pub struct ConfigRequest {
    /// The public key of the channel.
    pub channel: String,
    pub token: Option<String>,
    /// Who the visitor is, signed by the web site's server.
    pub identity: Option<String>,
    #[serde(default)]
    pub page: PageBody,
    #[serde(default)]
    pub visit: VisitBody,
}

/// What a page may show.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigView {
    pub channel: String,
    /// None: show nothing.
    pub chatflow: Option<FlowView>,
    /// Words of ours that the visitor has not seen.
    pub unread: u32,
    pub has_conversations: bool,
    pub language: PanelLanguage,
    pub protocol: u32,
}

/// What a visitor of a web site meets there. The page's origin must be one of the channel's.
#[utoipa::path(tag = "visitors",
    request_body(content = ConfigRequest, content_type = "text/plain"),
    responses(
        (status = 200, body = ConfigView),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/api/visitor/config")]
pub async fn show(site: Data<Site>, request: HttpRequest, body: Payload) -> Result<HttpResponse, HttpError> {
    demand(&site.limits.visitor_config, network_of(site.client_address(&request)))?;
    let asked = read(body).await?;
    let key = asked.channel.clone();
    let channel = site.runner.run(move |context| open_channel(context, &key)).await?;
    let headers = request.headers();
    let origin = header(headers, "origin").unwrap_or_default().to_owned();
    let is_ours = origin_is_ours(&site, &origin, header(headers, "host"));
    if !is_ours && !channel.allows(&origin) {
        return Err(HttpError::foreign_origin());
    }
    site.visitors.seen_on(channel.id, &origin, site.world.now());
    let language = PanelLanguage::of(&asked.page.language);
    let facts = to_facts(asked.page, asked.visit);
    let page = facts.page.clone();
    let fresh = asked.token.as_deref().and_then(digest_of).and_then(|digest| site.visitors.fresh(&digest));
    let deed = OpenSession {
        channel: asked.channel,
        token: asked.token.map(Secret),
        identity: asked.identity.map(Secret),
        facts,
        fresh,
    };
    let seen = site.runner.run(move |context| glimpse(context, deed)).await?;
    let Glimpse { flow, unread, has_chats, actor } = seen;
    if let Some(actor) = actor.filter(|_| has_chats) {
        site.visitor_saw_page(&actor, page).await;
    }
    let view = ConfigView {
        channel: channel.public_key,
        chatflow: flow.map(|flow| FlowView::of(flow, language)),
        unread,
        has_conversations: has_chats,
        language,
        protocol: PROTOCOL,
    };
    Ok(HttpResponse::Ok()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, origin))
        .insert_header((VARY, "Origin"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .json(view))
}

async fn read(body: Payload) -> Result<ConfigRequest, HttpError> {
    let too_large = |_| HttpError::too_large("A page says too much of itself.");
    let body = body.to_bytes_limited(BODY_BYTES_MAX).await.map_err(too_large)?;
    let body = body.map_err(|_| HttpError::bad_request("The request broke off."))?;
    serde_json::from_slice(&body).map_err(|error| HttpError::bad_request(format!("The JSON does not fit: {error}.")))
}
