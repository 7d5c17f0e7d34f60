//! A bot takes its turn, within the transaction of whoever gave it something to do: a visitor who begins or
//! answers, a person who takes over, the time that is up.

mod hand_over;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use super::ActionError;
use super::change_conversation::keep_change;
use crate::domain::agent::Standing as AgentStanding;
use crate::domain::availability::{Availability, availability};
use crate::domain::bot::interpreter::advance;
use crate::domain::bot::session::{Call, Expected, Facts, Input, Outcome, Output, RunningBot, Session, Standing};
use crate::domain::bot::{Afterwards, AnswerKind, BotScript, BubbleContent, CLOSED_BY_BOT, Presence, Typing};
use crate::domain::contact::Contact;
use crate::domain::conversation::{Cause, Change, Conversation};
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{Attachment, BotInput, BotPrompt, ChatAuthor, ChatMessage, Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ChatflowId};
use crate::domain::limit::BOT_HITS_MAX;
use crate::domain::moment::Moment;
use crate::domain::property::Property;
use crate::domain::tag::{Tag, TagColour};
use crate::domain::visitor::Visitor;
use crate::store::{Reading, Writing};
use crate::world::World;

/// A bot that a visitor meets.
pub(super) struct BotBegins {
    pub chatflow: ChatflowId,
    pub script: BotScript,
    /// The address of the visitor's page.
    pub page: String,
    pub time_zone: String,
    pub timeout_min: u32,
    /// What the visitor has said before; empty where the bot has the first word.
    pub first_words: String,
}

/// Lets a bot have the first word in a conversation.
pub(super) fn begin_bot(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    begins: BotBegins,
) -> Result<(), ActionError> {
    let BotBegins { chatflow, script, page, time_zone, timeout_min, first_words } = begins;
    let mut bot = RunningBot {
        conversation: head.id,
        chatflow,
        script,
        session: Session { newest_words: first_words, ..Session::new() },
        page,
        time_zone,
        timeout_min,
        due: None,
        turn: 0,
        call: None,
    };
    take_turn(tx, world, head, &mut bot, Input::Begun)
}

/// Whether a bot speaks in a conversation now.
pub(super) fn bot_speaks(tx: &Reading<'_>, head: &Conversation) -> Result<bool, ActionError> {
    Ok(tx.running_bot(head.id)?.is_some_and(|bot| !bot.session.is_finished()))
}

/// Lets the bot of a conversation hear what the visitor has said. A bot that the time has ended begins again,
/// unless a person has the conversation by now.
pub(super) fn tell_bot(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    text: &str,
) -> Result<(), ActionError> {
    let Some(mut bot) = tx.running_bot(head.id)? else { return Ok(()) };
    match bot.session.standing {
        Standing::Waiting { .. } => take_turn(tx, world, head, &mut bot, Input::Said(text.to_owned())),
        // It waits for a server, and hears again when that has answered.
        Standing::Calling { .. } => Ok(()),
        Standing::Finished(Outcome::TimedOut) if head.assignee.is_none() && head.answered_by.is_empty() => {
            text.clone_into(&mut bot.session.newest_words);
            take_turn(tx, world, head, &mut bot, Input::Begun)
        }
        Standing::Finished(_) => Ok(()),
    }
}

/// A person answers or takes over: the bot says no more.
pub(super) fn stop_bot(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    by: AgentId,
) -> Result<(), ActionError> {
    let Some(mut bot) = tx.running_bot(head.id)? else { return Ok(()) };
    if bot.session.is_finished() {
        return Ok(());
    }
    take_turn(tx, world, head, &mut bot, Input::TakenOver)?;
    keep_change(tx, head, Change::BotStopped, Cause::Agent(by), world.new_id(), world.now())
}

/// Whether somebody who works in an inbox is available.
pub(super) fn presence_in(tx: &Reading<'_>, head: &Conversation, now: Moment) -> Result<Presence, ActionError> {
    let Some(inbox) = tx.any_inbox(head.inbox)? else { return Ok(Presence::NobodyAvailable) };
    let is_there = tx.agents()?.iter().any(|agent| {
        agent.standing == AgentStanding::Active
            && inbox.admits(agent)
            && availability(agent, now) == Availability::Available
    });
    Ok(if is_there { Presence::SomebodyAvailable } else { Presence::NobodyAvailable })
}

/// One input, with all that it leads to.
pub(super) fn take_turn(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    bot: &mut RunningBot,
    input: Input,
) -> Result<(), ActionError> {
    let now = world.now();
    let facts = facts_of(tx, head, bot, now)?;
    let led_before = head.bot;
    let mut input = Some(input);
    while let Some(given) = input.take() {
        let advanced = advance(&bot.script, &bot.session, &given, &facts);
        bot.session = advanced.session;
        head.bot = (!bot.session.is_finished()).then_some(bot.chatflow);
        bot.turn = bot.turn.saturating_add(1);
        let mut said = Said::default();
        for output in advanced.outputs {
            match output {
                Output::Say { content, delay_ms, .. } => {
                    said.flush(tx, world, head)?;
                    said.next = Some(message_of(tx, content, delay_ms)?);
                }
                Output::Expect { expected, .. } => said.ask(&expected),
                Output::SearchAnswers { query, .. } => {
                    let hits = tx.find_written_answers(head.inbox, bot.script.locale, &query, BOT_HITS_MAX)?;
                    input = Some(Input::Found(hits));
                }
                // The worker makes it, once this is kept.
                Output::CallWebhook { .. } => {}
                Output::HandOver { hand_over, .. } => {
                    said.flush(tx, world, head)?;
                    let text = hand_over::hand_over(tx, world, head, &hand_over)?;
                    said.next = (!text.is_empty()).then(|| words(text, 0));
                }
                Output::End { outcome, afterwards } => {
                    said.flush(tx, world, head)?;
                    end(tx, world, head, outcome, afterwards)?;
                }
                Output::Learn { property, value } => learn(tx, head, &property, &value)?,
                Output::AddTag(name) => add_tag(tx, world, head, &name)?,
                Output::Count(counted) => tx.count_bot(bot.chatflow, now, counted)?,
            }
        }
        said.flush(tx, world, head)?;
    }
    if head.bot != led_before {
        // Lists show who leads it.
        tx.save_conversation(head)?;
        tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
    }
    let wait = Duration::from_secs(u64::from(bot.timeout_min) * 60);
    bot.due = (!bot.session.is_finished()).then(|| now + wait);
    bot.call = match bot.session.standing {
        Standing::Calling { .. } => Some(Call::now(now)),
        Standing::Waiting { .. } | Standing::Finished(_) => None,
    };
    Ok(tx.save_running_bot(bot)?)
}

/// The balloon that is being made: what it asks for comes after its words.
#[derive(Default)]
struct Said {
    next: Option<ChatMessage>,
}

impl Said {
    fn flush(&mut self, tx: &Writing<'_>, world: &World, head: &mut Conversation) -> Result<(), ActionError> {
        match self.next.take() {
            Some(message) => say(tx, world, head, message),
            None => Ok(()),
        }
    }

    fn ask(&mut self, expected: &Expected) {
        let Expected { kind, quick_replies, typing } = expected;
        let Some(prompt) = self.next.as_mut().and_then(|message| message.prompt.as_mut()) else { return };
        prompt.quick_replies.clone_from(quick_replies);
        prompt.free_text = *typing == Typing::Anything || quick_replies.is_empty();
        prompt.input = match kind {
            AnswerKind::Text if !prompt.free_text => BotInput::Choice,
            AnswerKind::Text => BotInput::Text,
            AnswerKind::Email => BotInput::Email,
            AnswerKind::Phone => BotInput::Phone,
            AnswerKind::Number { .. } => BotInput::Number,
            AnswerKind::Date => BotInput::Date,
        };
    }
}

/// Puts words of the bot into the chat.
fn say(tx: &Writing<'_>, world: &World, head: &mut Conversation, message: ChatMessage) -> Result<(), ActionError> {
    let now = world.now();
    if let Some(mut chat) = tx.chat(head.id)? {
        chat.said_by_bot();
        tx.save_chat(&chat)?;
    }
    head.say_by_bot(&message.text, now);
    head.has_attachments |= !message.attachments.is_empty();
    tx.save_conversation(head)?;
    let id = world.new_id();
    tx.save_entry(&Entry { id, conversation: head.id, at: now, content: Content::Chat(Box::new(message)) })?;
    tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: id })?;
    Ok(())
}

fn words(text: String, delay_ms: u32) -> ChatMessage {
    let prompt = BotPrompt { quick_replies: Vec::new(), input: BotInput::Text, free_text: true, delay_ms };
    ChatMessage { author: ChatAuthor::Bot, text, attachments: Vec::new(), operation: None, prompt: Some(prompt) }
}

fn message_of(tx: &Writing<'_>, content: BubbleContent, delay_ms: u32) -> Result<ChatMessage, ActionError> {
    Ok(match content {
        BubbleContent::Text(text) => words(text, delay_ms),
        BubbleContent::Link { label, url } if label.is_empty() => words(url, delay_ms),
        BubbleContent::Link { label, url } => words(format!("{label}\n{url}"), delay_ms),
        BubbleContent::Image { image, description } => match tx.bot_image(image)? {
            // A picture that is gone leaves its description.
            None => words(description, delay_ms),
            Some(image) => {
                tx.keep_blob_again(&image.blob)?;
                let file = Attachment {
                    name: image.name,
                    media_type: image.media_type,
                    content_id: None,
                    is_inline: false,
                    blob: image.blob,
                };
                ChatMessage { attachments: vec![file], ..words(description, delay_ms) }
            }
        },
    })
}

pub(super) fn facts_of(
    tx: &Reading<'_>,
    head: &Conversation,
    bot: &RunningBot,
    now: Moment,
) -> Result<Facts, ActionError> {
    Ok(Facts {
        now,
        time_zone: bot.time_zone.clone(),
        presence: presence_in(tx, head, now)?,
        page: bot.page.clone(),
        known: known_of(tx, head)?,
    })
}

/// What is known before the bot asks. That an agent believes the address which a visitor has typed must not let a bot
/// tell them what is known of the person who has it: unless the web site vouches for them, only a contact that nothing
/// but their own words has made speaks of them.
fn known_of(tx: &Reading<'_>, head: &Conversation) -> Result<BTreeMap<Property, String>, ActionError> {
    let mut known = tx.properties(head.contact, head.id)?;
    let visitor = match tx.chat(head.id)? {
        Some(chat) => tx.visitor(chat.visitor)?,
        None => None,
    };
    let is_vouched_for = visitor.as_ref().is_some_and(Visitor::is_signed_in);
    let is_own = |contact: &Contact| {
        contact.addresses.is_empty() && visitor.as_ref().is_none_or(|visitor| visitor.contact == contact.id)
    };
    let Some(contact) = tx.contact(head.contact)?.filter(|contact| is_vouched_for || is_own(contact)) else {
        known.retain(|property, _| match property {
            Property::Conversation(_) => true,
            Property::Contact(_) => false,
        });
        return Ok(known);
    };
    if !contact.name.is_empty() {
        known.insert(Property::of_contact(Property::NAME), contact.name.clone());
    }
    if let Some(address) = contact.addresses.first().or(contact.claimed_address.as_ref()) {
        known.insert(Property::of_contact(Property::EMAIL), address.to_string());
    }
    Ok(known)
}

/// Keeps what was learned. A typed address is a claim; a name fills an empty one and renames nobody.
fn learn(tx: &Writing<'_>, head: &Conversation, property: &Property, value: &str) -> Result<(), ActionError> {
    let Property::Contact(key) = property else {
        return Ok(tx.save_property(head.contact, head.id, property, value)?);
    };
    let Some(mut contact) = tx.contact(head.contact)? else { return Ok(()) };
    match key.as_str() {
        Property::NAME => contact.learn_name(value),
        Property::EMAIL => match EmailAddress::parse(value) {
            Ok(address) if contact.addresses.is_empty() => contact.claimed_address = Some(address),
            Ok(_) | Err(_) => return Ok(()),
        },
        _ => return Ok(tx.save_property(head.contact, head.id, property, value)?),
    }
    tx.save_contact(&contact)?;
    tx.announce(Event::ContactChanged { contact: contact.id })?;
    Ok(())
}

/// Puts a tag on the conversation; one that the workspace does not have yet is made.
fn add_tag(tx: &Writing<'_>, world: &World, head: &mut Conversation, name: &str) -> Result<(), ActionError> {
    let Ok(name) = Tag::name_from(name) else { return Ok(()) };
    let tags = tx.tags()?;
    let tag = match tags.iter().find(|tag| tag.is_named(&name)) {
        Some(tag) => tag.id,
        None => {
            let colour = TagColour::nth(tags.len());
            let tag = Tag { id: world.new_id(), name, colour, created_at: world.now() };
            tx.save_tag(&tag)?;
            tx.announce(Event::TagsChanged)?;
            tag.id
        }
    };
    match head.tag(tag) {
        Ok(change) => keep_change(tx, head, change, Cause::Bot, world.new_id(), world.now()),
        // It has the tag already, or as many as there may be.
        Err(_) => Ok(()),
    }
}

fn end(
    tx: &Writing<'_>,
    world: &World,
    head: &mut Conversation,
    outcome: Outcome,
    afterwards: Afterwards,
) -> Result<(), ActionError> {
    let closes = outcome == Outcome::Completed && afterwards == Afterwards::Closes;
    if closes && let Ok(change) = head.close(CLOSED_BY_BOT, world.now()) {
        keep_change(tx, head, change, Cause::Bot, world.new_id(), world.now())?;
    }
    Ok(())
}
