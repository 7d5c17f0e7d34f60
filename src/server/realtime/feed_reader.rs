//! Reads what the deeds have announced and hands it to the sockets.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::LiveFeed;
use super::frame::Frame;
use super::presence::Presence;
use crate::actions::show_events::{ShownEvents, feed_position, show_events};
use crate::server::run_action::ActionRunner;

/// After a failed read: the store heals by itself, see `store::database`.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// Follows the feed until it is told to stop. `committed` says the number of the newest event.
pub async fn follow(
    feed: LiveFeed,
    presence: Presence,
    runner: ActionRunner,
    mut committed: watch::Receiver<u64>,
    stop: CancellationToken,
) {
    loop {
        let newest = *committed.borrow_and_update();
        if feed.position() < newest {
            if !read_once(&feed, &presence, &runner).await {
                tokio::time::sleep(RETRY_PAUSE).await;
            }
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            changed = committed.changed() => if changed.is_err() { return },
        }
    }
}

/// Reads what is new; says whether that went well.
async fn read_once(feed: &LiveFeed, presence: &Presence, runner: &ActionRunner) -> bool {
    let after = feed.position();
    let read = runner.run(move |context| Ok((show_events(context, after)?, feed_position(context)?))).await;
    match read {
        Ok((ShownEvents::Events(events), position)) => {
            if events.is_empty() {
                feed.skip_to(position);
            }
            for event in &events {
                if let Some((conversation, inbox)) = event.what.place() {
                    presence.moved(conversation, inbox);
                }
            }
            feed.push(events.into_iter().map(Frame::from).collect());
            true
        }
        Ok((ShownEvents::Forgotten, position)) => {
            feed.skip_to(position);
            true
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "Failed to read the feed");
            false
        }
    }
}
