//! The second factor, and proving once more who is at the screen.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::ActionError;
use crate::actions::agents::show_agent;
use crate::actions::second_factor::{
    NewRecoveryCodes, ProposedFactor, confirm_identity, propose_second_factor, recovery_codes_left,
    renew_recovery_codes, reset_second_factor, turn_off_second_factor, turn_on_second_factor,
};
use crate::actions::sign_in::{Secret, show_session};
use crate::domain::agent::FactorUse;
use crate::domain::ids::AgentId;

#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorView {
    is_on: bool,
    recovery_codes_left: usize,
}

/// What a device is to take up. It is asked for once a code of it was typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedFactorView {
    /// For typing: base32.
    secret: String,
    /// For a picture: `otpauth://…`.
    address: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedCode {
    code: String,
}

/// Codes for the day on which the device is lost; shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    recovery_codes: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofOfIdentity {
    password: String,
    /// Needed where there is a second factor.
    code: Option<String>,
}

/// Whether the caller has a second factor.
#[utoipa::path(tag = "second factor", responses((status = 200, body = SecondFactorView)))]
#[get("/api/me/second-factor")]
pub async fn show(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let id = caller.actor.agent;
    let shown = site.runner.run(move |context| Ok((show_agent(context, id)?, recovery_codes_left(context, id)?)));
    let (agent, recovery_codes_left) = shown.await?;
    let is_on = agent.second_factor == FactorUse::On;
    Ok(HttpResponse::Ok().json(SecondFactorView { is_on, recovery_codes_left }))
}

/// Makes a secret for a device of the caller.
#[utoipa::path(tag = "second factor", responses(
    (status = 201, body = ProposedFactorView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/me/second-factor")]
pub async fn propose(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let confirmed = caller.confirmed(&site)?;
    let proposed = site.runner.run(move |context| propose_second_factor(context, &confirmed)).await?;
    let ProposedFactor { letters, address } = proposed;
    Ok(HttpResponse::Created().json(ProposedFactorView { secret: letters, address }))
}

/// Turns it on by a first code.
#[utoipa::path(tag = "second factor", request_body = TypedCode, responses(
    (status = 200, body = RecoveryCodesView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/me/second-factor/confirmation")]
pub async fn turn_on(site: Data<Site>, caller: SignedIn, body: Json<TypedCode>) -> Result<HttpResponse, HttpError> {
    let confirmed = caller.confirmed(&site)?;
    let (agent, code) = (caller.actor.agent, Secret(body.into_inner().code));
    let codes = site.runner.run_hashing(move |context| turn_on_second_factor(context, &confirmed, &code)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::Ok().json(RecoveryCodesView::from(codes)))
}

/// Makes new recovery codes; those before end.
#[utoipa::path(tag = "second factor", responses(
    (status = 200, body = RecoveryCodesView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/me/second-factor/recovery-codes")]
pub async fn renew(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let confirmed = caller.confirmed(&site)?;
    let codes = site.runner.run_hashing(move |context| renew_recovery_codes(context, &confirmed)).await?;
    Ok(HttpResponse::Ok().json(RecoveryCodesView::from(codes)))
}

/// Turns the caller's second factor off.
#[utoipa::path(tag = "second factor", responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/me/second-factor")]
pub async fn turn_off(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let confirmed = caller.confirmed(&site)?;
    site.runner.run(move |context| turn_off_second_factor(context, &confirmed)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the second factor away from a colleague who has lost their device.
#[utoipa::path(tag = "second factor", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/agents/{id}/second-factor")]
pub async fn reset(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    caller.demand_administrator()?;
    let whose: AgentId = to_id(&id)?;
    let confirmed = caller.confirmed(&site)?;
    let by = caller.actor.agent;
    site.runner.run(move |context| reset_second_factor(context, &confirmed, whose)).await?;
    tracing::warn!(agent.id = %whose, by.id = %by, "The second factor of {whose} was reset by {by}");
    Ok(HttpResponse::NoContent().finish())
}

/// Proves once more who is at the screen: for ten minutes sensitive things can be done.
#[utoipa::path(tag = "sessions", request_body = ProofOfIdentity, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/sessions/current/confirmation")]
pub async fn confirm(
    site: Data<Site>,
    caller: SignedIn,
    request: HttpRequest,
    body: Json<ProofOfIdentity>,
) -> Result<HttpResponse, HttpError> {
    let session = caller.session.ok_or(ActionError::SessionNeeded)?;
    let limits = &site.limits;
    if !limits.proof.allows(caller.actor.agent)
        || !limits.second_factor.allows(network_of(site.client_address(&request)))
    {
        return Err(HttpError::too_many_requests(limits.proof.pause_s()));
    }
    let ProofOfIdentity { password, code } = body.into_inner();
    let (password, code) = (Secret(password), code.map(Secret));
    let proved = site.runner.run_hashing(move |context| {
        let session = show_session(context, &caller.actor, session)?;
        confirm_identity(context, &session, &password, code.as_ref())
    });
    proved.await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<NewRecoveryCodes> for RecoveryCodesView {
    fn from(NewRecoveryCodes(recovery_codes): NewRecoveryCodes) -> Self {
        Self { recovery_codes }
    }
}
