//! Conversations: lists, counts and heads.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::cursor;
use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversation_query::ConversationQuery;
use super::conversation_row::ConversationRow;
use super::{MailboxView, mailbox_views, to_id};
use crate::actions::drafts::count_drafts;
use crate::actions::list_conversations::{
    ConversationPage, ListConversations, count_conversations, list_conversations,
};
use crate::actions::show_conversation::{ShownConversation, show_conversation};
use crate::domain::conversation::ParticipantStanding;
use crate::domain::ids::InboxId;
use crate::domain::limit::PAGE_ROWS_DEFAULT;
use crate::domain::recipients::Recipients;
use crate::store::InboxTally;

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
    pub follower_ids: Vec<String>,
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
    /// What the caller is writing, in conversations and for new ones.
    pub drafts: u64,
}

/// Of all inboxes together, or of one.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ViewCounts {
    pub mine: u64,
    pub unassigned: u64,
    /// Led by a bot, and nobody's.
    pub bots: u64,
    pub all_open: u64,
    pub snoozed: u64,
    pub closed: u64,
    pub sent: u64,
    /// Those that name the caller who has not seen it.
    pub mentions: u64,
    pub spam: u64,
    pub trash: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InboxCounts {
    pub inbox_id: String,
    pub views: ViewCounts,
}

/// A page of a view.
#[utoipa::path(tag = "conversations", params(ConversationQuery), responses(
    (status = 200, body = ConversationPageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/conversations")]
pub async fn list(
    site: Data<Site>,
    caller: SignedIn,
    query: Query<ConversationQuery>,
) -> Result<HttpResponse, HttpError> {
    let after = query.cursor.as_deref().map(cursor::to_position).transpose()?;
    let rows_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let wanted = query.into_inner().understood(&caller.actor)?;
    let query = ListConversations {
        view: wanted.view,
        filter: wanted.filter,
        order: wanted.order,
        inbox: wanted.inbox,
        after,
        rows_max,
    };
    let page = site.runner.run(move |context| list_conversations(context, &caller.actor, query)).await?;
    Ok(HttpResponse::Ok().json(ConversationPageView::from(page)))
}

/// How many conversations each view and inbox holds.
#[utoipa::path(tag = "conversations", responses((status = 200, body = CountsView)))]
#[get("/api/counts")]
pub async fn count(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let counted = site
        .runner
        .run(move |context| Ok((count_conversations(context, &caller.actor)?, count_drafts(context, &caller.actor)?)));
    let (counts, drafts) = counted.await?;
    let drafts = u64::try_from(drafts).expect("a count fits");
    Ok(HttpResponse::Ok().json(CountsView { drafts, ..CountsView::from(counts) }))
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

impl From<ShownConversation> for ConversationView {
    fn from(shown: ShownConversation) -> Self {
        let ShownConversation { head, contact, drafters, reply, reply_all, heard, attention, followers } = shown;
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
            row: ConversationRow::of(&head, &contact, heard, Some(&attention), &drafters),
            reply: reply.into(),
            reply_all: reply_all.into(),
            follower_ids: followers.iter().map(ToString::to_string).collect(),
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

impl From<Vec<(InboxId, InboxTally)>> for CountsView {
    fn from(tallies: Vec<(InboxId, InboxTally)>) -> Self {
        let mut views = ViewCounts::default();
        let mut inboxes = Vec::with_capacity(tallies.len());
        for (inbox, tally) in tallies {
            let of_inbox = ViewCounts::from(tally);
            views.add(&of_inbox);
            inboxes.push(InboxCounts { inbox_id: inbox.to_string(), views: of_inbox });
        }
        Self { views, inboxes, drafts: 0 }
    }
}

impl ViewCounts {
    fn add(&mut self, other: &Self) {
        let Self { mine, unassigned, bots, all_open, snoozed, closed, sent, mentions, spam, trash } = other;
        self.mine += mine;
        self.unassigned += unassigned;
        self.bots += bots;
        self.all_open += all_open;
        self.snoozed += snoozed;
        self.closed += closed;
        self.sent += sent;
        self.spam += spam;
        self.mentions += mentions;
        self.trash += trash;
    }
}

impl From<InboxTally> for ViewCounts {
    fn from(tally: InboxTally) -> Self {
        let InboxTally { mine, unassigned, bots, open, snoozed, closed, sent, unread_mentions, spam, trash } = tally;
        Self { mine, unassigned, bots, all_open: open, snoozed, closed, sent, mentions: unread_mentions, spam, trash }
    }
}
