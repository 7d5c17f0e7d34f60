//! Bots: their scripts, templates and preview.

mod script;
mod views;

use std::collections::BTreeMap;

use actix_web::web::{Data, Json, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_field_id;
use crate::actions::preview_bot::{PreviewBot, preview_bot};
use crate::domain::agent::Locale;
use crate::domain::bot::Presence;
use crate::domain::bot::session::Input;
use crate::domain::bot::templates::Template;
use crate::domain::property::{Property, PropertyKey};

pub use script::{BotPropertyView, BotScriptView, to_script};
pub use views::{BotPreviewView, BotProblemView};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TemplatesQuery {
    /// `en`, `nl` or `de`.
    locale: String,
}

/// A bot to begin with.
#[derive(Debug, Serialize, ToSchema)]
pub struct BotTemplateView {
    pub kind: BotTemplateKindView,
    pub script: BotScriptView,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BotTemplateKindView {
    Blank,
    Qualify,
    Support,
    Offline,
    Answers,
}

/// A script with what a visitor says to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BotPreview {
    inbox_id: String,
    script: BotScriptView,
    /// What came in after the beginning, oldest first.
    #[serde(default)]
    inputs: Vec<BotPreviewInput>,
    /// Whether somebody of the team is there.
    is_available: bool,
    /// The address of the visitor's page.
    #[serde(default)]
    page: String,
    /// An IANA name.
    #[serde(default)]
    time_zone: String,
    /// What is known of the contact, by key.
    #[serde(default)]
    known: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BotPreviewInput {
    Said {
        text: String,
    },
    /// The webhook answers with these fields.
    WebhookAnswered {
        #[serde(default)]
        fields: BTreeMap<String, String>,
    },
    WebhookFailed,
}

/// Bots to begin with, in a language.
#[utoipa::path(tag = "bots", params(TemplatesQuery), responses(
    (status = 200, body = Vec<BotTemplateView>),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/bots/templates")]
pub async fn templates(_caller: SignedIn, query: Query<TemplatesQuery>) -> Result<HttpResponse, HttpError> {
    let locale = Locale::from_tag(&query.locale);
    let locale = locale.ok_or_else(|| HttpError::invalid("locale", "The language is en, nl or de."))?;
    let template = |template: Template| BotTemplateView {
        kind: match template {
            Template::Blank => BotTemplateKindView::Blank,
            Template::Qualify => BotTemplateKindView::Qualify,
            Template::Support => BotTemplateKindView::Support,
            Template::Offline => BotTemplateKindView::Offline,
            Template::Answers => BotTemplateKindView::Answers,
        },
        script: (&template.script(locale)).into(),
    };
    Ok(HttpResponse::Ok().json(Template::ALL.map(template)))
}

/// Tries out a bot: what it does with what was said, and what is wrong with it. Nothing is kept, no webhook is called.
#[utoipa::path(tag = "bots", request_body = BotPreview, responses(
    (status = 200, body = BotPreviewView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/bots/preview")]
pub async fn preview(site: Data<Site>, caller: SignedIn, body: Json<BotPreview>) -> Result<HttpResponse, HttpError> {
    let BotPreview { inbox_id, script, inputs, is_available, page, time_zone, known } = body.into_inner();
    let known = known.into_iter().map(|(key, value)| {
        let key = PropertyKey::parse(&key).map_err(|refused| HttpError::invalid("known", format!("{refused}.")))?;
        Ok((Property::Contact(key), value))
    });
    let deed = PreviewBot {
        inbox: to_field_id("inbox_id", &inbox_id)?,
        script: to_script(script)?,
        inputs: inputs.into_iter().map(Input::from).collect(),
        presence: if is_available { Presence::SomebodyAvailable } else { Presence::NobodyAvailable },
        page,
        time_zone,
        known: known.collect::<Result<_, HttpError>>()?,
    };
    let preview = site.runner.run(move |context| preview_bot(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Ok().json(views::preview_view(preview, is_available)))
}

impl From<BotPreviewInput> for Input {
    fn from(input: BotPreviewInput) -> Self {
        match input {
            BotPreviewInput::Said { text } => Self::Said(text),
            BotPreviewInput::WebhookAnswered { fields } => Self::WebhookAnswered(fields),
            BotPreviewInput::WebhookFailed => Self::WebhookFailed,
        }
    }
}
