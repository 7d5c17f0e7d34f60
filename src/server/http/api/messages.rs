//! What agents write to contacts: replies, forwards, new conversations; and taking back, trying again.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversations::ConversationView;
use super::entries::EntryView;
use super::uploads::UploadView;
use super::{MailboxView, mailbox_views, to_address, to_field_id, to_id, to_mailboxes};
use crate::actions::Written;
use crate::actions::reply_to_conversation::{
    Afterwards, ForwardedFiles, Known, ReplyKind, ReplyToConversation, reply_to_conversation,
};
use crate::actions::reschedule_message::reschedule_message;
use crate::actions::retry_message::retry_message;
use crate::actions::start_conversation::{StartConversation, start_conversation};
use crate::actions::undo_message::{UndoneMessage, undo_message};
use crate::domain::draft::DraftKind;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::UploadId;
use crate::domain::moment::Moment;

/// A reply or a forward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Made by the client: the same one again yields the first message.
    operation_id: String,
    to: Vec<MailboxView>,
    #[serde(default)]
    cc: Vec<MailboxView>,
    #[serde(default)]
    bcc: Vec<MailboxView>,
    /// Worked out from the conversation if it is not given.
    subject: Option<String>,
    html: String,
    #[serde(default)]
    upload_ids: Vec<String>,
    /// The message whose words stand below.
    quote_entry_id: Option<String>,
    /// The message that is forwarded.
    forward_entry_id: Option<String>,
    /// Whether its files go along; they do if it is not said.
    forward_attachments: Option<bool>,
    /// Closes the conversation afterwards.
    close_after: Option<bool>,
    /// The newest entry that its writer has seen. If somebody else has written after it, the message is
    /// refused with the code `stale`.
    last_seen_entry_id: Option<String>,
    /// The writer knows that somebody else has written, and sends it all the same.
    confirmed: Option<bool>,
    /// One of the inbox's addresses; its usual one, if none is named.
    from: Option<String>,
    /// When it is to leave; when the undo time is over, if no moment is named.
    send_at: Option<String>,
}

/// A message that begins a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConversation {
    /// Made by the client: the same one again yields the first conversation.
    operation_id: String,
    inbox_id: String,
    to: Vec<MailboxView>,
    #[serde(default)]
    cc: Vec<MailboxView>,
    #[serde(default)]
    bcc: Vec<MailboxView>,
    subject: String,
    html: String,
    #[serde(default)]
    upload_ids: Vec<String>,
    /// One of the inbox's addresses; its usual one, if none is named.
    from: Option<String>,
    /// When it is to leave; when the undo time is over, if no moment is named.
    send_at: Option<String>,
}

/// Another moment for a message that was put off; null for now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSchedule {
    #[schema(required)]
    send_at: Option<String>,
}

/// A conversation that has begun, with its first message.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartedConversation {
    conversation: ConversationView,
    entry: EntryView,
}

/// Everything that was in the composer.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoneMessageView {
    /// Of the draft that it has become: the operation that sending it again will be.
    operation_id: String,
    to: Vec<MailboxView>,
    cc: Vec<MailboxView>,
    bcc: Vec<MailboxView>,
    subject: String,
    html: String,
    uploads: Vec<UploadView>,
    from: Option<String>,
    /// For when it was put off, if it was.
    scheduled_for: Option<String>,
    /// The message whose words stood below.
    quote_entry_id: Option<String>,
    /// The message that was forwarded; its files come along again.
    forward_entry_id: Option<String>,
}

/// Writes a reply or a forward. It leaves when the undo time is over.
#[utoipa::path(tag = "messages", params(("id" = String, Path)), request_body = NewMessage, responses(
    (status = 201, body = EntryView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/messages")]
pub async fn reply(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewMessage>,
) -> Result<HttpResponse, HttpError> {
    let body = body.into_inner();
    let kind = match (&body.forward_entry_id, &body.quote_entry_id) {
        (Some(forwarded), _) => ReplyKind::Forward {
            forwarded: to_field_id("forward_entry_id", forwarded)?,
            files: if body.forward_attachments == Some(false) { ForwardedFiles::Left } else { ForwardedFiles::Along },
        },
        (None, quoted) => ReplyKind::Answer {
            quoted: quoted.as_deref().map(|entry| to_field_id("quote_entry_id", entry)).transpose()?,
        },
    };
    let deed = ReplyToConversation {
        operation: to_field_id("operation_id", &body.operation_id)?,
        conversation: to_id(&id)?,
        kind,
        afterwards: if body.close_after == Some(true) { Afterwards::Closes } else { Afterwards::StaysOpen },
        known: match (&body.last_seen_entry_id, body.confirmed) {
            (None, _) | (Some(_), Some(true)) => Known::Whatever,
            (Some(entry), _) => Known::UpTo(to_field_id("last_seen_entry_id", entry)?),
        },
        written: Written {
            to: to_mailboxes("to", body.to)?,
            cc: to_mailboxes("cc", body.cc)?,
            bcc: to_mailboxes("bcc", body.bcc)?,
            subject: body.subject.unwrap_or_default(),
            html: body.html,
            uploads: upload_ids(&body.upload_ids)?,
            from: sender(body.from.as_deref())?,
            send_at: moment(body.send_at.as_deref())?,
        },
    };
    let entry = site.runner.run(move |context| reply_to_conversation(context, &caller.actor, deed)).await?;
    Ok(HttpResponse::Created().json(EntryView::from(&entry)))
}

/// Begins a conversation.
#[utoipa::path(tag = "messages", request_body = NewConversation, responses(
    (status = 201, body = StartedConversation),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations")]
pub async fn start(site: Data<Site>, caller: SignedIn, body: Json<NewConversation>) -> Result<HttpResponse, HttpError> {
    let body = body.into_inner();
    let deed = StartConversation {
        operation: to_field_id("operation_id", &body.operation_id)?,
        inbox: to_field_id("inbox_id", &body.inbox_id)?,
        written: Written {
            to: to_mailboxes("to", body.to)?,
            cc: to_mailboxes("cc", body.cc)?,
            bcc: to_mailboxes("bcc", body.bcc)?,
            subject: body.subject,
            html: body.html,
            uploads: upload_ids(&body.upload_ids)?,
            from: sender(body.from.as_deref())?,
            send_at: moment(body.send_at.as_deref())?,
        },
    };
    let (shown, entry) = site.runner.run(move |context| start_conversation(context, &caller.actor, deed)).await?;
    let started = StartedConversation { conversation: shown.into(), entry: EntryView::from(&entry) };
    Ok(HttpResponse::Created().json(started))
}

/// Takes a message back whose undo time is not over.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 200, body = UndoneMessageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/messages/{entry}/undo")]
pub async fn undo(site: Data<Site>, caller: SignedIn, path: Path<(String, String)>) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let undone = site.runner.run(move |context| undo_message(context, &caller.actor, conversation, entry)).await?;
    let UndoneMessage { draft, uploads, scheduled_for } = undone;
    let (quoted, forwarded) = match draft.kind {
        DraftKind::Reply { quoted } | DraftKind::ReplyAll { quoted } => (quoted, None),
        DraftKind::Forward { forwarded } => (None, Some(forwarded)),
        DraftKind::Comment | DraftKind::New { .. } => (None, None),
    };
    Ok(HttpResponse::Ok().json(UndoneMessageView {
        operation_id: draft.operation.to_string(),
        to: mailbox_views(&draft.to),
        cc: mailbox_views(&draft.cc),
        bcc: mailbox_views(&draft.bcc),
        from: draft.from.map(|from| from.to_string()),
        scheduled_for: scheduled_for.map(|moment| moment.to_string()),
        quote_entry_id: quoted.map(|entry| entry.to_string()),
        forward_entry_id: forwarded.map(|entry| entry.to_string()),
        subject: draft.subject,
        html: draft.html,
        uploads: uploads.iter().map(UploadView::from).collect(),
    }))
}

/// Tries again to reach those whom the message did not reach.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/messages/{entry}/retry")]
pub async fn retry(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    site.runner.run(move |context| retry_message(context, &caller.actor, conversation, entry)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a message that was put off another moment, or sends it now.
#[utoipa::path(tag = "messages", params(("id" = String, Path), ("entry" = String, Path)), request_body = NewSchedule,
    responses(
        (status = 200, body = EntryView),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/api/conversations/{id}/messages/{entry}/schedule")]
pub async fn reschedule(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
    body: Json<NewSchedule>,
) -> Result<HttpResponse, HttpError> {
    let (conversation, entry) = (to_id(&path.0)?, to_id(&path.1)?);
    let send_at = moment(body.send_at.as_deref())?;
    let moved =
        site.runner.run(move |context| reschedule_message(context, &caller.actor, conversation, entry, send_at));
    Ok(HttpResponse::Ok().json(EntryView::from(&moved.await?)))
}

fn sender(text: Option<&str>) -> Result<Option<EmailAddress>, HttpError> {
    text.map(|text| to_address("from", text)).transpose()
}

fn moment(text: Option<&str>) -> Result<Option<Moment>, HttpError> {
    let unreadable = || HttpError::invalid("send_at", "This is not a moment of RFC 3339.");
    text.map(|text| Moment::parse(text).ok_or_else(unreadable)).transpose()
}

fn upload_ids(ids: &[String]) -> Result<Vec<UploadId>, HttpError> {
    ids.iter().map(|id| to_field_id("upload_ids", id)).collect()
}
