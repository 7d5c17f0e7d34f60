//! What a reply, a forward and a new conversation have in common: an agent's words become a message
//! with frozen recipients and a place in the outbox.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Locale};
use crate::domain::delivery::{Delivery, DeliveryState, Outcome, Recipient, schedule};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::entry::{Attachment, Body, Content, Direction, Entry, Message, Outgoing, Refers, Sending};
use crate::domain::ids::{ConversationId, DeliveryId, EntryId, UploadId};
use crate::domain::inbox::Inbox;
use crate::domain::limit::{RECIPIENTS_MAX, UPLOADS_PER_MESSAGE_MAX, WRITTEN_BYTES_MAX};
use crate::domain::moment::Moment;
use crate::domain::reply_address::bounce_token;
use crate::domain::subject;
use crate::domain::upload::{Upload, UploadPurpose};
use crate::domain::workspace::Secrets;
use crate::mail;
use crate::store::{Reading, Writing};

/// What an agent has written, as the page sends it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub bcc: Vec<Mailbox>,
    pub subject: String,
    /// As the editor made it; cleaned here.
    pub html: String,
    pub uploads: Vec<UploadId>,
    /// One of the inbox's addresses; its usual one, if none is named.
    pub from: Option<EmailAddress>,
    /// When it is to leave; when the undo time is over, if no moment is named.
    pub send_at: Option<Moment>,
}

/// What stands below the words of an agent.
pub(super) struct Below {
    pub html: String,
    pub text: String,
    /// Files of a message that is forwarded.
    pub attachments: Vec<Attachment>,
    /// The message whose words these are.
    pub refers: Refers,
}

impl Below {
    pub(super) const NOTHING: Self =
        Self { html: String::new(), text: String::new(), attachments: Vec::new(), refers: Refers::Nothing };
    /// The words themselves are those of a chat.
    pub(super) const CHAT: Self =
        Self { html: String::new(), text: String::new(), attachments: Vec::new(), refers: Refers::Chat };
}

/// What the message answers.
#[derive(Default)]
pub(super) struct Answered {
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
}

/// A message ready to be written, made before the transaction.
pub(super) struct Draft {
    pub entry: Entry,
    pub body: Body,
    pub delivery: Delivery,
    /// New words, for lists.
    pub preview: String,
    uploads: Vec<Upload>,
    forwarded: Vec<Attachment>,
    bounce_token: String,
}

/// Who writes, from where.
pub(super) struct Desk {
    pub agent: Agent,
    pub inbox: Inbox,
    pub secrets: Secrets,
    pub mail_domain: String,
}

impl Desk {
    pub(super) fn of(context: &Context, actor: &Actor, inbox: Inbox) -> Result<Self, ActionError> {
        let (agent, workspace) = context.store.read(|tx| {
            let agent = tx.agent(actor.agent)?.ok_or(ActionError::NotFound)?;
            let workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
            Ok::<_, ActionError>((agent, workspace))
        })?;
        Ok(Self { agent, inbox, secrets: context.secrets()?, mail_domain: workspace.mail_domain })
    }
}

/// Makes a message of what an agent wrote: words cleaned, recipients checked and frozen, signature
/// and what stands below added.
pub(super) fn draft(
    context: &Context,
    actor: &Actor,
    desk: &Desk,
    conversation: ConversationId,
    written: Written,
    answered: Answered,
    below: Below,
) -> Result<Draft, ActionError> {
    if WRITTEN_BYTES_MAX < written.html.len() {
        return Err(ActionError::invalid("html", "The message is too long. Send a part of it as a file."));
    }
    let uploads = context.store.read(|tx| own_uploads(tx, actor, &written.uploads))?;
    let recipients = frozen_recipients(context, &written)?;
    let entry: EntryId = context.world.new_id();
    let delivery: DeliveryId = context.world.new_id();
    let now = context.world.now();
    let due = match written.send_at {
        Some(at) => demand_schedule(now, at)?,
        None => now + std::time::Duration::from_secs(context.policy.undo_s),
    };
    let from = sender(&desk.inbox, &desk.agent, written.from.as_ref())?;

    let (words, inline) = with_content_ids(&mail::sanitize::clean_written(&written.html), &uploads);
    let new_text = mail::sanitize::text_of_html(&words);
    if new_text.trim().is_empty() && uploads.is_empty() && below.html.is_empty() {
        return Err(ActionError::invalid("html", "Write something first."));
    }
    let signature = signature_of(&desk.inbox, &desk.agent);
    let html = [words.as_str(), &signature, &below.html].concat();
    let text = joined_text(&new_text, &mail::sanitize::text_of_html(&signature), &below.text);

    let mut attachments: Vec<Attachment> = uploads.iter().map(|upload| attached(upload, &inline)).collect();
    attachments.extend(below.attachments.iter().cloned());
    let message = Message {
        direction: Direction::Outgoing(Outgoing {
            agent: actor.agent,
            delivery,
            sending: Sending::Held { until: due },
            scheduled_for: written.send_at,
            refers: below.refers,
        }),
        from: Some(from),
        reply_to: Vec::new(),
        to: written.to,
        cc: written.cc,
        bcc: written.bcc,
        subject: subject::clean(&written.subject),
        message_id: new_message_id(context, &desk.mail_domain),
        in_reply_to: answered.in_reply_to.into_iter().collect(),
        references: answered.references,
        text: new_text.trim().to_owned(),
        has_quote: !below.text.is_empty(),
        has_html: true,
        attachments,
    };
    Ok(Draft {
        preview: message.text.clone(),
        entry: Entry { id: entry, conversation, at: now, content: Content::Message(Box::new(message)) },
        body: Body { text, html: Some(html), written: Some(words) },
        delivery: waiting(delivery, conversation, entry, recipients, due),
        uploads,
        forwarded: below.attachments,
        bounce_token: bounce_token(&desk.secrets.instance, conversation, entry),
    })
}

impl Draft {
    /// Writes the message, its long form and its place in the outbox; the uploads are its own from now on.
    pub(super) fn save(&self, tx: &Writing<'_>) -> Result<(), ActionError> {
        for upload in &self.uploads {
            // The reference passes from the upload to the message.
            tx.remove_upload(upload.id)?;
        }
        for attachment in &self.forwarded {
            tx.keep_blob_again(&attachment.blob)?;
        }
        tx.save_entry(&self.entry)?;
        tx.save_body(self.entry.conversation, self.entry.id, &self.body)?;
        tx.save_delivery(&self.delivery)?;
        tx.save_signed_address(&self.bounce_token, self.entry.conversation, Some(self.entry.id))?;
        Ok(())
    }
}

fn own_uploads(tx: &Reading<'_>, actor: &Actor, ids: &[UploadId]) -> Result<Vec<Upload>, ActionError> {
    if UPLOADS_PER_MESSAGE_MAX < ids.len() {
        let reason = format!("A message takes at most {UPLOADS_PER_MESSAGE_MAX} files.");
        return Err(ActionError::invalid("upload_ids", reason));
    }
    let missing = || ActionError::invalid("upload_ids", "A file is not here any more. Attach it again.");
    let distinct: BTreeSet<_> = ids.iter().collect();
    let upload = |id: &UploadId| {
        let upload = tx.upload_for(actor, *id)?.ok_or_else(missing)?;
        super::drafts::demand_purpose(&upload, UploadPurpose::Message)?;
        Ok(upload)
    };
    distinct.into_iter().map(upload).collect()
}

/// Each address once, none of our own inboxes: a copy to ourselves would come back as a mail.
fn frozen_recipients(context: &Context, written: &Written) -> Result<Vec<EmailAddress>, ActionError> {
    let named = written.to.iter().chain(&written.cc).chain(&written.bcc);
    let distinct: BTreeSet<EmailAddress> = named.map(|mailbox| mailbox.address.clone()).collect();
    if written.to.is_empty() {
        return Err(ActionError::invalid("to", "Say whom the message is for."));
    }
    if RECIPIENTS_MAX < distinct.len() {
        return Err(ActionError::invalid("to", format!("A message goes to at most {RECIPIENTS_MAX} people.")));
    }
    let own = context.store.read(|tx| {
        let own: Result<Vec<_>, ActionError> =
            distinct.iter().map(|address| Ok(tx.inbox_at(address)?.map(|_| address.clone()))).collect();
        own
    })?;
    let own: BTreeSet<EmailAddress> = own.into_iter().flatten().collect();
    let outside: Vec<EmailAddress> = distinct.difference(&own).cloned().collect();
    if outside.is_empty() {
        return Err(ActionError::invalid("to", "This address belongs to an inbox here. Write to somebody outside."));
    }
    Ok(outside)
}

fn waiting(
    id: DeliveryId,
    conversation: ConversationId,
    entry: EntryId,
    recipients: Vec<EmailAddress>,
    due: Moment,
) -> Delivery {
    let pending = |address| Recipient { address, outcome: Outcome::Pending { words: None } };
    Delivery {
        id,
        conversation,
        entry,
        // The days for which it is tried begin when it may leave.
        queued_at: due,
        state: DeliveryState::Waiting { due, attempts: 0 },
        recipients: recipients.into_iter().map(pending).collect(),
    }
}

/// Random, with nothing of ours in it that could be guessed or counted.
fn new_message_id(context: &Context, mail_domain: &str) -> String {
    let random = context.world.secret::<16>();
    format!("{}@{mail_domain}", data_encoding::BASE32_NOPAD.encode(&random).to_ascii_lowercase())
}

/// The moment for which a message is put off, if it is one that can be waited for.
pub(super) fn demand_schedule(now: Moment, at: Moment) -> Result<Moment, ActionError> {
    schedule(now, at).map_err(|refused| ActionError::invalid("send_at", refused.to_string()))
}

/// From the address that the agent picked among those of the inbox, or from its usual one.
fn sender(inbox: &Inbox, agent: &Agent, picked: Option<&EmailAddress>) -> Result<Mailbox, ActionError> {
    let address = match picked {
        None => &inbox.sender_address,
        Some(address) if inbox.all_addresses().any(|own| own == address) => address,
        Some(_) => return Err(ActionError::invalid("from", "This inbox does not have that address.")),
    };
    let at = match agent.locale {
        Locale::English => "at",
        Locale::Dutch => "van",
        Locale::German => "von",
    };
    Ok(Mailbox::new(&inbox.from_name.written_for(&agent.name, at), address.clone()))
}

fn signature_of(inbox: &Inbox, agent: &Agent) -> String {
    if inbox.signature.trim().is_empty() {
        return String::new();
    }
    let name = mail::sanitize::html_of_text(&agent.name);
    let mut signature = "<br><div>-- <br>".to_owned();
    write!(signature, "{}</div>", inbox.signature.replace("{agent}", &name)).expect("a string takes everything");
    signature
}

fn joined_text(words: &str, signature: &str, below: &str) -> String {
    let parts = [words.trim(), signature.trim(), below.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The address under which the editor shows an upload.
pub(super) fn shown_upload(id: UploadId) -> String {
    format!("/api/uploads/{id}/content")
}

/// Where the editor shows an upload, the mail shows an attached picture: `cid:` and RFC 2392.
fn with_content_ids(html: &str, uploads: &[Upload]) -> (String, BTreeSet<UploadId>) {
    let mut html = html.to_owned();
    let mut inline = BTreeSet::new();
    for upload in uploads {
        let shown = shown_upload(upload.id);
        if html.contains(&shown) {
            html = html.replace(&shown, &format!("cid:{}", content_id(upload.id)));
            inline.insert(upload.id);
        }
    }
    (html, inline)
}

fn content_id(upload: UploadId) -> String {
    format!("{upload}@postroom.invalid")
}

fn attached(upload: &Upload, inline: &BTreeSet<UploadId>) -> Attachment {
    let is_inline = inline.contains(&upload.id);
    Attachment {
        name: upload.name.clone(),
        media_type: upload.media_type.clone(),
        content_id: is_inline.then(|| content_id(upload.id)),
        is_inline,
        blob: upload.blob,
    }
}
