//! What conversations are to single agents: read marks, followers, mentions, each a small row beside
//! the conversation, so that a list gets them with one look each.

use super::conversation_places::{facet_key, status_code};
use super::error::StoreError;
use super::schema::{
    CONVERSATION_BY_ACTIVITY, ENTRIES, FOLLOWERS, MENTIONED, NEWEST_HEARD, NOTICES, READ_MARKS, UNREAD_NOTICES,
};
use super::transaction::{Go, Reading, Writing};
use crate::domain::attention::{Attention, Following, is_news, seen_before_joining, writer_of};
use crate::domain::conversation::StatusKind;
use crate::domain::entry::Entry;
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId};
use crate::domain::view::Facet;

const FOLLOWS: u8 = 1;
const LEFT: u8 = 2;

/// Entries looked through for the newest one that is news.
const LOOKED_THROUGH_MAX: usize = 200;

impl Reading<'_> {
    /// The newest entry of a conversation that is news to whoever has not seen it.
    pub fn heard(&self, conversation: ConversationId) -> Result<Option<EntryId>, StoreError> {
        self.get(NEWEST_HEARD, conversation.bits(), EntryId::from_bits)
    }

    /// What an agent has seen of everything that was there before them.
    pub fn seen_at_first(&self, agent: AgentId) -> Result<EntryId, StoreError> {
        let agent = self.agent(agent)?;
        Ok(agent.map_or(EntryId::from_bits(0), |agent| seen_before_joining(agent.created_at)))
    }

    /// What a conversation is to an agent; `at_first` is what they have seen of everything.
    pub fn attention(
        &self,
        agent: AgentId,
        at_first: EntryId,
        conversation: ConversationId,
    ) -> Result<Attention, StoreError> {
        let seen = self.get(READ_MARKS, (agent.bits(), conversation.bits()), EntryId::from_bits)?;
        Ok(Attention {
            // A mark below it was set by hand: the agent wants to see it again.
            seen: seen.unwrap_or(at_first),
            following: self.following(conversation, agent)?,
            named_in: self.get(MENTIONED, (conversation.bits(), agent.bits()), EntryId::from_bits)?,
        })
    }

    pub fn following(&self, conversation: ConversationId, agent: AgentId) -> Result<Following, StoreError> {
        Ok(match self.get(FOLLOWERS, (conversation.bits(), agent.bits()), |code| code)? {
            Some(FOLLOWS) => Following::Follows,
            Some(_) => Following::Left,
            None => Following::Unsaid,
        })
    }

    /// The agents who follow a conversation.
    pub fn followers(&self, conversation: ConversationId) -> Result<Vec<AgentId>, StoreError> {
        let mut followers = Vec::new();
        let range = (conversation.bits(), 0)..=(conversation.bits(), u128::MAX);
        self.scan(FOLLOWERS, range, |(_, agent), code| {
            if code == FOLLOWS {
                followers.push(AgentId::from_bits(agent));
            }
            Go::On
        })?;
        Ok(followers)
    }
}

impl Reading<'_> {
    /// How many conversations of an inbox name an agent who has not seen it; not more than are looked through.
    pub(super) fn unread_mentions(&self, inbox: InboxId, agent: AgentId) -> Result<u64, StoreError> {
        let (facet, value) = facet_key(Facet::Named(agent));
        let mut conversations = Vec::new();
        for status in [StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed].map(status_code) {
            let start = (facet, value, inbox.bits(), status, 0, 0);
            let end = (facet, value, inbox.bits(), status, u64::MAX, u128::MAX);
            self.scan(CONVERSATION_BY_ACTIVITY, start..=end, |(.., id), ()| {
                conversations.push(ConversationId::from_bits(id));
                if conversations.len() < LOOKED_THROUGH_MAX { Go::On } else { Go::Stop }
            })?;
        }
        let at_first = self.seen_at_first(agent)?;
        let mut count = 0;
        for conversation in conversations {
            let attention = self.attention(agent, at_first, conversation)?;
            count += u64::from(attention.named_in.is_some_and(|named| attention.seen < named));
        }
        Ok(count)
    }
}

impl Writing<'_> {
    /// Notes that an agent has seen a conversation up to an entry; says whether that was new.
    pub fn raise_mark(&self, agent: AgentId, conversation: ConversationId, entry: EntryId) -> Result<bool, StoreError> {
        let key = (agent.bits(), conversation.bits());
        let before = self.get(READ_MARKS, key, |mark| mark)?;
        if before.is_some_and(|before| entry.bits() <= before) {
            return Ok(false);
        }
        self.put(READ_MARKS, key, entry.bits())?;
        Ok(true)
    }

    /// Sets a mark back by hand.
    pub fn set_mark(&self, agent: AgentId, conversation: ConversationId, entry: EntryId) -> Result<(), StoreError> {
        self.put(READ_MARKS, (agent.bits(), conversation.bits()), entry.bits())
    }

    pub fn set_following(
        &self,
        conversation: ConversationId,
        agent: AgentId,
        following: Following,
    ) -> Result<(), StoreError> {
        let key = (conversation.bits(), agent.bits());
        match following {
            Following::Follows => self.put(FOLLOWERS, key, FOLLOWS),
            Following::Left => self.put(FOLLOWERS, key, LEFT),
            Following::Unsaid => self.remove(FOLLOWERS, key).map(drop),
        }
    }

    /// Notes the newest comment that names an agent.
    pub fn save_mention(&self, conversation: ConversationId, agent: AgentId, entry: EntryId) -> Result<(), StoreError> {
        self.put(MENTIONED, (conversation.bits(), agent.bits()), entry.bits())
    }

    /// Forgets everything that agents had with a conversation that is gone.
    pub fn forget_attention(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let id = conversation.bits();
        self.remove(NEWEST_HEARD, id)?;
        for agent in self.agents()? {
            let agent = agent.id.bits();
            self.remove(READ_MARKS, (agent, id))?;
            self.remove(FOLLOWERS, (id, agent))?;
            self.remove(MENTIONED, (id, agent))?;
            for notice in self.unread_in(AgentId::from_bits(agent), conversation)? {
                self.remove(UNREAD_NOTICES, (agent, id, notice.bits()))?;
                self.remove(NOTICES, (agent, notice.bits()))?;
            }
        }
        Ok(())
    }

    /// A new entry may be news, and whoever wrote it has seen what stood before it.
    pub(super) fn note_heard(&self, entry: &Entry) -> Result<(), StoreError> {
        let key = (entry.conversation.bits(), entry.id.bits());
        if self.get(ENTRIES, key, |_| ())?.is_some() {
            return Ok(());
        }
        if let Some(writer) = writer_of(&entry.content) {
            self.raise_mark(writer, entry.conversation, entry.id)?;
        }
        let heard = Reading::heard(self, entry.conversation)?;
        if is_news(&entry.content) && heard.is_none_or(|heard| heard < entry.id) {
            self.put(NEWEST_HEARD, key.0, key.1)?;
        }
        Ok(())
    }

    /// An entry was taken back: the one before it is the newest again.
    pub(super) fn note_unheard(&self, removed: &Entry) -> Result<(), StoreError> {
        if Reading::heard(self, removed.conversation)? != Some(removed.id) {
            return Ok(());
        }
        let entries = self.entries_before(removed.conversation, None, LOOKED_THROUGH_MAX)?;
        match entries.iter().rev().find(|entry| is_news(&entry.content)) {
            Some(entry) => self.put(NEWEST_HEARD, removed.conversation.bits(), entry.id.bits()),
            None => self.remove(NEWEST_HEARD, removed.conversation.bits()).map(drop),
        }
    }
}
