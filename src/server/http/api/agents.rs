//! Colleagues: who they are, how they come in, what they may do.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::availability::{AvailabilityView, WorkingHoursView};
use super::pictures::picture_url;
use super::sessions::{MeView, me_view};
use super::{to_address, to_id};
use crate::actions::ActionError;
use crate::actions::agents::{
    ChangeAgent, InviteAgent, InvitedAgent, accept_invitation, change_agent, invite_again, invite_agent, list_agents,
    look_up_invitation,
};
use crate::actions::identify::actor_of_agent;
use crate::actions::password::NewPassword;
use crate::actions::sign_in::{Secret, begin_session};
use crate::actions::workspace::show_workspace;
use crate::domain::agent::{Agent, FactorUse, Locale, Profile, Role, Standing};
use crate::domain::availability::judge;
use crate::domain::moment::Moment;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgentView {
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: RoleView,
    pub standing: StandingView,
    pub locale: LocaleView,
    pub created_at: String,
    /// What visitors of web sites see instead of the name.
    pub chat_name: Option<String>,
    /// An address of this server, open to everybody.
    pub picture_url: Option<String>,
    pub meeting_link: Option<String>,
    pub availability: AvailabilityView,
    pub working_hours: Option<WorkingHoursView>,
    /// Signing in asks for a second proof.
    pub has_second_factor: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    Administrator,
    Agent,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingView {
    Invited,
    Active,
    Deactivated,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub enum LocaleView {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "nl")]
    Dutch,
    #[serde(rename = "de")]
    German,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgent {
    name: String,
    email: String,
    role: RoleView,
}

/// A link that lets a colleague in; whoever has it can use it once. It is on its way to them by mail as well.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedAgentView {
    agent: AgentView,
    invitation_link: String,
}

/// What is changed of a colleague; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedAgent {
    role: Option<RoleView>,
    /// False keeps a colleague out; true lets them in again.
    is_active: Option<bool>,
}

/// The token of an invitation's link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationToken {
    token: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    name: String,
    email: String,
    workspace_name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedInvitation {
    token: String,
    name: String,
    password: String,
    locale: LocaleView,
}

/// Everybody inside.
#[utoipa::path(tag = "agents", responses((status = 200, body = Vec<AgentView>)))]
#[get("/api/agents")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let agents = site.runner.run(move |context| list_agents(context, &caller.actor)).await?;
    let now = site.world.now();
    Ok(HttpResponse::Ok().json(agents.iter().map(|agent| AgentView::of(agent, now)).collect::<Vec<_>>()))
}

/// Invites a colleague.
#[utoipa::path(tag = "agents", request_body = NewAgent, responses(
    (status = 201, body = InvitedAgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/agents")]
pub async fn invite(site: Data<Site>, caller: SignedIn, body: Json<NewAgent>) -> Result<HttpResponse, HttpError> {
    let NewAgent { name, email, role } = body.into_inner();
    caller.demand_administrator()?;
    caller.demand_recent_proof(&site)?;
    let deed = InviteAgent { name, email: to_address("email", &email)?, role: role.into() };
    let invited = site.runner.run(move |context| invite_agent(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(invited_view(&site, invited)))
}

/// Makes a new link for a colleague; the one before ends.
#[utoipa::path(tag = "agents", params(("id" = String, Path)), responses(
    (status = 200, body = InvitedAgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/agents/{id}/invitation")]
pub async fn reinvite(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    caller.demand_administrator()?;
    caller.demand_recent_proof(&site)?;
    let invited = site.runner.run(move |context| invite_again(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(invited_view(&site, invited)))
}

/// Changes a colleague.
#[utoipa::path(tag = "agents", params(("id" = String, Path)), request_body = ChangedAgent, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/agents/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedAgent>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    caller.demand_administrator()?;
    caller.demand_recent_proof(&site)?;
    let deed = ChangeAgent { role: body.role.map(Role::from), is_active: body.is_active };
    let agent = site.runner.run(move |context| change_agent(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

/// Whom a link invites.
#[utoipa::path(tag = "agents", request_body = InvitationToken, responses(
    (status = 200, body = InvitationView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/invitations/lookup")]
pub async fn look_up(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<InvitationToken>,
) -> Result<HttpResponse, HttpError> {
    demand_few_tries(&site, &request)?;
    let token = Secret(body.into_inner().token);
    let found = site.runner.run(move |context| {
        let agent = look_up_invitation(context, &token)?;
        let workspace = show_workspace(context)?.ok_or(ActionError::NotSetUp)?;
        Ok((agent, workspace))
    });
    let (agent, workspace) = found.await?;
    let view = InvitationView { name: agent.name, email: agent.email.to_string(), workspace_name: workspace.name };
    Ok(HttpResponse::Ok().json(view))
}

/// Comes in by a link, and is signed in.
#[utoipa::path(tag = "agents", request_body = AcceptedInvitation, responses(
    (status = 201, body = MeView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/invitations/accept")]
pub async fn accept(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<AcceptedInvitation>,
) -> Result<HttpResponse, HttpError> {
    demand_few_tries(&site, &request)?;
    let AcceptedInvitation { token, name, password, locale } = body.into_inner();
    let password = NewPassword::parse("password", &password)?;
    let browser = site.browser(&request);
    let begun = site.runner.run_hashing(move |context| {
        let agent = accept_invitation(context, &Secret(token), &name, &password, locale.into())?;
        let session = begin_session(context, agent, None, browser)?;
        let actor = actor_of_agent(context, agent)?.ok_or(ActionError::NotFound)?;
        Ok((session, actor))
    });
    let (session, actor) = begun.await?;
    let view = me_view(&site, actor).await?;
    Ok(HttpResponse::Created().cookie(site.session_cookie(session.secret.0)).json(view))
}

fn demand_few_tries(site: &Site, request: &HttpRequest) -> Result<(), HttpError> {
    let limit = &site.limits.secret_link;
    if limit.allows(network_of(site.client_address(request))) {
        Ok(())
    } else {
        Err(HttpError::too_many_requests(limit.pause_s()))
    }
}

fn invited_view(site: &Site, invited: InvitedAgent) -> InvitedAgentView {
    let InvitedAgent { agent, link } = invited;
    InvitedAgentView { agent: AgentView::of(&agent, site.world.now()), invitation_link: link }
}

impl AgentView {
    /// An agent as they are at this moment.
    pub fn of(agent: &Agent, now: Moment) -> Self {
        let Agent {
            id,
            name,
            email,
            role,
            standing,
            locale,
            created_at,
            profile: Profile { chat_name, picture, meeting_link },
            preferences: _,
            switch: _,
            working_hours,
            second_factor,
        } = agent;
        Self {
            chat_name: chat_name.clone(),
            picture_url: picture.map(picture_url),
            meeting_link: meeting_link.clone(),
            availability: judge(agent, now).into(),
            working_hours: working_hours.as_ref().map(WorkingHoursView::from),
            has_second_factor: *second_factor == FactorUse::On,
            id: id.to_string(),
            name: name.clone(),
            email: email.to_string(),
            role: match role {
                Role::Administrator => RoleView::Administrator,
                Role::Agent => RoleView::Agent,
            },
            standing: match standing {
                Standing::Invited => StandingView::Invited,
                Standing::Active => StandingView::Active,
                Standing::Deactivated => StandingView::Deactivated,
            },
            locale: match locale {
                Locale::English => LocaleView::English,
                Locale::Dutch => LocaleView::Dutch,
                Locale::German => LocaleView::German,
            },
            created_at: created_at.to_string(),
        }
    }
}

impl From<RoleView> for Role {
    fn from(role: RoleView) -> Self {
        match role {
            RoleView::Administrator => Self::Administrator,
            RoleView::Agent => Self::Agent,
        }
    }
}

impl From<LocaleView> for Locale {
    fn from(locale: LocaleView) -> Self {
        match locale {
            LocaleView::English => Self::English,
            LocaleView::Dutch => Self::Dutch,
            LocaleView::German => Self::German,
        }
    }
}
