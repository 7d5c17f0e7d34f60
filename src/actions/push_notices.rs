//! What is pushed to agents who are not before a page: notices that came since the last look, in their language.

use std::collections::{BTreeMap, BTreeSet};

use super::identify::actor_in;
use super::notice_words::{more_news, what_happened};
use super::push_subscriptions::{ToldBrowser, told_browsers};
use super::{ActionError, Context};
use crate::domain::agent::Locale;
use crate::domain::conversation::Conversation;
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, NoticeId};
use crate::domain::moment::Moment;
use crate::domain::notice::Notice;
use crate::domain::push::{PUSHES_AT_ONCE_MAX, PushSubscription, Urgency, push_line};
use crate::store::{FeedPage, Reading};

/// What a browser is to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushLetter {
    /// A page of ours shows the same notice under the same name, so that it stands there once.
    pub tag: String,
    pub title: String,
    pub body: String,
    /// Within the page, without a slash at the beginning.
    pub address: String,
    /// What replaces it while a push service keeps it for a device that sleeps.
    pub topic: String,
    pub urgency: Urgency,
}

/// A push to every browser of one agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    pub to: Vec<PushSubscription>,
    pub letter: PushLetter,
}

/// What a look at the feed has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPushes {
    /// The next look begins after it.
    pub position: u64,
    pub pushes: Vec<Push>,
}

/// What is to be pushed of the notices after a position of the feed. `there` are those who hear in a page.
pub fn pushes_after(context: &Context, after: u64, there: &BTreeSet<AgentId>) -> Result<NewPushes, ActionError> {
    let now = context.world.now();
    context.store.read(|tx| {
        let (position, told) = told_after(tx, after)?;
        let mut pushes = Vec::new();
        for (agent, notices) in told {
            if !there.contains(&agent) {
                pushes.extend(pushes_to(tx, agent, &notices, now)?);
            }
        }
        Ok(NewPushes { position, pushes })
    })
}

/// Where the feed ends, and who was told what on the way there, oldest first.
fn told_after(tx: &Reading<'_>, after: u64) -> Result<(u64, BTreeMap<AgentId, Vec<NoticeId>>), ActionError> {
    let mut position = after;
    let mut told: BTreeMap<AgentId, Vec<NoticeId>> = BTreeMap::new();
    loop {
        let events = match tx.events_after(position)? {
            FeedPage::Events(events) => events,
            // Too long ago to be worth a push; the bell has it.
            FeedPage::Forgotten => return Ok((tx.feed_position()?, told)),
        };
        let Some((newest, _)) = events.last() else { return Ok((position, told)) };
        position = *newest;
        for (_, event) in events {
            if let Event::NoticeAdded { agent, notice, .. } = event {
                told.entry(agent).or_default().push(notice);
            }
        }
    }
}

/// The pushes to one agent: the newest notices one by one, of the rest how many there are.
fn pushes_to(tx: &Reading<'_>, agent: AgentId, notices: &[NoticeId], now: Moment) -> Result<Vec<Push>, ActionError> {
    let browsers = told_browsers(tx, agent, now)?;
    if browsers.is_empty() {
        return Ok(Vec::new());
    }
    let (Some(actor), Some(reader)) = (actor_in(tx, agent)?, tx.agent(agent)?) else { return Ok(Vec::new()) };
    let mut news = Vec::new();
    for id in notices {
        // Whether it is loud was decided when it happened, by their choices and quiet hours.
        let notice = tx.notice(agent, *id)?.filter(|notice| notice.loud.desktop && !notice.is_read);
        let Some(notice) = notice else { continue };
        let Some(head) = tx.conversation_for(&actor, notice.conversation)? else { continue };
        let who = tx.contact(head.contact)?.map(|contact| contact.name_or_address().to_owned()).unwrap_or_default();
        news.push(letter_of(reader.locale, &notice, &head, &who));
    }
    let rest = news.len().saturating_sub(PUSHES_AT_ONCE_MAX);
    let mut letters = news.split_off(rest);
    if 0 < rest {
        letters.push(rest_letter(reader.locale, rest));
    }
    let to: Vec<PushSubscription> =
        browsers.into_iter().map(|ToldBrowser { subscription, session: _ }| subscription).collect();
    Ok(letters.into_iter().map(|letter| Push { to: to.clone(), letter }).collect())
}

/// One notice. The words of messages stay inside: a screen that is locked is read by whoever passes.
fn letter_of(locale: Locale, notice: &Notice, head: &Conversation, who: &str) -> PushLetter {
    let body = match head.subject.as_str() {
        "" => who.to_owned(),
        subject => format!("{subject} ({who})"),
    };
    PushLetter {
        tag: notice.id.to_string(),
        title: what_happened(locale, notice.what).to_owned(),
        body: push_line(&body),
        address: format!("inbox/open/{}", notice.conversation),
        topic: notice.conversation.to_string(),
        urgency: Urgency::of(notice.what),
    }
}

fn rest_letter(locale: Locale, count: usize) -> PushLetter {
    PushLetter {
        tag: "more".to_owned(),
        title: more_news(locale, count),
        body: String::new(),
        address: "inbox/open".to_owned(),
        topic: "more".to_owned(),
        urgency: Urgency::Normal,
    }
}
