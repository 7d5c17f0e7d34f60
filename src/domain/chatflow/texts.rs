//! The words of a chatflow in the languages that its visitors speak.

use std::fmt;

use super::built_in;
use crate::domain::agent::Locale;

/// The words of a chatflow by language. The first language speaks to whoever speaks none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    pub first: Translation,
    pub others: Vec<Translation>,
}

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    pub language: LanguageTag,
    pub words: FlowTexts,
}

/// What a chatflow says. An empty text leaves it to our own words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlowTexts {
    /// In the bubble beside the launcher.
    pub greeting: String,
    /// The first words in the panel.
    pub welcome: String,
    /// When nobody is there.
    pub away: String,
    pub email_prompt: String,
    pub consent_notice: String,
    pub consent_accept: String,
    pub consent_decline: String,
    pub rating_question: String,
    pub meeting_label: String,
}

impl FlowTexts {
    /// Every text with its name, for checks that treat all alike.
    pub fn each(&self) -> [(&'static str, &str); 9] {
        let Self {
            greeting,
            welcome,
            away,
            email_prompt,
            consent_notice,
            consent_accept,
            consent_decline,
            rating_question,
            meeting_label,
        } = self;
        [
            ("greeting", greeting),
            ("welcome", welcome),
            ("away", away),
            ("email_prompt", email_prompt),
            ("consent_notice", consent_notice),
            ("consent_accept", consent_accept),
            ("consent_decline", consent_decline),
            ("rating_question", rating_question),
            ("meeting_label", meeting_label),
        ]
    }
}

/// A language (RFC 5646), such as `nl` or `pt-br`, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(String);

/// A text that names no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give a language by its tag, such as nl or pt-BR")]
pub struct NotALanguage;

impl LanguageTag {
    /// RFC 5646, 4.4.1: no tag needs more characters.
    const CHARS_MAX: usize = 35;

    /// Reads a tag; `nl_BE` is forgiven.
    pub fn parse(text: &str) -> Result<Self, NotALanguage> {
        let tag = text.trim().replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let begins_well = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        let goes_on_well = parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        if begins_well && goes_on_well && tag.len() <= Self::CHARS_MAX { Ok(Self(tag)) } else { Err(NotALanguage) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether somebody who speaks `other` is meant: `nl` means `nl-be` too, but not the other way round.
    pub fn covers(&self, other: &Self) -> bool {
        let rest = other.0.strip_prefix(&self.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The words for one visitor, none of them empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    pub language: LanguageTag,
    pub words: FlowTexts,
}

impl Texts {
    /// Texts of one language that leave everything to our own words.
    pub fn built_in(locale: Locale) -> Self {
        let language = LanguageTag(locale.tag().to_owned());
        Self { first: Translation { language, words: FlowTexts::default() }, others: Vec::new() }
    }

    /// Every language, the first one first.
    pub fn all(&self) -> impl Iterator<Item = &Translation> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The words for somebody who speaks this language, as their browser names it.
    pub fn for_visitor(&self, language: &str) -> Spoken {
        let wanted = LanguageTag::parse(language).ok();
        let theirs = wanted.as_ref().and_then(|wanted| self.closest(wanted));
        let translation = theirs.unwrap_or(&self.first);
        // Our own words follow the visitor where the flow says nothing of its own in any language.
        let locale = match (theirs, &wanted) {
            (None, Some(wanted)) if self.says_nothing() => Locale::from_tag(wanted.as_str()),
            (Some(_) | None, _) => None,
        };
        let language =
            locale.map_or_else(|| translation.language.clone(), |locale| LanguageTag(locale.tag().to_owned()));
        let own = built_in::words(Locale::from_tag(language.as_str()).unwrap_or(Locale::English));
        let speaks_it = Locale::from_tag(language.as_str()).is_some();
        let fallback = if speaks_it { own } else { filled(&self.first.words, &own) };
        Spoken { language, words: filled(&translation.words, &fallback) }
    }

    fn closest(&self, wanted: &LanguageTag) -> Option<&Translation> {
        let exact = self.all().find(|one| one.language == *wanted);
        let wider = || self.all().filter(|one| one.language.covers(wanted)).max_by_key(|one| one.language.0.len());
        let sibling = || self.all().find(|one| one.language.primary() == wanted.primary());
        exact.or_else(wider).or_else(sibling)
    }

    fn says_nothing(&self) -> bool {
        self.all().all(|one| one.words == FlowTexts::default())
    }
}

/// Texts with what is empty taken from elsewhere.
fn filled(words: &FlowTexts, otherwise: &FlowTexts) -> FlowTexts {
    let or = |one: &String, other: &String| if one.trim().is_empty() { other.clone() } else { one.clone() };
    FlowTexts {
        greeting: or(&words.greeting, &otherwise.greeting),
        welcome: or(&words.welcome, &otherwise.welcome),
        away: or(&words.away, &otherwise.away),
        email_prompt: or(&words.email_prompt, &otherwise.email_prompt),
        consent_notice: or(&words.consent_notice, &otherwise.consent_notice),
        consent_accept: or(&words.consent_accept, &otherwise.consent_accept),
        consent_decline: or(&words.consent_decline, &otherwise.consent_decline),
        rating_question: or(&words.rating_question, &otherwise.rating_question),
        meeting_label: or(&words.meeting_label, &otherwise.meeting_label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translation(language: &str, greeting: &str) -> Translation {
        let words = FlowTexts { greeting: greeting.to_owned(), ..FlowTexts::default() };
        Translation { language: LanguageTag::parse(language).expect("a language"), words }
    }

    #[test]
    fn a_language_is_read_as_browsers_write_it() {
        let cases = [
            ("nl", Some("nl")),
            ("nl-BE", Some("nl-be")),
            ("pt_BR", Some("pt-br")),
            ("zh-Hant-TW", Some("zh-hant-tw")),
            ("", None),
            ("n", None),
            ("nederlands", None),
            ("nl-", None),
            ("n1", None),
            ("nl-überall", None),
        ];
        for (text, expected) in cases {
            let tag = LanguageTag::parse(text).ok();
            assert_eq!(tag.as_ref().map(LanguageTag::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_visitor_is_spoken_to_in_the_closest_language() {
        let texts = Texts {
            first: translation("en", "Hello"),
            others: vec![translation("nl", "Hallo"), translation("pt-BR", "Olá"), translation("nl-BE", "Dag")],
        };
        let cases = [
            ("nl-NL", "nl", "Hallo"),
            ("nl-BE", "nl-be", "Dag"),
            ("pt-PT", "pt-br", "Olá"),
            ("en-GB", "en", "Hello"),
            ("fr", "en", "Hello"),
            ("", "en", "Hello"),
            ("<script>", "en", "Hello"),
        ];
        for (language, spoken, greeting) in cases {
            let found = texts.for_visitor(language);
            assert_eq!((found.language.as_str(), found.words.greeting.as_str()), (spoken, greeting), "{language}");
        }
    }

    #[test]
    fn what_is_left_empty_is_said_in_our_own_words() {
        let silent = Texts::built_in(Locale::English);
        assert_eq!(silent.for_visitor("nl-BE").words, built_in::words(Locale::Dutch));
        assert_eq!(silent.for_visitor("de").language.as_str(), "de");
        assert_eq!(silent.for_visitor("fr").words, built_in::words(Locale::English));

        let texts = Texts { first: translation("nl", "Hallo"), others: vec![translation("fr", "")] };
        let french = texts.for_visitor("fr");
        // French that was left empty falls back on what the flow says first, and only then on our own.
        assert_eq!(french.words.greeting, "Hallo");
        assert_eq!(french.words.welcome, built_in::words(Locale::English).welcome);
        assert_eq!(texts.for_visitor("de").words.welcome, built_in::words(Locale::Dutch).welcome);
    }

    #[test]
    fn nobody_is_ever_shown_an_empty_text() {
        for locale in [Locale::English, Locale::Dutch, Locale::German] {
            for (name, text) in built_in::words(locale).each() {
                assert!(!text.is_empty(), "{name} in {locale:?}");
            }
        }
    }
}
