//! Turns a visitor's token into the visitor who asks.

use std::net::IpAddr;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::super::error::HttpError;
use super::super::rate_limit::{Limit, network_of};
use super::super::site::{Site, header};
use crate::actions::ActionError;
use crate::actions::visitor::identify::{digest_of, identify_visitor};
use crate::domain::ids::ConversationId;
use crate::domain::visitor::{PageFacts, VisitorActor};

/// A visitor whose token was believed. A handler that takes it is closed to everybody else.
pub struct VisitorCaller {
    pub actor: VisitorActor,
    pub network: IpAddr,
}

impl FromRequest for VisitorCaller {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, HttpError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.app_data::<Data<Site>>().expect("the site is given to every route").clone();
        let token = header(request.headers(), "authorization").and_then(|value| value.strip_prefix("Visitor "));
        let token = token.map(str::to_owned);
        let network = network_of(site.client_address(request));
        Box::pin(async move {
            let token = token.ok_or_else(HttpError::unknown_visitor)?;
            let actor = visitor_of(&site, token.trim()).await?;
            demand(&site.limits.visitor, actor.visitor)?;
            Ok(Self { actor, network })
        })
    }
}

/// The visitor whose token this is: on disk, or in memory as long as they have said nothing.
pub async fn visitor_of(site: &Site, token: &str) -> Result<VisitorActor, ActionError> {
    let digest = digest_of(token).ok_or(ActionError::UnknownVisitor)?;
    if let Some(fresh) = site.visitors.fresh(&digest) {
        return Ok(fresh);
    }
    site.runner.run(move |context| identify_visitor(context, digest)).await
}

/// Counts one call against a quota.
pub fn demand<K: std::hash::Hash + Eq + Clone>(limit: &Limit<K>, key: K) -> Result<(), HttpError> {
    if limit.allows(key) { Ok(()) } else { Err(HttpError::too_many_requests(limit.pause_s())) }
}

impl Site {
    /// A visitor looks at a page: the agents who have their conversation before them see it.
    pub async fn visitor_saw_page(&self, actor: &VisitorActor, page: PageFacts) {
        let visitor = actor.visitor;
        let now = self.world.now();
        self.visitors.saw_page(visitor, page, now);
        self.tell_of_visitor(actor).await;
    }

    /// Tells the agents that something about a visitor changed.
    pub async fn tell_of_visitor(&self, actor: &VisitorActor) {
        let visitor = actor.clone();
        let told = self.runner.run(move |context| crate::actions::show_visitor::newest_place(context, &visitor)).await;
        if let Ok(Some((inbox, conversation))) = told {
            self.feed.passing().pass(crate::server::realtime::frame::visitor_changed(inbox, conversation));
        }
    }

    /// Tells the sockets of a visitor that somebody of us types.
    pub fn tell_visitor_of_typing(
        &self,
        visitor: crate::domain::ids::VisitorId,
        conversation: ConversationId,
        author: super::shapes::ChatAuthorOfVisitor,
        is_typing: bool,
    ) {
        let text = crate::server::realtime::visitor_frame::VisitorFrameView::typing(conversation, author, is_typing);
        self.visitors.send(visitor, &text);
    }
}
