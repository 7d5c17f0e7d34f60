//! Lists of conversations and their counts, from indexes alone: a list of one facet is a range, a
//! list of several walks their indexes side by side, from match to match. No list reads a
//! conversation that it does not show.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::conversation_places::{EVERY, FacetKey, NOBODY, PlaceKey, activity_order, facet_key, status_code};
use super::error::StoreError;
use super::schema::{CONVERSATION_BY_ACTIVITY, CONVERSATION_BY_WAIT, CONVERSATION_TALLY, Table};
use super::transaction::{Go, Reading};
use crate::domain::conversation::{Conversation, StatusKind};
use crate::domain::ids::{AgentId, ConversationId, InboxId};
use crate::domain::limit::LIST_STEPS_MAX;
use crate::domain::view::{Facet, Order, Selection};

/// Where a page of a list ended: the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPosition {
    order: u64,
    id: u128,
}

impl ListPosition {
    pub const fn from_parts(order: u64, id: ConversationId) -> Self {
        Self { order, id: id.bits() }
    }

    /// What the list is ordered by, and the conversation.
    pub const fn parts(self) -> (u64, ConversationId) {
        (self.order, ConversationId::from_bits(self.id))
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundConversations {
    pub heads: Vec<Conversation>,
    /// Where the next page begins, if there may be one.
    pub next: Option<ListPosition>,
}

/// How many conversations of one inbox each view holds, for one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxTally {
    pub mine: u64,
    pub unassigned: u64,
    pub bots: u64,
    pub open: u64,
    pub snoozed: u64,
    pub closed: u64,
    pub sent: u64,
    /// Those whose newest mention the agent has not seen.
    pub unread_mentions: u64,
    pub spam: u64,
    pub trash: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Down,
    Up,
}

/// What a list is drawn from, within one inbox and status.
struct Lane<'a> {
    facets: &'a [FacetKey],
    inbox: u128,
    status: u8,
}

/// The way through a lane: which index, from where to where.
struct Walk {
    order: Order,
    direction: Direction,
    start: Bound<ListPosition>,
    /// The last position that is in time.
    last: ListPosition,
    rows_max: usize,
}

impl Reading<'_> {
    /// At most `rows_max` conversations of a selection within some inboxes.
    pub fn conversations_in(
        &self,
        selection: &Selection,
        inboxes: &BTreeSet<InboxId>,
        after: Option<ListPosition>,
        rows_max: usize,
    ) -> Result<FoundConversations, StoreError> {
        let walk = Walk::of(selection, after, rows_max + 1);
        let mut facets: Vec<FacetKey> = selection.facets.iter().copied().map(facet_key).collect();
        if facets.is_empty() {
            facets.push(EVERY);
        }
        let mut positions = Vec::new();
        // Beyond it, a lane was not looked through.
        let mut frontier: Option<ListPosition> = None;
        let mut steps = LIST_STEPS_MAX;
        for inbox in inboxes {
            for status in &selection.statuses {
                let lane = Lane { facets: &facets, inbox: inbox.bits(), status: status_code(*status) };
                let stopped = self.walk(&lane, &walk, &mut steps, &mut positions)?;
                frontier = match (frontier, stopped) {
                    (Some(one), Some(other)) => Some(walk.earlier(one, other)),
                    (one, other) => one.or(other),
                };
            }
        }
        positions.sort_unstable_by(|one, other| walk.compare(*one, *other));
        if let Some(frontier) = frontier {
            positions.retain(|position| walk.compare(*position, frontier).is_le());
        }
        let has_more = rows_max < positions.len();
        positions.truncate(rows_max);
        let next = if has_more { positions.last().copied() } else { frontier };
        Ok(FoundConversations { heads: self.conversations_at(&positions)?, next })
    }

    /// The counts of one inbox for one agent.
    pub fn tally_of(&self, inbox: InboxId, agent: AgentId) -> Result<InboxTally, StoreError> {
        let every = |status| self.tally(EVERY, inbox, status);
        let sent = [StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed].map(|status| {
            let answered = facet_key(Facet::AnsweredBy(agent));
            self.tally(answered, inbox, status)
        });
        Ok(InboxTally {
            mine: self.tally(facet_key(Facet::Assignee(Some(agent))), inbox, StatusKind::Open)?,
            unassigned: self.tally((1, NOBODY), inbox, StatusKind::Open)?,
            bots: self.tally(facet_key(Facet::Bot), inbox, StatusKind::Open)?,
            open: every(StatusKind::Open)?,
            snoozed: every(StatusKind::Snoozed)?,
            closed: every(StatusKind::Closed)?,
            sent: sent.into_iter().sum::<Result<u64, _>>()?,
            unread_mentions: self.unread_mentions(inbox, agent)?,
            spam: every(StatusKind::Spam)?,
            trash: every(StatusKind::Trashed)?,
        })
    }

    /// How many conversations a selection holds at most: exactly, if it has one facet and no dates.
    pub fn count_at_most(&self, selection: &Selection, inboxes: &BTreeSet<InboxId>) -> Result<u64, StoreError> {
        let counted = selection.facets.iter().filter(|facet| !matches!(facet, Facet::Contact(_)));
        let facets: Vec<FacetKey> = std::iter::once(EVERY).chain(counted.copied().map(facet_key)).collect();
        let mut count = 0;
        for inbox in inboxes {
            for status in &selection.statuses {
                let mut least = u64::MAX;
                for facet in &facets {
                    least = least.min(self.tally(*facet, *inbox, *status)?);
                }
                count += least;
            }
        }
        Ok(count)
    }

    fn tally(&self, (kind, value): FacetKey, inbox: InboxId, status: StatusKind) -> Result<u64, StoreError> {
        let key = (kind, value, inbox.bits(), status_code(status));
        Ok(self.get(CONVERSATION_TALLY, key, |count| count)?.unwrap_or(0))
    }

    /// Adds the next positions of a lane. If it took too many steps, says where it stopped.
    fn walk(
        &self,
        lane: &Lane<'_>,
        walk: &Walk,
        steps: &mut usize,
        positions: &mut Vec<ListPosition>,
    ) -> Result<Option<ListPosition>, StoreError> {
        let full = positions.len() + walk.rows_max;
        if let [facet] = lane.facets {
            self.visit(*facet, lane, walk, walk.start, |position| {
                positions.push(position);
                if positions.len() < full { Go::On } else { Go::Stop }
            })?;
            return Ok(None);
        }
        // Each index in turn is asked for the first position at or after the candidate; where all
        // agree, it is a match.
        let mut bound = walk.start;
        let mut agreed = 0;
        for facet in lane.facets.iter().cycle() {
            if *steps == 0 {
                return Ok(Some(walk.before(bound)));
            }
            *steps -= 1;
            let mut found = None;
            self.visit(*facet, lane, walk, bound, |position| {
                found = Some(position);
                Go::Stop
            })?;
            let Some(position) = found else { break };
            agreed = if bound == Bound::Included(position) { agreed + 1 } else { 1 };
            bound = Bound::Included(position);
            if agreed == lane.facets.len() {
                positions.push(position);
                if full <= positions.len() {
                    break;
                }
                bound = Bound::Excluded(position);
                agreed = 0;
            }
        }
        Ok(None)
    }

    fn visit(
        &self,
        (kind, value): FacetKey,
        lane: &Lane<'_>,
        walk: &Walk,
        start: Bound<ListPosition>,
        mut take: impl FnMut(ListPosition) -> Go,
    ) -> Result<(), StoreError> {
        let key = |position: ListPosition| (kind, value, lane.inbox, lane.status, position.order, position.id);
        let (start, last) = (start.map(key), key(walk.last));
        let row = |(.., order, id): PlaceKey, (): ()| take(ListPosition { order, id });
        match walk.order {
            Order::Newest | Order::Oldest => self.visit_places(CONVERSATION_BY_ACTIVITY, walk, start, last, row),
            Order::LongestWaiting => self.visit_places(CONVERSATION_BY_WAIT, walk, start, last, row),
        }
    }

    fn visit_places(
        &self,
        table: impl Table<Key = PlaceKey, Value = ()>,
        walk: &Walk,
        start: Bound<PlaceKey>,
        last: PlaceKey,
        row: impl FnMut(PlaceKey, ()) -> Go,
    ) -> Result<(), StoreError> {
        match walk.direction {
            // A range that ends before it begins is a fault to the database, and nothing to us.
            Direction::Down if is_empty(&start, last, std::cmp::Ordering::is_gt) => Ok(()),
            Direction::Up if is_empty(&start, last, std::cmp::Ordering::is_lt) => Ok(()),
            Direction::Down => self.scan(table, (start, Bound::Included(last)), row),
            Direction::Up => self.scan_back(table, (Bound::Included(last), start), row),
        }
    }

    fn conversations_at(&self, positions: &[ListPosition]) -> Result<Vec<Conversation>, StoreError> {
        let conversation = |position: &ListPosition| {
            let found = self.any_conversation(ConversationId::from_bits(position.id))?;
            let lost = || StoreError::Damaged { table: "conversation_by_activity", reason: "it leads nowhere".into() };
            found.ok_or_else(lost)
        };
        positions.iter().map(conversation).collect()
    }
}

fn is_empty(start: &Bound<PlaceKey>, last: PlaceKey, is_past: fn(std::cmp::Ordering) -> bool) -> bool {
    match start {
        Bound::Included(start) => is_past(start.cmp(&last)),
        Bound::Excluded(start) => is_past(start.cmp(&last)) || *start == last,
        Bound::Unbounded => false,
    }
}

impl Walk {
    fn of(selection: &Selection, after: Option<ListPosition>, rows_max: usize) -> Self {
        let Selection { order, since, until, .. } = *selection;
        let (lowest, highest) = match order {
            Order::Newest | Order::Oldest => (until.map_or(0, activity_order), since.map_or(u64::MAX, activity_order)),
            Order::LongestWaiting => {
                // With a date, only who waits has one.
                let latest = if since.is_some() { u64::MAX >> 1 } else { u64::MAX };
                (since.map_or(0, |since| since.millis()), until.map_or(latest, |until| until.millis()))
            }
        };
        let lowest = ListPosition { order: lowest, id: 0 };
        let highest = ListPosition { order: highest, id: u128::MAX };
        let (direction, first, last) = match order {
            Order::Newest | Order::LongestWaiting => (Direction::Down, lowest, highest),
            Order::Oldest => (Direction::Up, highest, lowest),
        };
        let start = after.map_or(Bound::Included(first), Bound::Excluded);
        Self { order, direction, start, last, rows_max }
    }

    fn compare(&self, one: ListPosition, other: ListPosition) -> std::cmp::Ordering {
        match self.direction {
            Direction::Down => one.cmp(&other),
            Direction::Up => other.cmp(&one),
        }
    }

    fn earlier(&self, one: ListPosition, other: ListPosition) -> ListPosition {
        if self.compare(one, other).is_le() { one } else { other }
    }

    /// The last position that was looked at before a bound.
    fn before(&self, bound: Bound<ListPosition>) -> ListPosition {
        match (bound, self.direction) {
            (Bound::Excluded(position), _) => position,
            (Bound::Included(position), Direction::Down) => {
                ListPosition { id: position.id.saturating_sub(1), ..position }
            }
            (Bound::Included(position), Direction::Up) => {
                ListPosition { id: position.id.saturating_add(1), ..position }
            }
            (Bound::Unbounded, _) => self.last,
        }
    }
}
