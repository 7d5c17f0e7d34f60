//! Where a contact works, as far as the domain of their mail tells.

use super::contact::Contact;
use super::email_address::EmailAddress;

/// Hosts at which anybody can have an address: they say nothing about where somebody works.
const FREE_MAIL: [&str; 62] = [
    "126.com",
    "139.com",
    "163.com",
    "aol.com",
    "arcor.de",
    "bigpond.com",
    "bluewin.ch",
    "bt.com",
    "btinternet.com",
    "chello.nl",
    "comcast.net",
    "duck.com",
    "email.de",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "hetnet.nl",
    "hey.com",
    "home.nl",
    "icloud.com",
    "kpnmail.nl",
    "kpnplanet.nl",
    "laposte.net",
    "libero.it",
    "live.be",
    "live.co.uk",
    "live.com",
    "live.de",
    "live.fr",
    "live.nl",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "online.nl",
    "orange.fr",
    "outlook.com",
    "planet.nl",
    "pm.me",
    "posteo.de",
    "posteo.net",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rocketmail.com",
    "sfr.fr",
    "sky.com",
    "skynet.be",
    "t-online.de",
    "telenet.be",
    "tutanota.com",
    "upcmail.nl",
    "verizon.net",
    "wanadoo.fr",
    "web.de",
    "xs4all.nl",
    "yandex.ru",
    "ziggo.nl",
];
/// Such hosts that are there in many countries.
const FREE_MAIL_EVERYWHERE: [&str; 6] = ["gmx", "googlemail", "hotmail", "outlook", "yahoo", "ymail"];

/// A company, known by the domain of its mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub domain: String,
    /// As an agent has named it; empty until then.
    pub name: String,
}

/// The domain of the company that a contact works for: of the first address that tells one.
pub fn company_domain(contact: &Contact) -> Option<&str> {
    contact.addresses.iter().map(EmailAddress::domain).find(|domain| !is_free_mail(domain))
}

fn is_free_mail(domain: &str) -> bool {
    let host = domain.split('.').next().unwrap_or_default();
    FREE_MAIL.binary_search(&domain).is_ok() || FREE_MAIL_EVERYWHERE.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ContactId;
    use crate::domain::moment::Moment;

    #[test]
    fn the_domain_of_a_mail_tells_the_company_unless_anybody_can_have_it() {
        assert!(FREE_MAIL.is_sorted());
        let cases: [(&[&str], Option<&str>); 6] = [
            (&["zoe@example.org"], Some("example.org")),
            (&["zoe@gmail.com"], None),
            (&["zoe@yahoo.co.uk"], None),
            (&["zoe@gmail.com", "zoe@work.example"], Some("work.example")),
            (&["zoe@notgmail.com"], Some("notgmail.com")),
            (&[], None),
        ];
        for (addresses, expected) in cases {
            let mut contact = Contact::unknown(ContactId::from_bits(1), Moment::from_millis(1));
            contact.addresses = addresses.iter().map(|one| EmailAddress::parse(one).expect("sound")).collect();
            assert_eq!(company_domain(&contact), expected, "{addresses:?}");
        }
    }
}
