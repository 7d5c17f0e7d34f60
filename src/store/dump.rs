//! Everything in the database as JSON lines: `{"table": …, "key": …, "record": …}`.
//!
//! Ids come out as UUIDs, other bytes as hexadecimal digits, the bytes of small blobs as base64.
//! Passwords, sealed secrets and the digests of tokens stay in; so do indexes, which say nothing of their own.

mod shown;

use std::borrow::Borrow;
use std::io::Write;
use std::ops::RangeFrom;

use redb::TableHandle as _;
use serde_json::{Value, json};

use self::shown::{Shown, id_of};
use super::error::StoreError;
use super::record::{Record, WorkspaceRecord, unpacked};
use super::schema::{self, Table};
use super::transaction::{Go, KeyOf, Reading, ValueOf};
use crate::store::Store;

/// Why a dump ended early.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("failed to write the dump")]
    Write(#[source] std::io::Error),
}

/// Tables of records under their ids, one after the other: each is a type of its own.
macro_rules! dump_records {
    ($reading:ident, $lines:ident: $($table:ident)*) => {
        $($reading.dump_table(schema::$table, 0.., id_of, $lines)?;)*
    };
}

impl Store {
    /// Writes one line for each row, table by table, from one consistent view.
    pub fn dump(&self, out: &mut dyn Write) -> Result<(), DumpError> {
        self.read(|tx| {
            let mut lines = Lines { out, failure: None, tables: Vec::new() };
            tx.dump(&mut lines)?;
            lines.failure.map_or(Ok(()), Err)
        })
    }
}

impl Reading<'_> {
    fn dump(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        if let Some(workspace) = self.workspace()? {
            lines.record("workspace", json!("workspace"), &WorkspaceRecord::encode(&workspace));
        }
        self.dump_people(lines)?;
        self.dump_conversations(lines)?;
        self.dump_bots(lines)?;
        self.dump_mail(lines)?;
        self.dump_table(schema::FEED, 0.., |number| json!(number), lines)?;
        lines.tables.push(schema::BLOBS::DEFINITION.name().to_owned());
        self.each_blob(|digest, references, bytes| {
            let place = bytes.map_or(
                json!({"file": data_encoding::HEXLOWER.encode(digest)}),
                |bytes| json!({"bytes": data_encoding::BASE64.encode(bytes)}),
            );
            let record = json!({"references": references, "content": place});
            lines.line("blobs", json!(data_encoding::HEXLOWER.encode(digest)), record);
        })
    }

    fn dump_people(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        dump_records!(self, lines: AGENTS TEAMS PICTURES INBOXES TAGS SNIPPETS);
        self.dump_table(schema::NOTICE_PREFERENCES, 0.., id_of, lines)?;
        self.dump_table(schema::NOTICES, (0, 0).., ids_of, lines)?;
        self.dump_values(
            schema::IMAGE_SENDERS,
            (0, "")..,
            |(agent, of)| json!([id_of(agent), of]),
            |()| json!({}),
            lines,
        )?;
        self.dump_table(schema::CONTACTS, 0.., id_of, lines)?;
        self.dump_values(schema::CONTACT_ALIASES, 0.., id_of, id_of, lines)?;
        self.dump_table(schema::CONTACT_MERGES, (0, 0).., ids_of, lines)?;
        self.dump_values(schema::CONTACTS_APART, (0, 0).., ids_of, |()| json!({}), lines)?;
        self.dump_table(schema::CONTACT_NOTES, (0, 0).., ids_of, lines)?;
        self.dump_values(schema::COMPANIES, "".., |domain| json!(domain), |name| json!(name), lines)?;
        self.dump_values(
            schema::PROPERTIES,
            (0, "")..,
            |(of, key)| json!([id_of(of), key]),
            |value| json!(value),
            lines,
        )
    }

    fn dump_conversations(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        dump_records!(self, lines: CHANNELS CHATFLOWS VISITORS CONVERSATIONS CHATS);
        self.dump_table(schema::ENTRIES, (0, 0).., ids_of, lines)?;
        self.dump_table(schema::BODIES, (0, 0).., ids_of, lines)?;
        self.dump_values(schema::CONVERSATION_ALIASES, 0.., id_of, id_of, lines)?;
        self.dump_table(schema::MERGES, 0.., id_of, lines)?;
        self.dump_values(schema::READ_MARKS, (0, 0).., ids_of, id_of, lines)?;
        self.dump_values(schema::FOLLOWERS, (0, 0).., ids_of, |follows| json!(follows), lines)?;
        self.dump_values(schema::MENTIONED, (0, 0).., ids_of, id_of, lines)?;
        let slot = |(agent, of, slot)| json!([id_of(agent), id_of(of), slot]);
        self.dump_table(schema::DRAFTS, (0, 0, 0).., slot, lines)?;
        self.dump_table(schema::DECISIONS, (0, 0).., ids_of, lines)?;
        self.dump_table(schema::JOBS, 0.., id_of, lines)?;
        self.dump_table(schema::JOB_STEPS, (0, 0).., ids_of, lines)
    }

    fn dump_bots(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        dump_records!(self, lines: RUNNING_BOTS BOT_IMAGES WRITTEN_ANSWERS);
        let counted = |(flow, hour, step, what)| json!([id_of(flow), hour, step, what]);
        self.dump_values(schema::BOT_COUNTS, (0, 0, 0, 0).., counted, |count| json!(count), lines)?;
        self.dump_values(schema::TURNS, (0, 0).., ids_of, |turn| json!(turn), lines)
    }

    fn dump_mail(&self, lines: &mut Lines<'_>) -> Result<(), StoreError> {
        dump_records!(self, lines: DELIVERIES NOTICE_MAILS UPLOADS LEDGER);
        Ok(())
    }

    /// A table of records.
    fn dump_table<'r, T: Table<Value = &'static [u8]>, KR: Borrow<KeyOf<'r, T>> + 'r>(
        &self,
        table: T,
        from: RangeFrom<KR>,
        key: impl Fn(KeyOf<'_, T>) -> Value,
        lines: &mut Lines<'_>,
    ) -> Result<(), StoreError> {
        lines.tables.push(T::DEFINITION.name().to_owned());
        self.scan(table, from, |row, bytes| lines.record(T::DEFINITION.name(), key(row), bytes))
    }

    /// A table whose rows are a value each.
    fn dump_values<'r, T: Table, KR: Borrow<KeyOf<'r, T>> + 'r>(
        &self,
        table: T,
        from: RangeFrom<KR>,
        key: impl Fn(KeyOf<'_, T>) -> Value,
        value: impl Fn(ValueOf<'_, T>) -> Value,
        lines: &mut Lines<'_>,
    ) -> Result<(), StoreError> {
        lines.tables.push(T::DEFINITION.name().to_owned());
        self.scan(table, from, |row, held| lines.line(T::DEFINITION.name(), key(row), value(held)))
    }
}

fn ids_of((first, second): (u128, u128)) -> Value {
    json!([id_of(first), id_of(second)])
}

struct Lines<'a> {
    out: &'a mut dyn Write,
    failure: Option<DumpError>,
    /// Those that were gone through.
    tables: Vec<String>,
}

impl Lines<'_> {
    fn record(&mut self, table: &str, key: Value, bytes: &[u8]) -> Go {
        let record = unpacked(bytes).ok().and_then(|(_, record)| rmp_serde::from_slice::<Shown>(&record).ok());
        match record {
            Some(Shown(record)) => self.line(table, key, record),
            // What cannot be read is shown as it lies, so that nothing is missing from a dump.
            None => self.line(table, key, json!({"unreadable": data_encoding::HEXLOWER.encode(bytes)})),
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

#[cfg(test)]
mod tests {
    use redb::ReadableDatabase as _;

    use super::*;

    /// Secrets, and what only helps to find or to count rows of other tables.
    const LEFT_OUT: &[&str] = &[
        "agent_by_email",
        "answer_words",
        "api_token_by_agent",
        "api_tokens",
        "away_mail",
        "bot_by_call",
        "bot_by_due",
        "channel_by_key",
        "chat_by_visitor",
        "chat_mail_due",
        "chatflow_order",
        "contact_by_address",
        "contact_keys",
        "conversation_by_activity",
        "conversation_by_wait",
        "conversation_words",
        "conversation_tally",
        "conversation_timers",
        "draft_by_conversation",
        "identity_secrets",
        "inbox_by_address",
        "invitation_by_agent",
        "invitations",
        "jobs_waiting",
        "ledger_by_address",
        "ledger_by_verdict",
        "message_ids",
        "newest_heard",
        "notice_mail_outbox",
        "operation_by_age",
        "operations",
        "outbox",
        "password_reset_by_agent",
        "password_resets",
        "passwords",
        "picture_loose",
        "push_subscriptions",
        "reply_addresses",
        "reply_times",
        "second_factors",
        "seen_mails",
        "session_by_agent",
        "sessions",
        "settings",
        "snippet_by_shortcut",
        "tombstones",
        "unread_notices",
        "visitor_token_by_end",
        "visitor_tokens",
    ];

    #[test]
    fn every_table_is_dumped_or_left_out_on_purpose() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let database = redb::Database::create(file.path()).expect("a database");
        let transaction = database.begin_write().expect("a transaction");
        schema::create(&transaction).expect("tables");
        transaction.commit().expect("a commit");
        let transaction = database.begin_read().expect("a transaction");
        let mut tables: Vec<_> =
            transaction.list_tables().expect("tables").map(|table| table.name().to_owned()).collect();

        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::in_memory(folder.path()).expect("a store");
        let dumped = store.read(|tx| {
            let mut out = Vec::new();
            let mut lines = Lines { out: &mut out, failure: None, tables: Vec::new() };
            tx.dump(&mut lines)?;
            Ok::<_, StoreError>(lines.tables)
        });
        let mut known = dumped.expect("a dump");
        known.extend(LEFT_OUT.iter().map(|name| (*name).to_owned()));
        known.sort_unstable();
        tables.sort_unstable();
        assert_eq!(known, tables);
    }
}
