//! How visitors came through bots.

use std::collections::BTreeMap;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::bot_statistics::show_bot_statistics;
use crate::domain::bot::StepId;
use crate::domain::bot::session::Counted;
use crate::domain::ids::ChatflowId;
use crate::domain::moment::Moment;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StatisticsQuery {
    /// RFC 3339.
    from: String,
    /// RFC 3339; not part of it.
    until: String,
}

/// What was counted of a bot.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BotStatisticsView {
    pub started: u64,
    /// Came to an end, the hand-over to people included.
    pub completed: u64,
    pub handed_over: u64,
    /// The visitor left on the way.
    pub abandoned: u64,
    /// A person answered on the way.
    pub taken_over: u64,
    pub steps: Vec<BotStepCountsView>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BotStepCountsView {
    pub step: u32,
    pub reached: u64,
    pub answered: u64,
    /// The session ended while it waited here.
    pub left: u64,
}

/// How visitors came through a bot.
#[utoipa::path(tag = "bots", params(("id" = String, Path), StatisticsQuery), responses(
    (status = 200, body = BotStatisticsView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/bots/{id}/statistics")]
pub async fn show(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    query: Query<StatisticsQuery>,
) -> Result<HttpResponse, HttpError> {
    let chatflow: ChatflowId = to_id(&id)?;
    let moment = |field, text: &str| Moment::parse(text).ok_or_else(|| HttpError::invalid(field, "This is no moment."));
    let (from, until) = (moment("from", &query.from)?, moment("until", &query.until)?);
    let show = move |context: &_| show_bot_statistics(context, &caller.actor, chatflow, from, until);
    let counts = site.runner.run(show).await?;
    Ok(HttpResponse::Ok().json(statistics_view(counts)))
}

fn statistics_view(counts: BTreeMap<Counted, u64>) -> BotStatisticsView {
    let mut view = BotStatisticsView::default();
    let mut steps: BTreeMap<u32, BotStepCountsView> = BTreeMap::new();
    let mut of = |StepId(step): StepId, add: fn(&mut BotStepCountsView, u64), count| {
        add(steps.entry(step).or_insert_with(|| BotStepCountsView { step, ..Default::default() }), count);
    };
    for (counted, count) in counts {
        match counted {
            Counted::Started => view.started += count,
            Counted::Completed => view.completed += count,
            // A person goes on: the bot has done its part.
            Counted::HandedOver => {
                view.completed += count;
                view.handed_over += count;
            }
            Counted::TimedOut | Counted::Lost => view.abandoned += count,
            Counted::TakenOver => view.taken_over += count,
            Counted::Reached(step) => of(step, |counts, count| counts.reached += count, count),
            Counted::Answered(step) => of(step, |counts, count| counts.answered += count, count),
            Counted::Left(step) => of(step, |counts, count| counts.left += count, count),
        }
    }
    view.steps = steps.into_values().collect();
    view
}
