//! E-mail addresses: one reader for the SMTP session, the headers, the contacts and what is sent.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// RFC 5321, 4.5.3.1.1.
pub const LOCAL_PART_OCTETS_MAX: usize = 64;
/// RFC 5321, 4.5.3.1.2.
pub const DOMAIN_OCTETS_MAX: usize = 255;
/// RFC 1035, 2.3.4, without the dot of the root and its length.
const DOMAIN_OCTETS_PLAIN_MAX: usize = 253;
/// A display name is shown in one line; longer ones are cut when read.
pub const DISPLAY_NAME_CHARS_MAX: usize = 100;

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    #[error("an address needs something before and after the @")]
    SideMissing,
    #[error("the part before the @ is too long or holds characters that cannot be delivered")]
    LocalPart,
    #[error("the part after the @ is not a domain name")]
    Domain,
}

/// An address that can be written to and compared.
///
/// Two spellings of one mailbox are equal: the domain is kept in lower case and, for
/// international names, as A-labels (RFC 5890, 2.3.2.1); the local part is kept in lower case and
/// Unicode NFC, since no mail host in use tells `Zoe@` from `zoe@`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads `local@domain`, without angle brackets.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        if is_normal(text) { Ok(Self(text.to_owned())) } else { Self::parse_any(text) }
    }

    fn parse_any(text: &str) -> Result<Self, NotAnAddress> {
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress::SideMissing)?;
        if local.is_empty() || domain.is_empty() {
            return Err(NotAnAddress::SideMissing);
        }
        let local = unquote(local).ok_or(NotAnAddress::LocalPart)?;
        let local: String = local.nfc().flat_map(char::to_lowercase).collect();
        if !local_part_is_deliverable(&local) {
            return Err(NotAnAddress::LocalPart);
        }
        let domain = normal_domain(domain).ok_or(NotAnAddress::Domain)?;
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address as it is compared and written: `local@domain`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the @.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the @, in lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The local part before the first `+`, and what follows it (RFC 5233 calls it the detail).
    pub fn split_detail(&self) -> (&str, Option<&str>) {
        match self.local_part().split_once('+') {
            Some((user, detail)) => (user, Some(detail)),
            None => (self.local_part(), None),
        }
    }

    /// The same address without what follows a `+`.
    pub fn without_detail(&self) -> Self {
        let (user, detail) = self.split_detail();
        match detail {
            Some(_) if !user.is_empty() => Self(format!("{user}@{}", self.domain())),
            Some(_) | None => self.clone(),
        }
    }
}

/// Whether an address is written as it is kept, in plain letters. Most are, every stored one among them, and a list
/// reads hundreds: they are not taken through Unicode and back.
fn is_normal(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label_is_plain = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !label.starts_with('-')
            && !label.ends_with('-')
            // `xn--` and its kin say something about the rest (RFC 5890, 2.3.1).
            && label.as_bytes().get(2..4) != Some(b"--")
    };
    local.is_ascii()
        && local_part_is_deliverable(local)
        && domain.len() <= DOMAIN_OCTETS_PLAIN_MAX
        && domain.split('.').all(label_is_plain)
        // A domain of digits alone is read as a number by some.
        && !domain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Reads a domain name and gives its normal form: lower case, A-labels.
pub fn normal_domain(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let domain = idna::domain_to_ascii_strict(text).ok()?;
    let labels_are_sound = domain.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    (labels_are_sound && domain.len() <= DOMAIN_OCTETS_MAX).then_some(domain)
}

/// RFC 5321, 4.1.2: a quoted local part says the same as its content. What is only valid within
/// quotes is refused below, because too many hosts disagree on what it means.
fn unquote(local: &str) -> Option<String> {
    let Some(inner) = local.strip_prefix('"') else {
        return Some(local.to_owned());
    };
    let inner = inner.strip_suffix('"')?;
    let mut plain = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(characters.next()?),
            '"' => return None,
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// RFC 5322, 3.2.3 (dot-atom) with RFC 6532, 3.2 (UTF-8), but dots may stand anywhere: some
/// providers hand out `a..b@` and `a.@`.
fn local_part_is_deliverable(local: &str) -> bool {
    let is_sound = |character: char| match character {
        'a'..='z' | '0'..='9' | '.' => true,
        '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '_' | '`' | '{' | '|' | '}'
        | '~' => true,
        other => !other.is_ascii() && !is_invisible(other) && !other.is_whitespace(),
    };
    !local.is_empty()
        && local.len() <= LOCAL_PART_OCTETS_MAX
        && !local.starts_with('-')
        && !local.starts_with("=?")
        && local.chars().all(is_sound)
}

/// Control characters, direction marks and characters of no width: they hide what a name says.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A name in one line that hides nothing and holds nothing that could begin a header.
pub fn clean_display_name(text: &str) -> String {
    let visible: String = text
        .nfc()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| !is_invisible(*character))
        .collect();
    let words: Vec<&str> = visible.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(DISPLAY_NAME_CHARS_MAX).collect()
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EmailAddress({})", self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        Self::parse(text)
    }
}

/// An address with the name that stands beside it; the name may be empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox {
    pub name: String,
    pub address: EmailAddress,
}

impl Mailbox {
    /// A mailbox with a name made fit for one line.
    pub fn new(name: &str, address: EmailAddress) -> Self {
        Self { name: clean_display_name(name), address }
    }

    /// The name, or the address where there is none.
    pub fn name_or_address(&self) -> &str {
        if self.name.is_empty() { self.address.as_str() } else { &self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, NotAnAddress>) {
        let read = EmailAddress::parse(text);
        assert_eq!(read.as_ref().map(EmailAddress::as_str), expected.as_ref().copied(), "{text}");
    }

    #[test]
    fn an_address_needs_both_sides_of_the_at() {
        check("zoe@example.org", Ok("zoe@example.org"));
        check("@example.org", Err(NotAnAddress::SideMissing));
        check("zoe@", Err(NotAnAddress::SideMissing));
        check("zoe", Err(NotAnAddress::SideMissing));
        check("", Err(NotAnAddress::SideMissing));
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_reads_as_the_long_one(text in "[a-zA-Zß0-9.+-]{0,4}@?[a-zA-Zx0-9.-]{0,9}@[a-z0-9x.-]{0,70}") {
            proptest::prop_assert_eq!(EmailAddress::parse(&text), EmailAddress::parse_any(text.trim()), "{}", text);
        }
    }

    #[test]
    fn two_spellings_of_one_mailbox_are_equal() {
        check(" Zoe@Example.ORG. ", Ok("zoe@example.org"));
        check("\"zoe\"@example.org", Ok("zoe@example.org"));
        check("zoë@bücher.example", Ok("zoë@xn--bcher-kva.example"));
        check("zoe\u{0308}@example.org", Ok("zoë@example.org"));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        check("\"a@b\"@example.org", Err(NotAnAddress::LocalPart));
        check("a b@example.org", Err(NotAnAddress::LocalPart));
        check("a\r\nb@example.org", Err(NotAnAddress::LocalPart));
        check("=?utf-8?q?a=40b?=@example.org", Err(NotAnAddress::LocalPart));
        check("-oQ@example.org", Err(NotAnAddress::LocalPart));
        check("a\u{200B}@example.org", Err(NotAnAddress::LocalPart));
        check("a@[127.0.0.1]", Err(NotAnAddress::Domain));
        check("a@exa mple.org", Err(NotAnAddress::Domain));
        check("a@exa_mple..org", Err(NotAnAddress::Domain));
        check("a@-example.org", Err(NotAnAddress::Domain));
    }

    #[test]
    fn what_follows_a_plus_can_be_split_off() {
        let address = EmailAddress::parse("support+abc@desk.example").expect("a sound address");
        assert_eq!(address.split_detail(), ("support", Some("abc")));
        assert_eq!(address.without_detail().as_str(), "support@desk.example");
    }

    #[test]
    fn a_name_hides_nothing_and_fits_one_line() {
        assert_eq!(clean_display_name(" Zoe\r\nBcc: x\u{202E}  Ä "), "Zoe Bcc: x Ä");
        assert_eq!(clean_display_name(&"x".repeat(500)).len(), DISPLAY_NAME_CHARS_MAX);
    }
}
