//! Bots in conversations, and when the time ends them.

use super::error::StoreError;
use super::record::RunningBotRecord;
use super::schema::{BOT_BY_CALL, BOT_BY_DUE, RUNNING_BOTS};
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

    /// Conversations whose bots are to call somebody, and when the next one is.
    pub fn bot_calls_due(
        &self,
        now: Moment,
        count_max: usize,
    ) -> Result<(Vec<ConversationId>, Option<Moment>), StoreError> {
        let (mut due, mut next) = (Vec::new(), None);
        self.scan(BOT_BY_CALL, (0, 0).., |(at, conversation), ()| {
            if now.millis() < at || count_max <= due.len() {
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
    /// Removes the bot of a conversation that is erased.
    pub fn remove_running_bot(&self, conversation: ConversationId) -> Result<(), StoreError> {
        self.leave_timers(conversation)?;
        self.remove(RUNNING_BOTS, conversation.bits()).map(drop)
    }

    /// Writes a bot, when it is due and when it calls somebody.
    pub fn save_running_bot(&self, bot: &RunningBot) -> Result<(), StoreError> {
        let id = bot.conversation.bits();
        self.leave_timers(bot.conversation)?;
        if let Some(due) = bot.due {
            self.put(BOT_BY_DUE, (due.millis(), id), ())?;
        }
        if let Some(call) = bot.call {
            self.put(BOT_BY_CALL, (call.due.millis(), id), ())?;
        }
        self.put_record::<_, RunningBotRecord>(RUNNING_BOTS, id, bot)
    }

    fn leave_timers(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let (id, Some(before)) = (conversation.bits(), self.running_bot(conversation)?) else { return Ok(()) };
        if let Some(due) = before.due {
            self.remove(BOT_BY_DUE, (due.millis(), id))?;
        }
        if let Some(call) = before.call {
            self.remove(BOT_BY_CALL, (call.due.millis(), id))?;
        }
        Ok(())
    }
}
