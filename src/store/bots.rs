//! Bots in conversations, and when the time ends them.

use super::error::StoreError;
use super::record::RunningBotRecord;
use super::schema::{BOT_BY_DUE, RUNNING_BOTS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::bot::session::RunningBot;
use crate::domain::ids::ConversationId;
use crate::domain::moment::Moment;

impl Reading<'_> {
    /// The bot that speaks in a conversation, or the last one that has.
    pub fn running_bot(&self, conversation: ConversationId) -> Result<Option<RunningBot>, StoreError> {
        self.record::<_, RunningBotRecord>(RUNNING_BOTS, conversation.bits())
    }

    /// Conversations whose bots are due, the longest first.
    pub fn bots_due(&self, now: Moment, count_max: usize) -> Result<Vec<ConversationId>, StoreError> {
        let mut due = Vec::new();
        self.scan(BOT_BY_DUE, (0, 0)..=(now.millis(), u128::MAX), |(_, conversation), ()| {
            due.push(ConversationId::from_bits(conversation));
            if due.len() < count_max { Go::On } else { Go::Stop }
        })?;
        Ok(due)
    }
}

impl Writing<'_> {
    /// Removes the bot of a conversation that is erased.
    pub fn remove_running_bot(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let id = conversation.bits();
        if let Some(due) = self.running_bot(conversation)?.and_then(|bot| bot.due) {
            self.remove(BOT_BY_DUE, (due.millis(), id))?;
        }
        self.remove(RUNNING_BOTS, id).map(drop)
    }

    /// Writes a bot, and when it is due.
    pub fn save_running_bot(&self, bot: &RunningBot) -> Result<(), StoreError> {
        let id = bot.conversation.bits();
        if let Some(due) = self.running_bot(bot.conversation)?.and_then(|before| before.due) {
            self.remove(BOT_BY_DUE, (due.millis(), id))?;
        }
        if let Some(due) = bot.due {
            self.put(BOT_BY_DUE, (due.millis(), id), ())?;
        }
        self.put_record::<_, RunningBotRecord>(RUNNING_BOTS, id, bot)
    }
}
