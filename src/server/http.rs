//! The doors for people: the API, its live feed, the page itself.

pub mod api;
mod cursor;
mod error;
mod guard;
mod health;
pub mod openapi;
pub mod rate_limit;
mod routes;
mod signed_in;
pub mod site;
mod slow_bodies;
mod ui;
pub mod visitor;
mod widget;
mod zip;

use actix_web::error::{JsonPayloadError, PathError, PayloadError, QueryPayloadError};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, JsonConfig, PathConfig, PayloadConfig, QueryConfig};
use actix_web::{App, HttpRequest};
use tokio_util::sync::CancellationToken;

use crate::domain::limit::{UPLOAD_BYTES_MAX, WRITTEN_BYTES_MAX};
use error::HttpError;
use site::Site;

/// A JSON body, in bytes: the longest letter with its escapes and the names of its readers.
const JSON_BYTES_MAX: usize = 2 * WRITTEN_BYTES_MAX;

/// Builds the service that answers people.
pub fn app(
    site: Data<Site>,
    stop: Data<CancellationToken>,
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(site)
        .app_data(stop)
        .app_data(JsonConfig::default().limit(JSON_BYTES_MAX).error_handler(refuse_json))
        .app_data(QueryConfig::default().error_handler(refuse_query))
        .app_data(PathConfig::default().error_handler(refuse_path))
        .app_data(PayloadConfig::new(UPLOAD_BYTES_MAX + 1))
        .wrap(from_fn(slow_bodies::refuse_slow_bodies))
        .wrap(from_fn(guard::refuse_forged))
        .wrap(from_fn(guard::add_headers))
        .configure(routes::configure)
        .service(web::scope("/api").default_service(web::to(nothing_here)))
        .configure(widget::configure)
        .configure(ui::configure)
}

async fn nothing_here() -> Result<actix_web::HttpResponse, HttpError> {
    Err(HttpError::not_found())
}

fn refuse_json(error: JsonPayloadError, _: &HttpRequest) -> actix_web::Error {
    let refused = match error {
        JsonPayloadError::OverflowKnownLength { .. } | JsonPayloadError::Overflow { .. } => {
            HttpError::too_large(format!("A request may have at most {} MiB.", JSON_BYTES_MAX / 1024 / 1024))
        }
        JsonPayloadError::ContentType => HttpError::bad_request("Send JSON, with the content type application/json."),
        JsonPayloadError::Payload(PayloadError::Overflow) => HttpError::too_large("The request is too large."),
        other => HttpError::bad_request(format!("The JSON does not fit: {other}.")),
    };
    refused.into()
}

fn refuse_query(error: QueryPayloadError, _: &HttpRequest) -> actix_web::Error {
    HttpError::bad_request(format!("The query does not fit: {error}.")).into()
}

fn refuse_path(_: PathError, _: &HttpRequest) -> actix_web::Error {
    HttpError::not_found().into()
}
