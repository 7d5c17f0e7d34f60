//! Teams.

use std::collections::BTreeSet;

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_field_id, to_id};
use crate::actions::teams::{ChangeTeam, change_team, create_team, list_teams, remove_team};
use crate::domain::ids::AgentId;
use crate::domain::team::Team;

#[derive(Debug, Serialize, ToSchema)]
pub struct TeamView {
    pub id: String,
    pub name: String,
    pub member_ids: Vec<String>,
    pub created_at: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    name: String,
    #[serde(default)]
    member_ids: Vec<String>,
}

/// What is changed of a team; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedTeam {
    name: Option<String>,
    member_ids: Option<Vec<String>>,
}

/// Every team.
#[utoipa::path(tag = "teams", responses((status = 200, body = Vec<TeamView>)))]
#[get("/api/teams")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let teams = site.runner.run(move |context| list_teams(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(teams.into_iter().map(TeamView::from).collect::<Vec<_>>()))
}

/// Makes a team.
#[utoipa::path(tag = "teams", request_body = NewTeam, responses(
    (status = 201, body = TeamView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/teams")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewTeam>) -> Result<HttpResponse, HttpError> {
    let NewTeam { name, member_ids } = body.into_inner();
    let members = to_members(&member_ids)?;
    let team = site.runner.run(move |context| create_team(context, &caller.actor, &name, members)).await?;
    Ok(HttpResponse::Created().json(TeamView::from(team)))
}

/// Changes a team.
#[utoipa::path(tag = "teams", params(("id" = String, Path)), request_body = ChangedTeam, responses(
    (status = 200, body = TeamView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/teams/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedTeam>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let ChangedTeam { name, member_ids } = body.into_inner();
    let deed = ChangeTeam { name, members: member_ids.as_deref().map(to_members).transpose()? };
    let team = site.runner.run(move |context| change_team(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(TeamView::from(team)))
}

/// Removes a team; its members stay.
#[utoipa::path(tag = "teams", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/teams/{id}")]
pub async fn remove(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| remove_team(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn to_members(ids: &[String]) -> Result<BTreeSet<AgentId>, HttpError> {
    ids.iter().map(|id| to_field_id("member_ids", id)).collect()
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        let Team { id, name, members, created_at } = team;
        Self {
            id: id.to_string(),
            name,
            member_ids: members.iter().map(ToString::to_string).collect(),
            created_at: created_at.to_string(),
        }
    }
}
