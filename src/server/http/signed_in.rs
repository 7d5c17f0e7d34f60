//! Turns a cookie or a token into the agent who asks.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::error::HttpError;
use super::site::{Site, header};
use crate::actions::ActionError;
use crate::actions::identify::{Confirmed, Credential, Identity, identify, note_use};
use crate::domain::actor::Actor;
use crate::domain::ids::SessionId;
use crate::domain::moment::Moment;

/// Somebody who is signed in. A handler that takes it is closed to everybody else.
pub struct SignedIn {
    pub actor: Actor,
    /// None for a token.
    pub session: Option<SessionId>,
    /// When they proved last who they are; none for a token.
    proved_at: Option<Moment>,
}

impl SignedIn {
    /// For what is sensitive: somebody at a screen, who has proved a short while ago who they are.
    pub fn confirmed(&self, site: &Site) -> Result<Confirmed, HttpError> {
        Ok(Confirmed::of(&self.identity(), site.world.now())?)
    }

    /// The same, but a script may do it too.
    pub fn demand_recent_proof(&self, site: &Site) -> Result<(), HttpError> {
        Ok(self.identity().demand_recent_proof(site.world.now())?)
    }

    /// Others need not be asked for a proof of what they may not do.
    pub fn demand_administrator(&self) -> Result<(), HttpError> {
        if self.actor.is_administrator() { Ok(()) } else { Err(ActionError::NotPermitted.into()) }
    }

    fn identity(&self) -> Identity {
        Identity { actor: self.actor.clone(), session: self.session, proved_at: self.proved_at, unnoted_use: None }
    }
}

impl FromRequest for SignedIn {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, HttpError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.app_data::<Data<Site>>().expect("the site is given to every route").clone();
        let credential = credential(&site, request);
        Box::pin(async move {
            let credential = credential.ok_or_else(HttpError::not_signed_in)?;
            let identity = site.runner.ask(|context| identify(context, &credential))?;
            let Identity { actor, session, proved_at, unnoted_use } = identity.ok_or_else(HttpError::not_signed_in)?;
            if let Some(used) = unnoted_use {
                site.runner.run(move |context| note_use(context, used)).await?;
            }
            if !site.limits.agent.allows(actor.agent) {
                return Err(HttpError::too_many_requests(site.limits.agent.pause_s()));
            }
            Ok(Self { actor, session, proved_at })
        })
    }
}

/// What the caller holds. A token is asked for first: a page that sends one means it.
pub fn credential(site: &Site, request: &HttpRequest) -> Option<Credential> {
    if let Some(authorization) = header(request.headers(), "authorization") {
        let token = authorization.strip_prefix("Bearer ")?;
        return Some(Credential::ApiToken(token.trim().to_owned()));
    }
    request.cookie(site.cookie_name()).map(|cookie| Credential::Session(cookie.value().to_owned()))
}
