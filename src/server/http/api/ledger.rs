//! The mail ledger.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::cursor;
use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::attachments::download;
use super::{to_address, to_id};
use crate::actions::mail_ledger::{LedgerPage, list_ledger, show_ledger_raw};
use crate::actions::process_again::process_again;
use crate::domain::limit::PAGE_ROWS_DEFAULT;
use crate::domain::mail_ledger::{BeginReason, Decision, Envelope, JoinReason, LedgerRow, LedgerVerdict};
use crate::store::{LedgerFilter, LedgerKind};

#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerRowView {
    pub id: String,
    pub at: String,
    /// None for the null sender.
    pub from: Option<String>,
    pub recipients: Vec<String>,
    pub peer: String,
    pub helo: String,
    pub over_tls: bool,
    pub header_from: String,
    pub subject: String,
    /// In bytes.
    pub size: u64,
    /// When its bytes and its subject went with the conversation that was erased.
    pub erased_at: Option<String>,
    pub decisions: Vec<DecisionView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionView {
    pub inbox_id: String,
    pub verdict: VerdictView,
    pub conversation_id: String,
    /// Why; none for a duplicate.
    pub reason: Option<ReasonView>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LedgerVerdict)]
pub enum VerdictView {
    Began,
    Joined,
    Duplicate,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LedgerReason)]
pub enum ReasonView {
    AnswersNothing,
    UnknownReferences,
    StrangerToReferences,
    UnknownReplyAddress,
    SenderBlocked,
    ReplyAddress,
    OwnMessageId,
    KnownMessageId,
    BounceOfOurs,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerPageView {
    pub items: Vec<LedgerRowView>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LedgerQuery {
    #[param(inline)]
    verdict: Option<VerdictView>,
    /// From or to this address.
    address: Option<String>,
    cursor: Option<String>,
    /// Rows, at most 100.
    limit: Option<usize>,
}

/// Mails that were accepted, newest first.
#[utoipa::path(tag = "mail", params(LedgerQuery), responses(
    (status = 200, body = LedgerPageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/mail/ledger")]
pub async fn list(site: Data<Site>, caller: SignedIn, query: Query<LedgerQuery>) -> Result<HttpResponse, HttpError> {
    let query = query.into_inner();
    let filter = match (query.address.filter(|address| !address.is_empty()), query.verdict) {
        (Some(_), Some(_)) => return Err(HttpError::bad_request("Filter by verdict or by address, not by both.")),
        (Some(address), None) => LedgerFilter::Address(to_address("address", &address)?),
        (None, Some(VerdictView::Began)) => LedgerFilter::Kind(LedgerKind::Began),
        (None, Some(VerdictView::Joined)) => LedgerFilter::Kind(LedgerKind::Joined),
        (None, Some(VerdictView::Duplicate)) => LedgerFilter::Kind(LedgerKind::Duplicate),
        (None, None) => LedgerFilter::All,
    };
    let before = query.cursor.as_deref().map(cursor::to_ledger).transpose()?;
    let rows_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let page = site.runner.run(move |context| list_ledger(context, &caller.actor, &filter, before, rows_max));
    let LedgerPage { rows, next } = page.await?;
    let items = rows.into_iter().map(LedgerRowView::from).collect();
    Ok(HttpResponse::Ok().json(LedgerPageView { items, next_cursor: next.map(|id| id.to_string()) }))
}

/// The mail of a row as it came.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "message/rfc822"),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/mail/ledger/{id}/raw")]
pub async fn show_raw(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let bytes = site.runner.run(move |context| show_ledger_raw(context, &caller.actor, id)).await?;
    Ok(download("message.eml", bytes))
}

/// Reads the mail of a row again, with what this version understands.
#[utoipa::path(tag = "mail", params(("id" = String, Path)), responses(
    (status = 200, body = LedgerRowView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/mail/ledger/{id}/process")]
pub async fn process(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let row = site.runner.run(move |context| process_again(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(LedgerRowView::from(row)))
}

impl From<LedgerRow> for LedgerRowView {
    fn from(row: LedgerRow) -> Self {
        let LedgerRow { id, at, envelope, header_from, subject, raw, erased_at, decisions } = row;
        let Envelope { from, recipients, peer, helo, over_tls } = envelope;
        Self {
            id: id.to_string(),
            at: at.to_string(),
            from: from.map(|address| address.to_string()),
            recipients: recipients.iter().map(ToString::to_string).collect(),
            peer,
            helo,
            over_tls,
            header_from,
            subject,
            size: raw.size,
            erased_at: erased_at.map(|at| at.to_string()),
            decisions: decisions.iter().map(DecisionView::from).collect(),
        }
    }
}

impl From<&Decision> for DecisionView {
    fn from(decision: &Decision) -> Self {
        let Decision { inbox, verdict } = decision;
        let (verdict, conversation, reason) = match verdict {
            LedgerVerdict::Began { conversation, entry: _, reason } => {
                (VerdictView::Began, conversation, Some(begin_reason(*reason)))
            }
            LedgerVerdict::Joined { conversation, entry: _, reason } => {
                (VerdictView::Joined, conversation, Some(join_reason(*reason)))
            }
            LedgerVerdict::Duplicate { conversation } => (VerdictView::Duplicate, conversation, None),
        };
        Self { inbox_id: inbox.to_string(), verdict, conversation_id: conversation.to_string(), reason }
    }
}

const fn begin_reason(reason: BeginReason) -> ReasonView {
    match reason {
        BeginReason::AnswersNothing => ReasonView::AnswersNothing,
        BeginReason::UnknownReferences => ReasonView::UnknownReferences,
        BeginReason::StrangerToReferences => ReasonView::StrangerToReferences,
        BeginReason::UnknownReplyAddress => ReasonView::UnknownReplyAddress,
        BeginReason::SenderBlocked => ReasonView::SenderBlocked,
    }
}

const fn join_reason(reason: JoinReason) -> ReasonView {
    match reason {
        JoinReason::ReplyAddress => ReasonView::ReplyAddress,
        JoinReason::OwnMessageId => ReasonView::OwnMessageId,
        JoinReason::KnownMessageId => ReasonView::KnownMessageId,
        JoinReason::BounceOfOurs => ReasonView::BounceOfOurs,
    }
}
