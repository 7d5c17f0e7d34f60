//! Signing in and out.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::agents::AgentView;
use super::profile::PreferencesView;
use super::to_id;
use super::workspace::WorkspaceView;
use crate::actions::ActionError;
use crate::actions::agents::show_agent;
use crate::actions::identify::actor_of_agent;
use crate::actions::sign_in::{Secret, SignIn, end_other_sessions, end_session, list_sessions, sign_in};
use crate::actions::workspace::show_workspace;
use crate::domain::actor::Actor;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::SessionId;
use crate::domain::limit::UPLOAD_BYTES_MAX;
use crate::domain::session::Session;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    email: String,
    password: String,
    /// Of the device, or one of the recovery codes; asked for by `second_factor_needed`.
    code: Option<String>,
}

/// Everything that a page needs to begin.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    pub agent: AgentView,
    pub preferences: PreferencesView,
    pub workspace: WorkspaceView,
    /// The inboxes that the caller may see.
    pub inbox_ids: Vec<String>,
    /// How long a reply can be taken back, in seconds.
    pub undo_s: u64,
    pub upload_bytes_max: usize,
    /// The number of the newest event: the page listens from here.
    pub feed_position: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    id: String,
    created_at: String,
    used_at: String,
    user_agent: String,
    address: String,
    is_current: bool,
}

/// Signs in.
#[utoipa::path(tag = "sessions", request_body = NewSession, responses(
    (status = 201, body = MeView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/sessions")]
pub async fn create(site: Data<Site>, request: HttpRequest, body: Json<NewSession>) -> Result<HttpResponse, HttpError> {
    let NewSession { email, password, code } = body.into_inner();
    let limits = &site.limits;
    let address = network_of(site.client_address(&request));
    if !limits.sign_in.allows(address) {
        return Err(HttpError::too_many_requests(limits.sign_in.pause_s()));
    }
    // What is no address is no account: it is refused below, and is not kept as a key here.
    let account = EmailAddress::parse(&email.trim().to_lowercase()).ok();
    if account.is_some_and(|account| !limits.sign_in_account.allows((account, address))) {
        return Err(HttpError::too_many_requests(limits.sign_in_account.pause_s()));
    }
    if code.is_some() && !limits.second_factor.allows(address) {
        return Err(HttpError::too_many_requests(limits.second_factor.pause_s()));
    }
    let deed = SignIn { email, password: Secret(password), code: code.map(Secret), browser: site.browser(&request) };
    let begun = site.runner.run_hashing(move |context| {
        let begun = sign_in(context, deed)?;
        let actor = actor_of_agent(context, begun.agent)?.ok_or(ActionError::WrongCredentials)?;
        Ok((begun, actor))
    });
    let (begun, actor) = begun.await?;
    let view = me_view(&site, actor).await?;
    Ok(HttpResponse::Created().cookie(site.session_cookie(begun.secret.0)).json(view))
}

/// Where the caller is signed in.
#[utoipa::path(tag = "sessions", responses((status = 200, body = Vec<SessionView>)))]
#[get("/api/sessions")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let current = caller.session;
    let sessions = site.runner.run(move |context| list_sessions(context, &caller.actor)).await?;
    let views: Vec<SessionView> = sessions.into_iter().map(|session| session_view(session, current)).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// Signs the caller out here.
#[utoipa::path(tag = "sessions", responses((status = 204)))]
#[delete("/api/sessions/current")]
pub async fn end_current(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let id = caller.session.ok_or_else(HttpError::not_found)?;
    let agent = caller.actor.agent;
    site.runner.run(move |context| end_session(context, &caller.actor, id)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent()
        .cookie(site.ended_cookie())
        .insert_header(("Clear-Site-Data", "\"cache\", \"storage\""))
        .finish())
}

/// Ends all of the caller's sessions but this one.
#[utoipa::path(tag = "sessions", responses((status = 204)))]
#[delete("/api/sessions/others")]
pub async fn end_others(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let agent = caller.actor.agent;
    site.runner.run(move |context| end_other_sessions(context, &caller.actor, caller.session)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent().finish())
}

/// Ends one of the caller's own sessions.
#[utoipa::path(tag = "sessions", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/sessions/{id}")]
pub async fn end(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: SessionId = to_id(&id)?;
    let agent = caller.actor.agent;
    site.runner.run(move |context| end_session(context, &caller.actor, id)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent().finish())
}

/// What the page of an actor begins with.
pub async fn me_view(site: &Site, actor: Actor) -> Result<MeView, HttpError> {
    let feed_position = site.feed.position();
    let inbox_ids = actor.inboxes.iter().map(ToString::to_string).collect();
    let found = site.runner.run(move |context| {
        let agent = show_agent(context, actor.agent)?;
        let workspace = show_workspace(context)?.ok_or(ActionError::NotSetUp)?;
        Ok((agent, workspace))
    });
    let (agent, workspace) = found.await?;
    Ok(MeView {
        agent: AgentView::of(&agent, site.world.now()),
        preferences: PreferencesView::from(&agent.preferences),
        workspace: WorkspaceView::from(workspace),
        inbox_ids,
        undo_s: site.undo_s,
        upload_bytes_max: UPLOAD_BYTES_MAX,
        feed_position,
    })
}

fn session_view(session: Session, current: Option<SessionId>) -> SessionView {
    let Session { id, agent: _, digest: _, created_at, used_at, proved_at: _, user_agent, address } = session;
    SessionView {
        id: id.to_string(),
        created_at: created_at.to_string(),
        used_at: used_at.to_string(),
        user_agent,
        address,
        is_current: Some(id) == current,
    }
}
