//! The live feed, over a WebSocket or, where a proxy breaks those, by asking again and again.

use std::time::Duration;

use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

use super::super::error::{HttpError, Problem};
use super::super::guard::origin_is_ours;
use super::super::signed_in::{SignedIn, credential};
use super::super::site::{Site, header};
use crate::actions::identify::identify;
use crate::domain::actor::Actor;
use crate::server::realtime::FramesAfter;
use crate::server::realtime::frame::{FrameContent, FrameView};
use crate::server::realtime::socket::{LiveSocket, MESSAGE_BYTES_MAX};
use crate::server::realtime::whereabouts::{self, PassingFrame};

/// The longest wait of one question, in seconds: below what proxies allow.
const WAIT_S_MAX: u64 = 25;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// The number of the newest frame that was seen.
    after: u64,
    /// How long to wait for something new, in seconds; at most 25.
    wait_s: Option<u64>,
    /// What the answer before said of the colleagues' presence; without it, nothing is said of them.
    presence: Option<u64>,
}

/// The live feed as a WebSocket: the page says `{"after": n}` and gets frames.
#[utoipa::path(tag = "live", responses(
    (status = 101, description = "Frames follow, each a JSON text.", body = FrameView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/live")]
pub async fn socket(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    caller: SignedIn,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    drop(caller);
    // Browsers send an Origin with every WebSocket, and no other protection covers them.
    let headers = request.headers();
    if let Some(origin) = header(headers, "origin")
        && !origin_is_ours(&site, origin, header(headers, "host"))
    {
        return Err(HttpError::foreign_origin().into());
    }
    let credential = credential(&site, &request).ok_or_else(HttpError::not_signed_in)?;
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    let socket = LiveSocket {
        feed: site.feed.clone(),
        presence: site.presence.clone(),
        runner: site.runner.clone(),
        credential,
        stop: stop.get_ref().clone(),
    };
    actix_web::rt::spawn(socket.serve(session, messages.max_frame_size(MESSAGE_BYTES_MAX)));
    Ok(response)
}

/// What came after a number; waits for it if there is nothing yet.
#[utoipa::path(tag = "live", params(EventsQuery), responses(
    (status = 200, body = EventsView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/events")]
pub async fn poll(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    caller: SignedIn,
    request: HttpRequest,
    query: Query<EventsQuery>,
) -> Result<HttpResponse, HttpError> {
    let credential = credential(&site, &request).ok_or_else(HttpError::not_signed_in)?;
    let mut actor = caller.actor;
    let mut live = site.feed.subscribe();
    let mut presence = site.presence.subscribe();
    let wait = Duration::from_secs(query.wait_s.unwrap_or(0).min(WAIT_S_MAX));
    let end = tokio::time::Instant::now() + wait;
    loop {
        let (frames, position) = frames_for(&site, &actor, query.after);
        let is_over = end <= tokio::time::Instant::now();
        let people_changed = query.presence.is_some_and(|known| known != site.presence.version());
        if !frames.is_empty() || people_changed || is_over || stop.is_cancelled() {
            return Ok(HttpResponse::Ok().content_type("application/json").body(body(
                &site,
                &actor,
                &query,
                (frames, position),
            )));
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep_until(end) => {}
            changed = live.changed() => if changed.is_err() { stop.cancelled().await },
            changed = presence.changed(), if query.presence.is_some() => if changed.is_err() { stop.cancelled().await },
        }
        // Meanwhile the session may have ended, and rights may have changed: what comes is for who they are now.
        let identity = site.runner.ask(|context| identify(context, &credential))?;
        actor = identity.ok_or_else(HttpError::not_signed_in)?.actor;
    }
}

fn body(site: &Site, actor: &Actor, query: &EventsQuery, (frames, position): (Vec<String>, u64)) -> String {
    let version = site.presence.version();
    let people = match query.presence {
        Some(_) => whereabouts::frames(site.presence.shown_to(actor, tokio::time::Instant::now())).collect(),
        None => Vec::new(),
    };
    let people: Vec<String> = people.iter().map(|frame: &PassingFrame| frame.encoded().to_string()).collect();
    format!(
        "{{\"frames\":[{}],\"position\":{position},\"people\":[{}],\"presence\":{version}}}",
        frames.join(","),
        people.join(",")
    )
}

/// Frames as JSON texts, and the number that they reach up to.
fn frames_for(site: &Site, actor: &Actor, after: u64) -> (Vec<String>, u64) {
    match site.feed.after(after) {
        FramesAfter::Frames(frames) => {
            let position = frames.last().map_or(after, |frame| frame.number);
            let visible = frames.iter().filter(|frame| frame.is_for(actor));
            (visible.map(|frame| frame.text.to_string()).collect(), position)
        }
        FramesAfter::Missed => {
            let position = site.feed.position();
            (vec![FrameView::control(position, FrameContent::Resync).to_string()], position)
        }
    }
}

/// An answer of the fallback.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct EventsView {
    frames: Vec<FrameView>,
    /// Ask for what comes after this number next.
    position: u64,
    /// Everybody who is in a conversation, if the question was asked with `presence`.
    people: Vec<PassingFrame>,
    /// Say it in the next question to be told when it changes.
    presence: u64,
}
