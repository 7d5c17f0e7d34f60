//! The heads of conversations with every order and count that lists need, kept in step.

use super::error::StoreError;
use super::record::ConversationRecord;
use super::schema::{
    CONVERSATION_BY_ASSIGNEE, CONVERSATION_BY_CONTACT, CONVERSATION_BY_STATUS, CONVERSATION_COUNTS, CONVERSATIONS,
    REPLY_ADDRESSES,
};
use super::transaction::{Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::ids::{AgentId, ConversationId, EntryId};

/// In keys: nobody is assigned.
pub(super) const NOBODY: u128 = 0;
/// In counts: whoever is assigned.
pub(super) const ANYBODY: u128 = u128::MAX;

/// In signed addresses: all of a conversation.
const WHOLE: u128 = 0;

/// In keys: the status without what it carries.
pub(super) const fn status_code(status: &Status) -> u8 {
    match status {
        Status::Open => STATUS_OPEN,
        Status::Closed { .. } => STATUS_CLOSED,
    }
}

pub(super) const STATUS_OPEN: u8 = 1;
pub(super) const STATUS_CLOSED: u8 = 3;

impl Reading<'_> {
    /// A conversation that this actor may see. Not allowed looks like not there.
    pub fn conversation_for(&self, actor: &Actor, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        let conversation = self.any_conversation(id)?;
        Ok(conversation.filter(|conversation| actor.sees(conversation.inbox)))
    }

    /// A conversation, for deeds that no person does.
    pub fn any_conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.record::<_, ConversationRecord>(CONVERSATIONS, id.bits())
    }

    /// What the signed part of an address leads to: a conversation, or one message in it.
    pub fn signed_address(&self, token: &str) -> Result<Option<(ConversationId, Option<EntryId>)>, StoreError> {
        self.get(REPLY_ADDRESSES, token, |(conversation, entry)| {
            let entry = (entry != WHOLE).then(|| EntryId::from_bits(entry));
            (ConversationId::from_bits(conversation), entry)
        })
    }
}

impl Writing<'_> {
    /// Writes the head of a conversation and moves it in every list and count.
    pub fn save_conversation(&self, conversation: &Conversation) -> Result<(), StoreError> {
        let before = self.any_conversation(conversation.id)?;
        let old_keys = before.as_ref().map(Keys::of);
        let new_keys = Keys::of(conversation);
        if old_keys != Some(new_keys) {
            if let Some(keys) = old_keys {
                self.remove_keys(keys)?;
            }
            self.put_keys(new_keys)?;
        }
        self.put_record::<_, ConversationRecord>(CONVERSATIONS, conversation.id.bits(), conversation)
    }

    /// Makes a signed address lead to a conversation, or to one message in it.
    pub fn save_signed_address(
        &self,
        token: &str,
        conversation: ConversationId,
        entry: Option<EntryId>,
    ) -> Result<(), StoreError> {
        self.put(REPLY_ADDRESSES, token, (conversation.bits(), entry.map_or(WHOLE, EntryId::bits)))
    }

    fn put_keys(&self, keys: Keys) -> Result<(), StoreError> {
        let Keys { id, inbox, contact, status, assignee, active } = keys;
        self.put(CONVERSATION_BY_STATUS, (inbox, status, active, id), ())?;
        self.put(CONVERSATION_BY_ASSIGNEE, (assignee, inbox, status, active, id), ())?;
        self.put(CONVERSATION_BY_CONTACT, (contact, active, id), ())?;
        self.count((inbox, status, assignee), 1)?;
        self.count((inbox, status, ANYBODY), 1)
    }

    fn remove_keys(&self, keys: Keys) -> Result<(), StoreError> {
        let Keys { id, inbox, contact, status, assignee, active } = keys;
        self.remove(CONVERSATION_BY_STATUS, (inbox, status, active, id))?;
        self.remove(CONVERSATION_BY_ASSIGNEE, (assignee, inbox, status, active, id))?;
        self.remove(CONVERSATION_BY_CONTACT, (contact, active, id))?;
        self.count((inbox, status, assignee), -1)?;
        self.count((inbox, status, ANYBODY), -1)
    }

    fn count(&self, key: (u128, u8, u128), change: i64) -> Result<(), StoreError> {
        let before = self.get(CONVERSATION_COUNTS, key, |count| count)?.unwrap_or(0);
        match before.checked_add_signed(change) {
            Some(0) => self.remove(CONVERSATION_COUNTS, key).map(drop),
            Some(count) => self.put(CONVERSATION_COUNTS, key, count),
            None => Err(StoreError::Damaged { table: "conversation_counts", reason: "a count fell below 0".into() }),
        }
    }
}

/// What the lists and counts know of a conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Keys {
    id: u128,
    inbox: u128,
    contact: u128,
    status: u8,
    assignee: u128,
    active: u64,
}

impl Keys {
    fn of(conversation: &Conversation) -> Self {
        Self {
            id: conversation.id.bits(),
            inbox: conversation.inbox.bits(),
            contact: conversation.contact.bits(),
            status: status_code(&conversation.status),
            assignee: conversation.assignee.map_or(NOBODY, AgentId::bits),
            active: conversation.active_at.inverted(),
        }
    }
}
