//! The built-in views over conversations, and what else a list may be narrowed by. A view with its
//! filter becomes a selection: what the store's indexes are asked for.

use std::collections::BTreeSet;

use super::channel::ChannelKind;
use super::conversation::{Conversation, StatusKind};
use super::ids::{AgentId, ContactId, TagId};
use super::moment::Moment;

/// A named filter. It holds what its reader may see, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Open and assigned to this agent.
    Mine(AgentId),
    /// Open and assigned to nobody; what a bot leads waits for nobody yet.
    Unassigned,
    /// Open, led by a bot, and assigned to nobody.
    Bots,
    AllOpen,
    Snoozed,
    Closed,
    /// Answered by this agent, wherever it stands now: like the folder of what was sent in a mail program.
    Sent(AgentId),
    /// A comment in it names this agent.
    Mentions(AgentId),
    Spam,
    Trash,
}

/// What else must be true of a conversation; an empty filter lets all pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// In place of the statuses of the view.
    pub statuses: BTreeSet<StatusKind>,
    /// `Some(None)`: assigned to nobody, and no bot leads it.
    pub assignee: Option<Option<AgentId>>,
    pub contact: Option<ContactId>,
    pub channel: Option<ChannelKind>,
    /// All of them.
    pub tags: BTreeSet<TagId>,
    pub since: Option<Moment>,
    /// This moment included.
    pub until: Option<Moment>,
}

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By activity.
    #[default]
    Newest,
    /// By activity.
    Oldest,
    /// Who has waited longest for an answer; then those who do not wait, newest first.
    LongestWaiting,
}

/// One thing that conversations are indexed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// None: nobody has it, and no bot either.
    Assignee(Option<AgentId>),
    /// A bot has it, and nobody else.
    Bot,
    AnsweredBy(AgentId),
    Named(AgentId),
    Contact(ContactId),
    Tag(TagId),
    Channel(ChannelKind),
}

impl Facet {
    /// Who has a conversation: a person, else a bot, else nobody.
    pub const fn holder(head: &Conversation) -> Self {
        match (head.assignee, head.bot) {
            (None, Some(_)) => Self::Bot,
            (assignee, _) => Self::Assignee(assignee),
        }
    }
}

/// Which conversations, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    pub statuses: BTreeSet<StatusKind>,
    /// All of them are true.
    pub facets: BTreeSet<Facet>,
    /// Of what the list is ordered by: the newest activity, or the beginning of the waiting.
    pub since: Option<Moment>,
    pub until: Option<Moment>,
    pub order: Order,
}

impl View {
    /// What the view and a filter ask for together.
    pub fn selection(self, filter: &Filter, order: Order) -> Selection {
        let (statuses, facet): (&[StatusKind], _) = match self {
            Self::Mine(agent) => (&[StatusKind::Open], Some(Facet::Assignee(Some(agent)))),
            Self::Unassigned => (&[StatusKind::Open], Some(Facet::Assignee(None))),
            Self::Bots => (&[StatusKind::Open], Some(Facet::Bot)),
            Self::AllOpen => (&[StatusKind::Open], None),
            Self::Snoozed => (&[StatusKind::Snoozed], None),
            Self::Closed => (&[StatusKind::Closed], None),
            Self::Sent(agent) => {
                (&[StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed], Some(Facet::AnsweredBy(agent)))
            }
            Self::Mentions(agent) => {
                (&[StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed], Some(Facet::Named(agent)))
            }
            Self::Spam => (&[StatusKind::Spam], None),
            Self::Trash => (&[StatusKind::Trashed], None),
        };
        let Filter { statuses: wanted, assignee, contact, channel, tags, since, until } = filter;
        let statuses = if wanted.is_empty() { statuses.iter().copied().collect() } else { wanted.clone() };
        let facets = facet.into_iter().chain(assignee.map(Facet::Assignee)).chain(contact.map(Facet::Contact));
        let facets = facets.chain(channel.map(Facet::Channel));
        let facets = facets.chain(tags.iter().copied().map(Facet::Tag)).collect();
        Selection { statuses, facets, since: *since, until: *until, order }
    }
}

impl Selection {
    /// All conversations with a contact, wherever they stand.
    pub fn with_contact(contact: ContactId) -> Self {
        Self {
            statuses: StatusKind::ALL.into_iter().collect(),
            facets: BTreeSet::from([Facet::Contact(contact)]),
            since: None,
            until: None,
            order: Order::Newest,
        }
    }

    /// Whether a conversation is one of them: says the same as the indexes.
    pub fn holds(&self, head: &Conversation) -> bool {
        let has = |facet: &Facet| match facet {
            Facet::Assignee(_) | Facet::Bot => Facet::holder(head) == *facet,
            Facet::AnsweredBy(agent) => head.answered_by.contains(agent),
            Facet::Named(agent) => head.named.contains(agent),
            Facet::Contact(contact) => head.contact == *contact,
            Facet::Tag(tag) => head.tags.contains(tag),
            Facet::Channel(channel) => head.channel == *channel,
        };
        let dated = match self.order {
            Order::Newest | Order::Oldest => Some(head.active_at),
            Order::LongestWaiting => head.waiting_since,
        };
        let is_in_time = match dated {
            Some(at) => self.since.is_none_or(|since| since <= at) && self.until.is_none_or(|until| at <= until),
            None => self.since.is_none() && self.until.is_none(),
        };
        self.statuses.contains(&head.status.kind()) && self.facets.iter().all(has) && is_in_time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZOE: AgentId = AgentId::from_bits(1);

    #[test]
    fn a_view_asks_for_its_own_statuses_unless_the_filter_names_others() {
        let statuses = |view: View, wanted: &[StatusKind]| {
            let filter = Filter { statuses: wanted.iter().copied().collect(), ..Filter::default() };
            view.selection(&filter, Order::Newest).statuses.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(statuses(View::Mine(ZOE), &[]), [StatusKind::Open]);
        assert_eq!(statuses(View::Mine(ZOE), &[StatusKind::Closed]), [StatusKind::Closed]);
        assert_eq!(statuses(View::Sent(ZOE), &[]), [StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed]);
        assert_eq!(statuses(View::Trash, &[]), [StatusKind::Trashed]);
    }

    #[test]
    fn a_filter_narrows_its_view() {
        let tag = TagId::from_bits(5);
        let filter = Filter { tags: BTreeSet::from([tag]), assignee: Some(None), ..Filter::default() };
        let selection = View::Sent(ZOE).selection(&filter, Order::Oldest);
        let expected = [Facet::Assignee(None), Facet::AnsweredBy(ZOE), Facet::Tag(tag)];
        assert_eq!(selection.facets.into_iter().collect::<Vec<_>>(), expected);
    }
}
