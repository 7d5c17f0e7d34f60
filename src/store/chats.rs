//! Visitors, what opens the door for them, and the chats of their conversations.

use super::error::StoreError;
use super::record::{ChatRecord, VisitorRecord, VisitorTokenRecord};
use super::schema::{CHAT_BY_VISITOR, CHAT_MAIL_DUE, CHATS, VISITOR_TOKEN_BY_END, VISITOR_TOKENS, VISITORS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::chat::Chat;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ConversationId, VisitorId};
use crate::domain::moment::Moment;
use crate::domain::session::SecretDigest;
use crate::domain::visitor::{Visitor, VisitorActor, VisitorToken};

impl Reading<'_> {
    pub fn visitor(&self, id: VisitorId) -> Result<Option<Visitor>, StoreError> {
        self.record::<_, VisitorRecord>(VISITORS, id.bits())
    }

    /// What a digest opens, whether it is still alive or not.
    pub fn visitor_token(&self, digest: &SecretDigest) -> Result<Option<VisitorToken>, StoreError> {
        self.record::<_, VisitorTokenRecord>(VISITOR_TOKENS, digest)
    }

    /// Whether anybody has ever chatted.
    pub fn has_chats(&self) -> Result<bool, StoreError> {
        let mut has = false;
        self.scan(CHATS, 0.., |_, _| {
            has = true;
            Go::Stop
        })?;
        Ok(has)
    }

    /// The chat of a conversation that the caller may see. The id of one that was merged leads to the chat that took
    /// it in.
    pub fn chat(&self, conversation: ConversationId) -> Result<Option<Chat>, StoreError> {
        match self.chat_itself(conversation)? {
            Some(chat) => Ok(Some(chat)),
            None => self.merged_into(conversation)?.map_or(Ok(None), |into| self.chat_itself(into)),
        }
    }

    fn chat_itself(&self, conversation: ConversationId) -> Result<Option<Chat>, StoreError> {
        self.record::<_, ChatRecord>(CHATS, conversation.bits())
    }

    /// A conversation of this visitor, or what took it in. Somebody else's looks like none.
    pub fn conversation_for_visitor(
        &self,
        actor: &VisitorActor,
        id: ConversationId,
    ) -> Result<Option<(Conversation, Chat)>, StoreError> {
        let chat = self.chat(id)?.filter(|chat| chat.visitor == actor.visitor && chat.channel == actor.channel);
        let Some(chat) = chat else { return Ok(None) };
        Ok(self.any_conversation(id)?.map(|head| (head, chat)))
    }

    /// The newest conversations of a visitor, newest first.
    pub fn conversations_of_visitor(
        &self,
        visitor: VisitorId,
        rows_max: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let mut ids = Vec::new();
        let range = (visitor.bits(), 0)..=(visitor.bits(), u128::MAX);
        self.scan_back(CHAT_BY_VISITOR, range, |(_, conversation), ()| {
            ids.push(ConversationId::from_bits(conversation));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        Ok(ids)
    }

    /// At most `rows_max` chats whose unseen words are due to follow by mail, and when the next one is.
    pub fn chats_due(&self, now: Moment, rows_max: usize) -> Result<(Vec<ConversationId>, Option<Moment>), StoreError> {
        let mut due = Vec::new();
        let mut next = None;
        self.scan(CHAT_MAIL_DUE, (0, 0).., |(at, conversation), ()| {
            if now.millis() < at || rows_max <= due.len() {
                next = Some(Moment::from_millis(at));
                return Go::Stop;
            }
            due.push(ConversationId::from_bits(conversation));
            Go::On
        })?;
        Ok((due, next))
    }
}

impl Writing<'_> {
    pub fn save_visitor(&self, visitor: &Visitor) -> Result<(), StoreError> {
        self.put_record::<_, VisitorRecord>(VISITORS, visitor.id.bits(), visitor)
    }

    pub fn save_visitor_token(&self, token: &VisitorToken) -> Result<(), StoreError> {
        if let Some(before) = self.visitor_token(&token.digest)? {
            self.remove(VISITOR_TOKEN_BY_END, (before.expires_at.millis(), &before.digest))?;
        }
        self.put(VISITOR_TOKEN_BY_END, (token.expires_at.millis(), &token.digest), ())?;
        self.put_record::<_, VisitorTokenRecord>(VISITOR_TOKENS, &token.digest, token)
    }

    /// Ends one token: the one that this digest names, and no other.
    pub fn remove_visitor_token(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        if let Some(before) = self.visitor_token(digest)? {
            self.remove(VISITOR_TOKEN_BY_END, (before.expires_at.millis(), &before.digest))?;
            self.remove(VISITOR_TOKENS, &before.digest)?;
        }
        Ok(())
    }

    /// Forgets at most `rows_max` tokens that ended before a moment; says how many.
    pub fn forget_visitor_tokens_before(&self, moment: Moment, rows_max: usize) -> Result<usize, StoreError> {
        let mut old = Vec::new();
        self.scan(VISITOR_TOKEN_BY_END, (0, &[0; 32])..(moment.millis(), &[0; 32]), |(_, digest), ()| {
            old.push(*digest);
            if old.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        for digest in &old {
            self.remove_visitor_token(digest)?;
        }
        Ok(old.len())
    }

    /// Writes the chat of a conversation, and when its words follow by mail.
    pub fn save_chat(&self, chat: &Chat) -> Result<(), StoreError> {
        if let Some(before) = self.chat_itself(chat.conversation)? {
            if before.visitor != chat.visitor {
                self.remove(CHAT_BY_VISITOR, (before.visitor.bits(), chat.conversation.bits()))?;
            }
            if let Some(due) = before.mail_due.filter(|_| before.mail_due != chat.mail_due) {
                self.remove(CHAT_MAIL_DUE, (due.millis(), chat.conversation.bits()))?;
            }
        }
        if let Some(due) = chat.mail_due {
            self.put(CHAT_MAIL_DUE, (due.millis(), chat.conversation.bits()), ())?;
        }
        self.put(CHAT_BY_VISITOR, (chat.visitor.bits(), chat.conversation.bits()), ())?;
        self.put_record::<_, ChatRecord>(CHATS, chat.conversation.bits(), chat)
    }

    /// Takes the chat of a conversation that is gone for good.
    pub fn remove_chat(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let Some(chat) = self.chat_itself(conversation)? else { return Ok(()) };
        if let Some(due) = chat.mail_due {
            self.remove(CHAT_MAIL_DUE, (due.millis(), conversation.bits()))?;
        }
        self.remove(CHAT_BY_VISITOR, (chat.visitor.bits(), conversation.bits()))?;
        self.remove(CHATS, conversation.bits()).map(drop)
    }
}
