//! A person outside, known by addresses.

use super::email_address::EmailAddress;
use super::ids::{AgentId, ContactId};
use super::limit::{CONTACT_ADDRESSES_MAX, CONTACT_PHONES_MAX};
use super::moment::Moment;
use super::phone_number::PhoneNumber;

/// A person outside. The first address is the one that new mail goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    /// As the person wrote it, or as an agent corrected it; may be empty.
    pub name: String,
    pub addresses: Vec<EmailAddress>,
    /// An address that a visitor has typed. It may be anybody's: it finds nobody and opens nothing.
    pub claimed_address: Option<EmailAddress>,
    /// The first is the one to call.
    pub phones: Vec<PhoneNumber>,
    pub standing: ContactStanding,
    pub created_at: Moment,
    /// When this person last wrote.
    pub seen_at: Moment,
}

/// Whether what a contact writes reaches people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactStanding {
    Welcome,
    /// Their mail goes to the spam, and their chats are refused.
    Blocked {
        by: AgentId,
        at: Moment,
    },
}

/// One step in a list of which the first is the one that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListChange<T> {
    Add(T),
    Remove(T),
    /// Makes it the first.
    Prefer(T),
}

/// Why a list of addresses or numbers cannot be changed like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListChangeRefused {
    #[error("a contact can have no more of them")]
    TooMany,
    #[error("the contact does not have it")]
    NotTheirs,
}

impl Contact {
    /// Somebody of whom nothing is known yet.
    pub fn unknown(id: ContactId, now: Moment) -> Self {
        Self {
            id,
            name: String::new(),
            addresses: Vec::new(),
            claimed_address: None,
            phones: Vec::new(),
            standing: ContactStanding::Welcome,
            created_at: now,
            seen_at: now,
        }
    }

    /// The name, or the first address where there is none.
    pub fn name_or_address(&self) -> &str {
        match self.addresses.first() {
            Some(address) if self.name.is_empty() => address.as_str(),
            Some(_) | None => &self.name,
        }
    }

    /// Learns the name that a mail brings, if none is known yet. A known name stays: whoever writes
    /// from the address must not be able to rename the contact.
    pub fn learn_name(&mut self, name: &str) {
        if self.name.is_empty() {
            self.name = name.to_owned();
        }
    }

    pub const fn is_blocked(&self) -> bool {
        matches!(self.standing, ContactStanding::Blocked { .. })
    }

    /// Changes the addresses. What a visitor has claimed and an agent adds is a claim no more.
    pub fn change_addresses(&mut self, change: ListChange<EmailAddress>) -> Result<(), ListChangeRefused> {
        if let ListChange::Add(address) = &change
            && self.claimed_address.as_ref() == Some(address)
        {
            self.claimed_address = None;
        }
        change_list(&mut self.addresses, change, CONTACT_ADDRESSES_MAX, PartialEq::eq)
    }

    pub fn change_phones(&mut self, change: ListChange<PhoneNumber>) -> Result<(), ListChangeRefused> {
        change_list(&mut self.phones, change, CONTACT_PHONES_MAX, PhoneNumber::reaches_same)
    }
}

fn change_list<T>(
    list: &mut Vec<T>,
    change: ListChange<T>,
    items_max: usize,
    same: impl Fn(&T, &T) -> bool,
) -> Result<(), ListChangeRefused> {
    let place = |list: &[T], wanted: &T| list.iter().position(|one| same(one, wanted));
    match change {
        ListChange::Add(new) if place(list, &new).is_some() => Ok(()),
        ListChange::Add(_) if items_max <= list.len() => Err(ListChangeRefused::TooMany),
        ListChange::Add(new) => {
            list.push(new);
            Ok(())
        }
        ListChange::Remove(gone) => {
            let at = place(list, &gone).ok_or(ListChangeRefused::NotTheirs)?;
            list.remove(at);
            Ok(())
        }
        ListChange::Prefer(first) => {
            let at = place(list, &first).ok_or(ListChangeRefused::NotTheirs)?;
            list[..=at].rotate_right(1);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("a sound address")
    }

    #[test]
    fn the_first_address_is_the_one_that_somebody_prefers() {
        let mut contact = Contact::unknown(ContactId::from_bits(1), Moment::from_millis(1));
        let [a, b, c] = ["a@x.example", "b@x.example", "c@x.example"].map(address);
        for one in [&a, &b, &c, &b] {
            assert_eq!(contact.change_addresses(ListChange::Add(one.clone())), Ok(()));
        }
        assert_eq!(contact.change_addresses(ListChange::Prefer(c.clone())), Ok(()));
        assert_eq!(contact.addresses, [c.clone(), a.clone(), b.clone()]);
        assert_eq!(contact.change_addresses(ListChange::Remove(a.clone())), Ok(()));
        assert_eq!(contact.change_addresses(ListChange::Remove(a)), Err(ListChangeRefused::NotTheirs));
        assert_eq!(contact.addresses, [c, b]);
    }

    #[test]
    fn a_list_has_an_end_and_a_refusal_changes_nothing() {
        let mut contact = Contact::unknown(ContactId::from_bits(1), Moment::from_millis(1));
        for number in 0..CONTACT_ADDRESSES_MAX {
            contact.addresses.push(address(&format!("a{number}@x.example")));
        }
        let before = contact.clone();
        let refused = contact.change_addresses(ListChange::Add(address("b@x.example")));
        assert_eq!((refused, contact), (Err(ListChangeRefused::TooMany), before));
    }

    #[test]
    fn a_claim_that_somebody_adds_is_a_claim_no_more() {
        let mut contact = Contact::unknown(ContactId::from_bits(1), Moment::from_millis(1));
        contact.claimed_address = Some(address("a@x.example"));
        assert_eq!(contact.change_addresses(ListChange::Add(address("a@x.example"))), Ok(()));
        assert_eq!(contact.claimed_address, None);
    }
}
