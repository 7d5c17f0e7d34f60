//! Rules about the visitor.

use std::collections::BTreeSet;

use super::page_address::canonical;
use crate::domain::chatflow::texts::LanguageTag;
use crate::domain::visitor::{Acquaintance, Device, VisitorFacts};

/// Something that must, or must not, be true of a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorRule {
    pub sense: Sense,
    pub condition: VisitorCondition,
}

/// Whether it must be true or must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    Is,
    IsNot,
}

/// What may be true of a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitorCondition {
    /// Has given an address, or the web site vouches for them.
    KnownContact,
    /// The web site vouches for them.
    SignedIn,
    /// Was here before.
    Returning,
    /// Speaks one of these, as the browser says.
    Language(BTreeSet<LanguageTag>),
    /// Is in one of these, as the web site says; a site that says nothing leaves it unknown.
    Country(BTreeSet<Country>),
    Device(Vec<Device>),
    /// Came from an address that has this text in it.
    ReferrerContains(String),
    /// Came by itself: no page led here.
    NoReferrer,
}

/// A country by its two letters (ISO 3166-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A text that names no country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give a country by its two letters, such as NL")]
pub struct NotACountry;

impl Country {
    /// Reads two letters.
    pub fn parse(text: &str) -> Result<Self, NotACountry> {
        match text.trim().as_bytes() {
            [one, two] if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
                Ok(Self([one.to_ascii_uppercase(), two.to_ascii_uppercase()]))
            }
            _ => Err(NotACountry),
        }
    }

    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("a country is two letters")
    }
}

impl VisitorRule {
    /// Whether it holds for this visitor.
    pub fn holds(&self, visitor: &VisitorFacts) -> bool {
        match self.sense {
            Sense::Is => self.condition.is_true_of(visitor),
            Sense::IsNot => !self.condition.is_true_of(visitor),
        }
    }
}

impl VisitorCondition {
    fn is_true_of(&self, visitor: &VisitorFacts) -> bool {
        match self {
            Self::KnownContact => match visitor.acquaintance {
                Acquaintance::Known | Acquaintance::SignedIn => true,
                Acquaintance::Unknown => false,
            },
            Self::SignedIn => visitor.acquaintance == Acquaintance::SignedIn,
            Self::Returning => visitor.is_returning,
            Self::Language(languages) => LanguageTag::parse(&visitor.page.language)
                .is_ok_and(|spoken| languages.iter().any(|language| language.covers(&spoken))),
            Self::Country(countries) => {
                let country = visitor.country.as_deref().and_then(|country| Country::parse(country).ok());
                country.is_some_and(|country| countries.contains(&country))
            }
            Self::Device(devices) => devices.contains(&visitor.page.device),
            Self::ReferrerContains(text) => {
                let referrer = canonical(&visitor.page.referrer).to_lowercase();
                !referrer.is_empty() && referrer.contains(&canonical(text.trim()).to_lowercase())
            }
            Self::NoReferrer => visitor.page.referrer.trim().is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(Country::parse(" nl ").as_ref().map(Country::as_str), Ok("NL"));
        for text in ["", "n", "nld", "n1", "ñl", "🇳🇱"] {
            assert_eq!(Country::parse(text), Err(NotACountry), "{text}");
        }
    }
}
