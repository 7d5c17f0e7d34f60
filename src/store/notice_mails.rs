//! Mails of Postroom's own to colleagues, sealed, and which of them is due when.

use super::Store;
use super::error::StoreError;
use super::record::{NoticeMailRecord, Record};
use super::schema::{NOTICE_MAIL_OUTBOX, NOTICE_MAILS};
use super::second_factors::sealed_otherwise;
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::NoticeMailId;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::NoticeMail;

/// What sealed bytes are bound to: one kind cannot be put in another's place.
const SEALED_AS: &str = "notice";

impl Store {
    /// Seals the words of a notice: they may hold a link that lets somebody in.
    pub fn seal_notice_mail(&self, text: &str) -> Vec<u8> {
        self.inner.seal.seal(SEALED_AS, text.as_bytes())
    }

    pub fn unseal_notice_mail(&self, sealed: &[u8]) -> Result<String, StoreError> {
        let plain = self.inner.seal.unseal(SEALED_AS, sealed).and_then(|plain| String::from_utf8(plain).ok());
        plain.ok_or_else(|| sealed_otherwise("notice_mails"))
    }
}

impl Reading<'_> {
    pub fn notice_mail(&self, id: NoticeMailId) -> Result<Option<NoticeMail>, StoreError> {
        self.record::<_, NoticeMailRecord>(NOTICE_MAILS, id.bits())
    }

    /// The notice that is due first, and when.
    pub fn first_due_notice_mail(&self) -> Result<Option<(Moment, NoticeMailId)>, StoreError> {
        let mut first = None;
        self.scan(NOTICE_MAIL_OUTBOX, (0, 0).., |(due, id), ()| {
            first = Some((Moment::from_millis(due), NoticeMailId::from_bits(id)));
            Go::Stop
        })?;
        Ok(first)
    }

    /// At most so many notices that wait, oldest first.
    pub fn notice_mails(&self, rows_max: usize) -> Result<Vec<NoticeMail>, StoreError> {
        let mut notices = Vec::new();
        self.scan(NOTICE_MAILS, 0.., |_, record| {
            notices.push(NoticeMailRecord::decode(record));
            if notices.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        notices.into_iter().collect()
    }
}

impl Writing<'_> {
    /// Writes a notice and when it is due.
    pub fn save_notice_mail(&self, notice: &NoticeMail) -> Result<(), StoreError> {
        self.remove_notice_mail(notice.id)?;
        self.put(NOTICE_MAIL_OUTBOX, (notice.due.millis(), notice.id.bits()), ())?;
        self.put_record::<_, NoticeMailRecord>(NOTICE_MAILS, notice.id.bits(), notice)
    }

    pub fn remove_notice_mail(&self, id: NoticeMailId) -> Result<(), StoreError> {
        if let Some(before) = self.notice_mail(id)? {
            self.remove(NOTICE_MAIL_OUTBOX, (before.due.millis(), id.bits()))?;
            self.remove(NOTICE_MAILS, id.bits())?;
        }
        Ok(())
    }
}
