//! Operations that were done: the same id again yields the first result.

use super::error::StoreError;
use super::schema::{OPERATION_BY_AGE, OPERATIONS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::{AgentId, ConversationId, EntryId, OperationId, VisitorId};
use crate::domain::moment::Moment;

impl Reading<'_> {
    /// What an operation of an agent has made.
    pub fn operation(
        &self,
        agent: AgentId,
        operation: OperationId,
    ) -> Result<Option<(ConversationId, EntryId)>, StoreError> {
        self.get(OPERATIONS, (agent.bits(), operation.bits()), |(conversation, entry)| {
            (ConversationId::from_bits(conversation), EntryId::from_bits(entry))
        })
    }

    /// What an operation of a visitor has made.
    pub fn operation_of_visitor(
        &self,
        visitor: VisitorId,
        operation: OperationId,
    ) -> Result<Option<(ConversationId, EntryId)>, StoreError> {
        // Ids of visitors and agents are never the same: either is made of random bits.
        self.operation(AgentId::from_bits(visitor.bits()), operation)
    }
}

impl Writing<'_> {
    pub fn save_operation_of_visitor(
        &self,
        visitor: VisitorId,
        operation: OperationId,
        made: (ConversationId, EntryId),
        now: Moment,
    ) -> Result<(), StoreError> {
        self.save_operation(AgentId::from_bits(visitor.bits()), operation, made, now)
    }

    pub fn save_operation(
        &self,
        agent: AgentId,
        operation: OperationId,
        made: (ConversationId, EntryId),
        now: Moment,
    ) -> Result<(), StoreError> {
        self.put(OPERATION_BY_AGE, (now.millis(), agent.bits(), operation.bits()), ())?;
        self.put(OPERATIONS, (agent.bits(), operation.bits()), (made.0.bits(), made.1.bits()))
    }

    /// Forgets at most `rows_max` operations done before a moment; says how many.
    pub fn forget_operations_before(&self, moment: Moment, rows_max: usize) -> Result<usize, StoreError> {
        let mut old = Vec::new();
        self.scan(OPERATION_BY_AGE, (0, 0, 0)..(moment.millis(), 0, 0), |key, ()| {
            old.push(key);
            if old.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        for key in &old {
            self.remove(OPERATION_BY_AGE, *key)?;
            self.remove(OPERATIONS, (key.1, key.2))?;
        }
        Ok(old.len())
    }
}
