//! Written answers as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::agent::Locale;
use crate::domain::ids::{InboxId, WrittenAnswerId};
use crate::domain::moment::Moment;
use crate::domain::written_answer::{AnswerVersion, WrittenAnswer};

#[derive(Serialize, Deserialize)]
pub struct WrittenAnswerRecord {
    id: u128,
    inboxes: Vec<u128>,
    versions: Vec<VersionRecord>,
    created_at: u64,
    changed_at: u64,
}

#[derive(Serialize, Deserialize)]
struct VersionRecord {
    locale: String,
    title: String,
    text: String,
}

impl Record for WrittenAnswerRecord {
    type Domain = WrittenAnswer;
    const TABLE: &'static str = "written_answers";

    fn from_domain(answer: &WrittenAnswer) -> Self {
        let WrittenAnswer { id, inboxes, versions, created_at, changed_at } = answer;
        let version = |AnswerVersion { locale, title, text }: &AnswerVersion| VersionRecord {
            locale: locale.tag().to_owned(),
            title: title.clone(),
            text: text.clone(),
        };
        Self {
            id: id.bits(),
            inboxes: inboxes.iter().map(|inbox| inbox.bits()).collect(),
            versions: versions.iter().map(version).collect(),
            created_at: created_at.millis(),
            changed_at: changed_at.millis(),
        }
    }

    fn into_domain(self) -> Result<WrittenAnswer, Unreadable> {
        let version = |VersionRecord { locale, title, text }: VersionRecord| AnswerVersion {
            locale: Locale::from_tag(&locale).unwrap_or(Locale::English),
            title,
            text,
        };
        Ok(WrittenAnswer {
            id: WrittenAnswerId::from_bits(self.id),
            inboxes: self.inboxes.into_iter().map(InboxId::from_bits).collect(),
            versions: self.versions.into_iter().map(version).collect(),
            created_at: Moment::from_millis(self.created_at),
            changed_at: Moment::from_millis(self.changed_at),
        })
    }
}
