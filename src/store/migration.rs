//! Brings a file of an earlier version up to date when it is opened.

use redb::TableHandle;

use super::conversation_places::Places;
use super::error::StoreError;
use super::record::{ConversationRecord, Record};
use super::schema::{
    CONTACT_KEYS, CONVERSATION_BY_ACTIVITY, CONVERSATION_BY_WAIT, CONVERSATION_TALLY, CONVERSATION_TIMERS,
    CONVERSATION_WORDS, CONVERSATIONS, SETTINGS, Table,
};
use super::transaction::{Go, Writing};
use crate::domain::conversation::{Conversation, Speaker};

/// Which rows conversations have in lists, counts and timers. A file with another number gets them anew.
const PLACES_VERSION: u8 = 3;
const PLACES: &str = "conversation_places";
/// By which keys contacts are found. A file with another number gets them anew.
const CONTACT_KEYS_VERSION: u8 = 2;
const CONTACT_KEYS_WRITTEN: &str = "contact_keys";

/// Tables of earlier versions that nothing reads any more.
const FORGOTTEN: [&str; 4] =
    ["conversation_by_status", "conversation_by_assignee", "conversation_by_contact", "conversation_counts"];

/// Everything that a newer version expects of the file. A table that is made anew must not be open: each step opens what it
/// needs.
pub(super) fn bring_up_to_date(transaction: &redb::WriteTransaction) -> Result<(), StoreError> {
    let version = |name| {
        let tx = Writing::on(transaction);
        Ok::<_, StoreError>(tx.get(SETTINGS, name, |value| value.first().copied())?.flatten())
    };
    if version(PLACES)? != Some(PLACES_VERSION) {
        clear_places(transaction)?;
        place_conversations(&Writing::on(transaction))?;
    }
    if version(CONTACT_KEYS_WRITTEN)? != Some(CONTACT_KEYS_VERSION) {
        transaction.delete_table(CONTACT_KEYS::DEFINITION)?;
        super::schema::create(transaction)?;
        let tx = Writing::on(transaction);
        tx.write_all_contact_keys()?;
        tx.put(SETTINGS, CONTACT_KEYS_WRITTEN, [CONTACT_KEYS_VERSION].as_slice())?;
    }
    Ok(())
}

fn place_conversations(tx: &Writing<'_>) -> Result<(), StoreError> {
    let mut heads = Vec::new();
    tx.scan(CONVERSATIONS, 0.., |_, record| {
        heads.push(ConversationRecord::decode(record));
        Go::On
    })?;
    for head in heads {
        let mut head = with_answerer(head?);
        // A bot was once known beside the conversation alone.
        let bot = tx.running_bot(head.id)?.filter(|bot| !bot.session.is_finished());
        head.bot = bot.map(|bot| bot.chatflow);
        tx.put_record::<_, ConversationRecord>(CONVERSATIONS, head.id.bits(), &head)?;
        tx.move_places(None, Some(&Places::of(&head)))?;
    }
    tx.put(SETTINGS, PLACES, [PLACES_VERSION].as_slice())
}

fn clear_places(transaction: &redb::WriteTransaction) -> Result<(), StoreError> {
    let old: Vec<_> = transaction.list_tables()?.filter(|table| FORGOTTEN.contains(&table.name())).collect();
    for table in old {
        transaction.delete_table(table)?;
    }
    transaction.delete_table(CONVERSATION_BY_ACTIVITY::DEFINITION)?;
    transaction.delete_table(CONVERSATION_BY_WAIT::DEFINITION)?;
    transaction.delete_table(CONVERSATION_TALLY::DEFINITION)?;
    transaction.delete_table(CONVERSATION_TIMERS::DEFINITION)?;
    transaction.delete_table(CONVERSATION_WORDS::DEFINITION)?;
    Ok(super::schema::create(transaction)?)
}

/// Who has answered was not written down once; who spoke last is known.
fn with_answerer(mut head: Conversation) -> Conversation {
    if let (true, Speaker::Agent(agent)) = (head.answered_by.is_empty(), head.newest.speaker) {
        head.answered_by.insert(agent);
    }
    head
}
