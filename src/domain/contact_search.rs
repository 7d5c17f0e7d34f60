//! How a contact is found: by the beginning of any word of their name, or of an address.

use std::collections::BTreeSet;

use super::contact::Contact;
use super::contact_merge::Likeness;
use super::email_address::EmailAddress;
use super::letters::folded;
use super::limit::{CONTACT_KEY_BYTES_MAX, CONTACT_KEYS_MAX, CONTACT_QUERY_WORDS_MAX};
use super::phone_number::PhoneNumber;

/// The keys under which a contact stands in the index: each begins with what somebody may type.
pub fn search_keys(contact: &Contact) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for word in folded(&contact.name).split_whitespace() {
        add_word(&mut keys, word);
    }
    for address in contact.addresses.iter().chain(&contact.claimed_address) {
        add_address(&mut keys, address);
    }
    for phone in &contact.phones {
        keys.insert(phone.dialled().trim_start_matches('+').to_owned());
    }
    keys.extend(marks(contact).into_iter().map(|(_, mark)| mark));
    keys.into_iter().take(CONTACT_KEYS_MAX).collect()
}

/// What two contacts share who may be the same person, as keys that nobody types.
pub fn marks(contact: &Contact) -> Vec<(Likeness, String)> {
    let mut marks = Vec::new();
    let name = folded(&contact.name).split_whitespace().collect::<Vec<_>>().join(" ");
    // Half the world is called Max.
    if name.contains(' ') {
        marks.push((Likeness::SameName, cut(&format!("={name}"))));
    }
    for phone in &contact.phones {
        marks.push((Likeness::SamePhone(phone.clone()), format!("#{}", phone.dialled())));
    }
    marks
}

/// A word whole and in its parts: "jean-luc", "jean", "luc".
fn add_word(keys: &mut BTreeSet<String>, word: &str) {
    let word = trimmed(word);
    let parts = word.split(|letter: char| !letter.is_alphanumeric());
    keys.extend(parts.chain([word]).filter(|part| !part.is_empty()).map(cut));
}

fn add_address(keys: &mut BTreeSet<String>, address: &EmailAddress) {
    keys.insert(cut(&folded(address.as_str())));
    add_word(keys, &folded(address.local_part()));
    // As it is kept, and as people read and type it (RFC 5890, 2.3.2.1).
    let (shown, _) = idna::domain_to_unicode(address.domain());
    for domain in [address.domain(), &folded(&shown)] {
        keys.insert(cut(domain));
        keys.insert(cut(&format!("@{domain}")));
    }
}

fn cut(key: &str) -> String {
    key[..key.floor_char_boundary(CONTACT_KEY_BYTES_MAX)].to_owned()
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '@' && letter != '+')
}

/// What somebody has typed to find a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactQuery {
    /// The longest first: fewest contacts have it.
    words: Vec<String>,
    /// All of it, as typed.
    whole: String,
}

impl ContactQuery {
    /// None if nothing was typed that could be looked up.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = folded(text);
        let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Ok(phone) = PhoneNumber::parse(&whole) {
            let digits = phone.dialled().trim_start_matches('+').to_owned();
            return Some(Self { words: vec![digits], whole });
        }
        let mut words: Vec<String> = whole.split(' ').map(trimmed).filter(|word| !word.is_empty()).map(cut).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.dedup();
        words.truncate(CONTACT_QUERY_WORDS_MAX);
        if words.is_empty() { None } else { Some(Self { words, whole }) }
    }

    /// The beginning of a key that is looked up.
    pub fn rarest(&self) -> &str {
        &self.words[0]
    }

    /// Whether a contact has a key for every word.
    pub fn fits(&self, contact: &Contact) -> bool {
        let keys = search_keys(contact);
        self.words.iter().all(|word| keys.iter().any(|key| key.starts_with(word)))
    }

    /// Contacts from the best to the worst: who is called like that, who begins like that, and who wrote last.
    pub fn rank(&self, contacts: &mut [Contact]) {
        contacts.sort_by_cached_key(|contact| (self.distance(contact), contact.seen_at.inverted(), contact.id));
    }

    fn distance(&self, contact: &Contact) -> u8 {
        let name = folded(&contact.name);
        let addresses = || contact.addresses.iter().map(EmailAddress::as_str);
        if name == self.whole || addresses().any(|address| address == self.whole) {
            0
        } else if name.starts_with(&self.whole) || addresses().any(|address| address.starts_with(&self.whole)) {
            1
        } else {
            2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ContactId;
    use crate::domain::moment::Moment;

    fn contact(id: u128, name: &str, addresses: &[&str]) -> Contact {
        let mut contact = Contact::unknown(ContactId::from_bits(id), Moment::from_millis(1));
        contact.name = name.into();
        contact.addresses = addresses.iter().map(|text| EmailAddress::parse(text).expect("sound")).collect();
        contact
    }

    #[test]
    fn every_word_is_the_beginning_of_one_of_the_contacts() {
        let mut zoe = contact(1, "Zoë Visser-Smit", &["z.visser@bücher.example", "zoe@example.org"]);
        zoe.phones.push(PhoneNumber::parse("+31 6 12345678").expect("a number"));
        let cases = [
            ("zo", true),
            ("ZOË", true),
            ("smit", true),
            ("visser-s", true),
            ("smit zoe", true),
            ("z.vis", true),
            ("zoe@example", true),
            ("@example.org", true),
            ("bucher", true),
            ("xn--bcher", true),
            ("<zoe@example.org>,", true),
            ("0031 6 12", true),
            ("+31 6-1234", true),
            ("=zoe", true),
            ("oe", false),
            ("zoe jansen", false),
            ("xample", false),
        ];
        for (text, expected) in cases {
            let query = ContactQuery::parse(text).expect("something was typed");
            assert_eq!(query.fits(&zoe), expected, "{text}");
            let is_led_to = search_keys(&zoe).iter().any(|key| key.starts_with(query.rarest()));
            assert!(!expected || is_led_to, "{text}");
        }
        assert_eq!(ContactQuery::parse(" ., "), None);
    }

    #[test]
    fn who_is_called_like_that_comes_first() {
        let query = ContactQuery::parse("max").expect("a word");
        let mut contacts = [
            contact(1, "Ida Max", &[]),
            contact(2, "Maxine", &[]),
            contact(3, "Max", &[]),
            contact(4, "", &["max@example.org"]),
        ];
        contacts[3].seen_at = Moment::from_millis(9);
        query.rank(&mut contacts);
        assert_eq!(contacts.map(|contact| contact.id.bits()), [3, 4, 2, 1]);
    }

    #[test]
    fn keys_have_an_end() {
        let long = contact(1, &"ä".repeat(100), &[]);
        assert!(search_keys(&long).iter().all(|key| key.len() <= CONTACT_KEY_BYTES_MAX));
    }
}
