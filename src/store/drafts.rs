//! Drafts, each reachable by its own agent alone, and who is drafting in a conversation.

use super::error::StoreError;
use super::record::{DraftRecord, Record, UploadRecord};
use super::schema::{DRAFT_BY_CONVERSATION, DRAFTS, UPLOADS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::draft::{Draft, DraftPlace};
use crate::domain::ids::{AgentId, ConversationId};
use crate::domain::upload::UploadKeeping;

const SLOT_MESSAGE: u8 = 1;
const SLOT_COMMENT: u8 = 2;
const SLOT_NEW: u8 = 3;

/// The place as it stands in keys.
const fn key_of(place: DraftPlace) -> (u128, u8) {
    match place {
        DraftPlace::Message(conversation) => (conversation.bits(), SLOT_MESSAGE),
        DraftPlace::Comment(conversation) => (conversation.bits(), SLOT_COMMENT),
        DraftPlace::New(id) => (id.bits(), SLOT_NEW),
    }
}

impl Reading<'_> {
    /// The draft of this actor at a place.
    pub fn draft_for(&self, actor: &Actor, place: DraftPlace) -> Result<Option<Draft>, StoreError> {
        let (id, slot) = key_of(place);
        self.record::<_, DraftRecord>(DRAFTS, (actor.agent.bits(), id, slot))
    }

    /// All drafts of this actor, in the order of their places.
    pub fn drafts_for(&self, actor: &Actor) -> Result<Vec<Draft>, StoreError> {
        let agent = actor.agent.bits();
        let mut drafts = Vec::new();
        self.scan(DRAFTS, (agent, 0, 0)..=(agent, u128::MAX, u8::MAX), |_, record| {
            drafts.push(DraftRecord::decode(record));
            Go::On
        })?;
        drafts.into_iter().collect()
    }

    /// How many drafts this actor has: at most `DRAFTS_PER_AGENT_MAX` keys are looked at.
    pub fn count_drafts_for(&self, actor: &Actor) -> Result<usize, StoreError> {
        let agent = actor.agent.bits();
        let mut count = 0;
        self.scan(DRAFTS, (agent, 0, 0)..=(agent, u128::MAX, u8::MAX), |_, _| {
            count += 1;
            Go::On
        })?;
        Ok(count)
    }

    /// Everybody's drafts in a conversation, for a deed that moves them along with it.
    pub fn drafts_in(&self, conversation: ConversationId) -> Result<Vec<Draft>, StoreError> {
        let id = conversation.bits();
        let mut keys = Vec::new();
        self.scan(DRAFT_BY_CONVERSATION, (id, 0, 0)..=(id, u128::MAX, u8::MAX), |(_, agent, slot), ()| {
            keys.push((agent, id, slot));
            Go::On
        })?;
        let mut drafts = Vec::with_capacity(keys.len());
        for key in keys {
            drafts.extend(self.record::<_, DraftRecord>(DRAFTS, key)?);
        }
        Ok(drafts)
    }

    /// Who is drafting in a conversation that is already the reader's to see.
    pub fn drafters_in(&self, conversation: ConversationId) -> Result<Vec<AgentId>, StoreError> {
        let id = conversation.bits();
        let mut drafters: Vec<AgentId> = Vec::new();
        self.scan(DRAFT_BY_CONVERSATION, (id, 0, 0)..=(id, u128::MAX, u8::MAX), |(_, agent, _), ()| {
            let agent = AgentId::from_bits(agent);
            if drafters.last() != Some(&agent) {
                drafters.push(agent);
            }
            Go::On
        })?;
        Ok(drafters)
    }
}

impl Writing<'_> {
    pub fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let (id, slot) = key_of(draft.place);
        let agent = draft.agent.bits();
        if draft.place.conversation().is_some() {
            self.put(DRAFT_BY_CONVERSATION, (id, agent, slot), ())?;
        }
        self.put_record::<_, DraftRecord>(DRAFTS, (agent, id, slot), draft)
    }

    /// Removes everybody's drafts in a conversation that is erased. Their files wait a while, like others without a draft.
    pub fn remove_drafts_in(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let id = conversation.bits();
        let mut places = Vec::new();
        self.scan(DRAFT_BY_CONVERSATION, (id, 0, 0)..=(id, u128::MAX, u8::MAX), |(_, agent, slot), ()| {
            places.push((agent, id, slot));
            Go::On
        })?;
        for place in places {
            let Some(draft) = self.record::<_, DraftRecord>(DRAFTS, place)? else { continue };
            for upload in &draft.uploads {
                let Some(mut upload) = self.record::<_, UploadRecord>(UPLOADS, upload.bits())? else { continue };
                upload.keeping = UploadKeeping::ForAWhile;
                self.save_upload(&upload)?;
            }
            self.remove_draft(&draft)?;
        }
        Ok(())
    }

    pub fn remove_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let (id, slot) = key_of(draft.place);
        let agent = draft.agent.bits();
        if draft.place.conversation().is_some() {
            self.remove(DRAFT_BY_CONVERSATION, (id, agent, slot))?;
        }
        self.remove(DRAFTS, (agent, id, slot)).map(drop)
    }
}
