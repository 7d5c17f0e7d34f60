//! Inboxes and their addresses.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::{to_address, to_field_id, to_id};
use crate::actions::inboxes::{
    ChangeInbox, add_inbox_address, change_inbox, create_inbox, list_inboxes, remove_inbox_address,
};
use crate::domain::inbox::{FromName, Inbox, Members};

#[derive(Debug, Serialize, ToSchema)]
pub struct InboxView {
    pub id: String,
    pub name: String,
    pub members: MembersView,
    /// The address that the inbox owns for ever.
    pub fallback_address: String,
    /// Further addresses.
    pub addresses: Vec<String>,
    /// The address that answers leave with.
    pub sender_address: String,
    pub from_name: FromNameView,
    pub signature_html: String,
    pub created_at: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum MembersView {
    Everyone,
    Only { agent_ids: Vec<String> },
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FromNameView {
    AgentAtCompany { company: String },
    Company { company: String },
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInbox {
    name: String,
}

/// What is changed; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedInbox {
    name: Option<String>,
    members: Option<MembersView>,
    from_name: Option<FromNameView>,
    signature_html: Option<String>,
    sender_address: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInboxAddress {
    address: String,
}

/// The inboxes that the caller may see.
#[utoipa::path(tag = "inboxes", responses((status = 200, body = Vec<InboxView>)))]
#[get("/api/inboxes")]
pub async fn list(site: Data<Site>, caller: SignedIn) -> Result<HttpResponse, HttpError> {
    let inboxes = site.runner.run(move |context| list_inboxes(context, &caller.actor)).await?;
    Ok(HttpResponse::Ok().json(inboxes.into_iter().map(InboxView::from).collect::<Vec<_>>()))
}

/// Makes an inbox.
#[utoipa::path(tag = "inboxes", request_body = NewInbox, responses(
    (status = 201, body = InboxView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/inboxes")]
pub async fn create(site: Data<Site>, caller: SignedIn, body: Json<NewInbox>) -> Result<HttpResponse, HttpError> {
    let inbox = site.runner.run(move |context| create_inbox(context, &caller.actor, &body.name)).await?;
    Ok(HttpResponse::Created().json(InboxView::from(inbox)))
}

/// Changes an inbox.
#[utoipa::path(tag = "inboxes", params(("id" = String, Path)), request_body = ChangedInbox, responses(
    (status = 200, body = InboxView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/inboxes/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedInbox>,
) -> Result<HttpResponse, HttpError> {
    let ChangedInbox { name, members, from_name, signature_html, sender_address } = body.into_inner();
    let deed = ChangeInbox {
        name,
        members: members.map(to_members).transpose()?,
        from_name: from_name.map(FromName::from),
        signature: signature_html,
        sender_address: sender_address.map(|address| to_address("sender_address", &address)).transpose()?,
    };
    let id = to_id(&id)?;
    let inbox = site.runner.run(move |context| change_inbox(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(InboxView::from(inbox)))
}

/// Gives an inbox a further address.
#[utoipa::path(tag = "inboxes", params(("id" = String, Path)), request_body = NewInboxAddress, responses(
    (status = 201, body = InboxView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[post("/api/inboxes/{id}/addresses")]
pub async fn add_address(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NewInboxAddress>,
) -> Result<HttpResponse, HttpError> {
    let (id, address) = (to_id(&id)?, to_address("address", &body.address)?);
    let inbox = site.runner.run(move |context| add_inbox_address(context, &caller.actor, id, address)).await?;
    Ok(HttpResponse::Created().json(InboxView::from(inbox)))
}

/// Takes a further address away.
#[utoipa::path(tag = "inboxes", params(("id" = String, Path), ("address" = String, Path)), responses(
    (status = 200, body = InboxView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[delete("/api/inboxes/{id}/addresses/{address}")]
pub async fn remove_address(
    site: Data<Site>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, HttpError> {
    let (id, address) = (to_id(&path.0)?, to_address("address", &path.1)?);
    let inbox = site.runner.run(move |context| remove_inbox_address(context, &caller.actor, id, address)).await?;
    Ok(HttpResponse::Ok().json(InboxView::from(inbox)))
}

fn to_members(view: MembersView) -> Result<Members, HttpError> {
    match view {
        MembersView::Everyone => Ok(Members::Everyone),
        MembersView::Only { agent_ids } => {
            let agents: Result<_, HttpError> = agent_ids.iter().map(|id| to_field_id("members", id)).collect();
            Ok(Members::Only(agents?))
        }
    }
}

impl From<FromNameView> for FromName {
    fn from(view: FromNameView) -> Self {
        match view {
            FromNameView::AgentAtCompany { company } => Self::AgentAtCompany { company },
            FromNameView::Company { company } => Self::Company { company },
        }
    }
}

impl From<Inbox> for InboxView {
    fn from(inbox: Inbox) -> Self {
        let Inbox { id, name, members, fallback_address, addresses, sender_address, from_name, signature, created_at } =
            inbox;
        Self {
            id: id.to_string(),
            name,
            members: match members {
                Members::Everyone => MembersView::Everyone,
                Members::Only(agents) => {
                    MembersView::Only { agent_ids: agents.iter().map(ToString::to_string).collect() }
                }
            },
            fallback_address: fallback_address.to_string(),
            addresses: addresses.iter().map(ToString::to_string).collect(),
            sender_address: sender_address.to_string(),
            from_name: match from_name {
                FromName::AgentAtCompany { company } => FromNameView::AgentAtCompany { company },
                FromName::Company { company } => FromNameView::Company { company },
            },
            signature_html: signature,
            created_at: created_at.to_string(),
        }
    }
}
