//! What waits to leave.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::to_id;
use crate::actions::outbox::{Progress, WaitingId, WaitingMail, give_up, list_outbox, try_now};
use crate::domain::ids::DeliveryId;

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingMailView {
    id: String,
    kind: WaitingKind,
    /// Where a message stands; nothing for a notice.
    conversation_id: Option<String>,
    subject: String,
    /// Who has not got it yet.
    to: Vec<String>,
    queued_at: String,
    next_at: String,
    attempts: u32,
    is_being_sent: bool,
    /// What a server said last.
    words: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// Of a conversation.
    Message,
    /// Of the house itself, to somebody inside.
    Notice,
}

/// What waits, due first; at most 200 mails.
#[utoipa::path(tag = "mail", responses((status = 200, body = Vec<WaitingMailView>)))]
#[get("/api/mail/outbox")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let waiting = site.runner.run(move |context| list_outbox(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(waiting.into_iter().map(WaitingMailView::from).collect::<Vec<_>>()))
}

/// Tries a mail now.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/mail/outbox/{id}/attempt")]
pub async fn attempt(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: DeliveryId = to_id(&id)?;
    site.runner.run(move |context| try_now(context, &caller.actor, id.bits())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a mail up.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/mail/outbox/{id}")]
pub async fn cancel(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id: DeliveryId = to_id(&id)?;
    site.runner.run(move |context| give_up(context, &caller.actor, id.bits())).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<WaitingMail> for WaitingMailView {
    fn from(mail: WaitingMail) -> Self {
        let WaitingMail { id, subject, to, queued_at, next_at, attempts, progress, words } = mail;
        let (id, kind, conversation_id) = match id {
            WaitingId::Message { delivery, conversation } => {
                (delivery.to_string(), WaitingKind::Message, Some(conversation.to_string()))
            }
            WaitingId::NoticeMail(notice) => (notice.to_string(), WaitingKind::Notice, None),
        };
        Self {
            id,
            kind,
            conversation_id,
            subject,
            to: to.iter().map(ToString::to_string).collect(),
            queued_at: queued_at.to_string(),
            next_at: next_at.to_string(),
            attempts,
            is_being_sent: match progress {
                Progress::Waiting => false,
                Progress::Sending => true,
            },
            words,
        }
    }
}
