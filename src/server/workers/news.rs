//! Mails agents who are away what they have not seen.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::actions::mail_news::mail_news;
use crate::domain::ids::AgentId;
use crate::domain::moment::Moment;
use crate::server::realtime::presence::Presence;
use crate::server::run_action::ActionRunner;
use crate::world::World;

/// It looks at least so often: who is there is noticed by looking.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Works until it is told to stop.
pub async fn tell_those_away(
    runner: ActionRunner,
    world: World,
    presence: Presence,
    patience: Duration,
    stop: CancellationToken,
) {
    let mut seen: BTreeMap<AgentId, Moment> = BTreeMap::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY.min(patience).max(Duration::from_millis(100))) => {}
        }
        let (now, instant) = (world.now(), Instant::now());
        for agent in presence.awake(instant) {
            seen.insert(agent, now);
        }
        let last = seen.clone();
        if let Err(error) = runner.run(move |context| mail_news(context, &last)).await {
            tracing::error!(error = &error as &dyn std::error::Error, "Failed to mail news to those who are away");
        }
    }
}
