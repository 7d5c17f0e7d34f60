//! Rules about the address of the page.

use super::page_address::{Fragment, PageAddress, Scope, TypedAddress, canonical, shown_host, without_slash};

/// Shows or hides a chatflow on some pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlRule {
    pub effect: Effect,
    pub condition: UrlCondition,
}

/// What a rule does where it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Show,
    Hide,
}

/// Which pages a rule is about. An address may be given whole, without its scheme, or as a path alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlCondition {
    AllPages,
    /// This page. A query counts only if the rule has one; its parameters may stand in any order.
    Is(String),
    /// The text stands somewhere in the address, the query included.
    Contains(String),
    /// The address begins so. A host counts as a whole.
    BeginsWith(String),
    /// The address has this form; `*` stands for anything, also for nothing.
    Wildcard(String),
    /// A parameter of the query has exactly this value.
    QueryIs {
        name: String,
        value: String,
    },
    /// A parameter of the query has this text in its value; with an empty text, it is there at all.
    QueryContains {
        name: String,
        value: String,
    },
}

impl UrlCondition {
    /// Whether the rule is about this page. A page whose address nobody knows is only one of all pages.
    pub fn is_about(&self, page: Option<&PageAddress>) -> bool {
        let Some(page) = page else { return *self == Self::AllPages };
        match self {
            Self::AllPages => true,
            Self::Is(text) => is(page, &TypedAddress::read(text)),
            Self::Contains(text) => contains(page, text.trim()),
            Self::BeginsWith(text) => begins_with(page, &TypedAddress::read(text)),
            Self::Wildcard(text) => has_form(page, &TypedAddress::read(text)),
            Self::QueryIs { name, value } => {
                page.parameters().iter().any(|(found, text)| found == name.trim() && text == value.trim())
            }
            Self::QueryContains { name, value } => {
                page.parameters().iter().any(|(found, text)| found == name.trim() && text.contains(value.trim()))
            }
        }
    }

    /// The text that was typed, if the rule has one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::AllPages => None,
            Self::Is(text) | Self::Contains(text) | Self::BeginsWith(text) | Self::Wildcard(text) => Some(text),
            Self::QueryIs { name, .. } | Self::QueryContains { name, .. } => Some(name),
        }
    }
}

fn is(page: &PageAddress, typed: &TypedAddress) -> bool {
    let place = format!("{}{}", typed.before_path, without_slash(&typed.path));
    let same_query = typed.query.as_deref().is_none_or(|query| sorted_parameters(query) == page_parameters(page));
    let same_fragment = typed.fragment.as_deref().is_none_or(|fragment| page.fragment() == Some(fragment));
    page.without_query(typed.scope) == place && same_query && same_fragment
}

fn sorted_parameters(query: &str) -> Vec<(String, String)> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let mut pairs: Vec<_> = pairs.map(|(name, value)| (canonical(&name), canonical(&value))).collect();
    pairs.sort();
    pairs
}

fn page_parameters(page: &PageAddress) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = page.parameters().iter().map(|(name, value)| (canonical(name), canonical(value))).collect();
    pairs.sort();
    pairs
}

fn contains(page: &PageAddress, text: &str) -> bool {
    let fragment = if text.contains('#') { Fragment::Counts } else { Fragment::Ignored };
    // Without its scheme, unless the rule has one: else `/blog` would stand in `https://blog.example`.
    let scope = if text.contains("://") { Scope::Whole } else { Scope::Site };
    let forms = page.forms(scope, fragment);
    // The text may begin in the host, in the path or in the query, which are written by different rules.
    let (head, rest) = text.split_at(text.find('/').unwrap_or(text.len()));
    let sought = [
        canonical(text),
        canonical(&text.replace('+', " ")),
        TypedAddress::read(text).text(),
        format!("{}{}", shown_host(head), canonical(rest)),
    ];
    sought.iter().any(|text| forms.iter().any(|form| form.contains(text.as_str())))
}

fn begins_with(page: &PageAddress, typed: &TypedAddress) -> bool {
    if page.before_path(typed.scope) != typed.before_path {
        return false;
    }
    let text = typed.text();
    page.forms(typed.scope, typed.fragment_counts()).iter().any(|form| form.starts_with(&text))
}

fn has_form(page: &PageAddress, typed: &TypedAddress) -> bool {
    let pattern = typed.text();
    let forms = page.forms(typed.scope, typed.fragment_counts());
    // The star of `*.example.com/…` stays within the host: what is a host elsewhere in an address is none.
    let site = page.before_path(typed.scope);
    if typed.before_path.contains('.') && !typed.path.is_empty() {
        let path = &pattern[typed.before_path.len()..];
        return matches_wildcard(&typed.before_path, &site)
            && forms.iter().any(|form| matches_wildcard(path, &form[site.len()..]));
    }
    forms.iter().any(|form| matches_wildcard(&pattern, form))
}

/// Whether a text has the form of a pattern in which `*` stands for anything. The leftmost place of each piece is
/// enough, so that the time is linear in the lengths: a pattern from outside cannot make it explode.
pub fn matches_wildcard(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        let cases = [
            ("*", "", true),
            ("*", "abc", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "ac", true),
            ("a*c", "abcb", false),
            ("a*a", "a", false),
            ("*b*", "abc", true),
            ("a**c", "abc", true),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "aba", false),
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("", "", true),
            ("", "a", false),
            ("*ö*", "größe", true),
        ];
        for (pattern, text, matches) in cases {
            assert_eq!(matches_wildcard(pattern, text), matches, "{pattern} {text}");
        }
    }

    /// The slow way, which is easy to believe.
    fn slowly(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|at| slowly(rest, &text[at..])),
            Some((first, rest)) => text.first() == Some(first) && slowly(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn the_fast_way_says_what_the_slow_way_says(pattern in "[ab*]{0,7}", text in "[ab]{0,9}") {
            let (patterns, texts): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(matches_wildcard(&pattern, &text), slowly(&patterns, &texts), "{} {}", pattern, text);
        }

        #[test]
        fn a_page_is_what_it_is(path in "[a-z0-9/äß %.-]{0,20}", query in "([a-c]=[a-z +]{0,4}&?){0,3}") {
            let address = format!("https://shop.example/{path}?{query}");
            let page = PageAddress::parse(&address);
            for rule in [
                UrlCondition::Is(address.clone()),
                UrlCondition::BeginsWith(address.clone()),
                UrlCondition::Wildcard("https://shop.example/*".into()),
                UrlCondition::Contains("shop.example".into()),
            ] {
                prop_assert!(page.is_some() && rule.is_about(page.as_ref()), "{rule:?} {address}");
            }
        }
    }

    #[test]
    fn a_pattern_full_of_stars_does_not_take_for_ever() {
        let pattern = "*a".repeat(1_000) + "b";
        let text = "a".repeat(100_000);
        assert!(!matches_wildcard(&pattern, &text));
    }

    #[test]
    fn a_page_without_an_address_is_only_one_of_all_pages() {
        assert!(UrlCondition::AllPages.is_about(None));
        for rule in [UrlCondition::Contains(String::new()), UrlCondition::Wildcard("*".into())] {
            assert!(!rule.is_about(None), "{rule:?}");
        }
    }
}
