//! Every refusal in one shape: problem details (RFC 9457) with a code that programs can rely on.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::ActionError;
use crate::store::StoreError;

/// What went wrong, for people and for programs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// A sentence that says what to do.
    detail: String,
    /// Stable, for programs.
    code: &'static str,
    /// The field of the request that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// A refusal on its way out.
#[derive(Debug)]
pub struct HttpError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    field: Option<&'static str>,
    retry_after_s: Option<u64>,
}

impl HttpError {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), field: None, retry_after_s: None }
    }

    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "Sign in first.")
    }

    pub fn unknown_visitor() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unknown_visitor", "Open the chat anew.")
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here by that name.")
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", detail)
    }

    pub fn foreign_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign_origin", "This request came from another web site.")
    }

    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    pub fn too_many_requests(retry_after_s: u64) -> Self {
        let detail = format!("Too many requests. Wait {retry_after_s} seconds.");
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail);
        Self { retry_after_s: Some(retry_after_s), ..error }
    }

    pub fn slow_body() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "slow_body", "The request took too long to arrive.")
    }

    /// A value of the request that cannot be used.
    pub fn invalid(field: &'static str, detail: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail);
        Self { field: Some(field), ..error }
    }
}

impl From<ActionError> for HttpError {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NotFound => Self::not_found(),
            ActionError::NotPermitted => Self::new(StatusCode::FORBIDDEN, "forbidden", error.to_string()),
            ActionError::Invalid { field, reason } => Self::invalid(field, reason),
            ActionError::Conflict { code, reason } => Self::new(StatusCode::CONFLICT, code, reason),
            ActionError::WrongCredentials => {
                Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", "The address or the password is wrong.")
            }
            // RFC 9470, 3: who is there must prove more, and these say what.
            ActionError::SecondFactorNeeded => {
                Self::new(StatusCode::UNAUTHORIZED, "second_factor_needed", "Give a code of your device as well.")
            }
            ActionError::WrongCode => {
                Self::new(StatusCode::UNAUTHORIZED, "wrong_code", "The code is wrong or was used already.")
            }
            ActionError::ProofNeeded => {
                Self::new(StatusCode::UNAUTHORIZED, "proof_needed", "Say once more who you are.")
            }
            ActionError::SessionNeeded => {
                Self::new(StatusCode::FORBIDDEN, "session_needed", "Only somebody who is signed in can do this.")
            }
            ActionError::TooManyTries { retry_after_s } => Self::too_many_requests(retry_after_s),
            ActionError::BadIdentity => Self::new(StatusCode::UNAUTHORIZED, "bad_identity", error.to_string()),
            ActionError::UnknownVisitor => Self::unknown_visitor(),
            ActionError::Blocked => Self::new(StatusCode::FORBIDDEN, "blocked", error.to_string()),
            ActionError::SetUpAlready | ActionError::NotSetUp => {
                Self::new(StatusCode::NOT_FOUND, "setup_closed", error.to_string())
            }
            ActionError::Store(error) => Self::from_store(error),
        }
    }
}

impl HttpError {
    fn from_store(error: StoreError) -> Self {
        let full = "The server's disk is full. Reading goes on; nothing can be written until there is room.";
        let (status, code, detail) = match error {
            StoreError::Full => (StatusCode::INSUFFICIENT_STORAGE, "disk_full", full),
            StoreError::Busy | StoreError::Closed => {
                (StatusCode::SERVICE_UNAVAILABLE, "storage_unavailable", "The server is busy. Try again.")
            }
            StoreError::Storage(_) | StoreError::BlobFile { .. } => {
                (StatusCode::SERVICE_UNAVAILABLE, "storage_unavailable", "The server could not write. Try again.")
            }
            StoreError::InUse { .. }
            | StoreError::Open { .. }
            | StoreError::Newer { .. }
            | StoreError::Folder { .. }
            | StoreError::Damaged { .. }
            | StoreError::BrokeOff => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong here. The server's log says what.",
            ),
        };
        tracing::error!(error = &error as &dyn std::error::Error, "A request met a failing store");
        Self::new(status, code, detail)
    }
}

impl std::fmt::Display for HttpError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.detail)
    }
}

impl ResponseError for HttpError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let problem = Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            code: self.code,
            field: self.field,
        };
        let mut response = HttpResponse::build(self.status);
        if let Some(retry_after_s) = self.retry_after_s {
            response.insert_header((RETRY_AFTER, retry_after_s.to_string()));
        }
        let body = serde_json::to_vec(&problem).expect("a problem is plain JSON");
        response.content_type("application/problem+json").body(body)
    }
}
