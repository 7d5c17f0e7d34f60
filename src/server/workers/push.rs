//! Pushes notices to the browsers of agents who are not before a page.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::actions::push_notices::{NewPushes, Push, PushLetter, pushes_after};
use crate::actions::push_subscriptions::forget_push_subscription;
use crate::domain::ids::AgentId;
use crate::domain::push::{PUSH_AWAY, PushSubscription};
use crate::server::realtime::presence::Presence;
use crate::server::run_action::ActionRunner;
use crate::server::web_push::{PushFailure, PushFate, PushSender};

/// Pushes that are on their way at the same time.
const PUSHES_UNDER_WAY_MAX: usize = 10;
/// Pushes that wait for that or for another try. What is more is left to the bell and the mail.
const PUSHES_WAITING_MAX: usize = 1_000;
/// Who is there is noticed by looking, at least so often.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(20);
/// It looks at most so often, so that what comes at once is told at once.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(500);
/// Before a push service that did not answer is asked again.
const RETRY_PAUSES: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(15), Duration::from_secs(90)];

/// The worker with what it needs.
pub struct PushNews {
    pub sender: PushSender,
    pub presence: Presence,
    /// The number of the feed's newest event.
    pub committed: watch::Receiver<u64>,
    pub stop: CancellationToken,
}

impl PushNews {
    /// Works until it is told to stop; not at all where nobody may be called. It begins with what is new from now on:
    /// what could not be pushed while the process was down is stale, and the bell and the mail have it.
    pub async fn run(mut self) {
        if !self.sender.may_call_any() {
            return;
        }
        let mut heard = *self.committed.borrow_and_update();
        let mut pages = self.presence.subscribe();
        let (mut seen, under_way) = (Seen::default(), UnderWay::new());
        loop {
            let there = seen.look(&self.presence.awake(Instant::now()), Instant::now());
            if heard < *self.committed.borrow_and_update() {
                match self.sender.runner.run(move |context| pushes_after(context, heard, &there)).await {
                    Ok(NewPushes { position, pushes }) => {
                        heard = position;
                        for push in pushes {
                            under_way.begin(&self, push);
                        }
                    }
                    Err(error) => {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "Failed to look for what is to be pushed"
                        );
                    }
                }
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_AT_MOST_EVERY) => {}
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_AT_LEAST_EVERY) => {}
                changed = self.committed.changed() => if changed.is_err() { return },
                changed = pages.changed() => if changed.is_err() { return },
            }
        }
    }
}

/// Who was before a page, and when last.
#[derive(Default)]
struct Seen(HashMap<AgentId, Instant>);

impl Seen {
    /// Notes who is there; says who was within the time in which nobody is pushed.
    fn look(&mut self, awake: &BTreeSet<AgentId>, now: Instant) -> BTreeSet<AgentId> {
        self.0.extend(awake.iter().map(|agent| (*agent, now)));
        self.0.retain(|_, at| now.duration_since(*at) < PUSH_AWAY);
        self.0.keys().copied().collect()
    }
}

/// Pushes on their way.
struct UnderWay {
    tasks: TaskTracker,
    places: Arc<Semaphore>,
}

impl UnderWay {
    fn new() -> Self {
        Self { tasks: TaskTracker::new(), places: Arc::new(Semaphore::new(PUSHES_UNDER_WAY_MAX)) }
    }

    fn begin(&self, worker: &PushNews, push: Push) {
        let Push { to, letter } = push;
        let letter = Arc::new(letter);
        for subscription in to {
            if PUSHES_WAITING_MAX <= self.tasks.len() {
                tracing::warn!(agent.id = %subscription.agent, "Left a push out: too many wait already");
                continue;
            }
            let (letter, places, stop) = (Arc::clone(&letter), Arc::clone(&self.places), worker.stop.clone());
            let sender = worker.sender.clone();
            self.tasks.spawn(async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = deliver(&sender, &places, &subscription, &letter) => {}
                }
            });
        }
    }
}

/// Sends a push, and again where that may help.
async fn deliver(sender: &PushSender, places: &Semaphore, subscription: &PushSubscription, letter: &PushLetter) {
    let mut pauses = RETRY_PAUSES.into_iter();
    loop {
        let sent = {
            let _place = places.acquire().await.expect("the places are never closed");
            sender.send(&subscription.endpoint, &subscription.keys, letter).await
        };
        let Err(failure) = sent else { return };
        match (failure.fate(), pauses.next()) {
            (PushFate::Forget, _) => return forget(&sender.runner, subscription).await,
            (PushFate::Again, Some(pause)) => tokio::time::sleep(pause).await,
            (PushFate::Again, None) | (PushFate::GiveUp, _) => return say_given_up(subscription, &failure),
        }
    }
}

async fn forget(runner: &ActionRunner, subscription: &PushSubscription) {
    let (agent, id) = (subscription.agent, subscription.id);
    match runner.run(move |context| forget_push_subscription(context, agent, id)).await {
        Ok(_) => tracing::info!(agent.id = %agent, "Forgot a browser that its push service does not know any more"),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "Failed to forget a browser that is gone");
        }
    }
}

fn say_given_up(subscription: &PushSubscription, failure: &PushFailure) {
    let error = failure as &dyn std::error::Error;
    tracing::warn!(agent.id = %subscription.agent, error, "Could not push a notice to a browser");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_left_a_page_a_moment_ago_has_heard_there() {
        let (zoe, ida) = (AgentId::from_bits(1), AgentId::from_bits(2));
        let (mut seen, start) = (Seen::default(), Instant::now());
        let nobody = BTreeSet::new();
        assert_eq!(seen.look(&BTreeSet::from([zoe]), start), BTreeSet::from([zoe]));
        let after = |s| start + Duration::from_secs(s);
        assert_eq!(seen.look(&BTreeSet::from([ida]), after(30)), BTreeSet::from([zoe, ida]));
        assert_eq!(seen.look(&nobody, after(59)), BTreeSet::from([zoe, ida]));
        assert_eq!(seen.look(&nobody, after(60)), BTreeSet::from([ida]));
        assert_eq!(seen.look(&nobody, after(90)), nobody);
    }
}
