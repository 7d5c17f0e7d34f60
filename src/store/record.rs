//! How things lie in tables: a version byte, then MessagePack with field names, so that a record
//! written before a field was added can still be read. Domain types are never serialized.

mod account;
mod channel;
mod chat;
mod chat_message;
mod contact;
mod conversation;
mod delivery;
mod entry;
mod event;
mod inbox;
mod ledger;
mod mailbox;
mod message;
mod settings;

pub(super) use account::{AgentRecord, ApiTokenRecord, InvitationRecord, SessionRecord};
pub(super) use channel::ChannelRecord;
pub(super) use chat::{ChatRecord, VisitorRecord, VisitorTokenRecord};
pub(super) use contact::ContactRecord;
pub(super) use conversation::ConversationRecord;
pub(super) use delivery::DeliveryRecord;
pub(super) use entry::{BodyRecord, EntryRecord};
pub(super) use event::EventRecord;
pub(super) use inbox::InboxRecord;
pub(super) use ledger::LedgerRecord;
pub(super) use settings::{RouteRecord, SecretsRecord, UploadRecord, WorkspaceRecord};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;

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
        bytes
    }

    fn decode(bytes: &[u8]) -> Result<Self::Domain, StoreError> {
        let damaged = |reason: String| StoreError::Damaged { table: Self::TABLE, reason };
        let (version, record) = bytes.split_first().ok_or_else(|| damaged("it is empty".to_owned()))?;
        if *version != Self::VERSION {
            return Err(damaged(format!("version {version} is not known")));
        }
        let record: Self = rmp_serde::from_slice(record).map_err(|error| damaged(error.to_string()))?;
        record.into_domain().map_err(|Unreadable(reason)| damaged(reason))
    }
}

/// Why a record is none.
#[derive(Debug)]
pub(super) struct Unreadable(String);

impl<E: std::error::Error> From<E> for Unreadable {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
