//! Contacts beside a conversation.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpResponse, get, patch};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::cursor;
use super::super::error::{HttpError, Problem};
use super::super::signed_in::SignedIn;
use super::super::site::Site;
use super::conversations::ConversationPageView;
use super::{PageQuery, to_id};
use crate::actions::contacts::{rename_contact, show_contact};
use crate::actions::list_conversations::list_contact_conversations;
use crate::actions::search_contacts::search_contacts;
use crate::domain::contact::Contact;
use crate::domain::limit::PAGE_ROWS_DEFAULT;

/// As many as stand below a field.
const CONTACT_SEARCH_ROWS_DEFAULT: usize = 8;

#[derive(Debug, Serialize, ToSchema)]
pub struct ContactView {
    pub id: String,
    /// May be empty.
    pub name: String,
    pub addresses: Vec<String>,
    /// An address that a visitor has typed and that nobody has checked.
    pub claimed_address: Option<String>,
    pub created_at: String,
    /// When they last wrote.
    pub seen_at: String,
}

/// A contact as a list or a suggestion shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactRowView {
    pub id: String,
    /// May be empty.
    pub name: String,
    /// New mail goes to the first.
    pub addresses: Vec<String>,
    /// An address that a visitor has typed and that nobody has checked.
    pub claimed_address: Option<String>,
    /// When they last wrote.
    pub seen_at: String,
}

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

/// What an agent corrects of a contact.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedContact {
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
    let contact = site.runner.run(move |context| rename_contact(context, &caller.actor, id, &body.name)).await?;
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

impl From<&Contact> for ContactRowView {
    fn from(contact: &Contact) -> Self {
        let Contact { id, name, addresses, claimed_address, created_at: _, seen_at } = contact;
        Self {
            id: id.to_string(),
            name: name.clone(),
            addresses: addresses.iter().map(ToString::to_string).collect(),
            claimed_address: claimed_address.as_ref().map(ToString::to_string),
            seen_at: seen_at.to_string(),
        }
    }
}

impl From<Contact> for ContactView {
    fn from(contact: Contact) -> Self {
        let Contact { id, name, addresses, claimed_address, created_at, seen_at } = contact;
        Self {
            id: id.to_string(),
            name,
            addresses: addresses.iter().map(ToString::to_string).collect(),
            claimed_address: claimed_address.map(|address| address.to_string()),
            created_at: created_at.to_string(),
            seen_at: seen_at.to_string(),
        }
    }
}
