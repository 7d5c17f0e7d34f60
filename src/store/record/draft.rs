//! Drafts as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::{MailboxRecord, to_mailboxes, to_records};
use super::{Record, Unreadable};
use crate::domain::draft::{Draft, DraftKind, DraftPlace};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId, OperationId, UploadId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct DraftRecord {
    agent: u128,
    place: PlaceRecord,
    kind: KindRecord,
    operation: u128,
    to: Vec<MailboxRecord>,
    cc: Vec<MailboxRecord>,
    bcc: Vec<MailboxRecord>,
    subject: String,
    html: String,
    uploads: Vec<u128>,
    from: Option<String>,
    saved_at: u64,
}

#[derive(Serialize, Deserialize)]
enum PlaceRecord {
    Message(u128),
    Comment(u128),
    New(u128),
}

#[derive(Serialize, Deserialize)]
enum KindRecord {
    Reply { quoted: Option<u128> },
    ReplyAll { quoted: Option<u128> },
    Forward { forwarded: u128 },
    Comment,
    New { inbox: Option<u128> },
}

impl Record for DraftRecord {
    type Domain = Draft;
    const TABLE: &'static str = "drafts";

    fn from_domain(draft: &Draft) -> Self {
        let Draft { agent, place, kind, operation, to, cc, bcc, subject, html, uploads, from, saved_at } = draft;
        Self {
            agent: agent.bits(),
            place: match place {
                DraftPlace::Message(conversation) => PlaceRecord::Message(conversation.bits()),
                DraftPlace::Comment(conversation) => PlaceRecord::Comment(conversation.bits()),
                DraftPlace::New(id) => PlaceRecord::New(id.bits()),
            },
            kind: match kind {
                DraftKind::Reply { quoted } => KindRecord::Reply { quoted: quoted.map(EntryId::bits) },
                DraftKind::ReplyAll { quoted } => KindRecord::ReplyAll { quoted: quoted.map(EntryId::bits) },
                DraftKind::Forward { forwarded } => KindRecord::Forward { forwarded: forwarded.bits() },
                DraftKind::Comment => KindRecord::Comment,
                DraftKind::New { inbox } => KindRecord::New { inbox: inbox.map(InboxId::bits) },
            },
            operation: operation.bits(),
            to: to_records(to),
            cc: to_records(cc),
            bcc: to_records(bcc),
            subject: subject.clone(),
            html: html.clone(),
            uploads: uploads.iter().map(|upload| upload.bits()).collect(),
            from: from.as_ref().map(|address| address.as_str().to_owned()),
            saved_at: saved_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Draft, Unreadable> {
        Ok(Draft {
            agent: AgentId::from_bits(self.agent),
            place: match self.place {
                PlaceRecord::Message(id) => DraftPlace::Message(ConversationId::from_bits(id)),
                PlaceRecord::Comment(id) => DraftPlace::Comment(ConversationId::from_bits(id)),
                PlaceRecord::New(id) => DraftPlace::New(OperationId::from_bits(id)),
            },
            kind: match self.kind {
                KindRecord::Reply { quoted } => DraftKind::Reply { quoted: quoted.map(EntryId::from_bits) },
                KindRecord::ReplyAll { quoted } => DraftKind::ReplyAll { quoted: quoted.map(EntryId::from_bits) },
                KindRecord::Forward { forwarded } => DraftKind::Forward { forwarded: EntryId::from_bits(forwarded) },
                KindRecord::Comment => DraftKind::Comment,
                KindRecord::New { inbox } => DraftKind::New { inbox: inbox.map(InboxId::from_bits) },
            },
            operation: OperationId::from_bits(self.operation),
            to: to_mailboxes(self.to)?,
            cc: to_mailboxes(self.cc)?,
            bcc: to_mailboxes(self.bcc)?,
            subject: self.subject,
            html: self.html,
            uploads: self.uploads.into_iter().map(UploadId::from_bits).collect(),
            from: self.from.as_deref().map(EmailAddress::parse).transpose()?,
            saved_at: Moment::from_millis(self.saved_at),
        })
    }
}
