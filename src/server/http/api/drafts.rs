//! What the caller is writing: saved while they write, found again anywhere.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversation_row::ConversationRow;
use super::uploads::UploadView;
use super::{MailboxView, mailbox_views, to_address, to_field_id, to_id, to_mailboxes};
use crate::actions::drafts::{
    ConversationDrafts, SaveDraft, ShownDraft, discard_draft, list_drafts, save_draft, show_drafts,
};
use crate::domain::draft::{Draft, DraftKind, DraftPlace};
use crate::domain::ids::ConversationId;

/// What it will be when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftKindView {
    Reply,
    ReplyAll,
    Forward,
    Comment,
    New,
}

/// A draft as the editor has it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    kind: DraftKindView,
    /// The operation that sending it will be. What was sent under it is not kept again.
    operation_id: String,
    #[serde(default)]
    to: Vec<MailboxView>,
    #[serde(default)]
    cc: Vec<MailboxView>,
    #[serde(default)]
    bcc: Vec<MailboxView>,
    #[serde(default)]
    subject: String,
    html: String,
    #[serde(default)]
    upload_ids: Vec<String>,
    /// Of an answer: the message whose words will stand below.
    quote_entry_id: Option<String>,
    /// Of a forward: the message that is forwarded.
    forward_entry_id: Option<String>,
    /// Of a new conversation.
    inbox_id: Option<String>,
    /// The address to send from, if it is not the usual one.
    from: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// Of a draft of a new conversation: the last part of its address.
    id: Option<String>,
    conversation_id: Option<String>,
    kind: DraftKindView,
    operation_id: String,
    to: Vec<MailboxView>,
    cc: Vec<MailboxView>,
    bcc: Vec<MailboxView>,
    subject: String,
    html: String,
    uploads: Vec<UploadView>,
    quote_entry_id: Option<String>,
    forward_entry_id: Option<String>,
    inbox_id: Option<String>,
    from: Option<String>,
    saved_at: String,
}

/// What the caller is writing in one conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationDraftsView {
    message: Option<DraftView>,
    comment: Option<DraftView>,
}

/// A draft with the conversation that it is written in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedDraftView {
    draft: DraftView,
    conversation: Option<ConversationRow>,
}

/// All drafts of the caller, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftListView {
    items: Vec<ListedDraftView>,
}

/// All drafts of the caller, the newest first.
#[utoipa::path(tag = "drafts", responses((status = 200, body = DraftListView)))]
#[get("/api/drafts")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let drafts = site.runner.run(move |context| list_drafts(context, &caller.actor)).await?;
    let item = |mut shown: ShownDraft| {
        let conversation = shown.conversation.take().as_ref().map(ConversationRow::from);
        ListedDraftView { draft: shown.into(), conversation }
    };
    Ok(HttpResponse::Ok().json(DraftListView { items: drafts.into_iter().map(item).collect() }))
}

/// What the caller is writing in a conversation.
#[utoipa::path(tag = "drafts", params(("id" = String, Path)), responses(
    (status = 200, body = ConversationDraftsView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/drafts")]
pub async fn of_conversation(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let drafts = site.runner.run(move |context| show_drafts(context, &caller.actor, id)).await?;
    let ConversationDrafts { message, comment } = drafts;
    let view = ConversationDraftsView { message: message.map(DraftView::from), comment: comment.map(DraftView::from) };
    Ok(HttpResponse::Ok().json(view))
}

/// Keeps a draft in a conversation: one for a message and one for a comment, by its kind.
#[utoipa::path(tag = "drafts", params(("id" = String, Path)), request_body = NewDraft, responses(
    (status = 200, body = DraftView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/drafts")]
pub async fn save_in_conversation(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewDraft>,
) -> Result<HttpResponse, HttpError> {
    let id: ConversationId = to_id(&id)?;
    let body = body.into_inner();
    let kind = kind_of(&body)?;
    let elsewhere = || HttpError::invalid("kind", "In a conversation one answers, forwards or comments.");
    let deed = deed_of(body, kind, kind.place_in(id).ok_or_else(elsewhere)?)?;
    let shown = site.runner.run(move |context| save_draft(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Ok().json(DraftView::from(shown)))
}

/// Discards the caller's draft of a `message` or a `comment` in a conversation.
#[utoipa::path(tag = "drafts", params(("id" = String, Path), ("slot" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/drafts/{slot}")]
pub async fn discard_in_conversation(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let id: ConversationId = to_id(&path.0)?;
    let place = match path.1.as_str() {
        "message" => DraftPlace::Message(id),
        "comment" => DraftPlace::Comment(id),
        _ => return Err(HttpError::not_found()),
    };
    site.runner.run(move |context| discard_draft(context, &caller.actor, place)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Keeps a draft of a conversation that does not exist yet, under an id of the client's making.
#[utoipa::path(tag = "drafts", params(("id" = String, Path)), request_body = NewDraft, responses(
    (status = 200, body = DraftView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/drafts/{id}")]
pub async fn save_new(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewDraft>,
) -> Result<HttpResponse, HttpError> {
    let place = DraftPlace::New(to_id(&id)?);
    let body = body.into_inner();
    let kind = kind_of(&body)?;
    match kind {
        DraftKind::New { .. } => {}
        DraftKind::Reply { .. } | DraftKind::ReplyAll { .. } | DraftKind::Forward { .. } | DraftKind::Comment => {
            return Err(HttpError::invalid("kind", "There is no conversation here to answer."));
        }
    }
    let deed = deed_of(body, kind, place)?;
    let shown = site.runner.run(move |context| save_draft(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Ok().json(DraftView::from(shown)))
}

/// Discards a draft of a conversation that does not exist yet.
#[utoipa::path(tag = "drafts", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/drafts/{id}")]
pub async fn discard_new(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let place = DraftPlace::New(to_id(&id)?);
    site.runner.run(move |context| discard_draft(context, &caller.actor, place)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn kind_of(body: &NewDraft) -> Result<DraftKind, HttpError> {
    let id = |field, id: &Option<String>| id.as_deref().map(|id| to_field_id(field, id)).transpose();
    Ok(match body.kind {
        DraftKindView::Reply => DraftKind::Reply { quoted: id("quote_entry_id", &body.quote_entry_id)? },
        DraftKindView::ReplyAll => DraftKind::ReplyAll { quoted: id("quote_entry_id", &body.quote_entry_id)? },
        DraftKindView::Forward => {
            let missing = || HttpError::invalid("forward_entry_id", "Say which message is forwarded.");
            DraftKind::Forward { forwarded: id("forward_entry_id", &body.forward_entry_id)?.ok_or_else(missing)? }
        }
        DraftKindView::Comment => DraftKind::Comment,
        DraftKindView::New => {
            DraftKind::New { inbox: body.inbox_id.as_deref().map(|id| to_field_id("inbox_id", id)).transpose()? }
        }
    })
}

fn deed_of(body: NewDraft, kind: DraftKind, place: DraftPlace) -> Result<SaveDraft, HttpError> {
    let uploads: Result<Vec<_>, _> = body.upload_ids.iter().map(|id| to_field_id("upload_ids", id)).collect();
    Ok(SaveDraft {
        place,
        kind,
        operation: to_field_id("operation_id", &body.operation_id)?,
        to: to_mailboxes("to", body.to)?,
        cc: to_mailboxes("cc", body.cc)?,
        bcc: to_mailboxes("bcc", body.bcc)?,
        subject: body.subject,
        html: body.html,
        uploads: uploads?,
        from: body.from.as_deref().map(|from| to_address("from", from)).transpose()?,
    })
}

impl From<ShownDraft> for DraftView {
    fn from(shown: ShownDraft) -> Self {
        let ShownDraft { draft, uploads, conversation: _ } = shown;
        let Draft { agent: _, place, kind, operation, to, cc, bcc, subject, html, uploads: _, from, saved_at } = draft;
        let (kind, quoted, forwarded, inbox) = match kind {
            DraftKind::Reply { quoted } => (DraftKindView::Reply, quoted, None, None),
            DraftKind::ReplyAll { quoted } => (DraftKindView::ReplyAll, quoted, None, None),
            DraftKind::Forward { forwarded } => (DraftKindView::Forward, None, Some(forwarded), None),
            DraftKind::Comment => (DraftKindView::Comment, None, None, None),
            DraftKind::New { inbox } => (DraftKindView::New, None, None, inbox),
        };
        Self {
            id: match place {
                DraftPlace::New(id) => Some(id.to_string()),
                DraftPlace::Message(_) | DraftPlace::Comment(_) => None,
            },
            conversation_id: place.conversation().map(|id| id.to_string()),
            kind,
            operation_id: operation.to_string(),
            to: mailbox_views(&to),
            cc: mailbox_views(&cc),
            bcc: mailbox_views(&bcc),
            subject,
            html,
            uploads: uploads.iter().map(UploadView::from).collect(),
            quote_entry_id: quoted.map(|id| id.to_string()),
            forward_entry_id: forwarded.map(|id| id.to_string()),
            inbox_id: inbox.map(|id| id.to_string()),
            from: from.map(|address| address.to_string()),
            saved_at: saved_at.to_string(),
        }
    }
}
