//! Chatflows: made, changed, ordered and published by administrators, seen by whoever works in their inbox.

mod arrange;
mod choose;
mod heading_pictures;
mod measure;
mod trial;

pub use arrange::{clone_chatflow, move_chatflow, publish_chatflow, remove_chatflow, restore_chatflow};
pub use choose::chosen_flow;
pub use heading_pictures::{forget_loose_pictures, keep_heading_picture};
pub use measure::measure_reply_times;
pub use trial::{Trial, Tried, try_chatflows};

use super::mail_ledger::demand_administrator;
use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Locale;
use crate::domain::bot::check::{Fault, problems_here};
use crate::domain::bot::{BotScript, HandOverTo, StepKind};
use crate::domain::chatflow::availability::{OpenWhen, Opening, Staffing};
use crate::domain::chatflow::check::problems;
use crate::domain::chatflow::display::{Display, Heading, PhoneShowing, ReplyTime, Showing};
use crate::domain::chatflow::options::Options;
use crate::domain::chatflow::templates::{Made, Template, new_flow};
use crate::domain::chatflow::texts::Texts;
use crate::domain::chatflow::{Chatflow, FlowKind, Publication};
use crate::domain::egress::EgressRules;
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ChannelId, ChatflowId, InboxId};
use crate::domain::limit::{
    CHATFLOWS_MAX, FLOW_LANGUAGES_MAX, FLOW_PEOPLE_MAX, FLOW_TEXT_CHARS_MAX, REPLY_MINUTES_MAX,
};
use crate::domain::targeting::Targeting;
use crate::store::{Reading, Writing};

/// A chatflow that is made from a template.
#[derive(Debug, Clone)]
pub struct NewChatflow {
    pub inbox: InboxId,
    pub channel: Option<ChannelId>,
    pub name: String,
    pub template: Template,
}

/// A chatflow as it is to be, all of it.
#[derive(Debug, Clone)]
pub struct ChangeChatflow {
    /// What the change was made on: if it has changed since, nothing is overwritten.
    pub revision: u64,
    pub name: String,
    pub inbox: InboxId,
    pub channel: Option<ChannelId>,
    /// Of a bot, and of nothing else.
    pub bot: Option<BotScript>,
    pub targeting: Targeting,
    pub display: Display,
    pub availability: Opening,
    pub options: Options,
    pub texts: Texts,
}

/// The chatflows of the inboxes that the actor may see, the one that comes first in front.
pub fn list_chatflows(context: &Context, actor: &Actor) -> Result<Vec<Chatflow>, ActionError> {
    let flows = context.store.read(|tx| tx.chatflows())?;
    Ok(flows.into_iter().filter(|flow| actor.sees(flow.inbox)).collect())
}

/// One chatflow.
pub fn show_chatflow(context: &Context, actor: &Actor, id: ChatflowId) -> Result<Chatflow, ActionError> {
    context.store.read(|tx| kept_chatflow(tx, actor, id))
}

/// Makes a chatflow: a draft, last in the order.
pub fn create_chatflow(context: &Context, actor: &Actor, deed: NewChatflow) -> Result<Chatflow, ActionError> {
    demand_administrator(actor)?;
    let name = required_name("name", &deed.name)?;
    let NewChatflow { inbox, channel, template, name: _ } = deed;
    let (id, now, actor) = (context.world.new_id(), context.world.now(), actor.clone());
    context.store.write(move |tx| {
        demand_place(tx, &actor, inbox, channel)?;
        let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        let locale = tx.agent(actor.agent)?.map_or(Locale::English, |agent| agent.locale);
        let made = Made { id, name: name.clone(), inbox, channel, heading: workspace.name, locale, now };
        let flow = new_flow(template, made);
        append(tx, &flow)?;
        Ok(flow)
    })
}

/// Changes a chatflow. One that visitors meet must stay fit for them.
pub fn change_chatflow(
    context: &Context,
    actor: &Actor,
    id: ChatflowId,
    deed: ChangeChatflow,
) -> Result<Chatflow, ActionError> {
    demand_administrator(actor)?;
    let deed = checked(deed)?;
    let (now, actor, egress) = (context.world.now(), actor.clone(), context.policy.egress.clone());
    context.store.write(move |tx| {
        let before = kept_chatflow(tx, &actor, id)?;
        if before.revision != deed.revision {
            let reason = "Somebody else has changed this chatflow since you opened it.";
            return Err(ActionError::conflict("changed_meanwhile", reason));
        }
        demand_place(tx, &actor, deed.inbox, deed.channel)?;
        demand_people(tx, &deed)?;
        demand_picture(tx, &deed.display.heading)?;
        let inbox_before = before.inbox;
        let ChangeChatflow {
            revision: _,
            name,
            inbox,
            channel,
            bot,
            targeting,
            display,
            availability,
            options,
            texts,
        } = deed.clone();
        let flow = Chatflow {
            name,
            inbox,
            channel,
            kind: kind_of(&before.kind, bot)?,
            targeting,
            display,
            availability,
            options,
            texts,
            revision: before.revision + 1,
            changed_at: now,
            ..before
        };
        if flow.is_published() {
            demand_fit(&flow, &egress)?;
        }
        if inbox_before != flow.inbox {
            tx.announce(Event::ChatflowChanged { inbox: inbox_before, chatflow: id })?;
        }
        save(tx, &flow)?;
        Ok(flow)
    })
}

/// A bot stays a bot, and a live chat a live chat: conversations and counts go by it.
fn kind_of(before: &FlowKind, bot: Option<BotScript>) -> Result<FlowKind, ActionError> {
    match (before, bot) {
        (FlowKind::LiveChat, None) => Ok(FlowKind::LiveChat),
        (FlowKind::Bot(_), Some(script)) => Ok(FlowKind::Bot(script)),
        (FlowKind::LiveChat, Some(_)) => Err(ActionError::invalid("bot", "A live chat has no script.")),
        (FlowKind::Bot(_), None) => Err(ActionError::invalid("bot", "Give the script of the bot.")),
    }
}

/// A chatflow that was not removed.
fn kept_chatflow(tx: &Reading<'_>, actor: &Actor, id: ChatflowId) -> Result<Chatflow, ActionError> {
    let flow = tx.chatflow_for(actor, id)?.filter(|flow| flow.removed_at.is_none());
    flow.ok_or(ActionError::NotFound)
}

fn save(tx: &Writing<'_>, flow: &Chatflow) -> Result<(), ActionError> {
    tx.save_chatflow(flow)?;
    tx.announce(Event::ChatflowChanged { inbox: flow.inbox, chatflow: flow.id })?;
    Ok(())
}

/// Saves a chatflow that was not in the order, and puts it last.
fn append(tx: &Writing<'_>, flow: &Chatflow) -> Result<(), ActionError> {
    let mut order = tx.chatflow_order()?;
    if CHATFLOWS_MAX <= order.len() {
        let reason = format!("There are {CHATFLOWS_MAX} chatflows already.");
        return Err(ActionError::conflict("too_many_chatflows", reason));
    }
    order.push(flow.id);
    tx.save_chatflow_order(&order)?;
    save(tx, flow)
}

fn demand_fit(flow: &Chatflow, egress: &EgressRules) -> Result<(), ActionError> {
    if let FlowKind::Bot(script) = &flow.kind
        && problems_here(script, egress).iter().any(|problem| problem.fault == Fault::HostNotNamed)
    {
        let reason = "The bot calls a host that the configuration does not name under bots.webhook_hosts.";
        return Err(ActionError::conflict("incomplete", reason));
    }
    match problems(flow).first() {
        None => Ok(()),
        Some(problem) => Err(ActionError::conflict("incomplete", format!("{}.", problem.in_words()))),
    }
}

fn demand_place(
    tx: &Writing<'_>,
    actor: &Actor,
    inbox: InboxId,
    channel: Option<ChannelId>,
) -> Result<(), ActionError> {
    if tx.inbox_for(actor, inbox)?.is_none() {
        return Err(ActionError::invalid("inbox_id", "This inbox is not here."));
    }
    match channel.map(|channel| tx.channel_for(actor, channel)).transpose()? {
        Some(None) => Err(ActionError::invalid("channel_id", "This chat is not here.")),
        Some(Some(_)) | None => Ok(()),
    }
}

/// Whoever is named must be here.
fn demand_people(tx: &Writing<'_>, deed: &ChangeChatflow) -> Result<(), ActionError> {
    let mut agents: Vec<AgentId> = Vec::new();
    let mut teams = Vec::new();
    match &deed.display.heading {
        Heading::People(people) => agents.extend(people),
        Heading::Team(team) => teams.push(*team),
        Heading::Custom { .. } => {}
    }
    match &deed.availability.when {
        OpenWhen::People(Staffing::Only { agents: people, teams: groups }) => {
            agents.extend(people);
            teams.extend(groups);
        }
        OpenWhen::Always | OpenWhen::Hours(_) | OpenWhen::People(Staffing::Inbox) => {}
    }
    for step in deed.bot.iter().flat_map(|script| &script.steps) {
        let StepKind::HandOver(hand_over) = &step.kind else { continue };
        match &hand_over.to {
            HandOverTo::People(people) => agents.extend(people),
            HandOverTo::Teams(groups) => teams.extend(groups),
            HandOverTo::Members | HandOverTo::ContactOwner | HandOverTo::Nobody => {}
        }
    }
    if FLOW_PEOPLE_MAX < agents.len() + teams.len() {
        return Err(ActionError::invalid("people", format!("Name at most {FLOW_PEOPLE_MAX} people and teams.")));
    }
    for agent in agents {
        if tx.agent(agent)?.is_none() {
            return Err(ActionError::invalid("people", "One of these colleagues is not here."));
        }
    }
    let known: Vec<_> = tx.teams()?.into_iter().map(|team| team.id).collect();
    if teams.iter().any(|team| !known.contains(team)) {
        return Err(ActionError::invalid("people", "One of these teams is not here."));
    }
    Ok(())
}

fn demand_picture(tx: &Writing<'_>, heading: &Heading) -> Result<(), ActionError> {
    let Some(picture) = heading.own_picture() else { return Ok(()) };
    let gone = || ActionError::invalid("picture", "The picture is not here any more. Choose it again.");
    tx.picture(picture)?.map(drop).ok_or_else(gone)
}

/// What can be said without looking anything up.
fn checked(deed: ChangeChatflow) -> Result<ChangeChatflow, ActionError> {
    let name = required_name("name", &deed.name)?;
    demand_showing(deed.display.desktop)?;
    if let PhoneShowing::Own(showing) = deed.display.phone {
        demand_showing(showing)?;
    }
    if let ReplyTime::Typed { minutes } = deed.display.reply_time
        && !(1..=REPLY_MINUTES_MAX).contains(&minutes)
    {
        let reason = format!("Give 1 to {REPLY_MINUTES_MAX} minutes.");
        return Err(ActionError::invalid("reply_time", reason));
    }
    let options = deed.options.checked().map_err(|refused| ActionError::invalid("options", format!("{refused}.")))?;
    if FLOW_LANGUAGES_MAX < deed.texts.all().count() {
        return Err(ActionError::invalid("texts", format!("At most {FLOW_LANGUAGES_MAX} languages.")));
    }
    let mut languages: Vec<_> = deed.texts.all().map(|one| &one.language).collect();
    languages.sort();
    if languages.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ActionError::invalid("texts", "One language is there twice."));
    }
    for (_, text) in deed.texts.all().flat_map(|one| one.words.each()) {
        if FLOW_TEXT_CHARS_MAX < text.chars().count() {
            return Err(ActionError::invalid("texts", format!("A text has at most {FLOW_TEXT_CHARS_MAX} characters.")));
        }
    }
    Ok(ChangeChatflow { name, options, ..deed })
}

fn demand_showing(showing: Showing) -> Result<(), ActionError> {
    let refused = showing.triggers.checked().err();
    refused.map_or(Ok(()), |refused| Err(ActionError::invalid("triggers", format!("{refused}."))))
}

/// What a copy or a chatflow that comes back begins with.
fn as_draft(flow: Chatflow, id: ChatflowId) -> Chatflow {
    Chatflow { id, publication: Publication::Draft, ..flow }
}

#[cfg(test)]
mod tests;
