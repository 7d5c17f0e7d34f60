//! Mails agents who are away what they have not seen: one mail for all of it, as a notice that nothing answers.

use std::collections::BTreeMap;
use std::time::Duration;

use super::identify::actor_of_agent;
use super::notice_mail::{NewNoticeMail, new_notice_mail, queue_notice_mail};
use super::notice_words::what_happened;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Locale, Standing};
use crate::domain::away_mail::{Waiting, is_for_a_person};
use crate::domain::email_address::Mailbox;
use crate::domain::ids::AgentId;
use crate::domain::limit::{NEWS_LOOKED_AT_MAX, NEWS_SHOWN_MAX, NOTICE_USEFUL_H};
use crate::domain::moment::Moment;
use crate::domain::notice::Notice;
use crate::domain::workspace::Workspace;
use crate::store::{AwayMail, Reading};

/// One thing that waits for somebody.
struct News {
    notice: Notice,
    subject: String,
    who: String,
}

/// Writes to everybody for whom it is time. `seen` says when agents were last before a page; says how many mails.
pub fn mail_news(context: &Context, seen: &BTreeMap<AgentId, Moment>) -> Result<usize, ActionError> {
    let now = context.world.now();
    let patience = Duration::from_secs(context.policy.news_after_s);
    let mut mailed = 0;
    for (agent, since) in context.store.read(|tx| tx.away_mails_waiting())? {
        let is_over = context.store.read(|tx| {
            let waiting = Waiting {
                since,
                seen_at: seen.get(&agent).copied(),
                mailed_at: tx.away_mail(agent)?.mailed_at,
                is_quiet: tx.notice_preferences(agent)?.quiet.is_some_and(|quiet| quiet.holds(now)),
            };
            Ok::<_, ActionError>(waiting.is_over(now, patience))
        })?;
        if is_over && mail_to(context, agent, now)? {
            mailed += 1;
        }
    }
    Ok(mailed)
}

/// Writes to one agent what is still unread; says whether anything was.
fn mail_to(context: &Context, agent: AgentId, now: Moment) -> Result<bool, ActionError> {
    let reader = actor_of_agent(context, agent)?;
    let (recipient, workspace) = context.store.read(|tx| Ok::<_, ActionError>((tx.agent(agent)?, tx.workspace()?)))?;
    let news = match &reader {
        Some(actor) => context.store.read(|tx| news_of(tx, actor))?,
        None => Vec::new(),
    };
    let recipient = recipient.filter(|agent| agent.standing == Standing::Active && is_for_a_person(&agent.email));
    let mail = match (recipient, workspace) {
        (Some(recipient), Some(workspace)) if !news.is_empty() => {
            Some(new_notice_mail(context, words(&workspace, &recipient, &news)))
        }
        (Some(_) | None, Some(_) | None) => None,
    };
    let newest = news.iter().map(|one| one.notice.id).max();
    context.store.write(move |tx| {
        let kept = tx.away_mail(agent)?;
        let mut next = AwayMail { since: None, ..kept };
        // An inbox that wrote to itself would answer itself.
        let mail = match &mail {
            Some(mail) if tx.inbox_at(&mail.to.address.without_detail())?.is_none() => Some(mail),
            Some(_) | None => None,
        };
        if let Some(mail) = mail {
            queue_notice_mail(tx, mail)?;
            next = AwayMail { since: None, mailed_up_to: newest.max(kept.mailed_up_to), mailed_at: Some(now) };
        }
        tx.save_away_mail(agent, next)?;
        Ok(mail.is_some())
    })
}

/// What an agent has not read and was not mailed, of what they want by mail and may see; the newest first.
fn news_of(tx: &Reading<'_>, actor: &Actor) -> Result<Vec<News>, ActionError> {
    let preferences = tx.notice_preferences(actor.agent)?;
    let mailed_up_to = tx.away_mail(actor.agent)?.mailed_up_to;
    let mut news = Vec::new();
    for notice in tx.notices_before(actor.agent, None, NEWS_LOOKED_AT_MAX)? {
        let is_new = !notice.is_read && Some(notice.id) > mailed_up_to;
        if !is_new || !preferences.mails(notice.what, notice.inbox) {
            continue;
        }
        let Some(head) = tx.conversation_for(actor, notice.conversation)? else { continue };
        let who = tx.contact(head.contact)?.map(|contact| contact.name_or_address().to_owned()).unwrap_or_default();
        news.push(News { notice, subject: head.subject, who });
    }
    Ok(news)
}

/// Subject and text. The words of messages stay inside: mail travels further than the house.
fn words(workspace: &Workspace, agent: &Agent, news: &[News]) -> NewNoticeMail {
    let (count, house, name) = (news.len(), &workspace.name, &agent.name);
    let rest = count.saturating_sub(NEWS_SHOWN_MAX);
    let (subject, begin, more, end) = match agent.locale {
        Locale::English => (
            if count == 1 { format!("{house}: something is new") } else { format!("{house}: {count} things are new") },
            format!("Hello {name},\n\nwhile you were away:"),
            format!("… and {rest} more."),
            "You choose what is mailed to you under Settings, Notifications.",
        ),
        Locale::Dutch => (
            if count == 1 { format!("{house}: er is iets nieuws") } else { format!("{house}: {count} keer nieuws") },
            format!("Hallo {name},\n\nterwijl je weg was:"),
            format!("… en nog {rest}."),
            "Wat je per mail krijgt, kies je bij Instellingen, Meldingen.",
        ),
        Locale::German => (
            if count == 1 { format!("{house}: es gibt etwas Neues") } else { format!("{house}: {count} Neuigkeiten") },
            format!("Hallo {name},\n\nwährend du weg warst:"),
            format!("… und {rest} weitere."),
            "Was du per Mail bekommst, wählst du unter Einstellungen, Mitteilungen.",
        ),
    };
    let mut text = begin;
    for one in news.iter().take(NEWS_SHOWN_MAX) {
        let what = what_happened(agent.locale, one.notice.what);
        let (subject, who, url) = (&one.subject, &one.who, &workspace.public_url);
        let subject = if subject.is_empty() { String::new() } else { format!(" “{subject}”") };
        let conversation = one.notice.conversation;
        text += &format!("\n\n{what}:{subject} ({who})\n{url}/inbox/open/{conversation}");
    }
    if 0 < rest {
        text += &format!("\n\n{more}");
    }
    text += &format!("\n\n{end}\n");
    let useful_for = Duration::from_secs(NOTICE_USEFUL_H * 60 * 60);
    NewNoticeMail { to: Mailbox::new(name, agent.email.clone()), subject, text, useful_for }
}
