//! What a bot's branch looks at, on the wire.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::super::error::HttpError;
use super::BotPropertyView;
use crate::domain::bot::{Condition, Hours, Presence, StepId, TextTest};

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum BotConditionView {
    Answer {
        step: u32,
        test: TextTestView,
    },
    Property {
        property: BotPropertyView,
        test: TextTestView,
    },
    Presence {
        is_available: bool,
    },
    Hours {
        /// 1 for Monday to 7 for Sunday.
        days: Vec<u8>,
        /// Minutes after midnight.
        from_minute: u16,
        until_minute: u16,
        /// An IANA name.
        time_zone: String,
    },
    Page {
        test: TextTestView,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "test", rename_all = "snake_case", deny_unknown_fields)]
pub enum TextTestView {
    Is { text: String },
    IsNot { text: String },
    Contains { text: String },
    BeginsWith { text: String },
    AtLeast { number: i64 },
    AtMost { number: i64 },
    IsKnown,
    IsUnknown,
}

impl From<&Condition> for BotConditionView {
    fn from(condition: &Condition) -> Self {
        match condition {
            Condition::Answer { step: StepId(step), test } => Self::Answer { step: *step, test: test.into() },
            Condition::Property { property, test } => Self::Property { property: property.into(), test: test.into() },
            Condition::Presence(presence) => Self::Presence {
                is_available: match presence {
                    Presence::SomebodyAvailable => true,
                    Presence::NobodyAvailable => false,
                },
            },
            Condition::Hours(Hours { days, from_minute, until_minute, time_zone }) => Self::Hours {
                days: days.iter().copied().collect(),
                from_minute: *from_minute,
                until_minute: *until_minute,
                time_zone: time_zone.clone(),
            },
            Condition::Page(test) => Self::Page { test: test.into() },
        }
    }
}

impl From<&TextTest> for TextTestView {
    fn from(test: &TextTest) -> Self {
        match test {
            TextTest::Is(text) => Self::Is { text: text.clone() },
            TextTest::IsNot(text) => Self::IsNot { text: text.clone() },
            TextTest::Contains(text) => Self::Contains { text: text.clone() },
            TextTest::BeginsWith(text) => Self::BeginsWith { text: text.clone() },
            TextTest::AtLeast(number) => Self::AtLeast { number: *number },
            TextTest::AtMost(number) => Self::AtMost { number: *number },
            TextTest::IsKnown => Self::IsKnown,
            TextTest::IsUnknown => Self::IsUnknown,
        }
    }
}

impl From<TextTestView> for TextTest {
    fn from(view: TextTestView) -> Self {
        match view {
            TextTestView::Is { text } => Self::Is(text),
            TextTestView::IsNot { text } => Self::IsNot(text),
            TextTestView::Contains { text } => Self::Contains(text),
            TextTestView::BeginsWith { text } => Self::BeginsWith(text),
            TextTestView::AtLeast { number } => Self::AtLeast(number),
            TextTestView::AtMost { number } => Self::AtMost(number),
            TextTestView::IsKnown => Self::IsKnown,
            TextTestView::IsUnknown => Self::IsUnknown,
        }
    }
}

pub(super) fn to_condition(view: BotConditionView) -> Result<Condition, HttpError> {
    Ok(match view {
        BotConditionView::Answer { step, test } => Condition::Answer { step: StepId(step), test: test.into() },
        BotConditionView::Property { property, test } => {
            Condition::Property { property: super::read::to_property(property)?, test: test.into() }
        }
        BotConditionView::Presence { is_available } => Condition::Presence(match is_available {
            true => Presence::SomebodyAvailable,
            false => Presence::NobodyAvailable,
        }),
        BotConditionView::Hours { days, from_minute, until_minute, time_zone } => {
            let days: BTreeSet<u8> = days.into_iter().collect();
            Condition::Hours(Hours { days, from_minute, until_minute, time_zone })
        }
        BotConditionView::Page { test } => Condition::Page(test.into()),
    })
}
