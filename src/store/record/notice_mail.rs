//! Mails of Postroom's own to colleagues, as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::MailboxRecord;
use super::{Record, Unreadable};
use crate::domain::ids::NoticeMailId;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::NoticeMail;

#[derive(Serialize, Deserialize)]
pub struct NoticeMailRecord {
    id: u128,
    to: MailboxRecord,
    subject: String,
    sealed_text: Vec<u8>,
    queued_at: u64,
    useful_until: u64,
    due: u64,
    attempts: u32,
    words: Option<String>,
}

impl Record for NoticeMailRecord {
    type Domain = NoticeMail;
    const TABLE: &'static str = "notice_mails";

    fn from_domain(notice: &NoticeMail) -> Self {
        let NoticeMail { id, to, subject, sealed_text, queued_at, useful_until, due, attempts, words } = notice;
        Self {
            id: id.bits(),
            to: to.into(),
            subject: subject.clone(),
            sealed_text: sealed_text.clone(),
            queued_at: queued_at.millis(),
            useful_until: useful_until.millis(),
            due: due.millis(),
            attempts: *attempts,
            words: words.clone(),
        }
    }

    fn into_domain(self) -> Result<NoticeMail, Unreadable> {
        Ok(NoticeMail {
            id: NoticeMailId::from_bits(self.id),
            to: self.to.into_domain()?,
            subject: self.subject,
            sealed_text: self.sealed_text,
            queued_at: Moment::from_millis(self.queued_at),
            useful_until: Moment::from_millis(self.useful_until),
            due: Moment::from_millis(self.due),
            attempts: self.attempts,
            words: self.words,
        })
    }
}
