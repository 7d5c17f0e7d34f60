//! What the caller was told, and what they want to be told of.

use std::collections::BTreeMap;

use actix_web::web::{Data, Json, Query};
use actix_web::{HttpResponse, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_field_id;
use crate::actions::notices::{
    NoticePage, ShownNotice, list_notices, read_notices, save_notice_preferences, show_notice_preferences,
};
use crate::domain::ids::NoticeId;
use crate::domain::limit::PAGE_ROWS_DEFAULT;
use crate::domain::notice::{Loudness, Notice, What, Why};
use crate::domain::notice_preferences::{InboxNotices, NoticePreferences, QuietHours, Ways};

/// One thing that the caller was told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeView {
    id: String,
    at: String,
    what: WhatView,
    why: WhyView,
    /// The colleague who did it, if one did.
    by_agent_id: Option<String>,
    conversation_id: String,
    inbox_id: String,
    entry_id: String,
    subject: String,
    contact_name: String,
    preview: String,
    is_read: bool,
    /// It is to be shown outside the page as well.
    desktop: bool,
    sound: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhatView {
    Assigned,
    Unassigned,
    Message,
    Comment,
    Mention,
    DeliveryFailed,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyView {
    Named,
    Assignee,
    Writer,
    Follower,
    Member,
}

/// A page of notices, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticePageView {
    items: Vec<NoticeView>,
    /// For the next page.
    next_before: Option<String>,
    /// Of all notices, counted up to 100.
    unread: u64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NoticesQuery {
    /// As the page before gave it.
    before: Option<String>,
    /// Rows, at most 100.
    limit: Option<usize>,
}

/// What the caller has seen of their notices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// The newest notice that was on the screen; all are read, if none is named.
    up_to: Option<String>,
}

/// What the caller wants to be told of.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticePreferencesView {
    events: Vec<EventWays>,
    /// Inboxes that are not named tell everything.
    inboxes: Vec<InboxLevel>,
    #[schema(required)]
    quiet: Option<QuietView>,
}

/// How one sort of event is told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventWays {
    what: WhatView,
    /// In the list of notices; without it, nothing is told at all.
    bell: bool,
    desktop: bool,
    sound: bool,
    /// By mail, when the caller is away.
    mail: bool,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxLevel {
    inbox_id: String,
    level: LevelView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevelView {
    Everything,
    OnlyMine,
    Nothing,
}

/// When nothing makes a noise.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietView {
    /// Minutes since midnight.
    from: u16,
    until: u16,
    /// Saturday and Sunday as well.
    weekends: bool,
    /// A name of the IANA time zone database.
    time_zone: String,
}

/// The caller's notices, newest first.
#[utoipa::path(tag = "notices", params(NoticesQuery), responses(
    (status = 200, body = NoticePageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/notices")]
pub async fn list(site: Data<Site>, caller: SignedIn, query: Query<NoticesQuery>) -> Result<HttpResponse, HttpError> {
    let before: Option<NoticeId> = query.before.as_deref().map(|before| to_field_id("before", before)).transpose()?;
    let rows_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let page = site.runner.run(move |context| list_notices(context, &caller.actor, before, rows_max)).await?;
    let NoticePage { notices, next, unread } = page;
    let items = notices.iter().map(NoticeView::from).collect();
    Ok(HttpResponse::Ok().json(NoticePageView { items, next_before: next.map(|id| id.to_string()), unread }))
}

/// Marks the caller's notices as read.
#[utoipa::path(tag = "notices", request_body = ReadNotices, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/notices/read")]
pub async fn read(site: Data<Site>, caller: SignedIn, body: Json<ReadNotices>) -> Result<HttpResponse, HttpError> {
    let up_to: Option<NoticeId> = body.up_to.as_deref().map(|id| to_field_id("up_to", id)).transpose()?;
    site.runner.run(move |context| read_notices(context, &caller.actor, up_to)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the caller wants to be told of.
#[utoipa::path(tag = "notices", responses((status = 200, body = NoticePreferencesView)))]
#[get("/api/me/notice-preferences")]
pub async fn preferences(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let kept = site.runner.run(move |context| show_notice_preferences(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(NoticePreferencesView::from(kept)))
}

/// Keeps what the caller wants to be told of.
#[utoipa::path(tag = "notices", request_body = NoticePreferencesView, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/me/notice-preferences")]
pub async fn save_preferences(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<NoticePreferencesView>,
) -> Result<HttpResponse, HttpError> {
    let wanted = NoticePreferences::try_from(body.into_inner())?;
    site.runner.run(move |context| save_notice_preferences(context, &caller.actor, wanted)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<&ShownNotice> for NoticeView {
    fn from(shown: &ShownNotice) -> Self {
        let ShownNotice { notice, head, contact } = shown;
        let Notice { id, agent: _, at, inbox: _, conversation, entry, what, why, by, is_read, loud } = notice;
        Self {
            id: id.to_string(),
            at: at.to_string(),
            what: (*what).into(),
            why: match why {
                Why::Named => WhyView::Named,
                Why::Assignee => WhyView::Assignee,
                Why::Writer => WhyView::Writer,
                Why::Follower => WhyView::Follower,
                Why::Member => WhyView::Member,
            },
            by_agent_id: by.map(|agent| agent.to_string()),
            conversation_id: conversation.to_string(),
            inbox_id: head.inbox.to_string(),
            entry_id: entry.to_string(),
            subject: head.subject.clone(),
            contact_name: contact.name_or_address().to_owned(),
            preview: head.newest.preview.clone(),
            is_read: *is_read,
            desktop: loud.desktop,
            sound: loud.sound,
        }
    }
}

impl From<NoticePreferences> for NoticePreferencesView {
    fn from(kept: NoticePreferences) -> Self {
        let event = |what| {
            let Ways { bell, loud: Loudness { desktop, sound }, mail } = kept.ways(what);
            EventWays { what: what.into(), bell, desktop, sound, mail }
        };
        let events = What::ALL.into_iter().map(event).collect();
        let level = |level| match level {
            InboxNotices::Everything => LevelView::Everything,
            InboxNotices::OnlyMine => LevelView::OnlyMine,
            InboxNotices::Nothing => LevelView::Nothing,
        };
        let NoticePreferences { events: _, inboxes, quiet } = kept;
        let inboxes = inboxes.into_iter().map(|(id, one)| InboxLevel { inbox_id: id.to_string(), level: level(one) });
        Self {
            events,
            inboxes: inboxes.collect(),
            quiet: quiet.map(|QuietHours { from, until, weekends, time_zone }| QuietView {
                from,
                until,
                weekends,
                time_zone,
            }),
        }
    }
}

impl TryFrom<NoticePreferencesView> for NoticePreferences {
    type Error = HttpError;

    fn try_from(view: NoticePreferencesView) -> Result<Self, HttpError> {
        let NoticePreferencesView { events, inboxes, quiet } = view;
        let ways = |one: EventWays| {
            let EventWays { what, bell, desktop, sound, mail } = one;
            (what.into(), Ways { bell, loud: Loudness { desktop, sound }, mail })
        };
        let level = |one: InboxLevel| {
            let level = match one.level {
                LevelView::Everything => InboxNotices::Everything,
                LevelView::OnlyMine => InboxNotices::OnlyMine,
                LevelView::Nothing => InboxNotices::Nothing,
            };
            Ok::<_, HttpError>((to_field_id("inboxes", &one.inbox_id)?, level))
        };
        Ok(Self {
            events: events.into_iter().map(ways).collect(),
            inboxes: inboxes.into_iter().map(level).collect::<Result<BTreeMap<_, _>, _>>()?,
            quiet: quiet.map(|QuietView { from, until, weekends, time_zone }| QuietHours {
                from,
                until,
                weekends,
                time_zone,
            }),
        })
    }
}

impl From<What> for WhatView {
    fn from(what: What) -> Self {
        match what {
            What::Assigned => Self::Assigned,
            What::Unassigned => Self::Unassigned,
            What::Message => Self::Message,
            What::Comment => Self::Comment,
            What::Mention => Self::Mention,
            What::DeliveryFailed => Self::DeliveryFailed,
        }
    }
}

impl From<WhatView> for What {
    fn from(view: WhatView) -> Self {
        match view {
            WhatView::Assigned => Self::Assigned,
            WhatView::Unassigned => Self::Unassigned,
            WhatView::Message => Self::Message,
            WhatView::Comment => Self::Comment,
            WhatView::Mention => Self::Mention,
            WhatView::DeliveryFailed => Self::DeliveryFailed,
        }
    }
}
