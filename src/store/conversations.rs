//! The heads of conversations with every order and count that lists need, kept in step.

use super::conversation_places::Places;
use super::error::StoreError;
use super::record::ConversationRecord;
use super::schema::{CONVERSATION_ALIASES, CONVERSATION_TIMERS, CONVERSATIONS, REPLY_ADDRESSES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ConversationId, EntryId};
use crate::domain::moment::Moment;

/// In signed addresses: all of a conversation.
const WHOLE: u128 = 0;

/// Merges of merges that are followed: each step is a lookup.
const ALIASES_FOLLOWED_MAX: usize = 16;

impl Reading<'_> {
    /// A conversation that this actor may see. Not allowed looks like not there.
    pub fn conversation_for(&self, actor: &Actor, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        let conversation = self.any_conversation(id)?;
        Ok(conversation.filter(|conversation| actor.sees(conversation.inbox)))
    }

    /// A conversation, for deeds that no person does. The id of one that was merged leads to the one
    /// that took it in.
    pub fn any_conversation(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        match self.conversation_itself(id)? {
            Some(conversation) => Ok(Some(conversation)),
            None => self.merged_into(id)?.map_or(Ok(None), |id| self.conversation_itself(id)),
        }
    }

    /// The conversation that took another in, if it was merged.
    pub fn merged_into(&self, id: ConversationId) -> Result<Option<ConversationId>, StoreError> {
        let mut found = None;
        let mut at = id.bits();
        for _ in 0..ALIASES_FOLLOWED_MAX {
            let Some(next) = self.get(CONVERSATION_ALIASES, at, |next| next)? else { break };
            at = next;
            found = Some(ConversationId::from_bits(at));
        }
        Ok(found)
    }

    fn conversation_itself(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        self.record::<_, ConversationRecord>(CONVERSATIONS, id.bits())
    }

    /// What the signed part of an address leads to: a conversation, or one message in it.
    pub fn signed_address(&self, token: &str) -> Result<Option<(ConversationId, Option<EntryId>)>, StoreError> {
        self.get(REPLY_ADDRESSES, token, |(conversation, entry)| {
            let entry = (entry != WHOLE).then(|| EntryId::from_bits(entry));
            (ConversationId::from_bits(conversation), entry)
        })
    }

    /// The conversations that time changes next, the earliest first, each with its moment.
    pub fn first_timers(&self, rows_max: usize) -> Result<Vec<(Moment, ConversationId)>, StoreError> {
        let mut timers = Vec::new();
        self.scan(CONVERSATION_TIMERS, (0, 0).., |(due, id), ()| {
            timers.push((Moment::from_millis(due), ConversationId::from_bits(id)));
            if timers.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(timers)
    }
}

impl Writing<'_> {
    /// Writes the head of a conversation and moves it in every list and count.
    pub fn save_conversation(&self, conversation: &Conversation) -> Result<(), StoreError> {
        let before = self.conversation_itself(conversation.id)?;
        let new = Places::of(conversation);
        let old = before.as_ref().map(Places::of);
        if old.as_ref() != Some(&new) {
            self.move_places(old.as_ref(), Some(&new))?;
        }
        self.put_record::<_, ConversationRecord>(CONVERSATIONS, conversation.id.bits(), conversation)
    }

    /// Takes the head of a conversation out of everything.
    pub fn remove_conversation(&self, conversation: &Conversation) -> Result<(), StoreError> {
        if let Some(before) = self.conversation_itself(conversation.id)? {
            self.move_places(Some(&Places::of(&before)), None)?;
        }
        self.forget_attention(conversation.id)?;
        self.remove(CONVERSATIONS, conversation.id.bits()).map(drop)
    }

    /// Makes the id of a merged conversation lead to the one that took it in.
    pub fn save_alias(&self, merged: ConversationId, into: ConversationId) -> Result<(), StoreError> {
        self.put(CONVERSATION_ALIASES, merged.bits(), into.bits())
    }

    pub fn remove_alias(&self, merged: ConversationId) -> Result<(), StoreError> {
        self.remove(CONVERSATION_ALIASES, merged.bits()).map(drop)
    }

    /// A signed address leads nowhere from now on.
    pub fn remove_signed_address(&self, token: &str) -> Result<(), StoreError> {
        self.remove(REPLY_ADDRESSES, token).map(drop)
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
}
