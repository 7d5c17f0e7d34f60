//! Two contacts that are one person: how one takes the other in, and how they are taken apart again.

use std::collections::BTreeMap;

use super::contact::{Contact, ContactStanding};
use super::email_address::EmailAddress;
use super::ids::{AgentId, ContactId, ConversationId};
use super::limit::{CONTACT_ADDRESSES_MAX, CONTACT_PHONES_MAX};
use super::moment::Moment;
use super::phone_number::PhoneNumber;
use super::property::PropertyKey;

/// One contact was put into another: what must be known to undo it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactMerge {
    pub into: ContactId,
    /// As it was before.
    pub from: Contact,
    pub by: AgentId,
    pub at: Moment,
    pub conversations: Vec<ConversationId>,
    /// What was not known of the one that stays.
    pub taken: Taken,
    pub facts: BTreeMap<PropertyKey, String>,
}

/// What a contact took over of another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    pub name: Option<String>,
    pub addresses: Vec<EmailAddress>,
    pub claimed_address: Option<EmailAddress>,
    pub phones: Vec<PhoneNumber>,
    /// Whoever was blocked under one name is blocked under both.
    pub standing: Option<ContactStanding>,
}

/// Why two contacts may be the same person. None of it is sure: a person decides. An address that a visitor has typed
/// is no reason: anybody can type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    SameName,
    SamePhone(PhoneNumber),
}

/// Why contacts cannot be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MergeRefused {
    #[error("a contact cannot be merged with itself")]
    SameContact,
    #[error("together they have too many addresses or telephone numbers")]
    TooMuch,
}

/// Puts what is known of one contact into the other. Nothing that is known of it already is changed.
pub fn take_in(into: &mut Contact, from: &Contact) -> Result<Taken, MergeRefused> {
    if into.id == from.id {
        return Err(MergeRefused::SameContact);
    }
    let new_phone = |phone: &&PhoneNumber| !into.phones.iter().any(|known| known.reaches_same(phone));
    let taken = Taken {
        name: Some(from.name.clone()).filter(|name| into.name.is_empty() && !name.is_empty()),
        addresses: from.addresses.iter().filter(|one| !into.addresses.contains(one)).cloned().collect(),
        claimed_address: from.claimed_address.clone().filter(|one| {
            into.claimed_address.is_none() && !into.addresses.contains(one) && !from.addresses.contains(one)
        }),
        phones: from.phones.iter().filter(new_phone).cloned().collect(),
        standing: (from.is_blocked() && !into.is_blocked()).then_some(from.standing),
    };
    let is_too_much = CONTACT_ADDRESSES_MAX < into.addresses.len() + taken.addresses.len()
        || CONTACT_PHONES_MAX < into.phones.len() + taken.phones.len();
    if is_too_much {
        return Err(MergeRefused::TooMuch);
    }
    if let Some(name) = &taken.name {
        into.name.clone_from(name);
    }
    into.addresses.extend(taken.addresses.iter().cloned());
    into.phones.extend(taken.phones.iter().cloned());
    into.claimed_address = into.claimed_address.take().or_else(|| taken.claimed_address.clone());
    into.standing = taken.standing.unwrap_or(into.standing);
    into.seen_at = into.seen_at.max(from.seen_at);
    Ok(taken)
}

/// Gives back what was taken over and was not changed since; says which addresses the other gets back: an address
/// that somebody has taken away meanwhile is nobody's.
pub fn give_back(into: &mut Contact, taken: &Taken) -> Vec<EmailAddress> {
    if taken.name.as_ref() == Some(&into.name) {
        into.name.clear();
    }
    let returned: Vec<EmailAddress> =
        taken.addresses.iter().filter(|one| into.addresses.contains(one)).cloned().collect();
    into.addresses.retain(|one| !taken.addresses.contains(one));
    into.phones.retain(|one| !taken.phones.contains(one));
    if taken.claimed_address.is_some() && into.claimed_address == taken.claimed_address {
        into.claimed_address = None;
    }
    if taken.standing == Some(into.standing) {
        into.standing = ContactStanding::Welcome;
    }
    returned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: u128, name: &str, addresses: &[&str], phones: &[&str]) -> Contact {
        let mut contact = Contact::unknown(ContactId::from_bits(id), Moment::from_millis(1));
        contact.name = name.into();
        contact.addresses = addresses.iter().map(|one| EmailAddress::parse(one).expect("sound")).collect();
        contact.phones = phones.iter().map(|one| PhoneNumber::parse(one).expect("sound")).collect();
        contact
    }

    #[test]
    fn what_is_taken_in_can_be_given_back() {
        let by = AgentId::from_bits(9);
        let mut blocked = contact(3, "Max", &["m@x.example"], &[]);
        blocked.standing = ContactStanding::Blocked { by, at: Moment::from_millis(5) };
        let others = [
            contact(2, "Max M.", &["m@x.example", "m2@x.example"], &["+31 612 345"]),
            contact(2, "", &[], &[]),
            blocked,
        ];
        for other in others {
            for mut into in [contact(1, "Max", &["max@x.example"], &["0031 612345"]), contact(1, "", &[], &[])] {
                let before = into.clone();
                let taken = take_in(&mut into, &other).expect("they are two");
                assert!(other.addresses.iter().all(|one| into.addresses.contains(one)));
                assert_eq!(into.is_blocked(), other.is_blocked());
                assert_eq!(give_back(&mut into, &taken), other.addresses);
                assert_eq!(into, before);
            }
        }
    }

    #[test]
    fn what_was_changed_since_stays_as_it_is() {
        let mut into = contact(1, "", &["a@x.example"], &[]);
        let other = contact(2, "Max", &["b@x.example", "c@x.example"], &[]);
        let taken = take_in(&mut into, &other).expect("they are two");
        into.name = "Moritz".into();
        into.addresses.retain(|one| one.as_str() != "b@x.example");
        let returned = give_back(&mut into, &taken);
        assert_eq!(returned.iter().map(EmailAddress::as_str).collect::<Vec<_>>(), ["c@x.example"]);
        assert_eq!((into.name.as_str(), into.addresses.len()), ("Moritz", 1));
    }

    #[test]
    fn a_contact_is_not_put_into_itself() {
        let mut one = contact(1, "Max", &[], &[]);
        let same = one.clone();
        assert_eq!(take_in(&mut one, &same), Err(MergeRefused::SameContact));
    }
}
