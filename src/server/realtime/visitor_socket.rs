//! One open panel of a visitor: it says who it is and where it was, and is told what came since and what comes.

use std::time::Duration;

use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, MessageStream, Session};
use bytestring::ByteString;
use futures_util::StreamExt;
use serde::Deserialize;
use tokio::time::{Instant, interval, timeout};
use tokio_util::sync::CancellationToken;

use super::FramesAfter;
use super::visitor_frame::{VisitorFrameContent, VisitorFrameView};
use crate::actions::ActionError;
use crate::domain::ids::ConversationId;
use crate::domain::visitor::VisitorActor;
use crate::server::http::site::Site;
use crate::server::http::visitor::caller::visitor_of;
use crate::server::http::visitor::shapes::PageBody;
use crate::server::http::visitor::typing::visitor_types;

/// How long a panel has to say who it is.
const GREETING_WAIT: Duration = Duration::from_secs(5);
const PING_EVERY: Duration = Duration::from_secs(30);
/// When a silent peer is taken for gone: a phone in a tunnel says nothing.
const SILENCE_MAX: Duration = Duration::from_secs(75);
const SEND_WAIT: Duration = Duration::from_secs(10);
/// What a panel says is short: the longest is an address of a page with its title.
pub const MESSAGE_BYTES_MAX: usize = 8 * 1024;
/// What a panel says in a minute.
const MESSAGES_PER_MINUTE_MAX: u32 = 120;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Greeting {
    token: String,
    /// The number of the newest frame that was seen.
    after: u64,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Said {
    Typing { conversation_id: String, is_typing: bool },
    Page { page: PageBody },
    Ping,
}

/// Why a socket ends.
enum End {
    Gone,
    Stopping,
    Unknown,
    Blocked,
    TooSlow,
    Misspoken,
}

/// Serves the panel until one side ends it.
pub async fn serve(
    site: actix_web::web::Data<Site>,
    stop: CancellationToken,
    mut session: Session,
    messages: MessageStream,
) {
    let mut messages = messages.aggregate_continuations().max_continuation_size(MESSAGE_BYTES_MAX);
    let end = match greeted(&site, &mut messages).await {
        Err(end) => end,
        Ok(caller) => {
            let end = talk(&site, &stop, &mut session, messages, &caller).await;
            site.tell_of_visitor(&caller.actor).await;
            end
        }
    };
    let (code, description) = match end {
        End::Gone => return,
        End::Stopping => (CloseCode::Away, "the server stops"),
        End::Unknown => (CloseCode::Other(4401), "open the chat anew"),
        End::Blocked => (CloseCode::Other(4403), "blocked"),
        // 1013, RFC 6455 registry: try again later. The panel resumes by number.
        End::TooSlow => (CloseCode::Again, "too slow, or too many"),
        End::Misspoken => (CloseCode::Policy, "say who you are"),
    };
    let reason = CloseReason { code, description: Some(description.to_owned()) };
    // If the peer is gone already there is nobody to tell.
    drop(session.close(Some(reason)).await);
}

/// Who has said who they are.
struct Caller {
    actor: VisitorActor,
    token: String,
    after: u64,
}

async fn greeted(site: &Site, messages: &mut AggregatedMessageStream) -> Result<Caller, End> {
    let greeting = match timeout(GREETING_WAIT, messages.next()).await {
        Ok(Some(Ok(AggregatedMessage::Text(text)))) => serde_json::from_str::<Greeting>(&text).ok(),
        _ => None,
    };
    let Greeting { token, after } = greeting.ok_or(End::Misspoken)?;
    let actor = visitor_of(site, &token).await.map_err(|error| end_of(&error))?;
    Ok(Caller { actor, token, after })
}

async fn talk(
    site: &Site,
    stop: &CancellationToken,
    session: &mut Session,
    mut messages: AggregatedMessageStream,
    caller: &Caller,
) -> End {
    let Caller { actor, token, after } = caller;
    // Listening begins before what was missed is looked up, so that nothing falls in between.
    let Some(mut place) = site.visitors.open_socket(actor.visitor) else { return End::TooSlow };
    let mut seen = match catch_up(site, session, actor, *after).await {
        Ok(seen) => seen,
        Err(end) => return end,
    };
    site.tell_of_visitor(actor).await;
    let mut ping = interval(PING_EVERY);
    let mut heard = Instant::now();
    let mut minute = (Instant::now(), 0);
    loop {
        tokio::select! {
            () = stop.cancelled() => return End::Stopping,
            frame = place.frames.recv() => {
                let Some(text) = frame else { return End::TooSlow };
                if !is_news(&text, &mut seen) {
                    continue;
                }
                if let Err(end) = send(session, text).await {
                    return end;
                }
            }
            message = messages.next() => {
                heard = Instant::now();
                let said = match message {
                    Some(Ok(AggregatedMessage::Ping(bytes))) => {
                        if session.pong(&bytes).await.is_err() {
                            return End::Gone;
                        }
                        None
                    }
                    Some(Ok(AggregatedMessage::Text(text))) => Some(text),
                    Some(Ok(AggregatedMessage::Pong(_) | AggregatedMessage::Binary(_))) => None,
                    Some(Ok(AggregatedMessage::Close(_)) | Err(_)) | None => return End::Gone,
                };
                if Duration::from_secs(60) < minute.0.elapsed() {
                    minute = (Instant::now(), 0);
                }
                minute.1 += 1;
                if MESSAGES_PER_MINUTE_MAX < minute.1 {
                    return End::Misspoken;
                }
                if let Some(text) = said && let Err(end) = hear(site, session, actor, &text).await {
                    return end;
                }
            }
            _ = ping.tick() => {
                if SILENCE_MAX < heard.elapsed() || session.ping(b"").await.is_err() {
                    return End::Gone;
                }
                // A token that ended, or a visitor who was blocked, is told by nobody else.
                if let Err(end) = visitor_of(site, token).await {
                    return end_of(&end);
                }
            }
        }
    }
}

fn end_of(error: &ActionError) -> End {
    match error {
        ActionError::Blocked => End::Blocked,
        ActionError::Store(_) => End::TooSlow,
        ActionError::NotFound
        | ActionError::NotPermitted
        | ActionError::Invalid { .. }
        | ActionError::Conflict { .. }
        | ActionError::WrongCredentials
        | ActionError::SecondFactorNeeded
        | ActionError::WrongCode
        | ActionError::ProofNeeded
        | ActionError::SessionNeeded
        | ActionError::TooManyTries { .. }
        | ActionError::BadIdentity
        | ActionError::UnknownVisitor
        | ActionError::SetUpAlready
        | ActionError::NotSetUp => End::Unknown,
    }
}

/// Says where the panel goes on from, and what it has missed.
async fn catch_up(site: &Site, session: &mut Session, actor: &VisitorActor, after: u64) -> Result<u64, End> {
    match site.feed.after(after) {
        FramesAfter::Frames(frames) => {
            send(session, VisitorFrameView::encoded(Some(after), VisitorFrameContent::Hello)).await?;
            let mut seen = after;
            for frame in frames {
                if let Some(of_visitor) = frame.visitor.as_ref().filter(|frame| frame.visitor == actor.visitor) {
                    send(session, of_visitor.text.clone()).await?;
                }
                seen = frame.number;
            }
            Ok(seen)
        }
        FramesAfter::Missed => {
            let position = site.feed.position();
            send(session, VisitorFrameView::encoded(Some(position), VisitorFrameContent::Resync)).await?;
            Ok(position)
        }
    }
}

/// What was told while catching up is not told again. A frame without a number passes always.
fn is_news(text: &str, seen: &mut u64) -> bool {
    let digits = text.strip_prefix("{\"seq\":").map(|rest| rest.split([',', '}']).next().unwrap_or_default());
    match digits.and_then(|digits| digits.parse::<u64>().ok()) {
        None => true,
        Some(seq) if seq <= *seen => false,
        Some(seq) => {
            *seen = seq;
            true
        }
    }
}

async fn hear(site: &Site, session: &mut Session, actor: &VisitorActor, text: &str) -> Result<(), End> {
    match serde_json::from_str::<Said>(text) {
        Ok(Said::Typing { conversation_id, is_typing }) => {
            if let Ok(conversation) = conversation_id.parse::<ConversationId>() {
                visitor_types(site, actor, conversation, is_typing).await;
            }
            Ok(())
        }
        Ok(Said::Page { page }) => {
            site.visitor_saw_page(actor, page.into_facts()).await;
            Ok(())
        }
        Ok(Said::Ping) => send(session, VisitorFrameView::encoded(None, VisitorFrameContent::Pong)).await,
        // A newer panel may say what we do not know.
        Err(_) => Ok(()),
    }
}

async fn send(session: &mut Session, text: ByteString) -> Result<(), End> {
    match timeout(SEND_WAIT, session.text(text)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::TooSlow),
    }
}

#[cfg(test)]
mod tests {
    use super::is_news;

    #[test]
    fn a_frame_that_was_told_is_not_told_again() {
        let mut seen = 7;
        let cases = [
            ("{\"seq\":7,\"type\":\"entry\"}", false),
            ("{\"seq\":9,\"type\":\"entry\"}", true),
            ("{\"seq\":8,\"type\":\"entry\"}", false),
            ("{\"type\":\"typing\"}", true),
            ("{\"seq\":10}", true),
        ];
        for (text, is_new) in cases {
            assert_eq!(is_news(text, &mut seen), is_new, "{text}");
        }
    }
}
