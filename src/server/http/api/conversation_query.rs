//! Which conversations a request names: a view, what narrows it, and the order.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::error::HttpError;
use super::conversation_row::{ChannelKindView, StatusView};
use super::{to_field_id, to_id, to_moment};
use crate::domain::actor::Actor;
use crate::domain::conversation::StatusKind;
use crate::domain::ids::InboxId;
use crate::domain::limit::FILTER_VALUES_MAX;
use crate::domain::view::{Filter, Order, View};

#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewName {
    Mine,
    Unassigned,
    Bots,
    AllOpen,
    Snoozed,
    Closed,
    /// Answered by the caller.
    Sent,
    /// A comment in it names the caller.
    Mentions,
    Spam,
    Trash,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderName {
    /// By activity.
    #[default]
    Newest,
    /// By activity.
    Oldest,
    /// Then those who do not wait, newest first.
    LongestWaiting,
}

/// A view, and what narrows it. All that is named must be true.
#[derive(Debug, Clone, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ConversationQuery {
    #[param(inline)]
    view: ViewName,
    /// Only those of this inbox.
    inbox_id: Option<String>,
    /// Statuses in place of those of the view, divided by commas.
    status: Option<String>,
    /// The id of an agent, or `nobody`.
    assignee: Option<String>,
    contact_id: Option<String>,
    #[param(inline)]
    channel: Option<ChannelKindView>,
    /// Ids of tags, divided by commas: all of them.
    tags: Option<String>,
    /// Newest activity, or the beginning of the waiting in that order: not before this moment.
    since: Option<String>,
    /// The same: not after this moment.
    until: Option<String>,
    #[param(inline)]
    #[serde(default)]
    order: OrderName,
    /// For a list: as the page before gave it.
    pub cursor: Option<String>,
    /// For a list: rows, at most 100.
    pub limit: Option<usize>,
}

/// A query that was understood.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub view: View,
    pub filter: Filter,
    pub order: Order,
    pub inbox: Option<InboxId>,
}

impl ConversationQuery {
    /// The views of this caller.
    pub fn understood(self, actor: &Actor) -> Result<Wanted, HttpError> {
        let Self { view, inbox_id, status, assignee, contact_id, channel, tags, since, until, order, .. } = self;
        let view = match view {
            ViewName::Mine => View::Mine(actor.agent),
            ViewName::Unassigned => View::Unassigned,
            ViewName::Bots => View::Bots,
            ViewName::AllOpen => View::AllOpen,
            ViewName::Snoozed => View::Snoozed,
            ViewName::Closed => View::Closed,
            ViewName::Sent => View::Sent(actor.agent),
            ViewName::Mentions => View::Mentions(actor.agent),
            ViewName::Spam => View::Spam,
            ViewName::Trash => View::Trash,
        };
        let order = match order {
            OrderName::Newest => Order::Newest,
            OrderName::Oldest => Order::Oldest,
            OrderName::LongestWaiting => Order::LongestWaiting,
        };
        let filter = Filter {
            statuses: listed("status", status.as_deref())?.map(to_status).collect::<Result<_, _>>()?,
            assignee: match assignee.as_deref() {
                None => None,
                Some("nobody") => Some(None),
                Some(agent) => Some(Some(to_field_id("assignee", agent)?)),
            },
            contact: contact_id.map(|contact| to_field_id("contact_id", &contact)).transpose()?,
            channel: channel.map(Into::into),
            tags: listed("tags", tags.as_deref())?.map(|tag| to_field_id("tags", tag)).collect::<Result<_, _>>()?,
            since: since.map(|since| to_moment("since", &since)).transpose()?,
            until: until.map(|until| to_moment("until", &until)).transpose()?,
        };
        Ok(Wanted { view, filter, order, inbox: inbox_id.as_deref().map(to_id).transpose()? })
    }
}

/// The values of a list divided by commas.
fn listed<'a>(field: &'static str, text: Option<&'a str>) -> Result<impl Iterator<Item = &'a str>, HttpError> {
    let values = text.unwrap_or_default().split(',').filter(|value| !value.is_empty());
    if FILTER_VALUES_MAX < values.clone().count() {
        return Err(HttpError::invalid(field, format!("Name at most {FILTER_VALUES_MAX}.")));
    }
    Ok(values)
}

fn to_status(text: &str) -> Result<StatusKind, HttpError> {
    let refused = |_| HttpError::invalid("status", "This is not a status.");
    let view: StatusView = serde_json::from_value(text.into()).map_err(refused)?;
    Ok(view.into())
}
