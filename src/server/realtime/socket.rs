//! One open page: it says where it was, and is told what came since and what comes.

use std::time::Duration;

use actix_ws::{
    AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, MessageStream, ProtocolError, Session,
};
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::time::{Instant, interval, timeout};
use tokio_util::sync::CancellationToken;

use super::frame::{FrameContent, FrameView};
use super::presence::{Connection, Lookout, Presence};
use super::whereabouts::{self, Whereabouts, frames};
use super::{FramesAfter, LiveFeed};
use crate::actions::identify::{Credential, identify, note_use};
use crate::domain::actor::Actor;
use crate::server::run_action::ActionRunner;

/// How long a page has to say where it was.
const GREETING_WAIT: Duration = Duration::from_secs(5);
/// How often the other side is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(30);
/// When a silent peer is taken for gone: a laptop that was closed says nothing.
const SILENCE_MAX: Duration = Duration::from_secs(75);
/// How long one frame may take to be taken: a page that does not read must not fill our memory.
const SEND_WAIT: Duration = Duration::from_secs(10);
/// A page says where it is when that changes and while somebody types; more than this between two pings is no page.
const SAYINGS_PER_PING_MAX: u32 = 300;
/// What a page says is short.
pub const MESSAGE_BYTES_MAX: usize = 4 * 1024;

/// What a page says first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Greeting {
    /// The number of the newest frame it has seen.
    after: u64,
}

/// What a page says later.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saying {
    presence: Whereabouts,
}

/// A socket with what it needs.
pub struct LiveSocket {
    pub feed: LiveFeed,
    pub presence: Presence,
    pub runner: ActionRunner,
    pub credential: Credential,
    pub stop: CancellationToken,
}

/// Why a socket ends.
enum End {
    Gone,
    Stopping,
    SignedOut,
    TooSlow,
    Misspoken,
}

impl LiveSocket {
    /// Serves the page until one side ends it.
    pub async fn serve(self, mut session: Session, messages: MessageStream) {
        let end = self.talk(&mut session, messages).await;
        let (code, description) = match end {
            End::Gone => return,
            End::Stopping => (CloseCode::Away, "the server stops"),
            End::SignedOut => (CloseCode::Other(4401), "signed out"),
            // 1013, RFC 6455 registry: try again later. The page resumes by number.
            End::TooSlow => (CloseCode::Again, "too slow"),
            End::Misspoken => (CloseCode::Policy, "say where you were"),
        };
        let reason = CloseReason { code, description: Some(description.to_owned()) };
        // If the peer is gone already there is nobody to tell.
        drop(session.close(Some(reason)).await);
    }

    async fn talk(&self, session: &mut Session, messages: MessageStream) -> End {
        let mut messages = messages.aggregate_continuations().max_continuation_size(MESSAGE_BYTES_MAX);
        let mut live = self.feed.subscribe();
        let mut passing = self.feed.passing().listen();
        let mut rights = live.borrow_and_update().rights;
        let Some(mut actor) = self.actor().await else { return End::SignedOut };
        let Some(Greeting { after }) = greeted(&mut messages).await else { return End::Misspoken };
        let mut seen = match self.begin(session, after).await {
            Ok(seen) => seen,
            Err(end) => return end,
        };
        let attendance = self.presence.enter();
        let mut lookout = Lookout::new(&self.presence, Instant::now());
        let mut ping = interval(PING_EVERY);
        let mut heard = Instant::now();
        let mut said = 0;
        loop {
            if let Err(end) = self.send_new(session, &actor, &mut seen).await {
                return end;
            }
            tokio::select! {
                () = self.stop.cancelled() => return End::Stopping,
                changed = live.changed() => {
                    if changed.is_err() {
                        return End::Stopping;
                    }
                    let now = live.borrow_and_update().rights;
                    if now != rights {
                        rights = now;
                        match self.actor().await {
                            Some(fresh) => actor = fresh,
                            None => return End::SignedOut,
                        }
                    }
                }
                // A page that is behind misses some: they are of this moment only.
                Ok(frame) = passing.recv() => {
                    if actor.sees(frame.inbox) && let Err(end) = send(session, frame.text.clone()).await { return end }
                }
                message = messages.next() => {
                    heard = Instant::now();
                    said += 1;
                    if let Err(end) = self.hear(session, &actor, attendance.connection, message).await {
                        return end;
                    }
                }
                () = lookout.due() => {
                    for frame in frames(lookout.news(&actor, Instant::now())) {
                        if let Err(end) = send(session, frame.encoded()).await {
                            return end;
                        }
                    }
                }
                _ = ping.tick() => {
                    if SILENCE_MAX < heard.elapsed() || session.ping(b"").await.is_err() {
                        return End::Gone;
                    }
                    if SAYINGS_PER_PING_MAX < std::mem::take(&mut said) {
                        return End::Misspoken;
                    }
                    // A session that grew too old ends without anybody announcing it.
                    match self.actor().await {
                        Some(fresh) => actor = fresh,
                        None => return End::SignedOut,
                    }
                }
            }
        }
    }

    /// Takes in one message of the page. What it cannot read is passed over: the page may be newer.
    async fn hear(
        &self,
        session: &mut Session,
        actor: &Actor,
        connection: Connection,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), End> {
        match message {
            Some(Ok(AggregatedMessage::Ping(bytes))) => session.pong(&bytes).await.map_err(|_| End::Gone),
            Some(Ok(AggregatedMessage::Text(text))) => {
                if let Ok(Saying { presence }) = serde_json::from_str(&text) {
                    whereabouts::take(&self.presence, &self.runner, connection, actor, presence).await;
                }
                Ok(())
            }
            Some(Ok(AggregatedMessage::Pong(_) | AggregatedMessage::Binary(_))) => Ok(()),
            Some(Ok(AggregatedMessage::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    /// Says where the page goes on from: where it was, or afresh.
    async fn begin(&self, session: &mut Session, after: u64) -> Result<u64, End> {
        let (seen, what) = match self.feed.after(after) {
            FramesAfter::Frames(_) => (after, FrameContent::Hello),
            FramesAfter::Missed => (self.feed.position(), FrameContent::Resync),
        };
        send(session, FrameView::control(seen, what)).await?;
        Ok(seen)
    }

    async fn send_new(&self, session: &mut Session, actor: &Actor, seen: &mut u64) -> Result<(), End> {
        match self.feed.after(*seen) {
            FramesAfter::Frames(frames) => {
                for frame in frames {
                    if frame.is_for(actor) {
                        send(session, frame.text.clone()).await?;
                    }
                    *seen = frame.number;
                }
                Ok(())
            }
            FramesAfter::Missed => {
                *seen = self.feed.position();
                send(session, FrameView::control(*seen, FrameContent::Resync)).await
            }
        }
    }

    async fn actor(&self) -> Option<Actor> {
        let identity = self.runner.ask(|context| identify(context, &self.credential)).ok().flatten()?;
        if let Some(used) = identity.unnoted_use {
            // A page that only listens is in use too. If it cannot be noted now, the next look will.
            drop(self.runner.run(move |context| note_use(context, used)).await);
        }
        Some(identity.actor)
    }
}

/// What the page says first, if it says it in time.
async fn greeted(messages: &mut AggregatedMessageStream) -> Option<Greeting> {
    match timeout(GREETING_WAIT, messages.next()).await {
        Ok(Some(Ok(AggregatedMessage::Text(text)))) => serde_json::from_str::<Greeting>(&text).ok(),
        _ => None,
    }
}

async fn send(session: &mut Session, text: bytestring::ByteString) -> Result<(), End> {
    match timeout(SEND_WAIT, session.text(text)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::TooSlow),
    }
}
