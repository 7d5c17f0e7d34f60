//! Trying out which chatflow a visitor would meet.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::error::{HttpError, Problem};
use super::super::super::signed_in::SignedIn;
use super::super::super::site::Site;
use super::super::{to_field_id, to_id};
use super::shown::ShownFlowView;
use super::targeting::{DeviceKind, TargetingView, to_targeting};
use crate::actions::chatflows::{Trial, Tried, try_chatflows};
use crate::domain::chatflow::availability::OpenOrAway;
use crate::domain::moment::Moment;
use crate::domain::targeting::{PageVerdict, Verdict, WhyNot};
use crate::domain::visitor::{Acquaintance, PageFacts, VisitorFacts};

/// A visitor who is only imagined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialBody {
    /// The address of the page.
    url: String,
    #[serde(default)]
    referrer: String,
    /// BCP 47.
    #[serde(default)]
    language: String,
    device: Option<DeviceKind>,
    #[serde(default)]
    is_returning: bool,
    /// ISO 3166-1, two letters; nothing where the web site does not say it.
    country: Option<String>,
    acquaintance: Option<AcquaintanceView>,
    /// The chat that the page has installed; nothing asks about all of them.
    channel_id: Option<String>,
    /// Another moment than now.
    at: Option<String>,
    /// Rules that are not saved yet.
    unsaved: Option<UnsavedTargeting>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AcquaintanceView {
    Unknown,
    Known,
    SignedIn,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsavedTargeting {
    chatflow_id: String,
    targeting: TargetingView,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TriedView {
    /// Whether the address is one of a page of the web.
    pub is_page: bool,
    /// The chatflow that is met.
    pub winner_id: Option<String>,
    /// In the order of priority.
    pub verdicts: Vec<VerdictOfFlow>,
    /// What the visitor's page would be given.
    pub shown: Option<ShownFlowView>,
}

/// What became of one chatflow.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictOfFlow {
    pub chatflow_id: String,
    pub name: String,
    /// The rule about pages that decided, by its place in the list.
    pub page_rule: Option<usize>,
    pub is_open: bool,
    /// All reasons; none for the one that is met.
    pub why_not: Vec<WhyNotView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WhyNotView {
    NotPublished,
    OtherChannel,
    NotOnThisPage,
    HiddenOnThisPage { rule: usize },
    NotThisVisitor { rule: usize },
    HiddenOnPhones,
    HiddenWhileAway,
    Behind { chatflow_id: String },
}

/// Says which chatflow an imagined visitor would meet, and why not each other one.
#[utoipa::path(tag = "chatflows", request_body = TrialBody, responses(
    (status = 200, body = TriedView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/chatflows/try")]
pub async fn attempt(site: Data<Site>, caller: SignedIn, body: Json<TrialBody>) -> Result<HttpResponse, HttpError> {
    let trial = to_trial(body.into_inner())?;
    let url = trial.visitor.page.url.clone();
    let tried = site.runner.run(move |context| try_chatflows(context, &caller.actor, trial)).await?;
    Ok(HttpResponse::Ok().json(tried_view(tried, !url.is_empty())))
}

fn to_trial(body: TrialBody) -> Result<Trial, HttpError> {
    let TrialBody { url, referrer, language, device, is_returning, country, acquaintance, channel_id, at, unsaved } =
        body;
    let device = device.unwrap_or(DeviceKind::Desktop).into();
    let page = PageFacts { url, title: String::new(), referrer, language, device };
    let moment = |text: String| {
        Moment::parse(&text).ok_or_else(|| HttpError::invalid("at", "Give a moment as 2026-11-23T08:00:00Z."))
    };
    let rules = |UnsavedTargeting { chatflow_id, targeting }| {
        Ok::<_, HttpError>((to_id(&chatflow_id)?, to_targeting(targeting)?))
    };
    Ok(Trial {
        // As the widget's own words are taken.
        visitor: VisitorFacts {
            page: page.clean(),
            is_returning,
            country,
            acquaintance: match acquaintance {
                None | Some(AcquaintanceView::Unknown) => Acquaintance::Unknown,
                Some(AcquaintanceView::Known) => Acquaintance::Known,
                Some(AcquaintanceView::SignedIn) => Acquaintance::SignedIn,
            },
        },
        channel: channel_id.as_deref().map(|id| to_field_id("channel_id", id)).transpose()?,
        at: at.map(moment).transpose()?,
        unsaved: unsaved.map(rules).transpose()?,
    })
}

fn tried_view(tried: Tried, is_page: bool) -> TriedView {
    let winner_id = tried.choice.winner().map(|id| id.to_string());
    let Tried { flows, choice, shown } = tried;
    let verdict = |verdict: Verdict| {
        let Verdict { flow, page, opening, why_not } = verdict;
        let name = flows.iter().find(|one| one.id == flow).map(|one| one.name.clone()).unwrap_or_default();
        VerdictOfFlow {
            chatflow_id: flow.to_string(),
            name,
            page_rule: match page {
                PageVerdict::Shows { rule } | PageVerdict::Hides { rule } => Some(rule),
                PageVerdict::Silent => None,
            },
            is_open: opening == OpenOrAway::Open,
            why_not: why_not.into_iter().map(WhyNotView::from).collect(),
        }
    };
    TriedView {
        is_page,
        winner_id,
        verdicts: choice.verdicts.into_iter().map(verdict).collect(),
        shown: shown.map(ShownFlowView::from),
    }
}

impl From<WhyNot> for WhyNotView {
    fn from(why_not: WhyNot) -> Self {
        match why_not {
            WhyNot::NotPublished => Self::NotPublished,
            WhyNot::OtherChannel => Self::OtherChannel,
            WhyNot::NotOnThisPage => Self::NotOnThisPage,
            WhyNot::HiddenOnThisPage { rule } => Self::HiddenOnThisPage { rule },
            WhyNot::NotThisVisitor { rule } => Self::NotThisVisitor { rule },
            WhyNot::HiddenOnPhones => Self::HiddenOnPhones,
            WhyNot::HiddenWhileAway => Self::HiddenWhileAway,
            WhyNot::Behind(flow) => Self::Behind { chatflow_id: flow.to_string() },
        }
    }
}
