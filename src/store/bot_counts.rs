//! How often visitors came through the steps of bots: counters, kept in the deeds that move them.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::schema::BOT_COUNTS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::bot::StepId;
use crate::domain::bot::session::Counted;
use crate::domain::ids::ChatflowId;
use crate::domain::moment::Moment;

/// What is counted of the whole bot stands at the step that none is.
const WHOLE: StepId = StepId(0);
const HOUR_MS: u64 = 3_600_000;

impl Reading<'_> {
    /// What was counted from one moment to another, to the hour; the end is not part of it.
    pub fn bot_counts(
        &self,
        chatflow: ChatflowId,
        from: Moment,
        until: Moment,
    ) -> Result<BTreeMap<Counted, u64>, StoreError> {
        let mut counts = BTreeMap::new();
        let hours = (from.millis() / HOUR_MS, until.millis().div_ceil(HOUR_MS));
        let range = (chatflow.bits(), hours.0, 0, 0)..(chatflow.bits(), hours.1.max(hours.0), 0, 0);
        self.scan(BOT_COUNTS, range, |(_, _, step, code), count| {
            if let Some(counted) = counted(StepId(step), code) {
                *counts.entry(counted).or_default() += count;
            }
            Go::On
        })?;
        Ok(counts)
    }
}

impl Writing<'_> {
    /// Counts one more.
    pub fn count_bot(&self, chatflow: ChatflowId, now: Moment, what: Counted) -> Result<(), StoreError> {
        let (StepId(step), code) = key_of(what);
        let key = (chatflow.bits(), now.millis() / HOUR_MS, step, code);
        let before = self.get(BOT_COUNTS, key, |count| count)?.unwrap_or(0);
        self.put(BOT_COUNTS, key, before + 1)
    }
}

const fn key_of(what: Counted) -> (StepId, u8) {
    match what {
        Counted::Started => (WHOLE, 1),
        Counted::Completed => (WHOLE, 2),
        Counted::HandedOver => (WHOLE, 3),
        Counted::TimedOut => (WHOLE, 4),
        Counted::TakenOver => (WHOLE, 5),
        Counted::Lost => (WHOLE, 6),
        Counted::Reached(step) => (step, 7),
        Counted::Answered(step) => (step, 8),
        Counted::Left(step) => (step, 9),
    }
}

const fn counted(step: StepId, code: u8) -> Option<Counted> {
    Some(match code {
        1 => Counted::Started,
        2 => Counted::Completed,
        3 => Counted::HandedOver,
        4 => Counted::TimedOut,
        5 => Counted::TakenOver,
        6 => Counted::Lost,
        7 => Counted::Reached(step),
        8 => Counted::Answered(step),
        9 => Counted::Left(step),
        _ => return None,
    })
}
