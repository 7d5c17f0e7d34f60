//! What a visitor's page is given of a chatflow: for their device, in their language, at this moment.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::pictures::picture_url;
use super::content::{ConsentView, StorageView, TranscriptView};
use super::display::{PositionView, ShowingView};
use super::view::ChatflowKind;
use crate::domain::chatflow::availability::{OpenOrAway, WhenAway};
use crate::domain::chatflow::options::{EmailCapture, Options};
use crate::domain::chatflow::shown::{Face, HeadingKind, ShownFlow, ShownHeading};
use crate::domain::chatflow::texts::{FlowTexts, Spoken};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownFlowView {
    /// Nothing where a chat has no chatflow: it is a plain live chat.
    pub id: Option<String>,
    pub kind: ChatflowKind,
    /// For the team; not to be shown.
    pub name: String,
    /// Of the texts below, BCP 47.
    pub language: String,
    pub display: ShownDisplay,
    pub availability: ShownAvailability,
    pub options: ShownOptions,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownDisplay {
    pub show: ShowingView,
    /// `#rrggbb`
    pub accent: String,
    /// What can be read on the accent.
    pub on_accent: String,
    pub position: PositionView,
    pub heading: ShownHeadingView,
    pub meeting_link: Option<ShownLink>,
    pub greeting: String,
    pub welcome: String,
    pub reply_time: Option<ShownReplyTime>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownHeadingView {
    pub kind: HeadingKindView,
    /// Never empty.
    pub name: String,
    /// At most three.
    pub people: Vec<FaceView>,
    pub picture_url: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeadingKindView {
    People,
    Team,
    Custom,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaceView {
    pub id: String,
    pub name: String,
    pub picture_url: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownLink {
    pub url: String,
    pub label: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ShownReplyTime {
    pub minutes: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownAvailability {
    pub is_open: bool,
    /// Only while nobody is there.
    pub away: Option<ShownAway>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownAway {
    pub message: String,
    pub back_at: Option<String>,
    /// An address must be given with the first message.
    pub asks_email: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownOptions {
    pub email_capture: ShownCapture,
    pub consent: ShownConsent,
    pub storage: StorageView,
    /// Nothing if no question is asked at the end.
    pub rating: Option<ShownRating>,
    pub transcript: TranscriptView,
    pub takes_files: bool,
    pub session_timeout_min: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownCapture {
    pub when: CaptureWhen,
    pub after_s: u32,
    pub prompt: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptureWhen {
    Never,
    AtOnce,
    AfterDelay,
    Required,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownConsent {
    pub kind: ConsentView,
    pub notice: String,
    pub accept: String,
    pub decline: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShownRating {
    pub question: String,
}

impl From<ShownFlow> for ShownFlowView {
    fn from(flow: ShownFlow) -> Self {
        let back_at = flow.back_at();
        let ShownFlow {
            id,
            name,
            inbox: _,
            kind,
            showing,
            colour,
            position,
            heading,
            meeting_link,
            reply_minutes,
            opening,
            away,
            options,
            spoken: Spoken { language, words },
        } = flow;
        Self {
            id: id.map(|id| id.to_string()),
            kind: (&kind).into(),
            name,
            language: language.to_string(),
            display: ShownDisplay {
                show: showing.into(),
                accent: colour.to_string(),
                on_accent: colour.ink().to_string(),
                position: position.into(),
                heading: heading.into(),
                meeting_link: meeting_link
                    .map(|link| ShownLink { url: link.as_str().to_owned(), label: words.meeting_label.clone() }),
                greeting: words.greeting.clone(),
                welcome: words.welcome.clone(),
                reply_time: reply_minutes.map(|minutes| ShownReplyTime { minutes }),
            },
            availability: ShownAvailability {
                is_open: opening == OpenOrAway::Open,
                away: match (opening, away) {
                    (OpenOrAway::Open, _) => None,
                    (OpenOrAway::Away { .. }, away) => Some(ShownAway {
                        message: words.away.clone(),
                        back_at: back_at.map(|moment| moment.to_string()),
                        asks_email: match away {
                            WhenAway::Hide => false,
                            WhenAway::TakeMessages { asks_email, says_return: _ } => asks_email,
                        },
                    }),
                },
            },
            options: shown_options(&options, &words),
        }
    }
}

fn shown_options(options: &Options, words: &FlowTexts) -> ShownOptions {
    let Options { email_capture, consent, storage, asks_rating, transcript, takes_files, session_timeout_min } =
        options;
    let (when, after_s) = match email_capture {
        EmailCapture::Never => (CaptureWhen::Never, 0),
        EmailCapture::AtOnce => (CaptureWhen::AtOnce, 0),
        EmailCapture::AfterDelay { after_s } => (CaptureWhen::AfterDelay, *after_s),
        EmailCapture::Required => (CaptureWhen::Required, 0),
    };
    ShownOptions {
        email_capture: ShownCapture { when, after_s, prompt: words.email_prompt.clone() },
        consent: ShownConsent {
            kind: (*consent).into(),
            notice: words.consent_notice.clone(),
            accept: words.consent_accept.clone(),
            decline: words.consent_decline.clone(),
        },
        storage: (*storage).into(),
        rating: asks_rating.then(|| ShownRating { question: words.rating_question.clone() }),
        transcript: (*transcript).into(),
        takes_files: *takes_files,
        session_timeout_min: *session_timeout_min,
    }
}

impl From<ShownHeading> for ShownHeadingView {
    fn from(heading: ShownHeading) -> Self {
        let ShownHeading { kind, name, faces, picture } = heading;
        Self {
            kind: match kind {
                HeadingKind::People => HeadingKindView::People,
                HeadingKind::Team => HeadingKindView::Team,
                HeadingKind::Custom => HeadingKindView::Custom,
            },
            name,
            people: faces.into_iter().map(FaceView::from).collect(),
            picture_url: picture.map(picture_url),
        }
    }
}

impl From<Face> for FaceView {
    fn from(face: Face) -> Self {
        let Face { agent, name, picture } = face;
        Self { id: agent.to_string(), name, picture_url: picture.map(picture_url) }
    }
}
