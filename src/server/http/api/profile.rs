//! The caller: who they are and what they decide about themselves.

use std::collections::BTreeMap;

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, patch, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::agents::{AgentView, LocaleView};
use super::sessions::{MeView, me_view};
use crate::actions::change_profile::{ChangeProfile, change_profile};
use crate::actions::password::NewPassword;
use crate::actions::sign_in::{Secret, change_password};
use crate::domain::agent::{Density, FirstSteps, Locale, Preferences, SingleKeys, Theme};

/// How the caller's page looks and answers, on every device.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferencesView {
    pub theme: ThemeView,
    pub density: DensityView,
    /// Single letters are commands.
    pub single_keys: bool,
    /// The clock that times are shown by; nothing for that of the device.
    pub time_zone: Option<String>,
    /// The list of first steps is not shown any more.
    pub first_steps_dismissed: bool,
    /// Keys in place of the usual ones, by command; an empty one is none.
    pub keys: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThemeView {
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DensityView {
    Comfortable,
    Compact,
}

/// What an agent changes of themselves; what is not given stays, an empty text takes it away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedProfile {
    name: Option<String>,
    locale: Option<LocaleView>,
    /// What visitors of web sites see instead of the name.
    chat_name: Option<String>,
    meeting_link: Option<String>,
    theme: Option<ThemeView>,
    density: Option<DensityView>,
    single_keys: Option<bool>,
    time_zone: Option<String>,
    first_steps_dismissed: Option<bool>,
    /// All that differ from the usual ones.
    keys: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedPassword {
    old_password: String,
    new_password: String,
}

/// The caller.
#[utoipa::path(tag = "profile", responses((status = 200, body = MeView)))]
#[get("/api/me")]
pub async fn me(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    Ok(HttpResponse::Ok().json(me_view(&site, caller.actor).await?))
}

/// Changes the caller's own profile.
#[utoipa::path(tag = "profile", request_body = ChangedProfile, responses(
    (status = 200, body = AgentView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/me")]
pub async fn change_me(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChangedProfile>,
) -> Result<HttpResponse, HttpError> {
    let ChangedProfile {
        name,
        locale,
        chat_name,
        meeting_link,
        theme,
        density,
        single_keys,
        time_zone,
        first_steps_dismissed,
        keys,
    } = body.into_inner();
    let first_steps = |dismissed| if dismissed { FirstSteps::Dismissed } else { FirstSteps::Shown };
    let deed = ChangeProfile {
        name,
        locale: locale.map(Locale::from),
        chat_name,
        meeting_link,
        theme: theme.map(Theme::from),
        density: density.map(Density::from),
        single_keys: single_keys.map(|on| if on { SingleKeys::On } else { SingleKeys::Off }),
        zone: time_zone,
        first_steps: first_steps_dismissed.map(first_steps),
        keys,
    };
    let agent = site.runner.run(move |context| change_profile(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Ok().json(AgentView::of(&agent, site.world.now())))
}

/// Changes the caller's password and ends their other sessions.
#[utoipa::path(tag = "profile", request_body = ChangedPassword, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/me/password")]
pub async fn change_my_password(
    site: Data<Site>,
    caller: SignedIn,
    body: Json<ChangedPassword>,
) -> Result<HttpResponse, HttpError> {
    if !site.limits.proof.allows(caller.actor.agent) {
        return Err(HttpError::too_many_requests(site.limits.proof.pause_s()));
    }
    let ChangedPassword { old_password, new_password } = body.into_inner();
    let new = NewPassword::parse("new_password", &new_password)?;
    let agent = caller.actor.agent;
    let changed = site.runner.run_hashing(move |context| {
        change_password(context, &caller.actor, caller.session, &Secret(old_password), &new)
    });
    changed.await?;
    site.feed.session_ended(agent);
    Ok(HttpResponse::NoContent().finish())
}

impl From<&Preferences> for PreferencesView {
    fn from(preferences: &Preferences) -> Self {
        let Preferences { theme, density, single_keys, zone, first_steps, keys } = preferences;
        Self {
            theme: match theme {
                Theme::System => ThemeView::System,
                Theme::Light => ThemeView::Light,
                Theme::Dark => ThemeView::Dark,
            },
            density: match density {
                Density::Comfortable => DensityView::Comfortable,
                Density::Compact => DensityView::Compact,
            },
            single_keys: match single_keys {
                SingleKeys::On => true,
                SingleKeys::Off => false,
            },
            time_zone: zone.as_ref().map(|zone| zone.name().to_owned()),
            first_steps_dismissed: *first_steps == FirstSteps::Dismissed,
            keys: keys.all().clone(),
        }
    }
}

impl From<ThemeView> for Theme {
    fn from(theme: ThemeView) -> Self {
        match theme {
            ThemeView::System => Self::System,
            ThemeView::Light => Self::Light,
            ThemeView::Dark => Self::Dark,
        }
    }
}

impl From<DensityView> for Density {
    fn from(density: DensityView) -> Self {
        match density {
            DensityView::Comfortable => Self::Comfortable,
            DensityView::Compact => Self::Compact,
        }
    }
}
