//! The wire shapes of when a chatflow is open, what it asks, and what it says.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::error::HttpError;
use super::super::availability::{WorkingHoursView, to_hours};
use super::super::to_field_id;
use crate::domain::chatflow::availability::{OpenWhen, Opening, Staffing, WhenAway};
use crate::domain::chatflow::options::{Consent, EmailCapture, Options, Storage, Transcript};
use crate::domain::chatflow::texts::{FlowTexts, LanguageTag, Texts, Translation};

/// When a chatflow is open, and what it does otherwise.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningView {
    pub when: OpenWhenView,
    pub away: WhenAwayView,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum OpenWhenView {
    Always,
    /// While somebody who works in the inbox is available.
    Inbox,
    /// While one of these is available.
    People {
        agent_ids: Vec<String>,
        team_ids: Vec<String>,
    },
    Hours {
        hours: WorkingHoursView,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum WhenAwayView {
    /// It is not shown: the next chatflow gets its turn.
    Hide,
    /// Messages are taken, and answered later.
    TakeMessages { asks_email: bool, says_return: bool },
}

/// What a chatflow asks of a visitor, and what it does at the end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionsView {
    pub email_capture: EmailCaptureView,
    pub consent: ConsentView,
    pub storage: StorageView,
    pub asks_rating: bool,
    pub transcript: TranscriptView,
    pub takes_files: bool,
    /// After so many minutes of silence a bot begins afresh.
    pub session_timeout_min: u32,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum EmailCaptureView {
    Never,
    AtOnce,
    /// When nobody has answered for so many seconds.
    AfterDelay {
        after_s: u32,
    },
    Required,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentView {
    None,
    Implied,
    Explicit,
}

/// When the page of the visitor may remember anything.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StorageView {
    AtOnce,
    OnStart,
    AfterConsent,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TranscriptView {
    Never,
    Offered,
    Always,
}

/// What a chatflow says in one language. An empty text leaves it to our own words.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranslationView {
    /// BCP 47.
    pub language: String,
    pub greeting: String,
    pub welcome: String,
    pub away: String,
    pub email_prompt: String,
    pub consent_notice: String,
    pub consent_accept: String,
    pub consent_decline: String,
    pub rating_question: String,
    pub meeting_label: String,
}

/// Reads when a chatflow is open.
pub fn to_opening(view: OpeningView) -> Result<Opening, HttpError> {
    let OpeningView { when, away } = view;
    Ok(Opening {
        when: match when {
            OpenWhenView::Always => OpenWhen::Always,
            OpenWhenView::Inbox => OpenWhen::People(Staffing::Inbox),
            OpenWhenView::People { agent_ids, team_ids } => {
                let agents: Result<_, HttpError> = agent_ids.iter().map(|id| to_field_id("people", id)).collect();
                let teams: Result<_, HttpError> = team_ids.iter().map(|id| to_field_id("people", id)).collect();
                OpenWhen::People(Staffing::Only { agents: agents?, teams: teams? })
            }
            OpenWhenView::Hours { hours } => OpenWhen::Hours(to_hours(hours)?),
        },
        away: match away {
            WhenAwayView::Hide => WhenAway::Hide,
            WhenAwayView::TakeMessages { asks_email, says_return } => {
                WhenAway::TakeMessages { asks_email, says_return }
            }
        },
    })
}

/// Reads the texts of a request.
pub fn to_texts(views: Vec<TranslationView>) -> Result<Texts, HttpError> {
    let mut translations = views.into_iter().map(to_translation);
    let first = translations.next().ok_or_else(|| HttpError::invalid("texts", "Give at least one language."))??;
    Ok(Texts { first, others: translations.collect::<Result<_, _>>()? })
}

fn to_translation(view: TranslationView) -> Result<Translation, HttpError> {
    let TranslationView {
        language,
        greeting,
        welcome,
        away,
        email_prompt,
        consent_notice,
        consent_accept,
        consent_decline,
        rating_question,
        meeting_label,
    } = view;
    let tag = LanguageTag::parse(&language);
    let language = tag.map_err(|refused| HttpError::invalid("texts", format!("“{language}”: {refused}.")))?;
    let trimmed = |text: String| text.trim().to_owned();
    Ok(Translation {
        language,
        words: FlowTexts {
            greeting: trimmed(greeting),
            welcome: trimmed(welcome),
            away: trimmed(away),
            email_prompt: trimmed(email_prompt),
            consent_notice: trimmed(consent_notice),
            consent_accept: trimmed(consent_accept),
            consent_decline: trimmed(consent_decline),
            rating_question: trimmed(rating_question),
            meeting_label: trimmed(meeting_label),
        },
    })
}

impl From<&Translation> for TranslationView {
    fn from(translation: &Translation) -> Self {
        let Translation { language, words } = translation;
        let FlowTexts {
            greeting,
            welcome,
            away,
            email_prompt,
            consent_notice,
            consent_accept,
            consent_decline,
            rating_question,
            meeting_label,
        } = words.clone();
        Self {
            language: language.to_string(),
            greeting,
            welcome,
            away,
            email_prompt,
            consent_notice,
            consent_accept,
            consent_decline,
            rating_question,
            meeting_label,
        }
    }
}

impl From<Opening> for OpeningView {
    fn from(opening: Opening) -> Self {
        let Opening { when, away } = opening;
        Self {
            when: match when {
                OpenWhen::Always => OpenWhenView::Always,
                OpenWhen::People(Staffing::Inbox) => OpenWhenView::Inbox,
                OpenWhen::People(Staffing::Only { agents, teams }) => OpenWhenView::People {
                    agent_ids: agents.iter().map(ToString::to_string).collect(),
                    team_ids: teams.iter().map(ToString::to_string).collect(),
                },
                OpenWhen::Hours(hours) => OpenWhenView::Hours { hours: (&hours).into() },
            },
            away: match away {
                WhenAway::Hide => WhenAwayView::Hide,
                WhenAway::TakeMessages { asks_email, says_return } => {
                    WhenAwayView::TakeMessages { asks_email, says_return }
                }
            },
        }
    }
}

impl From<OptionsView> for Options {
    fn from(view: OptionsView) -> Self {
        let OptionsView { email_capture, consent, storage, asks_rating, transcript, takes_files, session_timeout_min } =
            view;
        Self {
            email_capture: match email_capture {
                EmailCaptureView::Never => EmailCapture::Never,
                EmailCaptureView::AtOnce => EmailCapture::AtOnce,
                EmailCaptureView::AfterDelay { after_s } => EmailCapture::AfterDelay { after_s },
                EmailCaptureView::Required => EmailCapture::Required,
            },
            consent: match consent {
                ConsentView::None => Consent::None,
                ConsentView::Implied => Consent::Implied,
                ConsentView::Explicit => Consent::Explicit,
            },
            storage: match storage {
                StorageView::AtOnce => Storage::AtOnce,
                StorageView::OnStart => Storage::OnStart,
                StorageView::AfterConsent => Storage::AfterConsent,
            },
            asks_rating,
            transcript: match transcript {
                TranscriptView::Never => Transcript::Never,
                TranscriptView::Offered => Transcript::Offered,
                TranscriptView::Always => Transcript::Always,
            },
            takes_files,
            session_timeout_min,
        }
    }
}

impl From<Options> for OptionsView {
    fn from(options: Options) -> Self {
        let Options { email_capture, consent, storage, asks_rating, transcript, takes_files, session_timeout_min } =
            options;
        Self {
            email_capture: match email_capture {
                EmailCapture::Never => EmailCaptureView::Never,
                EmailCapture::AtOnce => EmailCaptureView::AtOnce,
                EmailCapture::AfterDelay { after_s } => EmailCaptureView::AfterDelay { after_s },
                EmailCapture::Required => EmailCaptureView::Required,
            },
            consent: consent.into(),
            storage: storage.into(),
            asks_rating,
            transcript: transcript.into(),
            takes_files,
            session_timeout_min,
        }
    }
}

impl From<Consent> for ConsentView {
    fn from(consent: Consent) -> Self {
        match consent {
            Consent::None => Self::None,
            Consent::Implied => Self::Implied,
            Consent::Explicit => Self::Explicit,
        }
    }
}

impl From<Storage> for StorageView {
    fn from(storage: Storage) -> Self {
        match storage {
            Storage::AtOnce => Self::AtOnce,
            Storage::OnStart => Self::OnStart,
            Storage::AfterConsent => Self::AfterConsent,
        }
    }
}

impl From<Transcript> for TranscriptView {
    fn from(transcript: Transcript) -> Self {
        match transcript {
            Transcript::Never => Self::Never,
            Transcript::Offered => Self::Offered,
            Transcript::Always => Self::Always,
        }
    }
}
