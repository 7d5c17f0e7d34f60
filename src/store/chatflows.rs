//! Chatflows in the order of their priority.

use super::error::StoreError;
use super::record::{ChatflowRecord, Record};
use super::schema::{CHATFLOW_ORDER, CHATFLOWS, CHATS, REPLY_TIMES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::chatflow::Chatflow;
use crate::domain::ids::{ChatflowId, ConversationId, InboxId};

impl Reading<'_> {
    /// A chatflow, for deeds that no person does.
    pub fn any_chatflow(&self, id: ChatflowId) -> Result<Option<Chatflow>, StoreError> {
        self.record::<_, ChatflowRecord>(CHATFLOWS, id.bits())
    }

    /// A chatflow of an inbox that this actor may see.
    pub fn chatflow_for(&self, actor: &Actor, id: ChatflowId) -> Result<Option<Chatflow>, StoreError> {
        Ok(self.any_chatflow(id)?.filter(|flow| actor.sees(flow.inbox)))
    }

    /// Every chatflow, the one that comes first in front.
    pub fn chatflows(&self) -> Result<Vec<Chatflow>, StoreError> {
        let mut flows = Vec::new();
        for id in self.chatflow_order()? {
            flows.extend(self.any_chatflow(id)?);
        }
        Ok(flows)
    }

    /// Every chatflow that is kept, those too that were removed and can come back.
    pub fn kept_chatflows(&self) -> Result<Vec<Chatflow>, StoreError> {
        let mut kept = Vec::new();
        self.scan(CHATFLOWS, 0.., |_, record| {
            kept.push(ChatflowRecord::decode(record));
            Go::On
        })?;
        kept.into_iter().collect()
    }

    /// The order of priority.
    pub fn chatflow_order(&self) -> Result<Vec<ChatflowId>, StoreError> {
        let mut order = Vec::new();
        self.scan(CHATFLOW_ORDER, 0.., |_, id| {
            order.push(ChatflowId::from_bits(id));
            Go::On
        })?;
        Ok(order)
    }
}

impl Reading<'_> {
    /// Minutes in which the chats of an inbox are usually answered, if that was worked out.
    pub fn measured_reply_minutes(&self, inbox: InboxId) -> Result<Option<u32>, StoreError> {
        self.get(REPLY_TIMES, inbox.bits(), |minutes| minutes)
    }

    /// The conversations that began as chats, the newest first.
    pub fn newest_chats(&self, rows_max: usize) -> Result<Vec<ConversationId>, StoreError> {
        let mut chats = Vec::new();
        self.scan_back(CHATS, 0.., |id, _| {
            chats.push(ConversationId::from_bits(id));
            if chats.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(chats)
    }
}

impl Writing<'_> {
    pub fn save_chatflow(&self, flow: &Chatflow) -> Result<(), StoreError> {
        if let Some(before) = self.any_chatflow(flow.id)?
            && let Some(picture) = before.display.heading.own_picture()
            && flow.display.heading.own_picture() != Some(picture)
        {
            self.save_loose_picture(flow.changed_at, picture)?;
        }
        self.put_record::<_, ChatflowRecord>(CHATFLOWS, flow.id.bits(), flow)
    }

    /// Forgets the removed chatflows that were removed first, until so many are left.
    pub fn forget_removed_chatflows(&self, kept_max: usize) -> Result<(), StoreError> {
        let flows = self.kept_chatflows()?;
        let mut removed: Vec<_> = flows.iter().filter_map(|flow| Some((flow.removed_at?, flow))).collect();
        removed.sort_unstable_by_key(|(at, flow)| (*at, flow.id));
        let surplus = removed.len().saturating_sub(kept_max);
        for (at, flow) in removed.into_iter().take(surplus) {
            if let Some(picture) = flow.display.heading.own_picture() {
                self.save_loose_picture(at, picture)?;
            }
            self.remove(CHATFLOWS, flow.id.bits())?;
        }
        Ok(())
    }

    pub fn save_reply_minutes(&self, inbox: InboxId, minutes: Option<u32>) -> Result<(), StoreError> {
        match minutes {
            Some(minutes) => self.put(REPLY_TIMES, inbox.bits(), minutes),
            None => self.remove(REPLY_TIMES, inbox.bits()).map(drop),
        }
    }

    /// Writes the order of priority anew.
    pub fn save_chatflow_order(&self, order: &[ChatflowId]) -> Result<(), StoreError> {
        for place in order.len()..self.chatflow_order()?.len() {
            self.remove(CHATFLOW_ORDER, place as u64)?;
        }
        for (place, id) in order.iter().enumerate() {
            self.put(CHATFLOW_ORDER, place as u64, id.bits())?;
        }
        Ok(())
    }
}
