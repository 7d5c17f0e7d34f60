//! The words of an earlier message, as they stand below an answer or in a forward.

use super::reply_to_conversation::ForwardedFiles;
use super::show_body::body_of;
use super::write_message::Below;
use super::{ActionError, Context};
use crate::domain::agent::Locale;
use crate::domain::email_address::Mailbox;
use crate::domain::entry::{Content, Entry, Message, Refers};
use crate::mail::sanitize::{RemoteImages, html_of_text};

/// The words around a quote, in the language of the agent who writes.
pub(super) struct Labels {
    wrote: &'static str,
    forwarded: &'static str,
    from: &'static str,
    date: &'static str,
    to: &'static str,
    subject: &'static str,
}

impl Labels {
    pub(super) const fn of(locale: Locale) -> Self {
        match locale {
            Locale::English => Self {
                wrote: "wrote:",
                forwarded: "Forwarded message",
                from: "From",
                date: "Date",
                to: "To",
                subject: "Subject",
            },
            Locale::Dutch => Self {
                wrote: "schreef:",
                forwarded: "Doorgestuurd bericht",
                from: "Van",
                date: "Datum",
                to: "Aan",
                subject: "Onderwerp",
            },
            Locale::German => Self {
                wrote: "schrieb:",
                forwarded: "Weitergeleitete Nachricht",
                from: "Von",
                date: "Datum",
                to: "An",
                subject: "Betreff",
            },
        }
    }
}

/// "On …, Zoe wrote:" and the quoted words.
pub(super) fn below_answer(context: &Context, entry: &Entry, labels: &Labels) -> Result<Below, ActionError> {
    let Content::Message(message) = &entry.content else { return Ok(Below::NOTHING) };
    let head = format!("{}, {} {}", entry.at.in_words(), writer(message), labels.wrote);
    let (html, text) = words_of(context, entry, message)?;
    let quoted: Vec<String> = text.trim().lines().map(|line| format!("> {line}")).collect();
    Ok(Below {
        // The class by which mail programs, and our own page, know where the quote begins.
        html: format!(
            "<br><div class=\"moz-cite-prefix\">{}</div><blockquote type=\"cite\">{html}</blockquote>",
            html_of_text(&head)
        ),
        text: format!("{head}\n{}", quoted.join("\n")),
        attachments: Vec::new(),
        refers: Refers::Quotes(entry.id),
    })
}

/// The message with its head and, if wanted, its files.
pub(super) fn below_forward(
    context: &Context,
    entry: &Entry,
    files: ForwardedFiles,
    labels: &Labels,
) -> Result<Below, ActionError> {
    let Content::Message(message) = &entry.content else {
        return Err(ActionError::invalid("forward_entry_id", "Only a message can be forwarded."));
    };
    let to: Vec<String> = message.to.iter().chain(&message.cc).map(written).collect();
    let head = format!(
        "---------- {} ----------\n{}: {}\n{}: {}\n{}: {}\n{}: {}",
        labels.forwarded,
        labels.from,
        message.from.as_ref().map(written).unwrap_or_default(),
        labels.date,
        entry.at.in_words(),
        labels.to,
        to.join(", "),
        labels.subject,
        message.subject,
    );
    let (html, text) = words_of(context, entry, message)?;
    let attachments = match files {
        // Pictures that the words show go along in any case.
        ForwardedFiles::Along => message.attachments.clone(),
        ForwardedFiles::Left => message.attachments.iter().filter(|one| one.is_inline).cloned().collect(),
    };
    Ok(Below {
        html: format!("<br><div>{}</div><br>{html}", html_of_text(&head)),
        text: format!("{head}\n\n{}", text.trim()),
        refers: Refers::Forwards { entry: entry.id, files: attachments.len() },
        attachments,
    })
}

/// The cleaned HTML and the text of a message. What is passed on is what was shown, never the bytes
/// as they came: hidden words must not travel under our name.
fn words_of(context: &Context, entry: &Entry, message: &Message) -> Result<(String, String), ActionError> {
    let body = body_of(context, entry.conversation, entry.id, message)?;
    let html = match &body.html {
        Some(html) => {
            crate::mail::sanitize::clean_received(html, RemoteImages::Shown, &|id| {
                let is_here = message.attachments.iter().any(|one| one.content_id.as_deref() == Some(id));
                is_here.then(|| format!("cid:{id}"))
            })
            .html
        }
        None => html_of_text(&body.text),
    };
    Ok((html, body.text))
}

fn writer(message: &Message) -> &str {
    message.from.as_ref().map_or("", Mailbox::name_or_address)
}

fn written(mailbox: &Mailbox) -> String {
    if mailbox.name.is_empty() {
        mailbox.address.to_string()
    } else {
        format!("{} <{}>", mailbox.name, mailbox.address)
    }
}
