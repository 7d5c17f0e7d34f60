//! What a bot's branch looks at, as it is stored.

use serde::{Deserialize, Serialize};

use super::super::Unreadable;
use super::PropertyRecord;
use crate::domain::bot::{Condition, Hours, Presence, StepId, TextTest};

#[derive(Serialize, Deserialize)]
pub enum ConditionRecord {
    Answer { step: u32, test: TestRecord },
    Property { property: PropertyRecord, test: TestRecord },
    SomebodyAvailable,
    NobodyAvailable,
    Hours { days: Vec<u8>, from_minute: u16, until_minute: u16, time_zone: String },
    Page(TestRecord),
}

#[derive(Serialize, Deserialize)]
pub enum TestRecord {
    Is(String),
    IsNot(String),
    Contains(String),
    BeginsWith(String),
    AtLeast(i64),
    AtMost(i64),
    IsKnown,
    IsUnknown,
}

impl From<&Condition> for ConditionRecord {
    fn from(condition: &Condition) -> Self {
        match condition {
            Condition::Answer { step: StepId(step), test } => Self::Answer { step: *step, test: test.into() },
            Condition::Property { property, test } => Self::Property { property: property.into(), test: test.into() },
            Condition::Presence(Presence::SomebodyAvailable) => Self::SomebodyAvailable,
            Condition::Presence(Presence::NobodyAvailable) => Self::NobodyAvailable,
            Condition::Hours(Hours { days, from_minute, until_minute, time_zone }) => Self::Hours {
                days: days.iter().copied().collect(),
                from_minute: *from_minute,
                until_minute: *until_minute,
                time_zone: time_zone.clone(),
            },
            Condition::Page(test) => Self::Page(test.into()),
        }
    }
}

impl ConditionRecord {
    pub fn into_domain(self) -> Result<Condition, Unreadable> {
        Ok(match self {
            Self::Answer { step, test } => Condition::Answer { step: StepId(step), test: test.into() },
            Self::Property { property, test } => {
                Condition::Property { property: property.into_domain()?, test: test.into() }
            }
            Self::SomebodyAvailable => Condition::Presence(Presence::SomebodyAvailable),
            Self::NobodyAvailable => Condition::Presence(Presence::NobodyAvailable),
            Self::Hours { days, from_minute, until_minute, time_zone } => {
                let days = days.into_iter().collect();
                Condition::Hours(Hours { days, from_minute, until_minute, time_zone })
            }
            Self::Page(test) => Condition::Page(test.into()),
        })
    }
}

impl From<&TextTest> for TestRecord {
    fn from(test: &TextTest) -> Self {
        match test {
            TextTest::Is(text) => Self::Is(text.clone()),
            TextTest::IsNot(text) => Self::IsNot(text.clone()),
            TextTest::Contains(text) => Self::Contains(text.clone()),
            TextTest::BeginsWith(text) => Self::BeginsWith(text.clone()),
            TextTest::AtLeast(bound) => Self::AtLeast(*bound),
            TextTest::AtMost(bound) => Self::AtMost(*bound),
            TextTest::IsKnown => Self::IsKnown,
            TextTest::IsUnknown => Self::IsUnknown,
        }
    }
}

impl From<TestRecord> for TextTest {
    fn from(record: TestRecord) -> Self {
        match record {
            TestRecord::Is(text) => Self::Is(text),
            TestRecord::IsNot(text) => Self::IsNot(text),
            TestRecord::Contains(text) => Self::Contains(text),
            TestRecord::BeginsWith(text) => Self::BeginsWith(text),
            TestRecord::AtLeast(bound) => Self::AtLeast(bound),
            TestRecord::AtMost(bound) => Self::AtMost(bound),
            TestRecord::IsKnown => Self::IsKnown,
            TestRecord::IsUnknown => Self::IsUnknown,
        }
    }
}
