//! Who chats from a web site, and what is known of where they are.

use std::time::Duration;

use super::chat::is_hidden;
use super::ids::{ChannelId, ContactId, VisitorId};
use super::limit::{PAGE_TITLE_CHARS_MAX, PAGE_URL_CHARS_MAX, VISITOR_DAYS};
use super::moment::Moment;
use super::session::SecretDigest;

/// RFC 5646, 4.4.1: no language tag needs more characters.
const LANGUAGE_CHARS_MAX: usize = 35;

/// A visitor who has said something: tied to a contact of their own, or to one that a web site
/// has vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    pub id: VisitorId,
    pub channel: ChannelId,
    pub contact: ContactId,
    pub identity: VisitorIdentity,
    pub standing: VisitorStanding,
    pub created_at: Moment,
    /// To the day: not every request is a write.
    pub seen_at: Moment,
}

/// How a visitor is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitorIdentity {
    /// A browser, and nothing else is sure.
    Anonymous,
    /// The web site's server has signed who it is.
    SignedIn { subject: String },
}

/// Whether a visitor may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitorStanding {
    Welcome,
    Blocked,
}

impl Visitor {
    /// Whether a web site vouches for them.
    pub const fn is_signed_in(&self) -> bool {
        matches!(self.identity, VisitorIdentity::SignedIn { .. })
    }
}

/// What opens the door for one browser of a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorToken {
    pub digest: SecretDigest,
    pub visitor: VisitorId,
    pub channel: ChannelId,
    pub expires_at: Moment,
}

impl VisitorToken {
    /// How long a token opens the door after it was last used.
    pub const LIFE: Duration = Duration::from_secs(VISITOR_DAYS * 24 * 3600);

    /// Whether it still opens the door.
    pub fn is_alive(&self, now: Moment) -> bool {
        now < self.expires_at
    }
}

/// A visitor who asks: another kind of actor, with doors of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorActor {
    pub visitor: VisitorId,
    pub channel: ChannelId,
    pub digest: SecretDigest,
    /// When the token ends.
    pub expires_at: Moment,
    /// None for a browser that nobody vouches for.
    pub identity: Option<SignedIdentity>,
}

/// Who somebody is, as the web site's server has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIdentity {
    pub subject: String,
    pub email: Option<super::email_address::EmailAddress>,
    pub name: String,
    pub expires_at: Moment,
}

/// What the browser says of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFacts {
    pub url: String,
    pub title: String,
    pub referrer: String,
    /// As the browser names it: `nl-BE`.
    pub language: String,
    pub device: Device,
}

/// What the visitor holds in their hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Device {
    #[default]
    Desktop,
    Phone,
    Tablet,
}

/// What a chatflow may ask about a visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitorFacts {
    pub page: PageFacts,
    pub is_returning: bool,
    /// Two letters, only if the web site says it.
    pub country: Option<String>,
    pub acquaintance: Acquaintance,
}

/// What a visitor has agreed to before the first words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// Was not asked.
    #[default]
    None,
    /// Read the notice and went on.
    Implied,
    /// Pressed the button.
    Explicit,
}

/// How well we know a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Acquaintance {
    /// Has given no address.
    #[default]
    Unknown,
    /// Has given an address.
    Known,
    /// The web site vouches for them.
    SignedIn,
}

impl PageFacts {
    /// Facts as they are kept: cut, in one line, and only addresses of the web.
    pub fn clean(self) -> Self {
        let Self { url, title, referrer, language, device } = self;
        Self {
            url: web_address(&url),
            title: one_line(&title, PAGE_TITLE_CHARS_MAX),
            referrer: web_address(&referrer),
            language: one_line(&language, LANGUAGE_CHARS_MAX),
            device,
        }
    }
}

/// A text that may become a link: nothing but http and https.
fn web_address(text: &str) -> String {
    let text = one_line(text, PAGE_URL_CHARS_MAX);
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_web { text } else { String::new() }
}

fn one_line(text: &str, chars_max: usize) -> String {
    let shown = text.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
    let shown: String = shown.filter(|character| !is_hidden(*character)).collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(chars_max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_kept() {
        let cases = [
            ("https://shop.example/a?b=c#d", "https://shop.example/a?b=c#d"),
            ("javascript:alert(1)", ""),
            ("data:text/html,x", ""),
            (" https://shop.example/\r\nX: y", "https://shop.example/ X: y"),
        ];
        for (url, kept) in cases {
            let facts = PageFacts { url: url.into(), ..PageFacts::default() }.clean();
            assert_eq!(facts.url, kept, "{url}");
        }
    }
}
