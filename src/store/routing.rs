//! Whose turn it is in each inbox, and how conversations came to whom they belong.

use super::error::StoreError;
use super::record::{DecisionRecord, Record};
use super::schema::{DECISIONS, TURNS};
use super::transaction::{Reading, Writing};
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId};
use crate::domain::routing::Decision;

/// The number of the newest turn of an inbox stands where nobody does.
const NEWEST: u128 = 0;

impl Reading<'_> {
    /// The number of an agent's newest turn in an inbox; 0 if they never had one.
    pub fn turn_of(&self, inbox: InboxId, agent: AgentId) -> Result<u64, StoreError> {
        Ok(self.get(TURNS, (inbox.bits(), agent.bits()), |turn| turn)?.unwrap_or(0))
    }

    /// How a conversation was routed, by the activity that says so.
    pub fn decision(&self, conversation: ConversationId, entry: EntryId) -> Result<Option<Decision>, StoreError> {
        let bytes = self.get(DECISIONS, (conversation.bits(), entry.bits()), <[u8]>::to_vec)?;
        bytes.map(|bytes| DecisionRecord::decode(&bytes)).transpose()
    }
}

impl Writing<'_> {
    /// Gives an agent the newest turn of an inbox.
    pub fn take_turn(&self, inbox: InboxId, agent: AgentId) -> Result<(), StoreError> {
        let turn = self.get(TURNS, (inbox.bits(), NEWEST), |turn| turn)?.unwrap_or(0) + 1;
        self.put(TURNS, (inbox.bits(), NEWEST), turn)?;
        self.put(TURNS, (inbox.bits(), agent.bits()), turn)
    }

    pub fn save_decision(
        &self,
        conversation: ConversationId,
        entry: EntryId,
        decision: &Decision,
    ) -> Result<(), StoreError> {
        self.put_record::<_, DecisionRecord>(DECISIONS, (conversation.bits(), entry.bits()), decision)
    }
}
