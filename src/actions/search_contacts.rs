//! Finds contacts by what somebody types: among those with whom the actor can see a conversation.

use std::collections::BTreeSet;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::contact_search::ContactQuery;
use crate::domain::conversation::StatusKind;
use crate::domain::limit::{
    CONTACT_RECENT_CONVERSATIONS_MAX, CONTACT_SEARCH_CHOSEN_FROM_MAX, CONTACT_SEARCH_ROWS_MAX, CONTACT_SEARCH_SHOWN_MAX,
};
use crate::domain::view::{Order, Selection};
use crate::store::Reading;

/// The contacts that fit best; before anything is typed, those of the newest conversations. Whoever is
/// known through spam or trash alone is not offered.
pub fn search_contacts(
    context: &Context,
    actor: &Actor,
    text: &str,
    rows_max: usize,
) -> Result<Vec<Contact>, ActionError> {
    let rows_max = rows_max.clamp(1, CONTACT_SEARCH_SHOWN_MAX);
    context.store.read(|tx| {
        let mut contacts = match ContactQuery::parse(text) {
            Some(query) => fitting(tx, actor, &query)?,
            None => recent(tx, actor, rows_max)?,
        };
        contacts.truncate(rows_max);
        Ok(contacts)
    })
}

fn fitting(tx: &Reading<'_>, actor: &Actor, query: &ContactQuery) -> Result<Vec<Contact>, ActionError> {
    let mut contacts = Vec::new();
    for id in tx.contacts_by_key(query.rarest(), CONTACT_SEARCH_ROWS_MAX)? {
        let Some(contact) = tx.contact(id)? else { continue };
        if query.fits(&contact) && tx.is_met_in(id, &actor.inboxes)? {
            contacts.push(contact);
        }
        if CONTACT_SEARCH_CHOSEN_FROM_MAX <= contacts.len() {
            break;
        }
    }
    query.rank(&mut contacts);
    Ok(contacts)
}

fn recent(tx: &Reading<'_>, actor: &Actor, rows_max: usize) -> Result<Vec<Contact>, ActionError> {
    let newest = Selection {
        statuses: BTreeSet::from([StatusKind::Open, StatusKind::Snoozed, StatusKind::Closed]),
        facets: BTreeSet::new(),
        since: None,
        until: None,
        order: Order::Newest,
    };
    let found = tx.conversations_in(&newest, &actor.inboxes, None, CONTACT_RECENT_CONVERSATIONS_MAX)?;
    let mut seen = BTreeSet::new();
    let mut contacts = Vec::new();
    for head in found.heads {
        if rows_max <= contacts.len() {
            break;
        }
        if seen.insert(head.contact) {
            contacts.extend(tx.contact(head.contact)?);
        }
    }
    Ok(contacts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::change_contact::{ChangeContact, change_contact};
    use crate::actions::tests::{House, address};
    use crate::domain::agent::Role;
    use crate::domain::channel::ChannelKind;
    use crate::domain::conversation::Conversation;
    use crate::domain::ids::ContactId;

    /// Somebody with one conversation.
    fn met(house: &House, name: &'static str, email: &str, is_spam: bool) -> ContactId {
        house.script.pass(std::time::Duration::from_secs(1));
        let (world, now, admin) = (house.context.world.clone(), house.context.world.now(), house.admin.clone());
        let email = address(email);
        let done = house.context.store.write(move |tx| {
            let id = world.new_id::<ContactId>();
            let new = Contact::unknown(id, now);
            tx.save_contact(&Contact { name: name.into(), addresses: vec![email.clone()], ..new })?;
            let inbox = *admin.inboxes.first().expect("the first inbox");
            let mut head = Conversation::begin(world.new_id(), inbox, id, ChannelKind::Email, now);
            if is_spam {
                head.mark_spam(admin.agent, now)?;
            }
            tx.save_conversation(&head)?;
            Ok::<_, ActionError>(id)
        });
        done.expect("a contact")
    }

    fn found(house: &House, actor: &Actor, text: &str) -> Vec<ContactId> {
        let contacts = search_contacts(&house.context, actor, text, 10).expect("a store");
        contacts.iter().map(|contact| contact.id).collect()
    }

    #[test]
    fn contacts_are_found_by_the_beginning_of_what_is_typed_and_only_where_they_may_be_seen() {
        let house = House::founded();
        let max = met(&house, "Max Müller", "max@example.net", false);
        let maxine = met(&house, "Maxine", "m@other.example", false);
        met(&house, "Max Spam", "max@spam.example", true);
        assert_eq!(found(&house, &house.admin, "max"), [maxine, max], "who wrote last");
        assert_eq!(found(&house, &house.admin, "muller ma"), [max]);
        assert_eq!(found(&house, &house.admin, "@example.net"), [max]);
        assert_eq!(found(&house, &house.admin, "nobody"), []);
        assert_eq!(found(&house, &house.admin, ""), [maxine, max]);
        let ida = Actor { inboxes: BTreeSet::new(), ..house.colleague("Ida", Role::Agent) };
        assert_eq!((found(&house, &ida, "max"), found(&house, &ida, "")), (vec![], vec![]));
    }

    #[test]
    fn a_contact_that_is_called_otherwise_is_found_otherwise() {
        let house = House::founded();
        let max = met(&house, "Max", "max@example.net", false);
        let deed = ChangeContact { name: Some("Moritz".into()), ..ChangeContact::default() };
        change_contact(&house.context, &house.admin, max, deed).expect("it may be renamed");
        assert_eq!(found(&house, &house.admin, "mor"), [max]);
        assert_eq!(found(&house, &house.admin, "max"), [max], "by the address");
        assert_eq!(found(&house, &house.admin, "max m"), [max]);
        assert_eq!(found(&house, &house.admin, "moritz max"), [max]);
    }
}
