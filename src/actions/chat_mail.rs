//! Words of a chat that follow by mail: to one person, from the one of us who said them, with the signed address
//! that brings the answer back into the same conversation.

use std::fmt::Write as _;

use super::write_message::{Answered, Below, Desk, Draft, Written, draft};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Role};
use crate::domain::chat::Chat;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, ParticipantStanding};
use crate::domain::email_address::Mailbox;
use crate::domain::entry::{ChatAuthor, Content, Direction, Entry, Message};
use crate::domain::event::Event;
use crate::domain::ids::AgentId;
use crate::domain::inbox::Inbox;
use crate::domain::limit::THREAD_ENTRIES_MAX;
use crate::domain::visitor::Visitor;
use crate::mail::sanitize::html_of_text;
use crate::store::{Reading, Writing};

/// What is mailed, and to whom.
pub(super) struct ChatMail {
    pub draft: Draft,
    recipient: Mailbox,
}

/// The words around what was said, in the visitor's language.
pub(super) struct MailWords {
    pub subject: &'static str,
    pub go_on: &'static str,
    pub visitor: &'static str,
    pub bot: &'static str,
    pub file: &'static str,
}

const ENGLISH: MailWords = MailWords {
    subject: "Your chat with",
    go_on: "You can go on by answering this mail.",
    visitor: "You",
    bot: "Bot",
    file: "File",
};
const DUTCH: MailWords = MailWords {
    subject: "Je chat met",
    go_on: "Je kunt verdergaan door deze mail te beantwoorden.",
    visitor: "Jij",
    bot: "Bot",
    file: "Bestand",
};
const GERMAN: MailWords = MailWords {
    subject: "Ihr Chat mit",
    go_on: "Sie können weiterschreiben, indem Sie auf diese Mail antworten.",
    visitor: "Sie",
    bot: "Bot",
    file: "Datei",
};

impl MailWords {
    /// By the language of the browser.
    pub(super) fn of(language: &str) -> &'static Self {
        match language.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("nl") => &DUTCH,
            Some("de") => &GERMAN,
            Some(_) | None => &ENGLISH,
        }
    }
}

/// Where words may follow a visitor: the address that the site vouches for or an agent has given, else the one
/// that the visitor typed. Never one of ours: it would come back.
pub(super) fn address_of(
    tx: &Reading<'_>,
    visitor: &Visitor,
    contact: &Contact,
) -> Result<Option<Mailbox>, ActionError> {
    let known = contact.addresses.first();
    let claimed = contact.claimed_address.as_ref().filter(|_| !visitor.is_signed_in());
    let Some(address) = known.or(claimed) else { return Ok(None) };
    let is_ours = tx.inbox_at(address)?.is_some();
    Ok((!is_ours).then(|| Mailbox::new(&contact.name, address.clone())))
}

/// Makes a mail of words of a chat, in the name of one of us.
pub(super) fn compose(
    context: &Context,
    head: &Conversation,
    chat: &Chat,
    agent: AgentId,
    recipient: Mailbox,
    said: &[(Entry, Option<Agent>)],
) -> Result<ChatMail, ActionError> {
    let words = MailWords::of(&chat.began_on.language);
    let inbox = context.store.read(|tx| tx.any_inbox(head.inbox))?.ok_or(ActionError::NotFound)?;
    // The house writes here what this agent has said already, and with no more rights than that takes.
    let actor = Actor { agent, role: Role::Agent, inboxes: std::iter::once(head.inbox).collect() };
    // Mails to others may lie in the conversation: this one goes on from what this person has written or got.
    let entries = context.store.read(|tx| tx.entries_before(head.id, None, THREAD_ENTRIES_MAX))?;
    let newest = entries.iter().rev().find_map(|entry| mail_with(entry, &recipient));
    let desk = Desk::of(context, &actor, inbox)?;
    let subject = match newest {
        Some(message) if !message.subject.is_empty() => crate::domain::subject::of_answer(&message.subject),
        Some(_) | None => new_subject(&desk.inbox, words),
    };
    let written = Written { to: vec![recipient.clone()], subject, html: html(words, said), ..Written::default() };
    let draft = draft(context, &actor, &desk, head.id, written, after(newest), Below::CHAT)?;
    Ok(ChatMail { draft, recipient })
}

/// A chat has no subject of its own.
pub(super) fn subject_of(head: &Conversation, inbox: &Inbox, words: &MailWords) -> String {
    if head.subject.is_empty() { new_subject(inbox, words) } else { crate::domain::subject::of_answer(&head.subject) }
}

fn new_subject(inbox: &Inbox, words: &MailWords) -> String {
    format!("{} {}", words.subject, inbox.name)
}

impl ChatMail {
    /// Writes the mail into the conversation and its place in the outbox. It is nothing new that was said: the lists
    /// show the conversation as before.
    pub(super) fn save(&self, tx: &Writing<'_>, head: &mut Conversation) -> Result<(), ActionError> {
        self.draft.save(tx)?;
        head.message_count += 1;
        head.add_participant(self.recipient.clone(), ParticipantStanding::Known);
        tx.save_conversation(head)?;
        tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: self.draft.entry.id })?;
        Ok(())
    }
}

/// A mail between us and one person.
fn mail_with<'a>(entry: &'a Entry, person: &Mailbox) -> Option<&'a Message> {
    let Content::Message(message) = &entry.content else { return None };
    let sides = match &message.direction {
        Direction::Incoming(_) => message.from.as_slice(),
        Direction::Outgoing(_) => message.to.as_slice(),
    };
    sides.iter().any(|one| one.address == person.address).then_some(message)
}

/// Mail programs put the mails of one conversation together by these (RFC 5322, 3.6.4).
fn after(newest: Option<&Message>) -> Answered {
    let Some(message) = newest else { return Answered::default() };
    let first = message.references.first().or(message.in_reply_to.first()).cloned();
    let references = first.into_iter().chain([message.message_id.clone()]).collect();
    Answered { in_reply_to: Some(message.message_id.clone()), references }
}

fn html(words: &MailWords, said: &[(Entry, Option<Agent>)]) -> String {
    let mut html = String::new();
    for (entry, agent) in said {
        let Content::Chat(chat) = &entry.content else { continue };
        let who = match (chat.author, agent) {
            (ChatAuthor::Visitor, _) => words.visitor,
            (ChatAuthor::Bot, _) => words.bot,
            (ChatAuthor::Agent(_), Some(agent)) => agent.public_name(),
            (ChatAuthor::Agent(_), None) => "",
        };
        let mut lines: Vec<String> = Vec::new();
        if !chat.text.is_empty() {
            lines.push(html_of_text(&chat.text));
        }
        lines.extend(chat.attachments.iter().map(|file| format!("{}: {}", words.file, html_of_text(&file.name))));
        write!(html, "<p><b>{}</b> · {}<br>{}</p>", html_of_text(who), entry.at.in_words(), lines.join("<br>"))
            .expect("a string takes everything");
    }
    write!(html, "<p>{}</p>", words.go_on).expect("a string takes everything");
    html
}
