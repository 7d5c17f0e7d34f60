//! Everything in the database as JSON lines: `{"table": …, "key": …, "record": …}`.
//!
//! Ids come out as UUIDs, other bytes as hexadecimal digits, the bytes of small blobs as base64.
//! Passwords, sealed secrets and the digests of tokens stay in.

use std::io::Write;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

use super::error::StoreError;
use super::record::ChatflowRecord;
use super::record::{
    AgentRecord, ChannelRecord, ChatRecord, ContactRecord, ConversationRecord, DeliveryRecord, EntryRecord,
    EventRecord, InboxRecord, LedgerRecord, PictureRecord, Record, RunningBotRecord, TagRecord, TeamRecord,
    UploadRecord, VisitorRecord, WorkspaceRecord, WrittenAnswerRecord, unpacked,
};
use super::schema::CHATFLOWS;
use super::schema::{
    AGENTS, BODIES, CHANNELS, CHATS, CONTACTS, CONVERSATIONS, DELIVERIES, ENTRIES, FEED, INBOXES, LEDGER, PICTURES,
    RUNNING_BOTS, TAGS, TEAMS, UPLOADS, VISITORS, WRITTEN_ANSWERS,
};
use super::transaction::{Go, Reading};
use crate::store::Store;

/// Why a dump ended early.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("failed to write the dump")]
    Write(#[source] std::io::Error),
}

impl Store {
    /// Writes one line for each row, table by table, from one consistent view.
    pub fn dump(&self, out: &mut dyn Write) -> Result<(), DumpError> {
        self.read(|tx| {
            let mut lines = Lines { out, failure: None };
            if let Some(workspace) = tx.workspace()? {
                lines.record::<WorkspaceRecord>(json!("workspace"), &WorkspaceRecord::encode(&workspace));
            }
            tx.dump_by_id::<AgentRecord>(AGENTS, &mut lines)?;
            tx.dump_by_id::<TeamRecord>(TEAMS, &mut lines)?;
            tx.dump_by_id::<PictureRecord>(PICTURES, &mut lines)?;
            tx.dump_by_id::<InboxRecord>(INBOXES, &mut lines)?;
            tx.dump_by_id::<TagRecord>(TAGS, &mut lines)?;
            tx.dump_by_id::<ContactRecord>(CONTACTS, &mut lines)?;
            tx.dump_by_id::<ChannelRecord>(CHANNELS, &mut lines)?;
            tx.dump_by_id::<ChatflowRecord>(CHATFLOWS, &mut lines)?;
            tx.dump_by_id::<VisitorRecord>(VISITORS, &mut lines)?;
            tx.dump_by_id::<ConversationRecord>(CONVERSATIONS, &mut lines)?;
            tx.dump_by_id::<ChatRecord>(CHATS, &mut lines)?;
            tx.dump_entries(&mut lines)?;
            tx.dump_by_id::<RunningBotRecord>(RUNNING_BOTS, &mut lines)?;
            tx.dump_by_id::<WrittenAnswerRecord>(WRITTEN_ANSWERS, &mut lines)?;
            tx.dump_by_id::<DeliveryRecord>(DELIVERIES, &mut lines)?;
            tx.dump_by_id::<UploadRecord>(UPLOADS, &mut lines)?;
            tx.dump_by_id::<LedgerRecord>(LEDGER, &mut lines)?;
            tx.scan(FEED, 0.., |number, bytes| lines.record::<EventRecord>(json!(number), bytes))?;
            tx.each_blob(|digest, references, bytes| {
                let place = bytes.map_or(
                    json!({"file": data_encoding::HEXLOWER.encode(digest)}),
                    |bytes| json!({"bytes": data_encoding::BASE64.encode(bytes)}),
                );
                let record = json!({"references": references, "content": place});
                lines.line("blobs", json!(data_encoding::HEXLOWER.encode(digest)), record);
            })?;
            lines.failure.map_or(Ok(()), Err)
        })
    }
}

impl Reading<'_> {
    fn dump_by_id<R: Record>(
        &self,
        table: redb::TableDefinition<'static, u128, &'static [u8]>,
        lines: &mut Lines<'_>,
    ) -> Result<(), StoreError> {
        self.scan(table, 0.., |id, bytes| lines.record::<R>(id_of(id), bytes))
    }

    fn dump_entries(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        let key = |(conversation, entry)| json!([id_of(conversation), id_of(entry)]);
        self.scan(ENTRIES, (0, 0).., |ids, bytes| lines.record::<EntryRecord>(key(ids), bytes))?;
        self.scan(BODIES, (0, 0).., |ids, bytes| lines.record::<super::record::BodyRecord>(key(ids), bytes))
    }
}

fn id_of(bits: u128) -> Value {
    Value::String(uuid::Uuid::from_u128(bits).hyphenated().to_string())
}

struct Lines<'a> {
    out: &'a mut dyn Write,
    failure: Option<DumpError>,
}

impl Lines<'_> {
    fn record<R: Record>(&mut self, key: Value, bytes: &[u8]) -> Go {
        let record = unpacked(bytes).ok().and_then(|(_, record)| rmp_serde::from_slice::<Shown>(&record).ok());
        match record {
            Some(Shown(record)) => self.line(R::TABLE, key, record),
            // What cannot be read is shown as it lies, so that nothing is missing from a dump.
            None => self.line(R::TABLE, key, json!({"unreadable": data_encoding::HEXLOWER.encode(bytes)})),
        }
    }

    fn line(&mut self, table: &str, key: Value, record: Value) -> Go {
        let line = json!({"table": table, "key": key, "record": record});
        match writeln!(self.out, "{line}") {
            Ok(()) => Go::On,
            Err(source) => {
                self.failure.get_or_insert(DumpError::Write(source));
                Go::Stop
            }
        }
    }
}

/// Any MessagePack as JSON.
struct Shown(Value);

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShownVisitor)
    }
}

struct ShownVisitor;

impl<'de> Visitor<'de> for ShownVisitor {
    type Value = Shown;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MessagePack")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shown, E> {
        Ok(Shown(Value::Bool(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Shown, E> {
        Ok(Shown(json!(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Shown, E> {
        Ok(Shown(json!(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Shown, E> {
        Ok(Shown(Value::String(value.to_owned())))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Shown, E> {
        let shown = match <[u8; 16]>::try_from(value) {
            Ok(id) => id_of(u128::from_be_bytes(id)),
            Err(_) => Value::String(data_encoding::HEXLOWER.encode(value)),
        };
        Ok(Shown(shown))
    }

    fn visit_unit<E>(self) -> Result<Shown, E> {
        Ok(Shown(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shown, A::Error> {
        let mut shown = Vec::new();
        while let Some(Shown(item)) = items.next_element()? {
            shown.push(item);
        }
        Ok(Shown(digest_or_list(shown)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shown, A::Error> {
        let mut shown = serde_json::Map::new();
        while let Some((Shown(name), Shown(value))) = fields.next_entry()? {
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            shown.insert(name, value);
        }
        Ok(Shown(Value::Object(shown)))
    }
}

/// A list of 32 small numbers is a SHA-256: records spell digests that way.
fn digest_or_list(items: Vec<Value>) -> Value {
    let bytes: Option<Vec<u8>> = items.iter().map(|item| item.as_u64().and_then(|byte| byte.try_into().ok())).collect();
    match bytes {
        Some(bytes) if bytes.len() == 32 => Value::String(data_encoding::HEXLOWER.encode(&bytes)),
        Some(_) | None => Value::Array(items),
    }
}
