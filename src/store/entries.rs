//! What stands in conversations, and the ids by which mail finds its way back to them.

use super::error::StoreError;
use super::record::{BodyRecord, EntryRecord, Record};
use super::schema::{BODIES, ENTRIES, MESSAGE_IDS, SEEN_MAILS, TOMBSTONES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::entry::{Body, Content, Entry};
use crate::domain::ids::{ConversationId, EntryId, InboxId};

/// Messages that share one Message-ID: more than this is an attack or a broken sender.
const SAME_MESSAGE_ID_MAX: usize = 20;

impl Reading<'_> {
    /// An entry of a conversation that the caller may see: named by both, so that no entry of
    /// another conversation can be reached.
    pub fn entry(&self, conversation: ConversationId, id: EntryId) -> Result<Option<Entry>, StoreError> {
        match self.record::<_, EntryRecord>(ENTRIES, (conversation.bits(), id.bits()))? {
            Some(entry) => Ok(Some(entry)),
            // Its conversation may have been merged since the caller learnt of it.
            None => self
                .merged_into(conversation)?
                .map_or(Ok(None), |into| self.record::<_, EntryRecord>(ENTRIES, (into.bits(), id.bits()))),
        }
    }

    /// The newest entries before one, at most `entries_max`; oldest first.
    pub fn entries_before(
        &self,
        conversation: ConversationId,
        before: Option<EntryId>,
        entries_max: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let end = before.map_or(u128::MAX, EntryId::bits);
        let mut entries = Vec::new();
        let range = (conversation.bits(), 0)..(conversation.bits(), end);
        self.scan_back(ENTRIES, range, |_, record| {
            entries.push(EntryRecord::decode(record));
            if entries.len() < entries_max { Go::On } else { Go::Stop }
        })?;
        entries.reverse();
        entries.into_iter().collect()
    }

    /// What was written in a message of ours.
    pub fn body(&self, conversation: ConversationId, entry: EntryId) -> Result<Option<Body>, StoreError> {
        match self.record::<_, BodyRecord>(BODIES, (conversation.bits(), entry.bits()))? {
            Some(body) => Ok(Some(body)),
            None => self
                .merged_into(conversation)?
                .map_or(Ok(None), |into| self.record::<_, BodyRecord>(BODIES, (into.bits(), entry.bits()))),
        }
    }

    /// The messages that have a Message-ID.
    pub fn messages_with_id(&self, message_id: &str) -> Result<Vec<(ConversationId, EntryId)>, StoreError> {
        let mut found = Vec::new();
        let range = (message_id, 0, 0)..=(message_id, u128::MAX, u128::MAX);
        self.scan(MESSAGE_IDS, range, |(_, conversation, entry), ()| {
            found.push((ConversationId::from_bits(conversation), EntryId::from_bits(entry)));
            if found.len() < SAME_MESSAGE_ID_MAX { Go::On } else { Go::Stop }
        })?;
        Ok(found)
    }

    /// The conversation in which a message stood before it was erased.
    pub fn tombstone(
        &self,
        inbox: InboxId,
        message_id: &str,
        text: &str,
    ) -> Result<Option<ConversationId>, StoreError> {
        self.get(TOMBSTONES, (inbox.bits(), &tombstone_of(message_id, text)), ConversationId::from_bits)
    }

    /// Where a mail with these bytes was kept before, in one inbox.
    pub fn mail_seen(
        &self,
        inbox: InboxId,
        digest: &[u8; 32],
    ) -> Result<Option<(ConversationId, EntryId)>, StoreError> {
        self.get(SEEN_MAILS, (inbox.bits(), digest), |(conversation, entry)| {
            (ConversationId::from_bits(conversation), EntryId::from_bits(entry))
        })
    }
}

impl Writing<'_> {
    /// Writes an entry; a message is found by its Message-ID from now on.
    pub fn save_entry(&self, entry: &Entry) -> Result<(), StoreError> {
        self.note_heard(entry)?;
        if let Content::Message(message) = &entry.content {
            let key = (message.message_id.as_str(), entry.conversation.bits(), entry.id.bits());
            self.put(MESSAGE_IDS, key, ())?;
        }
        self.put_record::<_, EntryRecord>(ENTRIES, (entry.conversation.bits(), entry.id.bits()), entry)
    }

    /// Takes an entry back with all that leads to it.
    pub fn remove_entry(&self, entry: &Entry) -> Result<(), StoreError> {
        let key = (entry.conversation.bits(), entry.id.bits());
        if let Content::Message(message) = &entry.content {
            self.remove(MESSAGE_IDS, (message.message_id.as_str(), key.0, key.1))?;
            self.remove(BODIES, key)?;
        }
        self.remove(ENTRIES, key)?;
        self.note_unheard(entry)
    }

    pub fn save_body(&self, conversation: ConversationId, entry: EntryId, body: &Body) -> Result<(), StoreError> {
        self.put_record::<_, BodyRecord>(BODIES, (conversation.bits(), entry.bits()), body)
    }

    /// Remembers that a message was erased: the same one is not taken in again.
    pub fn save_tombstone(
        &self,
        inbox: InboxId,
        message_id: &str,
        text: &str,
        conversation: ConversationId,
    ) -> Result<(), StoreError> {
        self.put(TOMBSTONES, (inbox.bits(), &tombstone_of(message_id, text)), conversation.bits())
    }

    pub fn save_mail_seen(
        &self,
        inbox: InboxId,
        digest: &[u8; 32],
        place: (ConversationId, EntryId),
    ) -> Result<(), StoreError> {
        self.put(SEEN_MAILS, (inbox.bits(), digest), (place.0.bits(), place.1.bits()))
    }
}

/// A careless sender may use a Message-ID twice: with other words it is another mail.
fn tombstone_of(message_id: &str, text: &str) -> [u8; 32] {
    super::blobs::digest_of(format!("{message_id}\0{}", text.trim()).as_bytes())
}
