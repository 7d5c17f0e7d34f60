//! Chatflows as they are stored.

mod display;
mod targeting;

use serde::{Deserialize, Serialize};

use super::bot::BotScriptRecord;
use super::people::WorkingHoursRecord;
use super::{Record, Unreadable};
use crate::domain::chatflow::availability::{OpenWhen, Opening, Staffing, WhenAway};
use crate::domain::chatflow::options::{Consent, EmailCapture, Options, Storage, Transcript};
use crate::domain::chatflow::texts::{FlowTexts, LanguageTag, Texts, Translation};
use crate::domain::chatflow::{Chatflow, FlowKind, Publication};
use crate::domain::ids::{AgentId, ChannelId, ChatflowId, InboxId, TeamId};
use crate::domain::moment::Moment;
use display::DisplayRecord;
use targeting::TargetingRecord;

#[derive(Serialize, Deserialize)]
pub struct ChatflowRecord {
    id: u128,
    name: String,
    inbox: u128,
    channel: Option<u128>,
    kind: KindRecord,
    targeting: TargetingRecord,
    display: DisplayRecord,
    when: OpenWhenRecord,
    away: AwayRecord,
    options: OptionsRecord,
    /// The first language first.
    texts: Vec<TranslationRecord>,
    published_since: Option<u64>,
    revision: u64,
    created_at: u64,
    changed_at: u64,
    #[serde(default)]
    removed_at: Option<u64>,
}

#[derive(Serialize, Deserialize)]
enum KindRecord {
    LiveChat,
    Bot(BotScriptRecord),
}

#[derive(Serialize, Deserialize)]
enum OpenWhenRecord {
    Always,
    Inbox,
    People { agents: Vec<u128>, teams: Vec<u128> },
    Hours(WorkingHoursRecord),
}

#[derive(Serialize, Deserialize)]
enum AwayRecord {
    Hide,
    TakeMessages { asks_email: bool, says_return: bool },
}

#[derive(Serialize, Deserialize)]
struct OptionsRecord {
    email_capture: CaptureRecord,
    consent: ConsentRecord,
    storage: StorageRecord,
    asks_rating: bool,
    transcript: TranscriptRecord,
    takes_files: bool,
    session_timeout_min: u32,
}

#[derive(Serialize, Deserialize)]
enum CaptureRecord {
    Never,
    AtOnce,
    AfterDelay { after_s: u32 },
    Required,
}

#[derive(Serialize, Deserialize)]
enum ConsentRecord {
    None,
    Implied,
    Explicit,
}

#[derive(Serialize, Deserialize)]
enum StorageRecord {
    AtOnce,
    OnStart,
    AfterConsent,
}

#[derive(Serialize, Deserialize)]
enum TranscriptRecord {
    Never,
    Offered,
    Always,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct TranslationRecord {
    language: String,
    greeting: String,
    welcome: String,
    away: String,
    email_prompt: String,
    consent_notice: String,
    consent_accept: String,
    consent_decline: String,
    rating_question: String,
    meeting_label: String,
}

impl Record for ChatflowRecord {
    type Domain = Chatflow;
    const TABLE: &'static str = "chatflows";

    fn from_domain(flow: &Chatflow) -> Self {
        let Chatflow {
            id,
            name,
            inbox,
            channel,
            kind,
            targeting,
            display,
            availability: Opening { when, away },
            options,
            texts,
            publication,
            revision,
            created_at,
            changed_at,
            removed_at,
        } = flow;
        Self {
            id: id.bits(),
            name: name.clone(),
            inbox: inbox.bits(),
            channel: channel.map(ChannelId::bits),
            kind: match kind {
                FlowKind::LiveChat => KindRecord::LiveChat,
                FlowKind::Bot(script) => KindRecord::Bot(script.into()),
            },
            targeting: targeting.into(),
            display: display.into(),
            when: when.into(),
            away: match away {
                WhenAway::Hide => AwayRecord::Hide,
                WhenAway::TakeMessages { asks_email, says_return } => {
                    AwayRecord::TakeMessages { asks_email: *asks_email, says_return: *says_return }
                }
            },
            options: options.into(),
            texts: texts.all().map(TranslationRecord::from).collect(),
            published_since: match publication {
                Publication::Draft => None,
                Publication::Published { since } => Some(since.millis()),
            },
            revision: *revision,
            created_at: created_at.millis(),
            changed_at: changed_at.millis(),
            removed_at: removed_at.map(Moment::millis),
        }
    }

    fn into_domain(self) -> Result<Chatflow, Unreadable> {
        let translations: Result<Vec<Translation>, _> =
            self.texts.into_iter().map(TranslationRecord::into_domain).collect();
        let mut translations = translations?.into_iter();
        let first = translations.next().ok_or_else(|| Unreadable("it speaks no language".to_owned()))?;
        Ok(Chatflow {
            id: ChatflowId::from_bits(self.id),
            name: self.name,
            inbox: InboxId::from_bits(self.inbox),
            channel: self.channel.map(ChannelId::from_bits),
            kind: match self.kind {
                KindRecord::LiveChat => FlowKind::LiveChat,
                KindRecord::Bot(script) => FlowKind::Bot(script.into_domain()?),
            },
            targeting: self.targeting.into_domain()?,
            display: self.display.into_domain()?,
            availability: Opening {
                when: self.when.into_domain()?,
                away: match self.away {
                    AwayRecord::Hide => WhenAway::Hide,
                    AwayRecord::TakeMessages { asks_email, says_return } => {
                        WhenAway::TakeMessages { asks_email, says_return }
                    }
                },
            },
            options: self.options.into(),
            texts: Texts { first, others: translations.collect() },
            publication: self
                .published_since
                .map_or(Publication::Draft, |since| Publication::Published { since: Moment::from_millis(since) }),
            revision: self.revision,
            created_at: Moment::from_millis(self.created_at),
            changed_at: Moment::from_millis(self.changed_at),
            removed_at: self.removed_at.map(Moment::from_millis),
        })
    }
}

impl From<&OpenWhen> for OpenWhenRecord {
    fn from(when: &OpenWhen) -> Self {
        match when {
            OpenWhen::Always => Self::Always,
            OpenWhen::People(Staffing::Inbox) => Self::Inbox,
            OpenWhen::People(Staffing::Only { agents, teams }) => Self::People {
                agents: agents.iter().map(|agent| agent.bits()).collect(),
                teams: teams.iter().map(|team| team.bits()).collect(),
            },
            OpenWhen::Hours(hours) => Self::Hours(hours.into()),
        }
    }
}

impl OpenWhenRecord {
    fn into_domain(self) -> Result<OpenWhen, Unreadable> {
        Ok(match self {
            Self::Always => OpenWhen::Always,
            Self::Inbox => OpenWhen::People(Staffing::Inbox),
            Self::People { agents, teams } => OpenWhen::People(Staffing::Only {
                agents: agents.into_iter().map(AgentId::from_bits).collect(),
                teams: teams.into_iter().map(TeamId::from_bits).collect(),
            }),
            Self::Hours(hours) => OpenWhen::Hours(hours.into_domain()?),
        })
    }
}

impl From<&Options> for OptionsRecord {
    fn from(options: &Options) -> Self {
        let Options { email_capture, consent, storage, asks_rating, transcript, takes_files, session_timeout_min } =
            options;
        Self {
            email_capture: match email_capture {
                EmailCapture::Never => CaptureRecord::Never,
                EmailCapture::AtOnce => CaptureRecord::AtOnce,
                EmailCapture::AfterDelay { after_s } => CaptureRecord::AfterDelay { after_s: *after_s },
                EmailCapture::Required => CaptureRecord::Required,
            },
            consent: match consent {
                Consent::None => ConsentRecord::None,
                Consent::Implied => ConsentRecord::Implied,
                Consent::Explicit => ConsentRecord::Explicit,
            },
            storage: match storage {
                Storage::AtOnce => StorageRecord::AtOnce,
                Storage::OnStart => StorageRecord::OnStart,
                Storage::AfterConsent => StorageRecord::AfterConsent,
            },
            asks_rating: *asks_rating,
            transcript: match transcript {
                Transcript::Never => TranscriptRecord::Never,
                Transcript::Offered => TranscriptRecord::Offered,
                Transcript::Always => TranscriptRecord::Always,
            },
            takes_files: *takes_files,
            session_timeout_min: *session_timeout_min,
        }
    }
}

impl From<OptionsRecord> for Options {
    fn from(record: OptionsRecord) -> Self {
        let OptionsRecord {
            email_capture,
            consent,
            storage,
            asks_rating,
            transcript,
            takes_files,
            session_timeout_min,
        } = record;
        Self {
            email_capture: match email_capture {
                CaptureRecord::Never => EmailCapture::Never,
                CaptureRecord::AtOnce => EmailCapture::AtOnce,
                CaptureRecord::AfterDelay { after_s } => EmailCapture::AfterDelay { after_s },
                CaptureRecord::Required => EmailCapture::Required,
            },
            consent: match consent {
                ConsentRecord::None => Consent::None,
                ConsentRecord::Implied => Consent::Implied,
                ConsentRecord::Explicit => Consent::Explicit,
            },
            storage: match storage {
                StorageRecord::AtOnce => Storage::AtOnce,
                StorageRecord::OnStart => Storage::OnStart,
                StorageRecord::AfterConsent => Storage::AfterConsent,
            },
            asks_rating,
            transcript: match transcript {
                TranscriptRecord::Never => Transcript::Never,
                TranscriptRecord::Offered => Transcript::Offered,
                TranscriptRecord::Always => Transcript::Always,
            },
            takes_files,
            session_timeout_min,
        }
    }
}

impl From<&Translation> for TranslationRecord {
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

impl TranslationRecord {
    fn into_domain(self) -> Result<Translation, Unreadable> {
        Ok(Translation {
            language: LanguageTag::parse(&self.language)?,
            words: FlowTexts {
                greeting: self.greeting,
                welcome: self.welcome,
                away: self.away,
                email_prompt: self.email_prompt,
                consent_notice: self.consent_notice,
                consent_accept: self.consent_accept,
                consent_decline: self.consent_decline,
                rating_question: self.rating_question,
                meeting_label: self.meeting_label,
            },
        })
    }
}
