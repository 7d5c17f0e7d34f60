//! Contacts beside a conversation.

pub mod merging;
pub mod notes;
mod view;

pub use view::{ContactRowView, ContactView};

use std::collections::BTreeMap;

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch, put};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::super::cursor;
use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversations::ConversationPageView;
use super::{PageQuery, to_address, to_id};
use crate::actions::block_contact::{block_contact, unblock_contact};
use crate::actions::change_contact::{ChangeContact, change_contact, name_company};
use crate::actions::contacts::show_contact;
use crate::actions::list_conversations::list_contact_conversations;
use crate::actions::search_contacts::search_contacts;
use crate::domain::contact::ListChange;
use crate::domain::limit::PAGE_ROWS_DEFAULT;
use crate::domain::phone_number::PhoneNumber;
use crate::domain::property::PropertyKey;

/// As many as stand below a field.
const CONTACT_SEARCH_ROWS_DEFAULT: usize = 8;

/// What somebody types to find a contact.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ContactSearch {
    /// The beginning of words of a name, or of an address. Nothing: the contacts of the newest conversations.
    #[serde(default)]
    search: String,
    /// Rows, at most 25.
    limit: Option<usize>,
}

/// What an agent corrects of a contact; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedContact {
    name: Option<String>,
    /// By their keys: `job_title`, `company`, `language`, `time_zone`, or one of your own. An empty value is forgotten.
    #[serde(default)]
    facts: BTreeMap<String, String>,
    add_address: Option<String>,
    remove_address: Option<String>,
    /// Which address new mail goes to.
    prefer_address: Option<String>,
    add_phone: Option<String>,
    remove_phone: Option<String>,
    prefer_phone: Option<String>,
}

/// Whether a contact is blocked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBlock {
    is_blocked: bool,
}

/// How a company is called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedCompany {
    /// Empty: nothing but the domain.
    name: String,
}

/// The contacts that fit best, among those with whom the caller can see a conversation.
#[utoipa::path(tag = "contacts", params(ContactSearch), responses((status = 200, body = [ContactRowView])))]
#[get("/api/contacts")]
pub async fn search(
    site: Data<Site>,
    caller: SignedIn,
    query: Query<ContactSearch>,
) -> Result<HttpResponse, HttpError> {
    let ContactSearch { search, limit } = query.into_inner();
    let rows_max = limit.unwrap_or(CONTACT_SEARCH_ROWS_DEFAULT);
    let found = site.runner.run(move |context| search_contacts(context, &caller.actor, &search, rows_max)).await?;
    let views: Vec<ContactRowView> = found.iter().map(ContactRowView::from).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// A contact with whom the caller can see a conversation.
#[utoipa::path(tag = "contacts", params(("id" = String, Path)), responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/contacts/{id}")]
pub async fn show(site: Data<Site>, caller: SignedIn, id: Path<String>) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let contact = site.runner.run(move |context| show_contact(context, &caller.actor, id)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// Corrects a contact.
#[utoipa::path(tag = "contacts", params(("id" = String, Path)), request_body = ChangedContact, responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[patch("/api/contacts/{id}")]
pub async fn change(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ChangedContact>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let deed = deed_of(body.into_inner())?;
    let contact = site.runner.run(move |context| change_contact(context, &caller.actor, id, deed)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// Blocks a contact, or lets them in again. Mail of who is blocked goes to the spam; chats are refused.
#[utoipa::path(tag = "contacts", params(("id" = String, Path)), request_body = ContactBlock, responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/contacts/{id}/block")]
pub async fn block(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<ContactBlock>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let contact = if body.is_blocked {
        let (contact, visitors) = site.runner.run(move |context| block_contact(context, &caller.actor, id)).await?;
        visitors.into_iter().for_each(|visitor| site.visitors.close(visitor));
        contact
    } else {
        site.runner.run(move |context| unblock_contact(context, &caller.actor, id)).await?
    };
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// Names the company that the domain of a contact's mail tells, for everybody who works there.
#[utoipa::path(tag = "contacts", params(("id" = String, Path)), request_body = NamedCompany, responses(
    (status = 200, body = ContactView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[put("/api/contacts/{id}/company")]
pub async fn company(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    body: Json<NamedCompany>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let contact = site.runner.run(move |context| name_company(context, &caller.actor, id, &body.name)).await?;
    Ok(HttpResponse::Ok().json(ContactView::from(contact)))
}

/// The conversations with a contact that the caller may see, newest activity first.
#[utoipa::path(tag = "contacts", params(("id" = String, Path), PageQuery), responses(
    (status = 200, body = ConversationPageView),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
))]
#[get("/api/contacts/{id}/conversations")]
pub async fn conversations(
    site: Data<Site>,
    caller: SignedIn,
    id: Path<String>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, HttpError> {
    let id = to_id(&id)?;
    let after = query.cursor.as_deref().map(cursor::to_position).transpose()?;
    let rows_max = query.limit.unwrap_or(PAGE_ROWS_DEFAULT);
    let page = site.runner.run(move |context| list_contact_conversations(context, &caller.actor, id, after, rows_max));
    Ok(HttpResponse::Ok().json(ConversationPageView::from(page.await?)))
}

fn deed_of(body: ChangedContact) -> Result<ChangeContact, HttpError> {
    let ChangedContact {
        name,
        facts,
        add_address,
        remove_address,
        prefer_address,
        add_phone,
        remove_phone,
        prefer_phone,
    } = body;
    let address = |text: String| to_address("addresses", &text);
    let phone =
        |text: String| PhoneNumber::parse(&text).map_err(|refused| HttpError::invalid("phones", format!("{refused}.")));
    let fact = |(key, value): (String, String)| {
        let key = PropertyKey::parse(&key).map_err(|refused| HttpError::invalid("facts", format!("{refused}.")))?;
        Ok::<_, HttpError>((key, value))
    };
    Ok(ChangeContact {
        name,
        facts: facts.into_iter().map(fact).collect::<Result<_, _>>()?,
        addresses: list_changes(add_address, remove_address, prefer_address, address)?,
        phones: list_changes(add_phone, remove_phone, prefer_phone, phone)?,
    })
}

fn list_changes<T>(
    add: Option<String>,
    remove: Option<String>,
    prefer: Option<String>,
    read: impl Fn(String) -> Result<T, HttpError>,
) -> Result<Vec<ListChange<T>>, HttpError> {
    let mut changes = Vec::new();
    changes.extend(add.map(&read).transpose()?.map(ListChange::Add));
    changes.extend(remove.map(&read).transpose()?.map(ListChange::Remove));
    changes.extend(prefer.map(&read).transpose()?.map(ListChange::Prefer));
    Ok(changes)
}
