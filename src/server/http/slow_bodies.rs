//! A request must arrive: who sends a byte now and then would hold memory and a connection for nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::{ConnectionType, Method, header};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{HttpMessage as _, ResponseError as _};
use futures_util::{Stream, StreamExt as _, stream};
use tokio::time::Instant;

use super::error::HttpError;

/// Without any progress.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// For all of it: 25 MiB by a slow line of a phone.
const BODY_MAX: Duration = Duration::from_secs(5 * 60);

/// Ends requests whose body does not arrive in time, with their connection.
pub async fn refuse_slow_bodies(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let is_conversation = begins_conversation(&request);
    let is_late = Arc::new(AtomicBool::new(false));
    let payload = match request.take_payload() {
        Payload::None => Payload::None,
        payload if is_conversation => payload,
        payload => timed(payload, &is_late),
    };
    request.set_payload(payload);
    let response = next.call(request).await?;
    if !is_late.load(Ordering::Relaxed) {
        return Ok(response.map_into_left_body());
    }
    let mut refused = HttpError::slow_body().error_response().map_into_right_body();
    // The rest of it may come later, and is nothing that could be read.
    refused.head_mut().set_connection_type(ConnectionType::Close);
    Ok(response.into_response(refused))
}

/// What follows an upgrade is a conversation, with beats of its own. It is asked for by GET (RFC 6455, 4.1): the header on
/// anything else frees no body from its time.
fn begins_conversation(request: &ServiceRequest) -> bool {
    request.method() == Method::GET && request.headers().contains_key(header::UPGRADE)
}

fn timed(payload: Payload, is_late: &Arc<AtomicBool>) -> Payload {
    Payload::Stream { payload: Box::pin(in_time(payload, Instant::now() + BODY_MAX, Arc::clone(is_late))) }
}

fn in_time(
    payload: Payload,
    end: Instant,
    is_late: Arc<AtomicBool>,
) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    stream::unfold(Some((payload, is_late)), move |left| async move {
        let (mut payload, is_late) = left?;
        let until = end.min(Instant::now() + PAUSE_MAX);
        match tokio::time::timeout_at(until, payload.next()).await {
            Ok(Some(part)) => Some((part, Some((payload, is_late)))),
            Ok(None) => None,
            Err(_) => {
                is_late.store(true, Ordering::Relaxed);
                Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), None))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(pauses: &'static [u64]) -> Payload {
        let parts = stream::unfold(0, move |index| async move {
            tokio::time::sleep(Duration::from_secs(*pauses.get(index)?)).await;
            Some((Ok(Bytes::from_static(b"x")), index + 1))
        });
        Payload::Stream { payload: Box::pin(parts) }
    }

    async fn read(pauses: &'static [u64]) -> (usize, bool, bool) {
        let is_late = Arc::new(AtomicBool::new(false));
        let parts: Vec<_> = in_time(body(pauses), Instant::now() + BODY_MAX, Arc::clone(&is_late)).collect().await;
        (
            parts.iter().filter(|part| part.is_ok()).count(),
            parts.iter().any(Result::is_err),
            is_late.load(Ordering::Relaxed),
        )
    }

    #[test]
    fn a_header_alone_frees_no_body_from_its_time() {
        use actix_web::test::TestRequest;

        let asks = |request: TestRequest| {
            begins_conversation(&request.insert_header(("upgrade", "websocket")).to_srv_request())
        };
        assert!(asks(TestRequest::get()));
        assert!(!asks(TestRequest::post()));
        assert!(!asks(TestRequest::put()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_goes_on_is_read_to_its_end() {
        assert_eq!(read(&[0, 20, 20]).await, (3, false, false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_or_never_ends_is_refused() {
        assert_eq!(read(&[0, 40, 0]).await, (1, true, true));
        assert_eq!(read(&[29; 20]).await, (10, true, true));
    }
}
