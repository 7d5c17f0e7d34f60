//! Reads a script of a request. What is no value at all is refused here; what is a value but cannot meet
//! visitors is named by `check`, since a script is saved while it is being written.

use super::super::super::super::error::HttpError;
use super::super::super::to_field_id;
use super::condition::to_condition;
use super::{
    BotAnswerKindView, BotArmView, BotBubbleView, BotChoiceView, BotPropertyView, BotScriptView, BotStepKindView,
    BotStepView, HandOverOrderView, HandOverToView, KeptFieldView, PropertyOwnerView,
};
use crate::domain::agent::Locale;
use crate::domain::bot::{
    Afterwards, AnswerKind, AnswerSearch, Arm, BotScript, Bubble, BubbleContent, Choice, HandOver, HandOverTo,
    KeptField, Leads, Next, Order, Question, Step, StepId, StepKind, Typing, WebhookCall, WhenKnown,
};
use crate::domain::limit::{BOT_SCRIPT_BYTES_MAX, BOT_STEPS_MAX};
use crate::domain::property::{Property, PropertyKey};

/// Reads a script.
pub fn to_script(view: BotScriptView) -> Result<BotScript, HttpError> {
    let refused = |reason: String| HttpError::invalid("script", reason);
    if BOT_STEPS_MAX < view.steps.len() {
        return Err(refused(format!("A bot has at most {BOT_STEPS_MAX} steps.")));
    }
    if serde_json::to_vec(&view).map_or(0, |bytes| bytes.len()) > BOT_SCRIPT_BYTES_MAX {
        return Err(refused("The texts of this bot are too long.".to_owned()));
    }
    let BotScriptView { name, locale, first, steps } = view;
    Ok(BotScript {
        name,
        locale: Locale::from_tag(&locale).ok_or_else(|| refused("The language is en, nl or de.".to_owned()))?,
        first: way(first),
        steps: steps.into_iter().map(to_step).collect::<Result<_, _>>()?,
    })
}

fn to_step(view: BotStepView) -> Result<Step, HttpError> {
    let BotStepView { id, label, kind } = view;
    let kind = match kind {
        BotStepKindView::Say { bubbles, next } => StepKind::Say { bubbles: to_bubbles(bubbles)?, next: way(next) },
        question @ BotStepKindView::Ask { .. } => to_question(question)?,
        BotStepKindView::Branch { arms, otherwise } => StepKind::Branch {
            arms: arms
                .into_iter()
                .map(|BotArmView { condition, next }| Ok(Arm { condition: to_condition(condition)?, next: way(next) }))
                .collect::<Result<_, HttpError>>()?,
            otherwise: way(otherwise),
        },
        BotStepKindView::SetProperty { property, value, next } => {
            StepKind::SetProperty { property: to_property(property)?, value, next: way(next) }
        }
        BotStepKindView::AddTag { tag, next } => StepKind::AddTag { tag: tag.trim().to_owned(), next: way(next) },
        BotStepKindView::CallWebhook { url, kept, next, failed } => StepKind::CallWebhook(WebhookCall {
            url: url.trim().to_owned(),
            kept: kept
                .into_iter()
                .map(|KeptFieldView { field, property }| Ok(KeptField { field, property: to_property(property)? }))
                .collect::<Result<_, HttpError>>()?,
            next: way(next),
            failed: way(failed),
        }),
        BotStepKindView::SearchAnswers { prompt, helped, not_helped } => {
            StepKind::SearchAnswers(AnswerSearch { prompt, helped: way(helped), not_helped: way(not_helped) })
        }
        BotStepKindView::HandOver { to, order, available_text, away_text } => StepKind::HandOver(HandOver {
            to: to_target(to)?,
            order: match order {
                HandOverOrderView::ByTurn => Order::ByTurn,
                HandOverOrderView::FewestOpen => Order::FewestOpen,
            },
            available_text,
            away_text,
        }),
        BotStepKindView::End { bubbles, closes } => StepKind::End {
            bubbles: to_bubbles(bubbles)?,
            afterwards: if closes { Afterwards::Closes } else { Afterwards::StaysOpen },
        },
    };
    Ok(Step { id: StepId(id), label, kind })
}

fn to_question(view: BotStepKindView) -> Result<StepKind, HttpError> {
    let BotStepKindView::Ask {
        bubbles,
        answer,
        choices,
        choices_only,
        save_to,
        skip_when_known,
        retry_text,
        next,
        unusable,
    } = view
    else {
        unreachable!("only questions are read here")
    };
    Ok(StepKind::Ask(Question {
        bubbles: to_bubbles(bubbles)?,
        kind: match answer {
            BotAnswerKindView::Text => AnswerKind::Text,
            BotAnswerKindView::Email => AnswerKind::Email,
            BotAnswerKindView::Phone => AnswerKind::Phone,
            BotAnswerKindView::Number { min, max } => AnswerKind::Number { min, max },
            BotAnswerKindView::Date => AnswerKind::Date,
        },
        choices: choices
            .into_iter()
            .map(|BotChoiceView { label, has_own_way, next }| Choice {
                label,
                leads: if has_own_way { Leads::To(way(next)) } else { Leads::WithTheQuestion },
            })
            .collect(),
        typing: if choices_only { Typing::ChoicesOnly } else { Typing::Anything },
        save_to: save_to.map(to_property).transpose()?,
        when_known: if skip_when_known { WhenKnown::Skip } else { WhenKnown::Ask },
        retry_text,
        next: way(next),
        unusable: way(unusable),
    }))
}

/// Reads a property of a request.
pub(super) fn to_property(view: BotPropertyView) -> Result<Property, HttpError> {
    let BotPropertyView { of, key } = view;
    let key =
        PropertyKey::parse(&key).map_err(|refused| HttpError::invalid("property", format!("“{key}”: {refused}.")))?;
    Ok(match of {
        PropertyOwnerView::Contact => Property::Contact(key),
        PropertyOwnerView::Conversation => Property::Conversation(key),
    })
}

fn to_target(view: HandOverToView) -> Result<HandOverTo, HttpError> {
    Ok(match view {
        HandOverToView::Members => HandOverTo::Members,
        HandOverToView::People { agent_ids } => HandOverTo::People(to_ids("agent_ids", &agent_ids)?),
        HandOverToView::Teams { team_ids } => HandOverTo::Teams(to_ids("team_ids", &team_ids)?),
        HandOverToView::ContactOwner => HandOverTo::ContactOwner,
        HandOverToView::Nobody => HandOverTo::Nobody,
    })
}

fn to_ids<Id: std::str::FromStr + Ord>(
    field: &'static str,
    texts: &[String],
) -> Result<std::collections::BTreeSet<Id>, HttpError> {
    texts.iter().map(|text| to_field_id(field, text)).collect()
}

fn to_bubbles(views: Vec<BotBubbleView>) -> Result<Vec<Bubble>, HttpError> {
    let bubble = |view| {
        Ok(match view {
            BotBubbleView::Text { text, delay_ms } => Bubble { content: BubbleContent::Text(text), delay_ms },
            BotBubbleView::Link { label, url, delay_ms } => {
                Bubble { content: BubbleContent::Link { label, url: url.trim().to_owned() }, delay_ms }
            }
            BotBubbleView::Image { image_id, description, delay_ms } => {
                let image = to_field_id("image_id", &image_id)?;
                Bubble { content: BubbleContent::Image { image, description }, delay_ms }
            }
        })
    };
    views.into_iter().map(bubble).collect()
}

fn way(number: Option<u32>) -> Next {
    number.map(StepId)
}
