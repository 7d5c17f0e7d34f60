//! The targeting of a chatflow as it is stored.

use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::domain::chatflow::texts::LanguageTag;
use crate::domain::targeting::Targeting;
use crate::domain::targeting::url_rule::{Effect, UrlCondition, UrlRule};
use crate::domain::targeting::visitor_rule::{Country, Sense, VisitorCondition, VisitorRule};
use crate::domain::visitor::Device;

#[derive(Serialize, Deserialize)]
pub struct TargetingRecord {
    url_rules: Vec<UrlRuleRecord>,
    visitor_rules: Vec<VisitorRuleRecord>,
}

#[derive(Serialize, Deserialize)]
struct UrlRuleRecord {
    hides: bool,
    condition: UrlConditionRecord,
}

#[derive(Serialize, Deserialize)]
enum UrlConditionRecord {
    AllPages,
    Is(String),
    Contains(String),
    BeginsWith(String),
    Wildcard(String),
    QueryIs { name: String, value: String },
    QueryContains { name: String, value: String },
}

#[derive(Serialize, Deserialize)]
struct VisitorRuleRecord {
    is_not: bool,
    condition: VisitorConditionRecord,
}

#[derive(Serialize, Deserialize)]
enum VisitorConditionRecord {
    KnownContact,
    SignedIn,
    Returning,
    Language(Vec<String>),
    Country(Vec<String>),
    Device(Vec<DeviceRecord>),
    ReferrerContains(String),
    NoReferrer,
}

#[derive(Serialize, Deserialize)]
enum DeviceRecord {
    Desktop,
    Phone,
    Tablet,
}

impl From<&Targeting> for TargetingRecord {
    fn from(targeting: &Targeting) -> Self {
        let Targeting { url_rules, visitor_rules } = targeting;
        Self {
            url_rules: url_rules.iter().map(UrlRuleRecord::from).collect(),
            visitor_rules: visitor_rules.iter().map(VisitorRuleRecord::from).collect(),
        }
    }
}

impl TargetingRecord {
    pub fn into_domain(self) -> Result<Targeting, Unreadable> {
        let Self { url_rules, visitor_rules } = self;
        Ok(Targeting {
            url_rules: url_rules.into_iter().map(UrlRule::from).collect(),
            visitor_rules: visitor_rules.into_iter().map(VisitorRuleRecord::into_domain).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&UrlRule> for UrlRuleRecord {
    fn from(rule: &UrlRule) -> Self {
        let UrlRule { effect, condition } = rule;
        Self {
            hides: match effect {
                Effect::Show => false,
                Effect::Hide => true,
            },
            condition: match condition.clone() {
                UrlCondition::AllPages => UrlConditionRecord::AllPages,
                UrlCondition::Is(text) => UrlConditionRecord::Is(text),
                UrlCondition::Contains(text) => UrlConditionRecord::Contains(text),
                UrlCondition::BeginsWith(text) => UrlConditionRecord::BeginsWith(text),
                UrlCondition::Wildcard(text) => UrlConditionRecord::Wildcard(text),
                UrlCondition::QueryIs { name, value } => UrlConditionRecord::QueryIs { name, value },
                UrlCondition::QueryContains { name, value } => UrlConditionRecord::QueryContains { name, value },
            },
        }
    }
}

impl From<UrlRuleRecord> for UrlRule {
    fn from(record: UrlRuleRecord) -> Self {
        let UrlRuleRecord { hides, condition } = record;
        Self {
            effect: if hides { Effect::Hide } else { Effect::Show },
            condition: match condition {
                UrlConditionRecord::AllPages => UrlCondition::AllPages,
                UrlConditionRecord::Is(text) => UrlCondition::Is(text),
                UrlConditionRecord::Contains(text) => UrlCondition::Contains(text),
                UrlConditionRecord::BeginsWith(text) => UrlCondition::BeginsWith(text),
                UrlConditionRecord::Wildcard(text) => UrlCondition::Wildcard(text),
                UrlConditionRecord::QueryIs { name, value } => UrlCondition::QueryIs { name, value },
                UrlConditionRecord::QueryContains { name, value } => UrlCondition::QueryContains { name, value },
            },
        }
    }
}

impl From<&VisitorRule> for VisitorRuleRecord {
    fn from(rule: &VisitorRule) -> Self {
        let VisitorRule { sense, condition } = rule;
        Self {
            is_not: match sense {
                Sense::Is => false,
                Sense::IsNot => true,
            },
            condition: match condition {
                VisitorCondition::KnownContact => VisitorConditionRecord::KnownContact,
                VisitorCondition::SignedIn => VisitorConditionRecord::SignedIn,
                VisitorCondition::Returning => VisitorConditionRecord::Returning,
                VisitorCondition::Language(languages) => {
                    VisitorConditionRecord::Language(languages.iter().map(ToString::to_string).collect())
                }
                VisitorCondition::Country(countries) => VisitorConditionRecord::Country(
                    countries.iter().map(|country| country.as_str().to_owned()).collect(),
                ),
                VisitorCondition::Device(devices) => {
                    VisitorConditionRecord::Device(devices.iter().map(|device| (*device).into()).collect())
                }
                VisitorCondition::ReferrerContains(text) => VisitorConditionRecord::ReferrerContains(text.clone()),
                VisitorCondition::NoReferrer => VisitorConditionRecord::NoReferrer,
            },
        }
    }
}

impl VisitorRuleRecord {
    fn into_domain(self) -> Result<VisitorRule, Unreadable> {
        let Self { is_not, condition } = self;
        Ok(VisitorRule {
            sense: if is_not { Sense::IsNot } else { Sense::Is },
            condition: match condition {
                VisitorConditionRecord::KnownContact => VisitorCondition::KnownContact,
                VisitorConditionRecord::SignedIn => VisitorCondition::SignedIn,
                VisitorConditionRecord::Returning => VisitorCondition::Returning,
                VisitorConditionRecord::Language(languages) => VisitorCondition::Language(
                    languages.iter().map(|text| LanguageTag::parse(text)).collect::<Result<_, _>>()?,
                ),
                VisitorConditionRecord::Country(countries) => VisitorCondition::Country(
                    countries.iter().map(|text| Country::parse(text)).collect::<Result<_, _>>()?,
                ),
                VisitorConditionRecord::Device(devices) => {
                    VisitorCondition::Device(devices.into_iter().map(Device::from).collect())
                }
                VisitorConditionRecord::ReferrerContains(text) => VisitorCondition::ReferrerContains(text),
                VisitorConditionRecord::NoReferrer => VisitorCondition::NoReferrer,
            },
        })
    }
}

impl From<Device> for DeviceRecord {
    fn from(device: Device) -> Self {
        match device {
            Device::Desktop => Self::Desktop,
            Device::Phone => Self::Phone,
            Device::Tablet => Self::Tablet,
        }
    }
}

impl From<DeviceRecord> for Device {
    fn from(record: DeviceRecord) -> Self {
        match record {
            DeviceRecord::Desktop => Self::Desktop,
            DeviceRecord::Phone => Self::Phone,
            DeviceRecord::Tablet => Self::Tablet,
        }
    }
}
