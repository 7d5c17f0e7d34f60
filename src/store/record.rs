//! How things lie in tables: a version byte, then MessagePack with field names, so that a record
//! written before a field was added can still be read. A long record is packed, which a bit of the version byte
//! says. Domain types are never serialized.

mod account;
mod activity;
mod bot;
mod bot_image;
mod bot_session;
mod channel;
mod chat;
mod chat_message;
mod chatflow;
mod contact;
mod contact_merge;
mod contact_note;
mod conversation;
mod decision;
mod delivery;
mod draft;
mod entry;
mod event;
mod inbox;
mod job;
mod ledger;
mod mailbox;
mod merge;
mod message;
mod notice;
mod notice_mail;
mod people;
mod push;
mod second_factor;
mod settings;
mod snippet;
mod status;
mod tag;
mod written_answer;

pub(super) use account::{AgentRecord, ApiTokenRecord, InvitationRecord, SessionRecord};
pub(super) use bot_image::BotImageRecord;
pub(super) use bot_session::RunningBotRecord;
pub(super) use channel::ChannelRecord;
pub(super) use chat::{ChatRecord, VisitorRecord, VisitorTokenRecord};
pub(super) use chatflow::ChatflowRecord;
pub(super) use contact::ContactRecord;
pub(super) use contact_merge::ContactMergeRecord;
pub(super) use contact_note::ContactNoteRecord;
pub(super) use conversation::ConversationRecord;
pub(super) use decision::DecisionRecord;
pub(super) use delivery::DeliveryRecord;
pub(super) use draft::DraftRecord;
pub(super) use entry::{BodyRecord, EntryRecord};
pub(super) use event::EventRecord;
pub(super) use inbox::InboxRecord;
pub(super) use job::{JobRecord, JobStepRecord};
pub(super) use ledger::LedgerRecord;
pub(super) use merge::MergeRecord;
pub(super) use notice::{NoticePreferencesRecord, NoticeRecord};
pub(super) use notice_mail::NoticeMailRecord;
pub(super) use people::{PictureRecord, TeamRecord};
pub(super) use push::PushSubscriptionRecord;
pub(super) use second_factor::{PasswordResetRecord, SecondFactorRecord};
pub(super) use settings::{RouteRecord, SecretsRecord, UploadRecord, WorkspaceRecord};
pub(super) use snippet::SnippetRecord;
pub(super) use tag::TagRecord;

use std::borrow::Cow;
pub(super) use written_answer::WrittenAnswerRecord;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::packed::{pack, unpack};

/// In the version byte: what follows is packed.
const IS_PACKED: u8 = 0x80;

/// The stored shape of a domain type.
pub(super) trait Record: Serialize + DeserializeOwned {
    type Domain;
    /// For messages about rows that cannot be read.
    const TABLE: &'static str;
    /// Counts changes that field names and defaults cannot express.
    const VERSION: u8 = 1;

    fn from_domain(domain: &Self::Domain) -> Self;
    fn into_domain(self) -> Result<Self::Domain, Unreadable>;

    fn encode(domain: &Self::Domain) -> Vec<u8> {
        let mut bytes = vec![Self::VERSION];
        rmp_serde::encode::write_named(&mut bytes, &Self::from_domain(domain))
            .expect("records hold nothing that MessagePack cannot say");
        match pack(&bytes[1..]) {
            Some(packed) => [&[Self::VERSION | IS_PACKED], packed.as_slice()].concat(),
            None => bytes,
        }
    }

    fn decode(bytes: &[u8]) -> Result<Self::Domain, StoreError> {
        let damaged = |reason: String| StoreError::Damaged { table: Self::TABLE, reason };
        let (version, record) = unpacked(bytes).map_err(damaged)?;
        if version != Self::VERSION {
            return Err(damaged(format!("version {version} is not known")));
        }
        let record: Self = rmp_serde::from_slice(&record).map_err(|error| damaged(error.to_string()))?;
        record.into_domain().map_err(|Unreadable(reason)| damaged(reason))
    }
}

/// The version of a row and its MessagePack, or why it has none.
pub(super) fn unpacked(row: &[u8]) -> Result<(u8, Cow<'_, [u8]>), String> {
    let (version, record) = row.split_first().ok_or("it is empty")?;
    let record = match version & IS_PACKED {
        0 => Cow::Borrowed(record),
        _ => Cow::Owned(unpack(record)?),
    };
    Ok((version & !IS_PACKED, record))
}

/// Why a record is none.
#[derive(Debug)]
pub(super) struct Unreadable(String);

impl<E: std::error::Error> From<E> for Unreadable {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::Body;

    #[test]
    fn long_and_short_records_come_back_and_so_do_those_that_were_never_packed() {
        for text in ["short".to_owned(), "many words ".repeat(100)] {
            let body = Body { text, ..Body::default() };
            let row = BodyRecord::encode(&body);
            let (version, record) = unpacked(&row).expect("it unpacks");
            let as_it_was_written_before = [&[version], record.as_ref()].concat();
            for row in [row.as_slice(), &as_it_was_written_before] {
                assert_eq!(BodyRecord::decode(row).expect("it opens"), body);
            }
        }
    }

    #[test]
    fn a_record_of_a_later_version_is_not_guessed_at() {
        for row in [&[][..], &[2, 0x80], &[IS_PACKED | 1, 9]] {
            assert!(BodyRecord::decode(row).is_err(), "{row:?}");
        }
    }
}
