//! The address of a page in one form, so that what a browser writes and what a person types can be compared.
//!
//! Hosts in small letters and in their own script, not in Punycode (RFC 5891, 4.4); no port that goes without saying;
//! percent-encoding undone where it means nothing (RFC 3986, 6.2.2.2); a slash at the end of a path does not count.

use unicode_normalization::UnicodeNormalization;

/// The address of a page of the web, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress {
    scheme: String,
    /// Host and, where it does not go without saying, port.
    site: String,
    /// Empty for the root, never with a slash at its end.
    path: String,
    query: Option<String>,
    fragment: Option<String>,
    parameters: Vec<(String, String)>,
}

/// How much of an address is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// `https://example.com/a`
    Whole,
    /// `example.com/a`: by https or by http.
    Site,
    /// `/a`: on every host.
    Path,
}

impl PageAddress {
    /// Reads what a browser says of its page. None for what is no page of the web.
    pub fn parse(text: &str) -> Option<Self> {
        let url = url::Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
        let host = shown_host(url.host_str()?);
        Some(Self {
            scheme: url.scheme().to_owned(),
            // The parser leaves out the port that goes without saying.
            site: url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
            path: without_slash(&canonical(url.path())).to_owned(),
            query: url.query().map(canonical_query),
            fragment: url.fragment().map(canonical),
            parameters: url.query_pairs().map(|(name, value)| (nfc(&name), nfc(&value))).collect(),
        })
    }

    /// Everything before the query, without a slash at its end.
    pub fn without_query(&self, scope: Scope) -> String {
        match scope {
            Scope::Whole => format!("{}://{}{}", self.scheme, self.site, self.path),
            Scope::Site => format!("{}{}", self.site, self.path),
            Scope::Path => self.path.clone(),
        }
    }

    /// What stands before the path.
    pub fn before_path(&self, scope: Scope) -> String {
        match scope {
            Scope::Whole => format!("{}://{}", self.scheme, self.site),
            Scope::Site => self.site.clone(),
            Scope::Path => String::new(),
        }
    }

    /// The ways in which the address can be written down: with and without the slash that does not count, the query
    /// and, where it is asked for, the fragment.
    pub fn forms(&self, scope: Scope, fragment: Fragment) -> Vec<String> {
        let bare = self.without_query(scope);
        let slashed = format!("{bare}/");
        let mut forms = vec![bare, slashed];
        if let Some(query) = &self.query {
            let with_query: Vec<String> = forms.iter().map(|form| format!("{form}?{query}")).collect();
            forms.extend(with_query);
        }
        match (&self.fragment, fragment) {
            (Some(name), Fragment::Counts) => {
                let with_fragment: Vec<String> = forms.iter().map(|form| format!("{form}#{name}")).collect();
                forms.extend(with_fragment);
            }
            (None, _) | (Some(_), Fragment::Ignored) => {}
        }
        forms
    }

    /// The parameters of the query, decoded, in their order.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// What follows the `#`.
    pub fn fragment(&self) -> Option<&str> {
        self.fragment.as_deref()
    }
}

/// Whether what follows the `#` is compared: only if the rule speaks of it. Some sites of one page name their places so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fragment {
    Counts,
    Ignored,
}

/// An address as a person types it into a rule, in the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAddress {
    pub scope: Scope,
    /// Scheme and site as the scope has them.
    pub before_path: String,
    /// With the slashes that were typed.
    pub path: String,
    pub query: Option<String>,
    pub fragment: Option<String>,
}

impl TypedAddress {
    /// Reads a rule's text. It may hold `*`, and may end anywhere.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let (text, fragment) = split_once(text, '#');
        let (text, query) = split_once(text, '?');
        let (scope, scheme, rest) = match text.split_once("://") {
            _ if text.starts_with('/') => (Scope::Path, None, text),
            Some((scheme, rest)) => (Scope::Whole, Some(scheme.to_ascii_lowercase()), rest),
            None => (Scope::Site, None, text),
        };
        let (authority, path) = match scope {
            Scope::Path => ("", rest),
            Scope::Whole | Scope::Site => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        };
        let site = typed_site(authority, scheme.as_deref());
        Self {
            scope,
            before_path: scheme.map_or_else(|| site.clone(), |scheme| format!("{scheme}://{site}")),
            path: canonical(&without_dots(path)),
            query: query.map(canonical_query),
            fragment: fragment.map(canonical),
        }
    }

    /// All of it, as it is compared with the forms of a page.
    pub fn text(&self) -> String {
        let mut text = format!("{}{}", self.before_path, self.path);
        if let Some(query) = &self.query {
            text.push('?');
            text.push_str(query);
        }
        if let Some(fragment) = &self.fragment {
            text.push('#');
            text.push_str(fragment);
        }
        text
    }

    /// Whether what follows the `#` is part of the rule.
    pub const fn fragment_counts(&self) -> Fragment {
        if self.fragment.is_some() { Fragment::Counts } else { Fragment::Ignored }
    }
}

fn split_once(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn typed_site(authority: &str, scheme: Option<&str>) -> String {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        Some(_) | None => (authority, ""),
    };
    let goes_without_saying = match scheme {
        Some("https") => port == "443",
        Some("http") => port == "80",
        Some(_) => false,
        None => port == "443" || port == "80",
    };
    let host = shown_host(host);
    if port.is_empty() || goes_without_saying { host } else { format!("{host}:{port}") }
}

/// A path without one slash at its end.
pub fn without_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// A path in which `.` and `..` have been followed, as browsers follow them (RFC 3986, 5.2.4).
fn without_dots(path: &str) -> String {
    let plain = path.replace("%2e", ".").replace("%2E", ".");
    let segments: Vec<&str> = plain.split('/').collect();
    if !segments.iter().any(|segment| matches!(*segment, "." | "..")) {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    for (place, segment) in segments.iter().enumerate() {
        let is_last = place + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." && 1 < kept.len() {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

/// A host in small letters and in its own script.
pub fn shown_host(host: &str) -> String {
    let host = host.strip_suffix('.').unwrap_or(host);
    // Labels one by one: a rule may have a `*` among them, and half a label at its end.
    let labels = host.split('.').map(|label| {
        let (shown, sound) = idna::domain_to_unicode(label);
        if sound.is_ok() { shown } else { label.to_lowercase() }
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Characters that mean something else when they are not encoded (RFC 3986, 2.2): they stay encoded.
const KEPT_ENCODED: &[u8] = b"%/?#&=+*";

/// A part of an address with everything decoded that means the same decoded.
pub fn canonical(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let byte = digit(*high) * 16 + digit(*low);
                if KEPT_ENCODED.contains(&byte) || byte.is_ascii_control() {
                    bytes.extend([b'%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]);
                } else {
                    bytes.push(byte);
                }
                rest = after;
            }
            (byte, after) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    let mut decoded = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        // Bytes of an encoding that nobody can name stay encoded.
        decoded.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
    }
    nfc(&decoded)
}

/// In a query a plus is a space (URL Standard, application/x-www-form-urlencoded).
fn canonical_query(text: &str) -> String {
    canonical(&text.replace('+', " "))
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

const fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        b'a'..=b'f' => hex - b'a' + 10,
        _ => hex - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_page_has_one_form() {
        let same = [
            ("https://Example.COM/a", "https://example.com:443/a/"),
            ("https://xn--mnchen-3ya.example/", "https://MÜNCHEN.example"),
            ("https://example.com/gr%c3%b6%C3%9Fe", "https://example.com/größe"),
            ("https://example.com/gro\u{308}ße", "https://example.com/gr\u{f6}ße"),
            ("https://example.com/%7Ezoe", "https://example.com/~zoe"),
            ("https://example.com/a?b=c+d", "https://example.com/a/?b=c%20d"),
            ("https://example.com./a", "https://example.com/a"),
            ("https://example.com/a/../b", "https://example.com/b"),
            ("http://example.com:80/", "http://example.com"),
            ("https://example.com/%a0ä", "https://example.com/%A0%c3%a4"),
        ];
        for (one, other) in same {
            assert_eq!(PageAddress::parse(one), PageAddress::parse(other), "{one} {other}");
            assert!(PageAddress::parse(one).is_some(), "{one}");
        }
        let different = [
            ("https://example.com/a", "http://example.com/a"),
            ("https://example.com/a", "https://example.com/A"),
            ("https://example.com/a", "https://example.com:8443/a"),
            ("https://example.com/a%2Fb", "https://example.com/a/b"),
            ("https://example.com/a?b=c%26d", "https://example.com/a?b=c&d"),
            ("https://example.com/100%25", "https://example.com/100"),
            ("https://example.com/%ff", "https://example.com/%fe"),
        ];
        for (one, other) in different {
            assert_ne!(PageAddress::parse(one), PageAddress::parse(other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_page_of_the_web_has_no_form() {
        for text in ["", "example.com", "about:blank", "javascript:alert(1)", "file:///etc/passwd", "https://"] {
            assert_eq!(PageAddress::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_fails(text in ".{0,80}") {
            drop(PageAddress::parse(&text));
            drop(PageAddress::parse(&format!("https://example.com/{text}")));
            drop(TypedAddress::read(&text).text());
        }

        #[test]
        fn a_form_that_is_read_again_stays_as_it_is(path in "[a-zäß%2F0-9/ ?#&=+*]{0,30}") {
            let once = canonical(&path);
            prop_assert_eq!(canonical(&once), once);
        }
    }
}
