//! Visitors who are there: their sockets, the pages that they see, and those who have said nothing yet.
//! All of it is in memory alone and bounded; a restart forgets it, and browsers come back by themselves.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytestring::ByteString;
use tokio::sync::mpsc;

use crate::domain::ids::{ChannelId, VisitorId};
use crate::domain::limit::{
    CHANNEL_ORIGINS_MAX, FRESH_VISITORS_MAX, VISIT_PAGES_MAX, VISITOR_FRAMES_WAITING_MAX, VISITOR_SOCKETS_MAX,
    VISITORS_SOCKETS_MAX,
};
use crate::domain::moment::Moment;
use crate::domain::session::SecretDigest;
use crate::domain::visitor::{PageFacts, VisitorActor};

/// A visit is over when nothing was heard for so long.
const VISIT_IDLE: Duration = Duration::from_secs(30 * 60);
/// The pages of all visits, in bytes: some hundred thousand, and what a stranger can fill at most.
const VISITS_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The same in pages, for what each costs besides.
const VISITS_PAGES_MAX: usize = 200_000;
/// With no room left, those who are gone are looked for at most so often.
const FORGET_PAUSE: Duration = Duration::from_secs(60);

/// The visitors of this moment. Cheap to clone.
#[derive(Clone, Default)]
pub struct Visitors {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    fresh: HashMap<SecretDigest, VisitorActor>,
    /// In the order in which they came, with some that are gone since.
    fresh_order: VecDeque<SecretDigest>,
    present: HashMap<VisitorId, Present>,
    /// Whose pages were seen, in their order, with some that are gone since; and the bytes of those that are there.
    pages_order: VecDeque<VisitorId>,
    pages_bytes: usize,
    forgot_at: Option<Moment>,
    sockets: usize,
    newest_socket: u64,
    seen_on: HashMap<ChannelId, BTreeMap<String, Moment>>,
}

#[derive(Default)]
struct Present {
    sockets: Vec<(u64, mpsc::Sender<ByteString>)>,
    visit: Visit,
}

/// What a visitor has looked at in this visit.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    pub page: Option<PageFacts>,
    /// The newest last.
    pub pages: VecDeque<SeenPage>,
    pub heard_at: Option<Moment>,
}

/// A page that a visitor has looked at.
#[derive(Debug, Clone)]
pub struct SeenPage {
    pub url: String,
    pub title: String,
    pub at: Moment,
}

/// A place for one socket.
pub struct SocketPlace {
    pub frames: mpsc::Receiver<ByteString>,
    visitors: Visitors,
    visitor: VisitorId,
    number: u64,
}

impl SeenPage {
    fn bytes(&self) -> usize {
        self.url.len() + self.title.len()
    }
}

impl Visitors {
    /// Keeps a visitor who has said nothing yet. The one who came first makes room when there is none.
    pub fn remember_fresh(&self, actor: VisitorActor) {
        let mut inner = self.lock();
        if inner.fresh.insert(actor.digest, actor.clone()).is_none() {
            inner.fresh_order.push_back(actor.digest);
        }
        while FRESH_VISITORS_MAX < inner.fresh_order.len() {
            let Some(oldest) = inner.fresh_order.pop_front() else { break };
            inner.fresh.remove(&oldest);
        }
    }

    /// The visitor who has said nothing yet and holds this token.
    pub fn fresh(&self, digest: &SecretDigest) -> Option<VisitorActor> {
        self.lock().fresh.get(digest).cloned()
    }

    /// Such a visitor is on disk now, or gone.
    pub fn forget_fresh(&self, digest: &SecretDigest) {
        self.lock().fresh.remove(digest);
    }

    /// Makes room for a socket; the oldest one of the same visitor gives way. None when the house is full.
    pub fn open_socket(&self, visitor: VisitorId) -> Option<SocketPlace> {
        let (sender, frames) = mpsc::channel(VISITOR_FRAMES_WAITING_MAX);
        let mut inner = self.lock();
        if VISITORS_SOCKETS_MAX <= inner.sockets {
            return None;
        }
        inner.newest_socket += 1;
        let number = inner.newest_socket;
        let present = inner.present.entry(visitor).or_default();
        present.sockets.push((number, sender));
        let surplus = present.sockets.len().saturating_sub(VISITOR_SOCKETS_MAX);
        // Without its sender a socket hears the end of its frames and closes.
        present.sockets.drain(..surplus);
        inner.sockets = inner.sockets + 1 - surplus;
        Some(SocketPlace { frames, visitors: self.clone(), visitor, number })
    }

    /// Hands a frame to the sockets of one visitor, and wakes no other. One that is too far behind is closed: it comes
    /// back and says where it was.
    pub fn send(&self, visitor: VisitorId, text: &ByteString) {
        let mut inner = self.lock();
        let Some(present) = inner.present.get_mut(&visitor) else { return };
        let before = present.sockets.len();
        present.sockets.retain(|(_, sender)| sender.try_send(text.clone()).is_ok());
        let gone = before - present.sockets.len();
        inner.sockets -= gone;
    }

    /// Closes the sockets of one visitor.
    pub fn close(&self, visitor: VisitorId) {
        let mut inner = self.lock();
        let Some(present) = inner.present.get_mut(&visitor) else { return };
        let gone = present.sockets.len();
        present.sockets.clear();
        inner.sockets -= gone;
    }

    /// Whether a visitor has the chat open.
    pub fn is_online(&self, visitor: VisitorId) -> bool {
        self.lock().present.get(&visitor).is_some_and(|present| !present.sockets.is_empty())
    }

    /// How many sockets are open.
    pub fn socket_count(&self) -> usize {
        self.lock().sockets
    }

    /// A visitor looks at a page.
    pub fn saw_page(&self, visitor: VisitorId, page: PageFacts, now: Moment) {
        let mut inner = self.lock();
        if !inner.has_room_for(visitor, now) {
            return;
        }
        let Inner { present, pages_order, pages_bytes, .. } = &mut *inner;
        let visit = &mut present.entry(visitor).or_default().visit;
        if visit.heard_at.is_some_and(|heard| VISIT_IDLE < now.since(heard)) {
            *pages_bytes -= visit.pages.drain(..).map(|gone| gone.bytes()).sum::<usize>();
        }
        visit.heard_at = Some(now);
        let is_new = visit.pages.back().is_none_or(|seen| seen.url != page.url);
        if is_new && !page.url.is_empty() {
            let seen = SeenPage { url: page.url.clone(), title: page.title.clone(), at: now };
            *pages_bytes += seen.bytes();
            visit.pages.push_back(seen);
            pages_order.push_back(visitor);
            let surplus = visit.pages.len().saturating_sub(VISIT_PAGES_MAX);
            *pages_bytes -= visit.pages.drain(..surplus).map(|gone| gone.bytes()).sum::<usize>();
        }
        visit.page = Some(page);
        inner.forget_oldest_pages();
    }

    /// What a visitor has looked at in this visit.
    pub fn visit(&self, visitor: VisitorId) -> Visit {
        self.lock().present.get(&visitor).map(|present| present.visit.clone()).unwrap_or_default()
    }

    /// A chat was asked for from a page of this origin.
    pub fn seen_on(&self, channel: ChannelId, origin: &str, now: Moment) {
        let mut inner = self.lock();
        let origins = inner.seen_on.entry(channel).or_default();
        if origins.len() < CHANNEL_ORIGINS_MAX || origins.contains_key(origin) {
            origins.insert(origin.to_owned(), now);
        }
    }

    /// Where a chat was asked for from since the start.
    pub fn origins_of(&self, channel: ChannelId) -> Vec<(String, Moment)> {
        let inner = self.lock();
        let origins = inner.seen_on.get(&channel).into_iter().flatten();
        origins.map(|(origin, at)| (origin.clone(), *at)).collect()
    }

    /// Forgets visits that are over.
    pub fn forget_quiet(&self, now: Moment) {
        self.lock().forget_quiet(now);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn has_room_for(&mut self, visitor: VisitorId, now: Moment) -> bool {
        if self.present.len() < FRESH_VISITORS_MAX || self.present.contains_key(&visitor) {
            return true;
        }
        if self.forgot_at.is_none_or(|at| FORGET_PAUSE < now.since(at)) {
            self.forgot_at = Some(now);
            self.forget_quiet(now);
        }
        self.present.len() < FRESH_VISITORS_MAX
    }

    fn forget_oldest_pages(&mut self) {
        while VISITS_BYTES_MAX < self.pages_bytes || VISITS_PAGES_MAX < self.pages_order.len() {
            let Some(oldest) = self.pages_order.pop_front() else { return };
            let gone = self.present.get_mut(&oldest).and_then(|present| present.visit.pages.pop_front());
            self.pages_bytes -= gone.map_or(0, |gone| gone.bytes());
        }
    }

    fn forget_quiet(&mut self, now: Moment) {
        let mut gone_bytes = 0;
        self.present.retain(|_, present| {
            let is_quiet = present.visit.heard_at.is_none_or(|heard| VISIT_IDLE < now.since(heard));
            let stays = !(present.sockets.is_empty() && is_quiet);
            if !stays {
                gone_bytes += present.visit.pages.iter().map(SeenPage::bytes).sum::<usize>();
            }
            stays
        });
        self.pages_bytes -= gone_bytes;
        self.fresh.retain(|_, actor| now < actor.expires_at);
    }
}

impl Drop for SocketPlace {
    fn drop(&mut self) {
        let mut inner = self.visitors.lock();
        let Some(present) = inner.present.get_mut(&self.visitor) else { return };
        let before = present.sockets.len();
        present.sockets.retain(|(number, _)| *number != self.number);
        let gone = before - present.sockets.len();
        inner.sockets -= gone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(number: u128) -> VisitorId {
        VisitorId::from_bits(number)
    }

    #[test]
    fn the_oldest_socket_of_a_visitor_gives_way_and_no_other_hears() {
        let visitors = Visitors::default();
        let mut first = visitors.open_socket(visitor(1)).expect("room");
        let mut others: Vec<_> = (0..VISITOR_SOCKETS_MAX).filter_map(|_| visitors.open_socket(visitor(1))).collect();
        let mut stranger = visitors.open_socket(visitor(2)).expect("room");
        assert_eq!(visitors.socket_count(), VISITOR_SOCKETS_MAX + 1);
        visitors.send(visitor(1), &"a".into());
        assert_eq!(first.frames.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
        for place in &mut others {
            assert_eq!(place.frames.try_recv().as_deref(), Ok("a"));
        }
        assert_eq!(stranger.frames.try_recv(), Err(mpsc::error::TryRecvError::Empty));
        drop((first, others, stranger));
        assert_eq!(visitors.socket_count(), 0);
        assert!(!visitors.is_online(visitor(1)));
    }

    #[test]
    fn a_socket_that_does_not_read_is_closed_and_loses_nothing_silently() {
        let visitors = Visitors::default();
        let mut place = visitors.open_socket(visitor(1)).expect("room");
        for _ in 0..=VISITOR_FRAMES_WAITING_MAX {
            visitors.send(visitor(1), &"a".into());
        }
        assert_eq!(visitors.socket_count(), 0);
        for _ in 0..VISITOR_FRAMES_WAITING_MAX {
            assert_eq!(place.frames.try_recv().as_deref(), Ok("a"));
        }
        assert_eq!(place.frames.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
    }

    #[test]
    fn a_visit_remembers_its_newest_pages_and_ends_by_itself() {
        let visitors = Visitors::default();
        let page = |number: usize| PageFacts { url: format!("https://a.example/{number}"), ..PageFacts::default() };
        for number in 0..VISIT_PAGES_MAX + 5 {
            visitors.saw_page(visitor(1), page(number), Moment::from_millis(1_000));
            visitors.saw_page(visitor(1), page(number), Moment::from_millis(1_000));
        }
        let pages = visitors.visit(visitor(1)).pages;
        assert_eq!((pages.len(), pages[0].url.as_str()), (VISIT_PAGES_MAX, "https://a.example/5"));
        let later = Moment::from_millis(1_000) + VISIT_IDLE + Duration::from_secs(1);
        visitors.saw_page(visitor(1), page(1), later);
        assert_eq!(visitors.visit(visitor(1)).pages.len(), 1);
        visitors.forget_quiet(later + VISIT_IDLE + Duration::from_secs(1));
        assert!(visitors.visit(visitor(1)).page.is_none());
    }

    #[test]
    fn the_pages_of_all_visits_have_one_budget_and_the_oldest_go_first() {
        let visitors = Visitors::default();
        let long = |number: usize| PageFacts {
            url: format!("https://a.example/{number}/{}", "x".repeat(100_000)),
            ..PageFacts::default()
        };
        for number in 0..500 {
            visitors.saw_page(visitor(number as u128 + 1), long(number), Moment::from_millis(1_000));
        }
        assert!(visitors.lock().pages_bytes <= VISITS_BYTES_MAX);
        assert!(visitors.visit(visitor(1)).pages.is_empty());
        assert_eq!(visitors.visit(visitor(500)).pages.len(), 1);
        visitors.forget_quiet(Moment::from_millis(1_000) + VISIT_IDLE + Duration::from_secs(1));
        assert_eq!(visitors.lock().pages_bytes, 0);
    }
}
