//! Where a conversation stands in every list, count and timer: rows that follow from its head.

use std::collections::BTreeSet;

use super::error::StoreError;
use super::schema::{
    CONVERSATION_BY_ACTIVITY, CONVERSATION_BY_WAIT, CONVERSATION_TALLY, CONVERSATION_TIMERS, CONVERSATION_WORDS,
};
use super::transaction::Writing;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, StatusKind};
use crate::domain::ids::AgentId;
use crate::domain::moment::Moment;
use crate::domain::search_words::search_words;
use crate::domain::view::Facet;

/// (facet, value, inbox, status, order, conversation)
pub(super) type PlaceKey = (u8, u128, u128, u8, u64, u128);

/// In keys: nobody is assigned.
pub(super) const NOBODY: u128 = 0;

/// A facet in keys: which, and what of it.
pub(super) type FacetKey = (u8, u128);

/// Every conversation.
pub(super) const EVERY: FacetKey = (0, 0);
pub(super) const CONTACT: u8 = 3;

/// In the order by waiting: who does not wait comes after who does.
const NOT_WAITING: u64 = 1 << 63;
/// Moments are far below it.
const INVERTED_FROM: u64 = (1 << 62) - 1;

pub(super) fn facet_key(facet: Facet) -> FacetKey {
    match facet {
        Facet::Assignee(agent) => (1, agent.map_or(NOBODY, AgentId::bits)),
        Facet::AnsweredBy(agent) => (2, agent.bits()),
        Facet::Contact(contact) => (CONTACT, contact.bits()),
        Facet::Tag(tag) => (4, tag.bits()),
        Facet::Named(agent) => (6, agent.bits()),
        Facet::Bot => (7, 0),
        Facet::Channel(ChannelKind::Email) => (5, 1),
        Facet::Channel(ChannelKind::Chat) => (5, 2),
        Facet::Channel(ChannelKind::Form) => (5, 3),
    }
}

/// In keys: the status without what it carries.
pub(super) const fn status_code(kind: StatusKind) -> u8 {
    match kind {
        StatusKind::Open => 1,
        StatusKind::Snoozed => 2,
        StatusKind::Closed => 3,
        StatusKind::Spam => 4,
        StatusKind::Trashed => 5,
    }
}

/// The order by activity, newest first.
pub(super) const fn activity_order(at: Moment) -> u64 {
    at.inverted()
}

/// The order by waiting: longest first, then by activity.
pub(super) const fn wait_order(conversation: &Conversation) -> u64 {
    match conversation.waiting_since {
        Some(since) => since.millis(),
        None => NOT_WAITING | INVERTED_FROM.saturating_sub(conversation.active_at.millis()),
    }
}

/// All rows of one conversation.
#[derive(PartialEq, Eq)]
pub(super) struct Places {
    id: u128,
    inbox: u128,
    status: u8,
    facets: Vec<FacetKey>,
    activity: u64,
    wait: u64,
    timer: Option<u64>,
    words: BTreeSet<String>,
}

impl Places {
    pub(super) fn of(conversation: &Conversation) -> Self {
        let Conversation { contact, channel, .. } = *conversation;
        let facets = [Facet::holder(conversation), Facet::Contact(contact), Facet::Channel(channel)].into_iter();
        let facets = facets.chain(conversation.answered_by.iter().copied().map(Facet::AnsweredBy));
        let facets = facets.chain(conversation.named.iter().copied().map(Facet::Named));
        let facets = facets.chain(conversation.tags.iter().copied().map(Facet::Tag)).map(facet_key);
        Self {
            id: conversation.id.bits(),
            inbox: conversation.inbox.bits(),
            status: status_code(conversation.status.kind()),
            facets: std::iter::once(EVERY).chain(facets).collect(),
            activity: activity_order(conversation.active_at),
            wait: wait_order(conversation),
            timer: conversation.status.due().map(Moment::millis),
            words: search_words(&conversation.subject),
        }
    }

    fn rows(&self, order: u64) -> Vec<PlaceKey> {
        self.facets.iter().map(|(kind, value)| (*kind, *value, self.inbox, self.status, order, self.id)).collect()
    }

    /// Rows of the words by which it is found.
    fn word_rows(&self) -> BTreeSet<(u128, &str, u128)> {
        self.words.iter().map(|word| (self.inbox, word.as_str(), self.id)).collect()
    }

    /// What is counted. A contact has few conversations: they are listed, not counted.
    fn tallies(&self) -> Vec<(u8, u128, u128, u8)> {
        let counted = self.facets.iter().filter(|(kind, _)| *kind != CONTACT);
        counted.map(|(kind, value)| (*kind, *value, self.inbox, self.status)).collect()
    }
}

impl Writing<'_> {
    /// Moves a conversation from its old places to its new ones; what stays is not touched.
    pub(super) fn move_places(&self, old: Option<&Places>, new: Option<&Places>) -> Result<(), StoreError> {
        let rows = |places: Option<&Places>, order: fn(&Places) -> u64| {
            places.map(|places| places.rows(order(places))).unwrap_or_default()
        };
        let activity = (rows(old, |places| places.activity), rows(new, |places| places.activity));
        for row in activity.0.iter().filter(|row| !activity.1.contains(row)) {
            self.remove(CONVERSATION_BY_ACTIVITY, *row)?;
        }
        for row in activity.1.iter().filter(|row| !activity.0.contains(row)) {
            self.put(CONVERSATION_BY_ACTIVITY, *row, ())?;
        }
        let wait = (rows(old, |places| places.wait), rows(new, |places| places.wait));
        for row in wait.0.iter().filter(|row| !wait.1.contains(row)) {
            self.remove(CONVERSATION_BY_WAIT, *row)?;
        }
        for row in wait.1.iter().filter(|row| !wait.0.contains(row)) {
            self.put(CONVERSATION_BY_WAIT, *row, ())?;
        }
        let tallies = (old.map(Places::tallies).unwrap_or_default(), new.map(Places::tallies).unwrap_or_default());
        for row in tallies.0.iter().filter(|row| !tallies.1.contains(row)) {
            self.count(*row, -1)?;
        }
        for row in tallies.1.iter().filter(|row| !tallies.0.contains(row)) {
            self.count(*row, 1)?;
        }
        let words = (old.map(Places::word_rows).unwrap_or_default(), new.map(Places::word_rows).unwrap_or_default());
        for row in words.0.difference(&words.1) {
            self.remove(CONVERSATION_WORDS, *row)?;
        }
        for row in words.1.difference(&words.0) {
            self.put(CONVERSATION_WORDS, *row, ())?;
        }
        let timer = |places: Option<&Places>| places.and_then(|places| places.timer.map(|due| (due, places.id)));
        if timer(old) != timer(new) {
            if let Some(key) = timer(old) {
                self.remove(CONVERSATION_TIMERS, key)?;
            }
            if let Some(key) = timer(new) {
                self.put(CONVERSATION_TIMERS, key, ())?;
            }
        }
        Ok(())
    }

    fn count(&self, key: (u8, u128, u128, u8), change: i64) -> Result<(), StoreError> {
        let before = self.get(CONVERSATION_TALLY, key, |count| count)?.unwrap_or(0);
        match before.checked_add_signed(change) {
            Some(0) => self.remove(CONVERSATION_TALLY, key).map(drop),
            Some(count) => self.put(CONVERSATION_TALLY, key, count),
            None => Err(StoreError::Damaged { table: "conversation_tally", reason: "a count fell below 0".into() }),
        }
    }
}
