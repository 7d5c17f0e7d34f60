//! A forgotten password.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::rate_limit::network_of;
use super::super::site::Site;
use crate::actions::password::NewPassword;
use crate::actions::reset_password::{look_up_reset, request_password_reset, reset_password};
use crate::actions::sign_in::Secret;
use crate::domain::email_address::EmailAddress;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    email: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetToken {
    token: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordResetView {
    name: String,
    email: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompletedReset {
    token: String,
    password: String,
}

/// Asks for a link by mail. The answer is the same whether the address is known or not, or was asked for too often.
#[utoipa::path(tag = "sessions", request_body = ForgottenPassword, responses((status = 202)))]
#[post("/api/password-resets")]
pub async fn ask(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<ForgottenPassword>,
) -> Result<HttpResponse, HttpError> {
    let email = body.into_inner().email;
    let limits = &site.limits;
    let from = network_of(site.client_address(&request));
    // What is no address is nobody's, and is not kept as a key.
    let may = EmailAddress::parse(&email.trim().to_lowercase()).is_ok_and(|account| {
        limits.reset_from.allows(from) && limits.reset_for.allows(account) && limits.reset_at_all.allows(())
    });
    if may {
        let runner = site.runner.clone();
        // Nobody waits for it: the time of the answer tells nothing either.
        actix_web::rt::spawn(async move {
            if let Err(error) = runner.run(move |context| request_password_reset(context, &email)).await {
                tracing::error!(error = &error as &dyn std::error::Error, "Failed to make a link for a new password");
            }
        });
    }
    Ok(HttpResponse::Accepted().finish())
}

/// Whose password a link changes.
#[utoipa::path(tag = "sessions", request_body = ResetToken, responses(
    (status = 200, body = PasswordResetView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/password-resets/lookup")]
pub async fn look_up(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<ResetToken>,
) -> Result<HttpResponse, HttpError> {
    demand_few_tries(&site, &request)?;
    let token = Secret(body.into_inner().token);
    let agent = site.runner.run(move |context| look_up_reset(context, &token)).await?;
    Ok(HttpResponse::Ok().json(PasswordResetView { name: agent.name, email: agent.email.to_string() }))
}

/// Sets a new password by a link and ends every session. It signs nobody in.
#[utoipa::path(tag = "sessions", request_body = CompletedReset, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/password-resets/completion")]
pub async fn complete(
    site: Data<Site>,
    request: HttpRequest,
    body: Json<CompletedReset>,
) -> Result<HttpResponse, HttpError> {
    demand_few_tries(&site, &request)?;
    let CompletedReset { token, password } = body.into_inner();
    let password = NewPassword::parse("password", &password)?;
    let agent = site.runner.run_hashing(move |context| reset_password(context, &Secret(token), &password)).await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent().finish())
}

fn demand_few_tries(site: &Site, request: &HttpRequest) -> Result<(), HttpError> {
    let limit = &site.limits.secret_link;
    if limit.allows(network_of(site.client_address(request))) {
        Ok(())
    } else {
        Err(HttpError::too_many_requests(limit.pause_s()))
    }
}
