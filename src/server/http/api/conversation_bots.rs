//! Bots in conversations, and how conversations came to whom they were given.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::bots::BotPropertyView;
use super::to_id;
use crate::actions::conversation_bot::{ConversationBot, show_conversation_bot, show_routing, take_over_from_bot};
use crate::domain::bot::Order;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::property::Property;
use crate::domain::routing::{Considered, Decision, Verdict};

/// The bot in a conversation, and what was learned.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationBotView {
    /// None where no bot speaks or has spoken.
    pub name: Option<String>,
    pub chatflow_id: Option<String>,
    pub is_running: bool,
    pub properties: Vec<PropertyValueView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PropertyValueView {
    pub property: BotPropertyView,
    pub value: String,
}

/// Who was considered when a conversation was given to somebody, and why each was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoutingView {
    pub by_turn: bool,
    pub considered: Vec<ConsideredView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConsideredView {
    pub agent_id: String,
    pub verdict: RoutingVerdictView,
    pub open_count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoutingVerdictView {
    Chosen,
    NotNext,
    Away,
    NoMember,
    Inactive,
    Full,
}

/// The bot in a conversation, and what was learned.
#[utoipa::path(tag = "bots", params(("id" = String, Path)), responses(
    (status = 200, body = ConversationBotView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/bot")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: ConversationId = to_id(&id)?;
    let shown = site.runner.run(move |context| show_conversation_bot(context, &caller.actor, id)).await?;
    let ConversationBot { bot, properties } = shown;
    let value = |(property, value): (Property, String)| PropertyValueView { property: (&property).into(), value };
    Ok(HttpResponse::Ok().json(ConversationBotView {
        name: bot.as_ref().map(|bot| bot.script.name.clone()),
        chatflow_id: bot.as_ref().map(|bot| bot.chatflow.to_string()),
        is_running: bot.as_ref().is_some_and(|bot| !bot.session.is_finished()),
        properties: properties.into_iter().map(value).collect(),
    }))
}

/// Takes a conversation over from its bot.
#[utoipa::path(tag = "bots", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/bot/stop")]
pub async fn take_over(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: ConversationId = to_id(&id)?;
    site.runner.run(move |context| take_over_from_bot(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who was considered when a conversation was given to somebody.
#[utoipa::path(tag = "bots", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 200, body = RoutingView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries/{entry}/routing")]
pub async fn routing(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, entry): (ConversationId, EntryId) = (to_id(&path.0)?, to_id(&path.1)?);
    let decision = site.runner.run(move |context| show_routing(context, &caller.actor, id, entry)).await?;
    Ok(HttpResponse::Ok().json(RoutingView::from(decision)))
}

impl From<Decision> for RoutingView {
    fn from(decision: Decision) -> Self {
        let Decision { order, considered } = decision;
        let view = |Considered { agent, verdict, open_count }: Considered| ConsideredView {
            agent_id: agent.to_string(),
            open_count,
            verdict: match verdict {
                Verdict::Chosen => RoutingVerdictView::Chosen,
                Verdict::NotNext => RoutingVerdictView::NotNext,
                Verdict::Away => RoutingVerdictView::Away,
                Verdict::NoMember => RoutingVerdictView::NoMember,
                Verdict::Inactive => RoutingVerdictView::Inactive,
                Verdict::Full => RoutingVerdictView::Full,
            },
        };
        Self {
            by_turn: match order {
                Order::ByTurn => true,
                Order::FewestOpen => false,
            },
            considered: considered.into_iter().map(view).collect(),
        }
    }
}
