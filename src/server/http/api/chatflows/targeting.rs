//! The wire shapes of a chatflow's targeting.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::error::HttpError;
use crate::domain::chatflow::texts::LanguageTag;
use crate::domain::limit::{RULE_CHARS_MAX, RULE_VALUES_MAX, URL_RULES_MAX, VISITOR_RULES_MAX};
use crate::domain::targeting::Targeting;
use crate::domain::targeting::url_rule::{Effect, UrlCondition, UrlRule};
use crate::domain::targeting::visitor_rule::{Country, Sense, VisitorCondition, VisitorRule};
use crate::domain::visitor::Device;

/// On which pages and to whom a chatflow is shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetingView {
    /// One that shows is enough; one that hides wins over all that show.
    pub url_rules: Vec<UrlRuleView>,
    /// All of them must hold.
    pub visitor_rules: Vec<VisitorRuleView>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UrlRuleView {
    pub effect: EffectView,
    pub condition: UrlConditionView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectView {
    Show,
    Hide,
}

/// Which pages a rule is about. An address may be given whole, without its scheme, or as a path alone.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum UrlConditionView {
    AllPages,
    /// This page; a query counts only if the text has one.
    Is {
        text: String,
    },
    Contains {
        text: String,
    },
    BeginsWith {
        text: String,
    },
    /// `*` stands for anything.
    Wildcard {
        text: String,
    },
    QueryIs {
        name: String,
        value: String,
    },
    QueryContains {
        name: String,
        value: String,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitorRuleView {
    pub sense: SenseView,
    pub condition: VisitorConditionView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SenseView {
    Is,
    IsNot,
}

/// What may be true of a visitor.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum VisitorConditionView {
    KnownContact,
    SignedIn,
    Returning,
    /// BCP 47; `nl` means `nl-BE` too.
    Language {
        languages: Vec<String>,
    },
    /// ISO 3166-1, two letters.
    Country {
        countries: Vec<String>,
    },
    Device {
        devices: Vec<DeviceKind>,
    },
    ReferrerContains {
        text: String,
    },
    NoReferrer,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    Desktop,
    Phone,
    Tablet,
}

/// Reads the targeting of a request.
pub fn to_targeting(view: TargetingView) -> Result<Targeting, HttpError> {
    let TargetingView { url_rules, visitor_rules } = view;
    if URL_RULES_MAX < url_rules.len() {
        return Err(HttpError::invalid("url_rules", format!("At most {URL_RULES_MAX} rules about pages.")));
    }
    if VISITOR_RULES_MAX < visitor_rules.len() {
        return Err(HttpError::invalid("visitor_rules", format!("At most {VISITOR_RULES_MAX} rules about visitors.")));
    }
    Ok(Targeting {
        url_rules: url_rules.into_iter().map(to_url_rule).collect::<Result<_, _>>()?,
        visitor_rules: visitor_rules.into_iter().map(to_visitor_rule).collect::<Result<_, _>>()?,
    })
}

fn to_url_rule(view: UrlRuleView) -> Result<UrlRule, HttpError> {
    let UrlRuleView { effect, condition } = view;
    let text = |text: String| short("url_rules", text);
    Ok(UrlRule {
        effect: match effect {
            EffectView::Show => Effect::Show,
            EffectView::Hide => Effect::Hide,
        },
        condition: match condition {
            UrlConditionView::AllPages => UrlCondition::AllPages,
            UrlConditionView::Is { text: typed } => UrlCondition::Is(text(typed)?),
            UrlConditionView::Contains { text: typed } => UrlCondition::Contains(text(typed)?),
            UrlConditionView::BeginsWith { text: typed } => UrlCondition::BeginsWith(text(typed)?),
            UrlConditionView::Wildcard { text: typed } => UrlCondition::Wildcard(text(typed)?),
            UrlConditionView::QueryIs { name, value } => {
                UrlCondition::QueryIs { name: text(name)?, value: text(value)? }
            }
            UrlConditionView::QueryContains { name, value } => {
                UrlCondition::QueryContains { name: text(name)?, value: text(value)? }
            }
        },
    })
}

fn to_visitor_rule(view: VisitorRuleView) -> Result<VisitorRule, HttpError> {
    let VisitorRuleView { sense, condition } = view;
    Ok(VisitorRule {
        sense: match sense {
            SenseView::Is => Sense::Is,
            SenseView::IsNot => Sense::IsNot,
        },
        condition: match condition {
            VisitorConditionView::KnownContact => VisitorCondition::KnownContact,
            VisitorConditionView::SignedIn => VisitorCondition::SignedIn,
            VisitorConditionView::Returning => VisitorCondition::Returning,
            VisitorConditionView::Language { languages } => {
                let tag = |text: &String| {
                    LanguageTag::parse(text)
                        .map_err(|refused| HttpError::invalid("visitor_rules", quoted(text, refused)))
                };
                VisitorCondition::Language(few(&languages)?.iter().map(tag).collect::<Result<_, _>>()?)
            }
            VisitorConditionView::Country { countries } => {
                let country = |text: &String| {
                    Country::parse(text).map_err(|refused| HttpError::invalid("visitor_rules", quoted(text, refused)))
                };
                VisitorCondition::Country(few(&countries)?.iter().map(country).collect::<Result<_, _>>()?)
            }
            VisitorConditionView::Device { devices } => {
                VisitorCondition::Device(few(&devices)?.iter().map(|device| (*device).into()).collect())
            }
            VisitorConditionView::ReferrerContains { text } => {
                VisitorCondition::ReferrerContains(short("visitor_rules", text)?)
            }
            VisitorConditionView::NoReferrer => VisitorCondition::NoReferrer,
        },
    })
}

fn quoted(text: &str, refused: impl std::fmt::Display) -> String {
    format!("“{text}”: {refused}.")
}

fn short(field: &'static str, text: String) -> Result<String, HttpError> {
    if RULE_CHARS_MAX < text.chars().count() {
        return Err(HttpError::invalid(field, format!("A rule has at most {RULE_CHARS_MAX} characters.")));
    }
    Ok(text.trim().to_owned())
}

fn few<T>(values: &[T]) -> Result<&[T], HttpError> {
    if RULE_VALUES_MAX < values.len() {
        return Err(HttpError::invalid("visitor_rules", format!("A rule names at most {RULE_VALUES_MAX} things.")));
    }
    Ok(values)
}

impl From<DeviceKind> for Device {
    fn from(view: DeviceKind) -> Self {
        match view {
            DeviceKind::Desktop => Self::Desktop,
            DeviceKind::Phone => Self::Phone,
            DeviceKind::Tablet => Self::Tablet,
        }
    }
}

impl From<Device> for DeviceKind {
    fn from(device: Device) -> Self {
        match device {
            Device::Desktop => Self::Desktop,
            Device::Phone => Self::Phone,
            Device::Tablet => Self::Tablet,
        }
    }
}

impl From<Targeting> for TargetingView {
    fn from(targeting: Targeting) -> Self {
        let Targeting { url_rules, visitor_rules } = targeting;
        Self {
            url_rules: url_rules.into_iter().map(UrlRuleView::from).collect(),
            visitor_rules: visitor_rules.into_iter().map(VisitorRuleView::from).collect(),
        }
    }
}

impl From<UrlRule> for UrlRuleView {
    fn from(rule: UrlRule) -> Self {
        let UrlRule { effect, condition } = rule;
        Self {
            effect: match effect {
                Effect::Show => EffectView::Show,
                Effect::Hide => EffectView::Hide,
            },
            condition: match condition {
                UrlCondition::AllPages => UrlConditionView::AllPages,
                UrlCondition::Is(text) => UrlConditionView::Is { text },
                UrlCondition::Contains(text) => UrlConditionView::Contains { text },
                UrlCondition::BeginsWith(text) => UrlConditionView::BeginsWith { text },
                UrlCondition::Wildcard(text) => UrlConditionView::Wildcard { text },
                UrlCondition::QueryIs { name, value } => UrlConditionView::QueryIs { name, value },
                UrlCondition::QueryContains { name, value } => UrlConditionView::QueryContains { name, value },
            },
        }
    }
}

impl From<VisitorRule> for VisitorRuleView {
    fn from(rule: VisitorRule) -> Self {
        let VisitorRule { sense, condition } = rule;
        Self {
            sense: match sense {
                Sense::Is => SenseView::Is,
                Sense::IsNot => SenseView::IsNot,
            },
            condition: match condition {
                VisitorCondition::KnownContact => VisitorConditionView::KnownContact,
                VisitorCondition::SignedIn => VisitorConditionView::SignedIn,
                VisitorCondition::Returning => VisitorConditionView::Returning,
                VisitorCondition::Language(languages) => {
                    VisitorConditionView::Language { languages: languages.iter().map(ToString::to_string).collect() }
                }
                VisitorCondition::Country(countries) => VisitorConditionView::Country {
                    countries: countries.iter().map(|country| country.as_str().to_owned()).collect(),
                },
                VisitorCondition::Device(devices) => {
                    VisitorConditionView::Device { devices: devices.into_iter().map(DeviceKind::from).collect() }
                }
                VisitorCondition::ReferrerContains(text) => VisitorConditionView::ReferrerContains { text },
                VisitorCondition::NoReferrer => VisitorConditionView::NoReferrer,
            },
        }
    }
}
