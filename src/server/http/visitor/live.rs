//! A visitor's live feed, over a WebSocket or, where a proxy breaks those, by asking again and again.

use std::time::Duration;

use actix_web::web::{Data, Json, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::guard::origin_is_ours;
use super::super::rate_limit::network_of;
use super::super::site::{Site, header};
use super::caller::{VisitorCaller, demand};
use crate::domain::visitor::VisitorActor;
use crate::server::realtime::FramesAfter;
use crate::server::realtime::visitor_frame::{VisitorFrameContent, VisitorFrameView};
use crate::server::realtime::visitor_socket::{MESSAGE_BYTES_MAX, serve};

/// The longest wait of one question, in seconds: below what proxies allow.
const WAIT_S_MAX: u64 = 25;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorEventsQuestion {
    /// The number of the newest frame that was seen.
    after: u64,
    /// How long to wait for something new, in seconds; at most 25.
    wait_s: Option<u64>,
}

/// An answer of the fallback.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitorEventsView {
    frames: Vec<VisitorFrameView>,
    /// Ask for what comes after this number next.
    position: u64,
}

/// A visitor's live feed as a WebSocket: the panel says `{"token": …, "after": n}` and gets frames. The token is
/// in the first frame, since an address would show it to every proxy.
#[utoipa::path(tag = "visitors", responses(
    (status = 101, description = "Frames follow, each a JSON text.", body = VisitorFrameView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/visitor/live")]
pub async fn socket(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, actix_web::Error> {
    // The panel is a page of ours, wherever it is framed.
    let headers = request.headers();
    if let Some(origin) = header(headers, "origin")
        && !origin_is_ours(&site, origin, header(headers, "host"))
    {
        return Err(HttpError::foreign_origin().into());
    }
    if header(headers, "upgrade").is_none() {
        return Err(HttpError::unknown_visitor().into());
    }
    demand(&site.limits.visitor_sockets, network_of(site.client_address(&request)))?;
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    let messages = messages.max_frame_size(MESSAGE_BYTES_MAX);
    actix_web::rt::spawn(serve(site, stop.get_ref().clone(), session, messages));
    Ok(response)
}

/// What came after a number; waits for it if there is nothing yet.
#[utoipa::path(tag = "visitors", request_body = VisitorEventsQuestion, responses(
    (status = 200, body = VisitorEventsView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/visitor/events")]
pub async fn poll(
    site: Data<Site>,
    stop: Data<CancellationToken>,
    caller: VisitorCaller,
    question: Json<VisitorEventsQuestion>,
) -> Result<HttpResponse, HttpError> {
    let mut place = site.visitors.open_socket(caller.actor.visitor).ok_or_else(|| HttpError::too_many_requests(30))?;
    let wait = Duration::from_secs(question.wait_s.unwrap_or(0).min(WAIT_S_MAX));
    let (mut frames, mut position) = frames_for(&site, &caller.actor, question.after);
    if frames.is_empty() && !wait.is_zero() {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
            passed = place.frames.recv() => {
                (frames, position) = frames_for(&site, &caller.actor, question.after);
                // What passes has no number and stands in no feed.
                frames.extend(passed.filter(|text| !text.starts_with("{\"seq\":")).map(|text| text.to_string()));
            }
        }
    }
    let body = format!("{{\"frames\":[{}],\"position\":{position}}}", frames.join(","));
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}

/// Frames as JSON texts, and the number that they reach up to.
fn frames_for(site: &Site, actor: &VisitorActor, after: u64) -> (Vec<String>, u64) {
    match site.feed.after(after) {
        FramesAfter::Frames(frames) => {
            let position = frames.last().map_or(after, |frame| frame.number);
            let own = frames.iter().filter_map(|frame| frame.visitor.as_ref());
            let own = own.filter(|frame| frame.visitor == actor.visitor);
            (own.map(|frame| frame.text.to_string()).collect(), position)
        }
        FramesAfter::Missed => {
            let position = site.feed.position();
            let resync = VisitorFrameView::encoded(Some(position), VisitorFrameContent::Resync);
            (vec![resync.to_string()], position)
        }
    }
}
