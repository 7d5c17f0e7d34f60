//! Who looks at which conversation and who types in it: in memory alone, and gone with the connection.
//!
//! Pages say where they are and say it again while it holds; what was not said again in time is over, so
//! that a laptop that was closed or a line that broke leaves nobody standing there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::domain::actor::Actor;
use crate::domain::ids::{AgentId, ConversationId, InboxId};
use crate::domain::limit::{PRESENCE_CONNECTIONS_MAX, PRESENCE_PLACES_MAX};

/// A page says where it is every 20 seconds; after three of them it is taken for gone.
const STAYS: Duration = Duration::from_secs(60);
/// Keys are pressed more often than this, or nobody types.
const TYPES: Duration = Duration::from_secs(8);
/// Changes that come closer together are told together.
const GAP: Duration = Duration::from_millis(250);
/// How often somebody who is told of others looks whether they are still there.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(2);

/// What an agent does in a conversation. The greater one is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    Viewing,
    Typing,
}

/// Where a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub conversation: ConversationId,
    pub inbox: InboxId,
    pub doing: Doing,
}

/// Whether a person sits before a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    Awake,
    /// The page is open, but nobody has touched it for a while.
    Idle,
}

/// One connection of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Connection {
    Socket(u64),
    /// A page that polls names itself.
    Poll(AgentId, u128),
}

/// Everybody who is there. Cheap to clone.
#[derive(Clone)]
pub struct Presence {
    pages: Arc<Mutex<Pages>>,
    version: Arc<watch::Sender<u64>>,
}

#[derive(Default)]
struct Pages {
    next_socket: u64,
    said: HashMap<Connection, Said>,
}

struct Said {
    agent: AgentId,
    at: Instant,
    attention: Attention,
    spots: Vec<Spot>,
}

/// Who is in each conversation, and what they do there.
pub type People = BTreeMap<ConversationId, Vec<(AgentId, Doing)>>;

impl Default for Presence {
    fn default() -> Self {
        Self { pages: Arc::default(), version: Arc::new(watch::channel(0).0) }
    }
}

impl Presence {
    /// A place for a socket, left when the value is dropped.
    pub fn enter(&self) -> Attendance {
        let mut pages = self.lock();
        pages.next_socket += 1;
        Attendance { presence: self.clone(), connection: Connection::Socket(pages.next_socket) }
    }

    /// Takes in where a page is. It replaces what the page said before.
    pub fn say(
        &self,
        connection: Connection,
        agent: AgentId,
        attention: Attention,
        mut spots: Vec<Spot>,
        now: Instant,
    ) {
        spots.truncate(PRESENCE_PLACES_MAX);
        {
            let mut pages = self.lock();
            pages.said.retain(|_, said| now.duration_since(said.at) < STAYS);
            pages.said.insert(connection, Said { agent, at: now, attention, spots });
            let own = pages.said.iter().filter(|(_, said)| said.agent == agent);
            let oldest = own.min_by_key(|(_, said)| said.at).map(|(connection, _)| *connection);
            let count = pages.said.values().filter(|said| said.agent == agent).count();
            if let Some(oldest) = oldest.filter(|_| PRESENCE_CONNECTIONS_MAX < count) {
                pages.said.remove(&oldest);
            }
        }
        self.changed();
    }

    /// A conversation lies in this inbox now: who may be told of it follows at once.
    pub fn moved(&self, conversation: ConversationId, inbox: InboxId) {
        let mut has_changed = false;
        for said in self.lock().said.values_mut() {
            for spot in said.spots.iter_mut().filter(|spot| spot.conversation == conversation) {
                has_changed |= spot.inbox != inbox;
                spot.inbox = inbox;
            }
        }
        if has_changed {
            self.changed();
        }
    }

    /// Everybody else whom an actor may see, by the rights of this moment.
    pub fn shown_to(&self, actor: &Actor, now: Instant) -> People {
        let mut people: BTreeMap<ConversationId, BTreeMap<AgentId, Doing>> = BTreeMap::new();
        let pages = self.lock();
        for said in pages.said.values().filter(|said| said.agent != actor.agent && !said.is_over(now)) {
            for spot in said.spots.iter().filter(|spot| actor.sees(spot.inbox)) {
                let doing = if now.duration_since(said.at) < TYPES { spot.doing } else { Doing::Viewing };
                let told = people.entry(spot.conversation).or_default().entry(said.agent).or_insert(doing);
                *told = doing.max(*told);
            }
        }
        people.into_iter().map(|(conversation, agents)| (conversation, agents.into_iter().collect())).collect()
    }

    /// Whether an agent sits before a page of theirs.
    pub fn is_awake(&self, agent: AgentId, now: Instant) -> bool {
        self.lock()
            .said
            .values()
            .any(|said| said.agent == agent && said.attention == Attention::Awake && !said.is_over(now))
    }

    /// Everybody who sits before a page of theirs.
    pub fn awake(&self, now: Instant) -> BTreeSet<AgentId> {
        let pages = self.lock();
        let awake = pages.said.values().filter(|said| said.attention == Attention::Awake && !said.is_over(now));
        awake.map(|said| said.agent).collect()
    }

    /// Counts changes.
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// Tells of changes.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    fn leave(&self, connection: Connection) {
        let was_there = self.lock().said.remove(&connection).is_some();
        if was_there {
            self.changed();
        }
    }

    fn changed(&self) {
        self.version.send_modify(|version| *version += 1);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Said {
    fn is_over(&self, now: Instant) -> bool {
        STAYS <= now.duration_since(self.at)
    }
}

/// The place of one socket.
pub struct Attendance {
    presence: Presence,
    pub connection: Connection,
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.presence.leave(self.connection);
    }
}

/// What one page was told of the others, so that it is told changes alone.
pub struct Lookout {
    presence: Presence,
    versions: watch::Receiver<u64>,
    looked: (u64, Instant),
    told: People,
}

impl Lookout {
    pub fn new(presence: &Presence, now: Instant) -> Self {
        let versions = presence.subscribe();
        Self { presence: presence.clone(), versions, looked: (u64::MAX, now), told: People::new() }
    }

    /// Waits until there may be something to tell. Nothing is lost if the wait is given up.
    pub async fn due(&mut self) {
        let (version, at) = self.looked;
        let waits_for_ends = !self.told.is_empty();
        tokio::select! {
            changed = self.versions.wait_for(|now| *now != version) => if changed.is_err() {
                std::future::pending::<()>().await;
            },
            () = sleep_until(at + LOOK_AT_LEAST_EVERY), if waits_for_ends => {}
        }
        sleep_until(at + GAP).await;
    }

    /// The conversations whose people are others than the actor was told; nobody for those that were left.
    pub fn news(&mut self, actor: &Actor, now: Instant) -> People {
        self.looked = (self.presence.version(), now);
        let people = self.presence.shown_to(actor, now);
        let mut news = People::new();
        for (conversation, agents) in &people {
            if self.told.get(conversation) != Some(agents) {
                news.insert(*conversation, agents.clone());
            }
        }
        for conversation in self.told.keys().filter(|told| !people.contains_key(told)) {
            news.insert(*conversation, Vec::new());
        }
        self.told = people;
        news
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::agent::Role;

    const ZOE: AgentId = AgentId::from_bits(1);
    const IDA: AgentId = AgentId::from_bits(2);
    const SUPPORT: InboxId = InboxId::from_bits(1);
    const SALES: InboxId = InboxId::from_bits(2);
    const LAMPS: ConversationId = ConversationId::from_bits(7);

    fn actor(agent: AgentId, inboxes: &[InboxId]) -> Actor {
        Actor { agent, role: Role::Agent, inboxes: inboxes.iter().copied().collect::<BTreeSet<_>>() }
    }

    fn at(doing: Doing) -> Vec<Spot> {
        vec![Spot { conversation: LAMPS, inbox: SUPPORT, doing }]
    }

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn only_those_who_see_the_inbox_are_told_and_nobody_of_themselves() {
        let (presence, now) = (Presence::default(), Instant::now());
        let page = presence.enter();
        presence.say(page.connection, IDA, Attention::Awake, at(Doing::Typing), now);
        let there = People::from([(LAMPS, vec![(IDA, Doing::Typing)])]);
        assert_eq!(presence.shown_to(&actor(ZOE, &[SUPPORT]), now), there);
        assert_eq!(presence.shown_to(&actor(ZOE, &[SALES]), now), People::new());
        assert_eq!(presence.shown_to(&actor(IDA, &[SUPPORT]), now), People::new());

        presence.moved(LAMPS, SALES);
        assert_eq!(presence.shown_to(&actor(ZOE, &[SUPPORT]), now), People::new());
        assert_eq!(presence.shown_to(&actor(ZOE, &[SALES]), now), there);
    }

    #[test]
    fn typing_fades_to_viewing_and_viewing_ends_when_it_is_not_said_again() {
        let (presence, now) = (Presence::default(), Instant::now());
        let page = presence.enter();
        presence.say(page.connection, IDA, Attention::Awake, at(Doing::Typing), now);
        let zoe = actor(ZOE, &[SUPPORT]);
        let doing = |after| presence.shown_to(&zoe, now + after).get(&LAMPS).map(|people| people[0].1);
        assert_eq!(doing(seconds(7)), Some(Doing::Typing));
        assert_eq!(doing(seconds(8)), Some(Doing::Viewing));
        assert_eq!(doing(seconds(60)), None, "a line that broke says nothing");
        assert!(presence.is_awake(IDA, now) && !presence.is_awake(IDA, now + seconds(60)));
    }

    #[test]
    fn two_pages_of_one_agent_are_one_person_until_both_are_gone() {
        let (presence, now) = (Presence::default(), Instant::now());
        let (first, second) = (presence.enter(), presence.enter());
        presence.say(first.connection, IDA, Attention::Awake, at(Doing::Viewing), now);
        presence.say(second.connection, IDA, Attention::Idle, at(Doing::Typing), now);
        let zoe = actor(ZOE, &[SUPPORT]);
        assert_eq!(presence.shown_to(&zoe, now)[&LAMPS], vec![(IDA, Doing::Typing)]);
        drop(second);
        assert_eq!(presence.shown_to(&zoe, now)[&LAMPS], vec![(IDA, Doing::Viewing)]);
        drop(first);
        assert_eq!(presence.shown_to(&zoe, now), People::new());
    }

    #[test]
    fn a_lookout_is_told_changes_alone() {
        let (presence, now) = (Presence::default(), Instant::now());
        let zoe = actor(ZOE, &[SUPPORT]);
        let mut lookout = Lookout::new(&presence, now);
        let page = presence.enter();
        presence.say(page.connection, IDA, Attention::Awake, at(Doing::Viewing), now);
        assert_eq!(lookout.news(&zoe, now)[&LAMPS], vec![(IDA, Doing::Viewing)]);
        assert_eq!(lookout.news(&zoe, now), People::new());
        drop(page);
        assert_eq!(lookout.news(&zoe, now)[&LAMPS], vec![]);
        assert_eq!(lookout.news(&zoe, now), People::new());
    }

    #[test]
    fn one_agent_holds_only_so_many_places() {
        let (presence, now) = (Presence::default(), Instant::now());
        for number in 0..100 {
            presence.say(Connection::Poll(IDA, number), IDA, Attention::Awake, at(Doing::Viewing), now);
        }
        assert_eq!(presence.lock().said.len(), PRESENCE_CONNECTIONS_MAX);
    }
}
