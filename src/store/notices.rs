//! What agents were told, and what they want to be told of.

use super::error::StoreError;
use super::record::{NoticePreferencesRecord, NoticeRecord, Record};
use super::schema::{INBOXES, NOTICE_PREFERENCES, NOTICES, UNREAD_NOTICES};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::ids::{AgentId, ConversationId, EntryId, NoticeId};
use crate::domain::limit::{NOTICES_KEPT_MAX, UNREAD_NOTICES_COUNTED_MAX};
use crate::domain::notice::Notice;
use crate::domain::notice_preferences::NoticePreferences;

impl Reading<'_> {
    pub fn notice(&self, agent: AgentId, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        self.record::<_, NoticeRecord>(NOTICES, (agent.bits(), id.bits()))
    }

    /// The newest notices of an agent before one.
    pub fn notices_before(
        &self,
        agent: AgentId,
        before: Option<NoticeId>,
        rows_max: usize,
    ) -> Result<Vec<Notice>, StoreError> {
        let end = before.map_or(u128::MAX, NoticeId::bits);
        let mut notices = Vec::new();
        self.scan_back(NOTICES, (agent.bits(), 0)..(agent.bits(), end), |_, record| {
            notices.push(NoticeRecord::decode(record));
            if notices.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        notices.into_iter().collect()
    }

    /// How many unread notices are of conversations that their agent may see; of very many, only that they are.
    pub fn unread_notices_for(&self, actor: &Actor) -> Result<u64, StoreError> {
        // Of all that are kept, some may lie where the agent does not look any more.
        let sees_all = self.count_inboxes()? == actor.inboxes.len();
        let rows_max = if sees_all { UNREAD_NOTICES_COUNTED_MAX } else { NOTICES_KEPT_MAX as u64 };
        let mut by_conversation: Vec<(ConversationId, u64)> = Vec::new();
        let mut rows = 0;
        let agent = actor.agent.bits();
        self.scan(UNREAD_NOTICES, (agent, 0, 0)..=(agent, u128::MAX, u128::MAX), |(_, conversation, _), ()| {
            let conversation = ConversationId::from_bits(conversation);
            match by_conversation.last_mut() {
                Some((last, count)) if *last == conversation => *count += 1,
                Some(_) | None => by_conversation.push((conversation, 1)),
            }
            rows += 1;
            if rows < rows_max { Go::On } else { Go::Stop }
        })?;
        if sees_all {
            return Ok(rows);
        }
        let mut unread = 0;
        for (conversation, count) in by_conversation {
            if self.conversation_for(actor, conversation)?.is_some() {
                unread += count;
            }
            if UNREAD_NOTICES_COUNTED_MAX <= unread {
                return Ok(UNREAD_NOTICES_COUNTED_MAX);
            }
        }
        Ok(unread)
    }

    fn count_inboxes(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        self.scan(INBOXES, 0.., |_, _| {
            count += 1;
            Go::On
        })?;
        Ok(count)
    }

    /// The unread notices of an agent in one conversation.
    pub fn unread_in(&self, agent: AgentId, conversation: ConversationId) -> Result<Vec<NoticeId>, StoreError> {
        let (agent, conversation) = (agent.bits(), conversation.bits());
        let mut found = Vec::new();
        let range = (agent, conversation, 0)..=(agent, conversation, u128::MAX);
        self.scan(UNREAD_NOTICES, range, |(_, _, id), ()| {
            found.push(NoticeId::from_bits(id));
            Go::On
        })?;
        Ok(found)
    }

    /// What an agent wants to be told of.
    pub fn notice_preferences(&self, agent: AgentId) -> Result<NoticePreferences, StoreError> {
        let kept = self.record::<_, NoticePreferencesRecord>(NOTICE_PREFERENCES, agent.bits())?;
        Ok(kept.unwrap_or_default())
    }
}

impl Writing<'_> {
    /// Keeps a notice. When an agent has too many, the oldest ones go with the housekeeping.
    pub fn save_notice(&self, notice: &Notice) -> Result<(), StoreError> {
        let agent = notice.agent.bits();
        let unread = (agent, notice.conversation.bits(), notice.id.bits());
        match notice.is_read {
            true => self.remove(UNREAD_NOTICES, unread).map(drop)?,
            false => self.put(UNREAD_NOTICES, unread, ())?,
        }
        self.put_record::<_, NoticeRecord>(NOTICES, (agent, notice.id.bits()), notice)
    }

    /// Forgets what is beyond the newest notices of an agent; says how many.
    pub fn forget_old_notices(&self, agent: AgentId) -> Result<usize, StoreError> {
        let kept = self.notices_before(agent, None, NOTICES_KEPT_MAX)?;
        let Some(oldest) = kept.last().filter(|_| kept.len() == NOTICES_KEPT_MAX) else { return Ok(0) };
        let old = self.notices_before(agent, Some(oldest.id), NOTICES_KEPT_MAX)?;
        for notice in &old {
            self.remove(UNREAD_NOTICES, (agent.bits(), notice.conversation.bits(), notice.id.bits()))?;
            self.remove(NOTICES, (agent.bits(), notice.id.bits()))?;
        }
        Ok(old.len())
    }

    /// Marks notices as read that an agent has seen with their conversation, up to an entry; says how many.
    pub fn read_notices_in(
        &self,
        agent: AgentId,
        conversation: ConversationId,
        seen: EntryId,
    ) -> Result<usize, StoreError> {
        let mut read = 0;
        for id in self.unread_in(agent, conversation)? {
            if let Some(notice) = self.notice(agent, id)?.filter(|notice| notice.entry <= seen) {
                self.save_notice(&Notice { is_read: true, ..notice })?;
                read += 1;
            }
        }
        Ok(read)
    }

    pub fn save_notice_preferences(&self, agent: AgentId, preferences: &NoticePreferences) -> Result<(), StoreError> {
        self.put_record::<_, NoticePreferencesRecord>(NOTICE_PREFERENCES, agent.bits(), preferences)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Store, StoreError};
    use super::*;
    use crate::domain::agent::Role;
    use crate::domain::ids::InboxId;
    use crate::domain::moment::Moment;
    use crate::domain::notice::{Loudness, What, Why};

    #[test]
    fn very_many_unread_notices_are_counted_no_further() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::in_memory(folder.path()).expect("a store");
        let agent = AgentId::from_bits(1);
        let notice = move |number: u128| Notice {
            id: NoticeId::from_bits(number),
            agent,
            at: Moment::from_millis(1),
            inbox: InboxId::from_bits(1),
            conversation: ConversationId::from_bits(number),
            entry: EntryId::from_bits(number),
            what: What::Unassigned,
            why: Why::Member,
            by: None,
            is_read: false,
            loud: Loudness::default(),
        };
        let actor = Actor { agent, role: Role::Agent, inboxes: std::collections::BTreeSet::new() };
        let unread = || store.read(|tx| tx.unread_notices_for(&actor)).expect("it reads");
        for (up_to, counted) in [(1..=7, 7), (8..=300, UNREAD_NOTICES_COUNTED_MAX)] {
            let kept = store.write(move |tx| {
                for number in up_to.clone() {
                    tx.save_notice(&notice(number))?;
                }
                Ok::<_, StoreError>(())
            });
            kept.expect("it is kept");
            assert_eq!(unread(), counted);
        }
    }
}
