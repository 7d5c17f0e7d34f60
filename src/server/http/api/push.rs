//! The browsers that the caller is told in by push, also when no page is open.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, post};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::ActionError;
use crate::actions::push_subscriptions::{
    AskingBrowser, ToldBrowser, add_push_subscription, find_told_browser, greeting_push, list_told_browsers,
    remove_push_subscription,
};
use crate::domain::egress::EgressRefused;
use crate::domain::ids::{PushSubscriptionId, SessionId};
use crate::domain::limit::LINK_CHARS_MAX;
use crate::domain::push::{BrowserKeys, PushSubscription};
use crate::domain::session::Session;
use crate::server::web_push::PushFailure;

/// Whether browsers can be told, and which are.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushView {
    /// What a browser is to take pushes from; nothing where this server can send none.
    public_key: Option<String>,
    /// Why it can send none.
    obstacle: Option<PushObstacle>,
    browsers: Vec<PushBrowserView>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PushObstacle {
    /// The configuration names no push service that may be called.
    NoHostNamed,
}

/// One browser that is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct PushBrowserView {
    id: String,
    user_agent: String,
    created_at: String,
    /// It is the one that asks.
    is_current: bool,
}

/// A browser's subscription, as it gives it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPushSubscription {
    endpoint: String,
    /// In the letters of base64url.
    p256dh: String,
    auth: String,
}

/// Whether browsers can be told when no page is open, and which of the caller's are.
#[utoipa::path(tag = "notices", responses(
    (status = 200, body = PushView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/me/push")]
pub async fn show(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let can_send = site.push.may_call_any();
    let public_key = if can_send { Some(site.push.public_key().await?) } else { None };
    let session = caller.session;
    let told = site.runner.run(move |context| list_told_browsers(context, &caller.actor)).await?;
    let browsers = told.into_iter().map(|browser| PushBrowserView::of(browser, session)).collect();
    let obstacle = (!can_send).then_some(PushObstacle::NoHostNamed);
    Ok(HttpResponse::Ok().json(PushView { public_key, obstacle, browsers }))
}

/// Tells the browser that asks, once its push service has taken a greeting. As long as the caller is signed in there.
#[utoipa::path(tag = "notices", request_body = NewPushSubscription, responses(
    (status = 200, body = PushBrowserView, description = "It was told already."),
    (status = 201, body = PushBrowserView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/me/push-subscriptions")]
pub async fn subscribe(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<NewPushSubscription>,
) -> Result<HttpResponse, HttpError> {
    let session = caller.session.ok_or(ActionError::SessionNeeded)?;
    let asked = AskingBrowser::try_from(body.into_inner())?;
    site.push.target(&asked.endpoint).map_err(|refused| refused_endpoint(&asked.endpoint, refused))?;
    let (actor, wanted) = (caller.actor.clone(), asked.clone());
    let told = site.runner.run(move |context| {
        let known = find_told_browser(context, &actor, session, &wanted)?;
        Ok((known, greeting_push(context, &actor)?))
    });
    let (known, greeting) = told.await?;
    if let Some(known) = known {
        return Ok(HttpResponse::Ok().json(PushBrowserView::of(known, Some(session))));
    }
    site.push.send(&asked.endpoint, &asked.keys, &greeting).await.map_err(not_greeted)?;
    let added = site.runner.run(move |context| add_push_subscription(context, &caller.actor, session, asked)).await?;
    Ok(HttpResponse::Created().json(PushBrowserView::of(added, Some(session))))
}

/// Stops telling one of the caller's browsers.
#[utoipa::path(tag = "notices", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/me/push-subscriptions/{id}")]
pub async fn unsubscribe(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: PushSubscriptionId = to_id(&id)?;
    site.runner.run(move |context| remove_push_subscription(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl TryFrom<NewPushSubscription> for AskingBrowser {
    type Error = HttpError;

    fn try_from(body: NewPushSubscription) -> Result<Self, HttpError> {
        let NewPushSubscription { endpoint, p256dh, auth } = body;
        if endpoint.chars().nth(LINK_CHARS_MAX).is_some() {
            return Err(HttpError::invalid("endpoint", format!("An address has at most {LINK_CHARS_MAX} letters.")));
        }
        let (point, auth) = (decoded(&p256dh), decoded(&auth));
        let keys = point.zip(auth).and_then(|(point, auth)| BrowserKeys::of(&point, &auth));
        let keys = keys.ok_or_else(bad_keys)?;
        Ok(Self { endpoint, keys })
    }
}

impl PushBrowserView {
    fn of(told: ToldBrowser, current: Option<SessionId>) -> Self {
        let ToldBrowser { subscription, session } = told;
        let PushSubscription { id, agent: _, session: _, endpoint: _, keys: _, created_at } = subscription;
        let Session { id: session, user_agent, .. } = session;
        let is_current = Some(session) == current;
        Self { id: id.to_string(), user_agent, created_at: created_at.to_string(), is_current }
    }
}

/// Browsers leave the padding out, libraries do not always.
fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()).ok()
}

fn bad_keys() -> HttpError {
    HttpError::invalid("p256dh", "These are not the keys of a browser's subscription.")
}

fn refused_endpoint(endpoint: &str, refused: EgressRefused) -> HttpError {
    let host = url::Url::parse(endpoint).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let words = match refused {
        EgressRefused::HostNotNamed => format!(
            "The push service of this browser is {host}, and this server may not call it: its configuration does not name \
             it under notices.push_hosts."
        ),
        EgressRefused::NotHttps | EgressRefused::HoldsCredentials => {
            "Give the address of a push service, which begins with https.".to_owned()
        }
    };
    HttpError::invalid("endpoint", words)
}

/// What keeps a browser from being told: nothing of it is kept.
fn not_greeted(failure: PushFailure) -> HttpError {
    tracing::warn!(error = &failure as &dyn std::error::Error, "The push service of a browser did not take a greeting");
    match failure {
        PushFailure::NoIdentity(error) => error.into(),
        PushFailure::NotSealed(_) => bad_keys(),
        PushFailure::NotCalled(why) => {
            let words = format!("This server cannot reach the push service of this browser: {why}.");
            ActionError::conflict("push_unreachable", words).into()
        }
        PushFailure::Gone | PushFailure::Busy(_) | PushFailure::Refused(_) => {
            ActionError::conflict("push_refused", format!("This browser cannot be told: {failure}.")).into()
        }
    }
}
