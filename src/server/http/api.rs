//! The API for agents: one file for each noun, with its wire shapes beside its handlers.

pub mod about;
pub mod activity;
pub mod agents;
pub mod api_tokens;
pub mod attachments;
pub mod attention;
pub mod availability;
pub mod bot_images;
pub mod bot_statistics;
pub mod bots;
pub mod channels;
pub mod chat;
pub mod chat_messages;
pub mod chatflows;
pub mod comments;
pub mod contacts;
pub mod conversation_bots;
pub mod conversation_changes;
pub mod conversation_query;
pub mod conversation_row;
pub mod conversations;
pub mod drafts;
pub mod entries;
pub mod image_senders;
pub mod inboxes;
pub mod jobs;
pub mod ledger;
pub mod live;
pub mod mail_delivery;
pub mod merging;
pub mod messages;
pub mod notices;
pub mod outbox;
pub mod password_resets;
pub mod pictures;
pub mod presence;
pub mod profile;
pub mod push;
pub mod search;
pub mod second_factor;
pub mod sessions;
pub mod setup;
pub mod snippets;
pub mod tags;
pub mod teams;
pub mod uploads;
pub mod workspace;
pub mod written_answers;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::HttpError;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::moment::Moment;

/// An address with a name, which may be empty.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxView {
    #[serde(default)]
    pub name: String,
    pub address: String,
}

impl From<&Mailbox> for MailboxView {
    fn from(mailbox: &Mailbox) -> Self {
        let Mailbox { name, address } = mailbox;
        Self { name: name.clone(), address: address.as_str().to_owned() }
    }
}

/// Mailboxes as the page shows them.
pub fn mailbox_views(mailboxes: &[Mailbox]) -> Vec<MailboxView> {
    mailboxes.iter().map(MailboxView::from).collect()
}

/// Reads the mailboxes of a request.
pub fn to_mailboxes(field: &'static str, views: Vec<MailboxView>) -> Result<Vec<Mailbox>, HttpError> {
    let mailbox = |view: MailboxView| {
        let address = to_address(field, &view.address)?;
        Ok(Mailbox::new(&view.name, address))
    };
    views.into_iter().map(mailbox).collect()
}

/// Reads an address of a request.
pub fn to_address(field: &'static str, text: &str) -> Result<EmailAddress, HttpError> {
    EmailAddress::parse(text).map_err(|refused| HttpError::invalid(field, format!("“{text}”: {refused}.")))
}

/// Reads an id of a request's path or body. What is no id names nothing.
pub fn to_id<Id: std::str::FromStr>(text: &str) -> Result<Id, HttpError> {
    text.parse().map_err(|_| HttpError::not_found())
}

/// Reads an id of a request's body, and says which field it is when it is none.
pub fn to_field_id<Id: std::str::FromStr>(field: &'static str, text: &str) -> Result<Id, HttpError> {
    text.parse().map_err(|_| HttpError::invalid(field, "This is not an id."))
}

/// Reads a moment of a request, and says which field it is when it is none.
pub fn to_moment(field: &'static str, text: &str) -> Result<Moment, HttpError> {
    Moment::parse(text).ok_or_else(|| HttpError::invalid(field, "This is not a moment as RFC 3339 writes it."))
}

/// Which page of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// As the page before gave it.
    pub cursor: Option<String>,
    /// Rows, at most 100.
    pub limit: Option<usize>,
}
