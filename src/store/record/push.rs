//! Browsers that agents are told in by push, as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::ids::{AgentId, PushSubscriptionId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::push::{BrowserKeys, PushSubscription};

#[derive(Serialize, Deserialize)]
pub struct PushSubscriptionRecord {
    id: u128,
    agent: u128,
    session: u128,
    endpoint: String,
    point: Vec<u8>,
    auth: Vec<u8>,
    created_at: u64,
}

impl Record for PushSubscriptionRecord {
    type Domain = PushSubscription;
    const TABLE: &'static str = "push_subscriptions";

    fn from_domain(subscription: &PushSubscription) -> Self {
        let PushSubscription { id, agent, session, endpoint, keys: BrowserKeys { point, auth }, created_at } =
            subscription;
        Self {
            id: id.bits(),
            agent: agent.bits(),
            session: session.bits(),
            endpoint: endpoint.clone(),
            point: point.to_vec(),
            auth: auth.to_vec(),
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<PushSubscription, Unreadable> {
        let Self { id, agent, session, endpoint, point, auth, created_at } = self;
        let keys = BrowserKeys::of(&point, &auth).ok_or_else(|| Unreadable("its keys are none".to_owned()))?;
        Ok(PushSubscription {
            id: PushSubscriptionId::from_bits(id),
            agent: AgentId::from_bits(agent),
            session: SessionId::from_bits(session),
            endpoint,
            keys,
            created_at: Moment::from_millis(created_at),
        })
    }
}
