//! Conversations: lists, counts, heads, and the changes of a head.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::cursor;
use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{MailboxView, mailbox_views, to_field_id, to_id};
use crate::actions::assign_conversation::assign_conversation;
use crate::actions::close_conversation::close_conversation;
use crate::actions::list_conversations::{
    ConversationPage, ListConversations, ListedConversation, count_conversations, list_conversations,
};
use crate::actions::reopen_conversation::reopen_conversation;
use crate::actions::show_conversation::{ShownConversation, show_conversation};
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, ParticipantStanding, Speaker, Status};
use crate::domain::ids::{AgentId, InboxId};
use crate::domain::limit::PAGE_ROWS_DEFAULT;
use crate::domain::recipients::Recipients;
use crate::domain::view::View;
use crate::store::OpenCounts;

/// A row of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationRow {
    pub id: String,
    pub inbox_id: String,
    pub contact: ContactRef,
    /// By what kind of channel it began.
    pub channel: ChannelKindView,
    pub subject: String,
    pub status: StatusView,
    pub assignee_id: Option<String>,
    pub created_at: String,
    pub active_at: String,
    pub newest: NewestView,
    pub waiting_since: Option<String>,
    pub participant_count: usize,
    pub message_count: u32,
    pub comment_count: u32,
    pub has_attachments: bool,
}

/// A contact within a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactRef {
    pub id: String,
    /// The name, or the address where there is none.
    pub name: String,
    pub address: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKindView {
    Email,
    Chat,
    Form,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusView {
    Open,
    Closed,
}

/// Who spoke last, and the first words of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewestView {
    pub speaker: SpeakerView,
    pub agent_id: Option<String>,
    pub preview: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerView {
    Contact,
    Agent,
    Commenter,
    Machine,
    Bot,
}

/// A conversation with everybody in it, and whom an answer would go to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationView {
    #[serde(flatten)]
    pub row: ConversationRow,
    pub participants: Vec<ParticipantView>,
    /// What "Reply" would use.
    pub reply: RecipientsView,
    /// What "Reply all" would use.
    pub reply_all: RecipientsView,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipantView {
    pub name: String,
    pub address: String,
    pub standing: ParticipantStandingView,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantStandingView {
    Known,
    Copied,
    Unverified,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RecipientsView {
    pub to: Vec<MailboxView>,
    pub cc: Vec<MailboxView>,
}

/// A page of rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationPageView {
    pub items: Vec<ConversationRow>,
    pub next_cursor: Option<String>,
}

/// How many conversations the views hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountsView {
    pub views: ViewCounts,
    pub inboxes: Vec<InboxCounts>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ViewCounts {
    pub mine: u64,
    pub unassigned: u64,
    pub all_open: u64,
    pub closed: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InboxCounts {
    pub inbox_id: String,
    pub mine: u64,
    pub unassigned: u64,
    pub open: u64,
    pub closed: u64,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewName {
    Mine,
    Unassigned,
    AllOpen,
    Closed,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    #[param(inline)]
    view: ViewName,
    /// Only those of this inbox.
    inbox_id: Option<String>,
    /// As the page before gave it.
    cursor: Option<String>,
    /// Rows, at most 100.
    limit: Option<usize>,
}

/// Who is to have the conversation; null for nobody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignee {
    #[schema(required)]
    agent_id: Option<String>,
}

/// A page of a view, newest activity first.
#[utoipa::path(tag = "conversations", params(ListQuery), responses(
    (status = 200, body = ConversationPageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations")]
pub async fn list(site: Data<Site>, caller: SignedIn, query: Query<ListQuery>) -> Result<HttpResponse, HttpError> {
    let query = query.into_inner();
    let view = match query.view {
        ViewName::Mine => View::Mine(caller.actor.agent),
        ViewName::Unassigned => View::Unassigned,
        ViewName::AllOpen => View::AllOpen,
        ViewName::Closed => View::Closed,
    };
    let wanted = ListConversations {
        view,
        inbox: query.inbox_id.as_deref().map(to_id).transpose()?,
        after: query.cursor.as_deref().map(cursor::to_position).transpose()?,
        rows_max: query.limit.unwrap_or(PAGE_ROWS_DEFAULT),
    };
    let page = site.runner.run(move |context| list_conversations(context, &caller.actor, wanted)).await?;
    Ok(HttpResponse::Ok().json(ConversationPageView::from(page)))
}

/// How many conversations each view and inbox holds.
#[utoipa::path(tag = "conversations", responses((status = 200, body = CountsView)))]
#[get("/api/counts")]
pub async fn count(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let counts = site.runner.run(move |context| count_conversations(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(CountsView::from(counts)))
}

/// One conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 200, body = ConversationView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations/{id}")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let shown = site.runner.run(move |context| show_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(ConversationView::from(shown)))
}

/// Gives the conversation to an agent, or to nobody.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), request_body = NewAssignee, responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/conversations/{id}/assignee")]
pub async fn assign(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewAssignee>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let assignee: Option<AgentId> = body.agent_id.as_deref().map(|agent| to_field_id("agent_id", agent)).transpose()?;
    site.runner.run(move |context| assign_conversation(context, &caller.actor, id, assignee)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Closes the conversation.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/conversations/{id}/closure")]
pub async fn close(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| close_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Opens the conversation again.
#[utoipa::path(tag = "conversations", params(("id" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/conversations/{id}/closure")]
pub async fn reopen(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    site.runner.run(move |context| reopen_conversation(context, &caller.actor, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<&ListedConversation> for ConversationRow {
    fn from(listed: &ListedConversation) -> Self {
        Self::of(&listed.head, &listed.contact)
    }
}

impl ConversationRow {
    fn of(head: &Conversation, contact: &Contact) -> Self {
        let Conversation {
            id,
            inbox,
            contact: _,
            channel,
            subject,
            status,
            assignee,
            created_at,
            active_at,
            newest,
            waiting_since,
            participants,
            message_count,
            comment_count,
            has_attachments,
        } = head;
        let (speaker, agent) = match newest.speaker {
            Speaker::Contact => (SpeakerView::Contact, None),
            Speaker::Agent(agent) => (SpeakerView::Agent, Some(agent)),
            Speaker::Commenter(agent) => (SpeakerView::Commenter, Some(agent)),
            Speaker::Machine => (SpeakerView::Machine, None),
            Speaker::Bot => (SpeakerView::Bot, None),
        };
        Self {
            id: id.to_string(),
            inbox_id: inbox.to_string(),
            contact: ContactRef {
                id: contact.id.to_string(),
                name: contact.name_or_address().to_owned(),
                address: contact.addresses.first().map(ToString::to_string),
            },
            channel: match channel {
                ChannelKind::Email => ChannelKindView::Email,
                ChannelKind::Chat => ChannelKindView::Chat,
                ChannelKind::Form => ChannelKindView::Form,
            },
            subject: subject.clone(),
            status: match status {
                Status::Open => StatusView::Open,
                Status::Closed { .. } => StatusView::Closed,
            },
            assignee_id: assignee.map(|agent| agent.to_string()),
            created_at: created_at.to_string(),
            active_at: active_at.to_string(),
            newest: NewestView {
                speaker,
                agent_id: agent.map(|agent| agent.to_string()),
                preview: newest.preview.clone(),
            },
            waiting_since: waiting_since.map(|moment| moment.to_string()),
            participant_count: participants.len(),
            message_count: *message_count,
            comment_count: *comment_count,
            has_attachments: *has_attachments,
        }
    }
}

impl From<ShownConversation> for ConversationView {
    fn from(shown: ShownConversation) -> Self {
        let ShownConversation { head, contact, reply, reply_all } = shown;
        let participants = head.participants.iter().map(|participant| ParticipantView {
            name: participant.mailbox.name.clone(),
            address: participant.mailbox.address.to_string(),
            standing: match participant.standing {
                ParticipantStanding::Known => ParticipantStandingView::Known,
                ParticipantStanding::Copied => ParticipantStandingView::Copied,
                ParticipantStanding::Unverified => ParticipantStandingView::Unverified,
            },
        });
        Self {
            participants: participants.collect(),
            row: ConversationRow::of(&head, &contact),
            reply: reply.into(),
            reply_all: reply_all.into(),
        }
    }
}

impl From<Recipients> for RecipientsView {
    fn from(recipients: Recipients) -> Self {
        let Recipients { to, cc } = recipients;
        Self { to: mailbox_views(&to), cc: mailbox_views(&cc) }
    }
}

impl From<ConversationPage> for ConversationPageView {
    fn from(page: ConversationPage) -> Self {
        let ConversationPage { rows, next } = page;
        Self { items: rows.iter().map(ConversationRow::from).collect(), next_cursor: next.map(cursor::of_position) }
    }
}

impl From<Vec<(InboxId, OpenCounts)>> for CountsView {
    fn from(counts: Vec<(InboxId, OpenCounts)>) -> Self {
        let mut views = ViewCounts::default();
        let mut inboxes = Vec::with_capacity(counts.len());
        for (inbox, OpenCounts { mine, unassigned, open, closed }) in counts {
            views.mine += mine;
            views.unassigned += unassigned;
            views.all_open += open;
            views.closed += closed;
            inboxes.push(InboxCounts { inbox_id: inbox.to_string(), mine, unassigned, open, closed });
        }
        Self { views, inboxes }
    }
}
