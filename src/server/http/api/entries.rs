//! Entries of a conversation as the page shows them.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::activity::ActivityView;
use super::chat_messages::ChatMessageView;
use super::comments::CommentView;
use super::{MailboxView, mailbox_views, to_id};
use crate::actions::show_conversation::{EntryPage, list_entries};
use crate::domain::entry::{
    Attachment, Content, Direction, Entry, Incoming, IncomingKind, Message, Outgoing, SenderChecks, Sending, Verdict,
};
use crate::domain::image_sender::is_proven;
use crate::domain::limit::PAGE_ROWS_DEFAULT;

/// An entry: exactly one of the four last fields is there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryView {
    pub id: String,
    pub conversation_id: String,
    pub at: String,
    pub kind: EntryKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Box<MessageView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<Box<ChatMessageView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<CommentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<ActivityView>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Message,
    Chat,
    Comment,
    Activity,
}

/// A message without its long form, which has a route of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageView {
    pub direction: DirectionView,
    pub from: Option<MailboxView>,
    pub reply_to: Vec<MailboxView>,
    pub to: Vec<MailboxView>,
    pub cc: Vec<MailboxView>,
    pub bcc: Vec<MailboxView>,
    pub subject: String,
    /// New words, as text.
    pub text: String,
    /// The long form has quoted words too.
    pub has_quote: bool,
    pub has_html: bool,
    pub attachments: Vec<AttachmentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoming: Option<IncomingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<OutgoingView>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionView {
    Incoming,
    Outgoing,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttachmentView {
    /// Its place in the list: the last part of its address.
    pub index: usize,
    pub name: String,
    /// By its first bytes.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    /// The long form shows it.
    pub is_inline: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncomingView {
    pub contact_id: Option<String>,
    pub kind: IncomingKindView,
    /// By its own Date header.
    pub written_at: Option<String>,
    pub checks: ChecksView,
    /// It is proven to come from the address in From: trust in the sender may be applied.
    pub is_proven: bool,
    /// What could not be understood of it.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncomingKindView {
    Personal,
    Automatic,
    Bounce,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChecksView {
    pub spf: VerdictView,
    pub dkim: VerdictView,
    pub dmarc: VerdictView,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictView {
    Pass,
    Fail,
    None,
    Unknown,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutgoingView {
    pub agent_id: String,
    pub sending: SendingView,
    /// When it is to leave, or was to leave, if its agent chose a moment.
    pub scheduled_for: Option<String>,
}

/// What became of a message of ours.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SendingView {
    pub state: SendingState,
    /// Held: until when it can be taken back.
    pub until: Option<String>,
    pub attempts: u32,
    /// Queued: when it is tried next.
    pub next_at: Option<String>,
    /// Queued: what the server said last.
    pub words: Option<String>,
    /// Sent or failed: when.
    pub at: Option<String>,
    pub failed: Vec<FailedRecipientView>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendingState {
    Held,
    Queued,
    Sent,
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FailedRecipientView {
    pub address: String,
    pub words: String,
}

/// A stretch of a conversation, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryPageView {
    pub items: Vec<EntryView>,
    pub has_older: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// Entries before this one.
    before: Option<String>,
    /// Entries, at most 200.
    limit: Option<usize>,
}

/// The newest entries, or those before one.
#[utoipa::path(tag = "conversations", params(("id" = String, Path), EntriesQuery), responses(
    (status = 200, body = EntryPageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}/entries")]
pub async fn list(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    query: Query<EntriesQuery>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let before = query.before.as_deref().map(to_id).transpose()?;
    let entries_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let page = site.runner.run(move |context| list_entries(context, &caller.actor, id, before, entries_max)).await?;
    let EntryPage { entries, has_older } = page;
    let items = entries.iter().map(EntryView::from).collect();
    Ok(HttpResponse::Ok().json(EntryPageView { items, has_older }))
}

impl From<&Entry> for EntryView {
    fn from(entry: &Entry) -> Self {
        let Entry { id, conversation, at, content } = entry;
        let view = Self {
            id: id.to_string(),
            conversation_id: conversation.to_string(),
            at: at.to_string(),
            kind: EntryKind::Message,
            message: None,
            chat: None,
            comment: None,
            activity: None,
        };
        match content {
            Content::Message(message) => Self { message: Some(Box::new(message.as_ref().into())), ..view },
            Content::Chat(chat) => Self { kind: EntryKind::Chat, chat: Some(Box::new(chat.as_ref().into())), ..view },
            Content::Comment(comment) => Self { kind: EntryKind::Comment, comment: Some(comment.into()), ..view },
            Content::Activity(activity) => {
                Self { kind: EntryKind::Activity, activity: Some((*activity).into()), ..view }
            }
        }
    }
}

impl From<&Message> for MessageView {
    fn from(message: &Message) -> Self {
        let Message {
            direction,
            from,
            reply_to,
            to,
            cc,
            bcc,
            subject,
            message_id: _,
            in_reply_to: _,
            references: _,
            text,
            has_quote,
            has_html,
            attachments,
        } = message;
        let (direction, incoming, outgoing) = match direction {
            Direction::Incoming(incoming) => (DirectionView::Incoming, Some(incoming.into()), None),
            Direction::Outgoing(outgoing) => (DirectionView::Outgoing, None, Some(outgoing.into())),
        };
        Self {
            direction,
            from: from.as_ref().map(MailboxView::from),
            reply_to: mailbox_views(reply_to),
            to: mailbox_views(to),
            cc: mailbox_views(cc),
            bcc: mailbox_views(bcc),
            subject: subject.clone(),
            text: text.clone(),
            has_quote: *has_quote,
            has_html: *has_html,
            attachments: attachments.iter().enumerate().map(AttachmentView::from).collect(),
            incoming,
            outgoing,
        }
    }
}

impl From<(usize, &Attachment)> for AttachmentView {
    fn from((index, attachment): (usize, &Attachment)) -> Self {
        let Attachment { name, media_type, content_id: _, is_inline, blob } = attachment;
        Self { index, name: name.clone(), media_type: media_type.clone(), size: blob.size, is_inline: *is_inline }
    }
}

impl From<&Incoming> for IncomingView {
    fn from(incoming: &Incoming) -> Self {
        let Incoming { contact, kind, written_at, raw: _, checks, note } = incoming;
        let SenderChecks { spf, dkim, dmarc } = *checks;
        Self {
            contact_id: contact.map(|contact| contact.to_string()),
            kind: match kind {
                IncomingKind::Personal => IncomingKindView::Personal,
                IncomingKind::Automatic(_) => IncomingKindView::Automatic,
                IncomingKind::Bounce => IncomingKindView::Bounce,
            },
            written_at: written_at.map(|moment| moment.to_string()),
            is_proven: is_proven(*checks),
            checks: ChecksView { spf: spf.into(), dkim: dkim.into(), dmarc: dmarc.into() },
            note: note.clone(),
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail => Self::Fail,
            Verdict::None => Self::None,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

impl From<&Outgoing> for OutgoingView {
    fn from(outgoing: &Outgoing) -> Self {
        let Outgoing { agent, delivery: _, sending, scheduled_for, refers: _ } = outgoing;
        Self {
            agent_id: agent.to_string(),
            sending: sending.into(),
            scheduled_for: scheduled_for.map(|moment| moment.to_string()),
        }
    }
}

impl From<&Sending> for SendingView {
    fn from(sending: &Sending) -> Self {
        let view = Self {
            state: SendingState::Held,
            until: None,
            attempts: 0,
            next_at: None,
            words: None,
            at: None,
            failed: Vec::new(),
        };
        match sending {
            Sending::Held { until } => Self { until: Some(until.to_string()), ..view },
            Sending::Queued { attempts, next_at, words } => Self {
                state: SendingState::Queued,
                attempts: *attempts,
                next_at: Some(next_at.to_string()),
                words: words.clone(),
                ..view
            },
            Sending::Sent { at } => Self { state: SendingState::Sent, at: Some(at.to_string()), ..view },
            Sending::Failed { at, recipients } => Self {
                state: SendingState::Failed,
                at: Some(at.to_string()),
                failed: recipients
                    .iter()
                    .map(|one| FailedRecipientView { address: one.address.clone(), words: one.words.clone() })
                    .collect(),
                ..view
            },
        }
    }
}
