//! Lists of conversations, newest activity first, and their counts: each a range of an index.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::conversations::{ANYBODY, NOBODY, STATUS_CLOSED, STATUS_OPEN};
use super::error::StoreError;
use super::schema::{CONVERSATION_BY_ASSIGNEE, CONVERSATION_BY_CONTACT, CONVERSATION_BY_STATUS, CONVERSATION_COUNTS};
use super::transaction::{Go, Reading};
use crate::domain::actor::Actor;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId};
use crate::domain::moment::Moment;
use crate::domain::view::View;

/// Where a page of a list ended: the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPosition {
    inverted: u64,
    id: u128,
}

impl ListPosition {
    /// The position of a conversation in a list by activity.
    pub const fn of(active_at: Moment, conversation: ConversationId) -> Self {
        Self { inverted: active_at.inverted(), id: conversation.bits() }
    }

    /// (activity, conversation)
    pub const fn parts(self) -> (Moment, ConversationId) {
        (Moment::from_inverted(self.inverted), ConversationId::from_bits(self.id))
    }
}

/// How many conversations of one inbox a view holds, for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenCounts {
    pub mine: u64,
    pub unassigned: u64,
    pub open: u64,
    pub closed: u64,
}

impl Reading<'_> {
    /// At most `rows_max` conversations of a view within some inboxes, newest activity first.
    pub fn conversations_in(
        &self,
        view: View,
        inboxes: &BTreeSet<InboxId>,
        after: Option<ListPosition>,
        rows_max: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let mut positions = Vec::new();
        for inbox in inboxes {
            self.positions_in(view, *inbox, after, rows_max, &mut positions)?;
        }
        positions.sort_unstable();
        positions.truncate(rows_max);
        self.conversations_at(&positions)
    }

    /// At most `rows_max` conversations of a contact that the actor may see, newest activity first.
    pub fn conversations_with(
        &self,
        contact: ContactId,
        actor: &Actor,
        after: Option<ListPosition>,
        rows_max: usize,
    ) -> Result<Vec<Conversation>, StoreError> {
        let key = |position: ListPosition| (contact.bits(), position.inverted, position.id);
        let start = after.map_or(Bound::Included((contact.bits(), 0, 0)), |position| Bound::Excluded(key(position)));
        let end = Bound::Included((contact.bits(), u64::MAX, u128::MAX));
        let mut found = Vec::new();
        let mut failure = None;
        self.scan(CONVERSATION_BY_CONTACT, (start, end), |(_, _, id), ()| {
            match self.conversation_for(actor, ConversationId::from_bits(id)) {
                Ok(conversation) => found.extend(conversation),
                Err(error) => failure = Some(error),
            }
            if failure.is_some() || rows_max <= found.len() { Go::Stop } else { Go::On }
        })?;
        failure.map_or(Ok(found), Err)
    }

    /// The counts of one inbox for one agent.
    pub fn counts_in(&self, inbox: InboxId, agent: AgentId) -> Result<OpenCounts, StoreError> {
        let count = |status, assignee| {
            let count = self.get(CONVERSATION_COUNTS, (inbox.bits(), status, assignee), |count| count)?;
            Ok::<_, StoreError>(count.unwrap_or(0))
        };
        Ok(OpenCounts {
            mine: count(STATUS_OPEN, agent.bits())?,
            unassigned: count(STATUS_OPEN, NOBODY)?,
            open: count(STATUS_OPEN, ANYBODY)?,
            closed: count(STATUS_CLOSED, ANYBODY)?,
        })
    }

    fn positions_in(
        &self,
        view: View,
        inbox: InboxId,
        after: Option<ListPosition>,
        rows_max: usize,
        positions: &mut Vec<ListPosition>,
    ) -> Result<(), StoreError> {
        let (status, assignee) = match view {
            View::Mine(agent) => (STATUS_OPEN, Some(agent.bits())),
            View::Unassigned => (STATUS_OPEN, Some(NOBODY)),
            View::AllOpen => (STATUS_OPEN, None),
            View::Closed => (STATUS_CLOSED, None),
        };
        let inbox = inbox.bits();
        let full = positions.len() + rows_max;
        let mut take = |inverted, id| {
            positions.push(ListPosition { inverted, id });
            if positions.len() < full { Go::On } else { Go::Stop }
        };
        match assignee {
            Some(assignee) => {
                let start = after.map_or(Bound::Included((assignee, inbox, status, 0, 0)), |after| {
                    Bound::Excluded((assignee, inbox, status, after.inverted, after.id))
                });
                let end = Bound::Included((assignee, inbox, status, u64::MAX, u128::MAX));
                self.scan(CONVERSATION_BY_ASSIGNEE, (start, end), |(_, _, _, inverted, id), ()| take(inverted, id))
            }
            None => {
                let start = after.map_or(Bound::Included((inbox, status, 0, 0)), |after| {
                    Bound::Excluded((inbox, status, after.inverted, after.id))
                });
                let end = Bound::Included((inbox, status, u64::MAX, u128::MAX));
                self.scan(CONVERSATION_BY_STATUS, (start, end), |(_, _, inverted, id), ()| take(inverted, id))
            }
        }
    }

    fn conversations_at(&self, positions: &[ListPosition]) -> Result<Vec<Conversation>, StoreError> {
        let conversation = |position: &ListPosition| {
            let found = self.any_conversation(ConversationId::from_bits(position.id))?;
            let lost = || StoreError::Damaged { table: "conversation_by_status", reason: "it leads nowhere".into() };
            found.ok_or_else(lost)
        };
        positions.iter().map(conversation).collect()
    }
}
