//! What an agent was told: the list, reading it, and what they want to be told of.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::event::Event;
use crate::domain::ids::NoticeId;
use crate::domain::limit::{NOTICES_KEPT_MAX, PAGE_ROWS_MAX};
use crate::domain::notice::Notice;
use crate::domain::notice_preferences::NoticePreferences;
use crate::store::Reading;

/// A notice with the conversation that it is about, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownNotice {
    pub notice: Notice,
    pub head: Conversation,
    pub contact: Contact,
}

/// A page of notices, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePage {
    pub notices: Vec<ShownNotice>,
    /// The next page begins before it.
    pub next: Option<NoticeId>,
    pub unread: u64,
}

/// The actor's notices of conversations that they may see.
pub fn list_notices(
    context: &Context,
    actor: &Actor,
    before: Option<NoticeId>,
    rows_max: usize,
) -> Result<NoticePage, ActionError> {
    let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
    context.store.read(|tx| {
        let mut found = tx.notices_before(actor.agent, before, rows_max + 1)?;
        let has_more = rows_max < found.len();
        found.truncate(rows_max);
        let next = found.last().filter(|_| has_more).map(|last| last.id);
        let mut notices = Vec::new();
        for notice in found {
            if tx.conversation_for(actor, notice.conversation)?.is_some() {
                notices.extend(shown(tx, notice)?);
            }
        }
        Ok(NoticePage { notices, next, unread: tx.unread_notices_for(actor)? })
    })
}

/// A notice as it is shown; none if its conversation is gone.
pub(super) fn shown(tx: &Reading<'_>, notice: Notice) -> Result<Option<ShownNotice>, ActionError> {
    let Some(head) = tx.any_conversation(notice.conversation)? else { return Ok(None) };
    let contact = tx.contact(head.contact)?.ok_or(ActionError::NotFound)?;
    Ok(Some(ShownNotice { notice, head, contact }))
}

/// Marks the actor's notices as read, up to the newest one that they have seen, or all of them; those of conversations
/// that they may not see any more as well.
pub fn read_notices(context: &Context, actor: &Actor, up_to: Option<NoticeId>) -> Result<(), ActionError> {
    let agent = actor.agent;
    // In a flood there are more than are kept: those below would stay unread until the housekeeping comes by.
    while 0 < context.store.write(move |tx| Ok::<_, ActionError>(tx.forget_old_notices(agent)?))? {}
    context.store.write(move |tx| {
        let all = tx.notices_before(agent, up_to.map(after), NOTICES_KEPT_MAX)?;
        let unread: Vec<Notice> = all.into_iter().filter(|notice| !notice.is_read).collect();
        for notice in &unread {
            tx.save_notice(&Notice { is_read: true, ..notice.clone() })?;
        }
        if !unread.is_empty() {
            tx.announce(Event::NoticesRead { agent })?;
        }
        Ok(())
    })
}

const fn after(id: NoticeId) -> NoticeId {
    NoticeId::from_bits(id.bits().saturating_add(1))
}

/// What the actor wants to be told of.
pub fn show_notice_preferences(context: &Context, actor: &Actor) -> Result<NoticePreferences, ActionError> {
    Ok(context.store.read(|tx| tx.notice_preferences(actor.agent))?)
}

/// Keeps what the actor wants to be told of.
pub fn save_notice_preferences(
    context: &Context,
    actor: &Actor,
    preferences: NoticePreferences,
) -> Result<(), ActionError> {
    if preferences.quiet.as_ref().is_some_and(|quiet| !quiet.is_sound()) {
        return Err(ActionError::invalid("quiet", "Choose times of the day and a time zone."));
    }
    if let Some(inbox) = preferences.inboxes.keys().find(|inbox| !actor.sees(**inbox)) {
        return Err(ActionError::invalid("inboxes", format!("There is no inbox {inbox}.")));
    }
    let agent = actor.agent;
    context.store.write(move |tx| Ok(tx.save_notice_preferences(agent, &preferences)?))
}

/// Forgets what is beyond the newest notices of every agent; says how many.
pub fn forget_old_notices(context: &Context) -> Result<usize, ActionError> {
    let agents = context.store.read(|tx| tx.agents())?;
    let mut forgotten = 0;
    for agent in agents {
        forgotten += context.store.write(move |tx| Ok::<_, ActionError>(tx.forget_old_notices(agent.id)?))?;
    }
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::tests::{House, address};
    use crate::domain::agent::Role;
    use crate::domain::channel::ChannelKind;
    use crate::domain::ids::{AgentId, ContactId, ConversationId, EntryId, InboxId};
    use crate::domain::inbox::Inbox;
    use crate::domain::moment::Moment;
    use crate::domain::notice::{Loudness, What, Why};

    /// An unread notice of the conversation with the same number.
    fn notice(agent: AgentId, number: u128) -> Notice {
        Notice {
            id: NoticeId::from_bits(number),
            agent,
            at: Moment::from_millis(1),
            inbox: InboxId::from_bits(1),
            conversation: ConversationId::from_bits(number),
            entry: EntryId::from_bits(number),
            what: What::Unassigned,
            why: Why::Member,
            by: None,
            is_read: false,
            loud: Loudness::default(),
        }
    }

    #[test]
    fn what_an_agent_may_not_see_is_not_counted_and_is_read_with_the_rest() {
        let house = House::founded();
        let ida = house.colleague("Ida", Role::Agent);
        let (agent, now) = (ida.agent, house.context.world.now());
        let support = *ida.inboxes.first().expect("the first inbox");
        let (sales, max) = (InboxId::from_bits(2), ContactId::from_bits(1));
        let written = house.context.store.write(move |tx| {
            let own = tx.any_inbox(support)?.expect("it is there");
            let email = address("sales@desk.example");
            tx.save_inbox(&Inbox { id: sales, fallback_address: email.clone(), sender_address: email, ..own })?;
            tx.save_contact(&Contact::unknown(max, now))?;
            for (number, inbox) in [(1, support), (2, sales), (3, sales)] {
                let id = ConversationId::from_bits(number);
                tx.save_conversation(&Conversation::begin(id, inbox, max, ChannelKind::Email, now))?;
                tx.save_notice(&notice(agent, number))?;
            }
            Ok::<_, ActionError>(())
        });
        written.expect("they are kept");
        let page = list_notices(&house.context, &ida, None, 10).expect("a page");
        assert_eq!((page.notices.len(), page.unread), (1, 1));
        let both = Actor { inboxes: [support, sales].into(), ..ida.clone() };
        let unread = || house.context.store.read(|tx| tx.unread_notices_for(&both)).expect("a store");
        assert_eq!(unread(), 3);
        read_notices(&house.context, &ida, None).expect("they are read");
        assert_eq!(unread(), 0);
    }

    #[test]
    fn all_are_read_after_a_flood_too() {
        let house = House::founded();
        let (store, agent) = (&house.context.store, house.admin.agent);
        let newest = u128::try_from(NOTICES_KEPT_MAX).expect("a small number") * 3;
        let flood = store.write(move |tx| {
            for number in 1..=newest {
                tx.save_notice(&notice(agent, number))?;
            }
            Ok::<_, ActionError>(())
        });
        flood.expect("they are kept");
        read_notices(&house.context, &house.admin, Some(NoticeId::from_bits(newest))).expect("they are read");
        assert_eq!(store.read(|tx| tx.unread_notices_for(&house.admin)).expect("a store"), 0);
    }
}
