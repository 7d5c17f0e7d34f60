//! The workspace and its settings.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, patch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use crate::actions::ActionError;
use crate::actions::workspace::{ChangeWorkspace, change_workspace, show_workspace};
use crate::domain::workspace::Workspace;

#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceView {
    pub name: String,
    pub public_url: String,
    pub mail_domain: String,
}

/// What is changed; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedWorkspace {
    name: Option<String>,
    public_url: Option<String>,
}

/// The workspace.
#[utoipa::path(tag = "workspace", responses((status = 200, body = WorkspaceView)))]
#[get("/api/workspace")]
pub async fn show(site: Data<Site>, _caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let workspace = site.runner.run(show_workspace).await?.ok_or(ActionError::NotSetUp)?;
    Ok(HttpResponse::Ok().json(WorkspaceView::from(workspace)))
}

/// Changes the workspace.
#[utoipa::path(tag = "workspace", request_body = ChangedWorkspace, responses(
    (status = 200, body = WorkspaceView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/workspace")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChangedWorkspace>,
) -> Result<HttpResponse, HttpError> {
    let ChangedWorkspace { name, public_url } = body.into_inner();
    let deed = ChangeWorkspace { name, public_url };
    let workspace = site.runner.run(move |context| change_workspace(context, &caller.actor, deed)).await?;
    site.set_public_url(&workspace.public_url);
    Ok(HttpResponse::Ok().json(WorkspaceView::from(workspace)))
}

impl From<Workspace> for WorkspaceView {
    fn from(workspace: Workspace) -> Self {
        let Workspace { name, public_url, mail_domain, first_inbox: _, created_at: _ } = workspace;
        Self { name, public_url, mail_domain }
    }
}
