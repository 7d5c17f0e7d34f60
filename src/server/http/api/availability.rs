//! Who takes new conversations: switch and weekly hours, one's own or a colleague's.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::agents::AgentView;
use super::to_id;
use crate::actions::set_availability::{Choice, set_availability, set_working_hours};
use crate::domain::availability::{Availability, Judged, Reason};
use crate::domain::ids::AgentId;
use crate::domain::working_hours::{Range, WorkingHours, Zone};

/// Whether somebody takes new conversations, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AvailabilityView {
    pub state: AvailabilityState,
    pub reason: AvailabilityReason,
    /// Who chose it, where somebody did.
    pub by_agent_id: Option<String>,
    /// When it was chosen.
    pub since: Option<String>,
    /// When the working hours change it.
    pub changes_at: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AvailabilityState {
    Available,
    Away,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AvailabilityReason {
    /// Chosen by hand; it holds until it is chosen anew.
    Switched,
    /// Nothing was chosen, and there are no working hours.
    NoHours,
    WithinHours,
    OutsideHours,
    /// Invited or deactivated.
    NotActive,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AvailabilityChoice {
    Available,
    Away,
    /// The working hours decide.
    ByHours,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenAvailability {
    choice: AvailabilityChoice,
}

/// The hours of a week by the clock of a time zone.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingHoursView {
    /// An IANA name, such as `Europe/Amsterdam`.
    pub time_zone: String,
    /// Seven days, Monday first, each with its ranges.
    pub days: Vec<Vec<RangeView>>,
}

/// From `09:00` until `17:30`; a day ends at `24:00`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RangeView {
    pub from: String,
    pub until: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedWorkingHours {
    /// Nothing: the switch alone decides.
    working_hours: Option<WorkingHoursView>,
}

/// Chooses whether the caller takes new conversations.
#[utoipa::path(tag = "availability", request_body = ChosenAvailability, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/me/availability")]
pub async fn choose_mine(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChosenAvailability>,
) -> Result<HttpResponse, HttpError> {
    let me = caller.actor.agent;
    choose_for(&site, caller, me, body.choice).await
}

/// Chooses it for a colleague, who can choose anew.
#[utoipa::path(tag = "availability", params(("id" = String, Path)), request_body = ChosenAvailability, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/agents/{id}/availability")]
pub async fn choose(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChosenAvailability>,
) -> Result<HttpResponse, HttpError> {
    choose_for(&site, caller, to_id(&id)?, body.choice).await
}

/// Sets the caller's weekly hours.
#[utoipa::path(tag = "availability", request_body = ChangedWorkingHours, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/me/working-hours")]
pub async fn set_my_hours(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChangedWorkingHours>,
) -> Result<HttpResponse, HttpError> {
    let me = caller.actor.agent;
    set_hours_of(&site, caller, me, body.into_inner()).await
}

/// Sets the weekly hours of a colleague.
#[utoipa::path(tag = "availability", params(("id" = String, Path)), request_body = ChangedWorkingHours, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/agents/{id}/working-hours")]
pub async fn set_hours(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedWorkingHours>,
) -> Result<HttpResponse, HttpError> {
    set_hours_of(&site, caller, to_id(&id)?, body.into_inner()).await
}

async fn choose_for(
    site: &Site,
    caller: SignedIn,
    whose: AgentId,
    choice: AvailabilityChoice,
) -> Result<HttpResponse, HttpError> {
    let choice = match choice {
        AvailabilityChoice::Available => Choice::Available,
        AvailabilityChoice::Away => Choice::Away,
        AvailabilityChoice::ByHours => Choice::ByHours,
    };
    let agent = site.runner.run(move |context| set_availability(context, &caller.actor, whose, choice)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

async fn set_hours_of(
    site: &Site,
    caller: SignedIn,
    whose: AgentId,
    changed: ChangedWorkingHours,
) -> Result<HttpResponse, HttpError> {
    let hours = changed.working_hours.map(to_hours).transpose()?;
    let agent = site.runner.run(move |context| set_working_hours(context, &caller.actor, whose, hours)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

/// Reads the hours of a request.
pub fn to_hours(view: WorkingHoursView) -> Result<WorkingHours, HttpError> {
    let WorkingHoursView { time_zone, days } = view;
    let zone = Zone::parse(&time_zone)
        .ok_or_else(|| HttpError::invalid("time_zone", "This is no time zone that is known here."))?;
    let seven: [Vec<RangeView>; 7] =
        days.try_into().map_err(|_| HttpError::invalid("working_hours", "A week has seven days."))?;
    let mut days: [Vec<Range>; 7] = Default::default();
    for (day, ranges) in days.iter_mut().zip(seven) {
        *day = ranges.iter().map(to_range).collect::<Result<_, _>>()?;
    }
    WorkingHours::new(zone, days).map_err(|refused| HttpError::invalid("working_hours", format!("{refused}.")))
}

fn to_range(view: &RangeView) -> Result<Range, HttpError> {
    let range = to_minute(&view.from).zip(to_minute(&view.until)).and_then(|(from, until)| Range::new(from, until));
    let words = "Give times such as 09:00 and 17:30, the end after the beginning.";
    range.ok_or_else(|| HttpError::invalid("working_hours", words))
}

/// `09:30` as minutes after midnight.
fn to_minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute): (u16, u16) =
        (is_number(hour) && is_number(minute)).then(|| Some((hour.parse().ok()?, minute.parse().ok()?)))??;
    (minute < 60).then_some(hour * 60 + minute)
}

fn minute_view(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl From<&WorkingHours> for WorkingHoursView {
    fn from(hours: &WorkingHours) -> Self {
        let range =
            |range: &Range| RangeView { from: minute_view(range.from_min()), until: minute_view(range.until_min()) };
        let days = hours.days().iter().map(|day| day.iter().map(range).collect()).collect();
        Self { time_zone: hours.zone().name().to_owned(), days }
    }
}

impl From<Judged> for AvailabilityView {
    fn from(judged: Judged) -> Self {
        let Judged { availability, reason, changes_at } = judged;
        let (reason, by, since) = match reason {
            Reason::Switched { by, at } => (AvailabilityReason::Switched, Some(by), Some(at)),
            Reason::NoHours => (AvailabilityReason::NoHours, None, None),
            Reason::WithinHours => (AvailabilityReason::WithinHours, None, None),
            Reason::OutsideHours => (AvailabilityReason::OutsideHours, None, None),
            Reason::NotActive => (AvailabilityReason::NotActive, None, None),
        };
        Self {
            state: match availability {
                Availability::Available => AvailabilityState::Available,
                Availability::Away => AvailabilityState::Away,
            },
            reason,
            by_agent_id: by.map(|by| by.to_string()),
            since: since.map(|since| since.to_string()),
            changes_at: changes_at.map(|at| at.to_string()),
        }
    }
}
