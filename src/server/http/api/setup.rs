//! The set-up page: open once, to whoever has the link that the server printed.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::site::Site;
use super::agents::LocaleView;
use super::sessions::{MeView, me_view};
use super::to_address;
use crate::actions::ActionError;
use crate::actions::identify::actor_of_agent;
use crate::actions::password::NewPassword;
use crate::actions::set_up_workspace::{SetUpPermission, SetUpWorkspace, set_up_workspace};
use crate::actions::sign_in::begin_session;
use crate::actions::workspace::show_workspace;

#[derive(Debug, Serialize, ToSchema)]
pub struct SetupView {
    /// The workspace is not set up yet.
    open: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
    /// What stands behind the `#` of the printed link.
    token: String,
    workspace_name: String,
    public_url: String,
    mail_domain: String,
    inbox_name: String,
    admin_name: String,
    admin_email: String,
    admin_password: String,
    locale: LocaleView,
}

/// Whether there is something to set up.
#[utoipa::path(tag = "setup", responses((status = 200, body = SetupView)))]
#[get("/api/setup")]
pub async fn show(site: Data<Site>) -> Result<HttpResponse, HttpError> {
    let workspace = site.runner.run(show_workspace).await?;
    Ok(HttpResponse::Ok().json(SetupView { open: workspace.is_none() }))
}

/// Sets the workspace up and signs its administrator in.
#[utoipa::path(tag = "setup", request_body = NewWorkspace, responses(
    (status = 201, body = MeView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/setup")]
pub async fn create(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<NewWorkspace>,
) -> Result<HttpResponse, HttpError> {
    if !site.limits.secret_link.allows(network_of(site.client_address(&request))) {
        return Err(HttpError::too_many_requests(site.limits.secret_link.pause_s()));
    }
    let body = body.into_inner();
    let deed = SetUpWorkspace {
        workspace_name: body.workspace_name,
        public_url: body.public_url,
        mail_domain: body.mail_domain,
        inbox_name: body.inbox_name,
        admin_name: body.admin_name,
        admin_email: to_address("admin_email", &body.admin_email)?,
        admin_password: NewPassword::parse("admin_password", &body.admin_password)?,
        locale: body.locale.into(),
        allowed_by: SetUpPermission::Token(body.token),
    };
    let browser = site.browser(&request);
    let begun = site.runner.run_hashing(move |context| {
        let agent = set_up_workspace(context, deed)?;
        let session = begin_session(context, agent, None, browser)?;
        let actor = actor_of_agent(context, agent)?.ok_or(ActionError::NotFound)?;
        let workspace = show_workspace(context)?.ok_or(ActionError::NotSetUp)?;
        Ok((session, actor, workspace))
    });
    let (session, actor, workspace) = begun.await?;
    site.set_public_url(&workspace.public_url);
    let view = me_view(&site, actor).await?;
    Ok(HttpResponse::Created().cookie(site.session_cookie(session.secret.0)).json(view))
}
