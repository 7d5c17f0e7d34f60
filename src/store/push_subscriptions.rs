//! Browsers that agents are told in by push.

use super::error::StoreError;
use super::record::{PushSubscriptionRecord, Record};
use super::schema::PUSH_SUBSCRIPTIONS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::{AgentId, PushSubscriptionId, SessionId};
use crate::domain::push::{PUSH_SUBSCRIPTIONS_MAX, PushSubscription};

impl Reading<'_> {
    /// The browsers of an agent, in the order in which they were added.
    pub fn push_subscriptions(&self, agent: AgentId) -> Result<Vec<PushSubscription>, StoreError> {
        let mut found = Vec::new();
        let of_agent = (agent.bits(), 0)..=(agent.bits(), u128::MAX);
        self.scan(PUSH_SUBSCRIPTIONS, of_agent, |_, record| {
            found.push(PushSubscriptionRecord::decode(record));
            Go::On
        })?;
        found.into_iter().collect()
    }

    /// Everybody's. A few thousand at most, and only looked through when somebody adds a browser.
    fn all_push_subscriptions(&self) -> Result<Vec<PushSubscription>, StoreError> {
        let mut found = Vec::new();
        self.scan(PUSH_SUBSCRIPTIONS, (0, 0).., |_, record| {
            found.push(PushSubscriptionRecord::decode(record));
            Go::On
        })?;
        found.into_iter().collect()
    }
}

impl Writing<'_> {
    /// Keeps a browser in the place of what stood for it before: it is told for whoever asked last, and by its newest
    /// address. The oldest one goes when an agent has too many.
    pub fn save_push_subscription(&self, subscription: &PushSubscription) -> Result<(), StoreError> {
        for other in self.all_push_subscriptions()? {
            if other.endpoint == subscription.endpoint || other.session == subscription.session {
                self.remove_push_subscription(other.agent, other.id)?;
            }
        }
        let own = self.push_subscriptions(subscription.agent)?;
        let excess = (own.len() + 1).saturating_sub(PUSH_SUBSCRIPTIONS_MAX);
        for old in own.iter().take(excess) {
            self.remove_push_subscription(old.agent, old.id)?;
        }
        let key = (subscription.agent.bits(), subscription.id.bits());
        self.put_record::<_, PushSubscriptionRecord>(PUSH_SUBSCRIPTIONS, key, subscription)
    }

    /// Says whether the agent had such a browser.
    pub fn remove_push_subscription(&self, agent: AgentId, id: PushSubscriptionId) -> Result<bool, StoreError> {
        self.remove(PUSH_SUBSCRIPTIONS, (agent.bits(), id.bits()))
    }

    /// Takes the browser of a session away, if it is told.
    pub fn remove_push_subscription_of(&self, agent: AgentId, session: SessionId) -> Result<(), StoreError> {
        for subscription in self.push_subscriptions(agent)? {
            if subscription.session == session {
                self.remove_push_subscription(agent, subscription.id)?;
            }
        }
        Ok(())
    }
}
