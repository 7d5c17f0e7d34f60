//! The feed: the numbered log of what happened, written in the transactions of the deeds.

use super::error::StoreError;
use super::record::{EventRecord, Record};
use super::schema::FEED;
use super::transaction::{Go, Reading, Writing};
use crate::domain::event::Event;
use crate::domain::limit::{FEED_EVENTS_KEPT, FEED_READ_MAX};

/// What lies after a number in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedPage {
    /// The events after it, oldest first; more may follow.
    Events(Vec<(u64, Event)>),
    /// Some of them are forgotten: whoever asks must begin afresh.
    Forgotten,
}

impl Reading<'_> {
    /// The number of the newest event; 0 before the first.
    pub fn feed_position(&self) -> Result<u64, StoreError> {
        let mut position = 0;
        self.scan_back(FEED, 0.., |number, _| {
            position = number;
            Go::Stop
        })?;
        Ok(position)
    }

    /// At most `FEED_READ_MAX` events after a number.
    pub fn events_after(&self, after: u64) -> Result<FeedPage, StoreError> {
        if self.feed_position()? < after {
            return Ok(FeedPage::Forgotten);
        }
        let mut events = Vec::new();
        let mut failure = None;
        self.scan(FEED, after.saturating_add(1).., |number, bytes| {
            match EventRecord::decode(bytes) {
                Ok(event) => events.push((number, event)),
                Err(error) => failure = Some(error),
            }
            if failure.is_some() || FEED_READ_MAX <= events.len() { Go::Stop } else { Go::On }
        })?;
        match (failure, events.first()) {
            (Some(error), _) => Err(error),
            (None, Some((first, _))) if *first != after + 1 => Ok(FeedPage::Forgotten),
            (None, _) => Ok(FeedPage::Events(events)),
        }
    }
}

impl Writing<'_> {
    /// Announces something. Who may hear of it is decided when it is delivered.
    pub fn announce(&self, event: Event) -> Result<(), StoreError> {
        let newest = match self.feed_position.get() {
            Some(position) => position,
            None => Reading::feed_position(self)?,
        };
        let number = newest + 1;
        self.put_record::<_, EventRecord>(FEED, number, &event)?;
        if let Some(forgotten) = number.checked_sub(FEED_EVENTS_KEPT) {
            self.remove(FEED, forgotten)?;
        }
        self.feed_position.set(Some(number));
        Ok(())
    }
}
