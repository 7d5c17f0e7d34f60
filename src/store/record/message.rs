//! Messages as they are stored, within their entries.

use serde::{Deserialize, Serialize};

use super::Unreadable;
use super::mailbox::{MailboxRecord, to_mailboxes, to_records};
use crate::domain::automatic_mail::AutomaticMail;
use crate::domain::entry::{
    Attachment, BlobRef, Direction, FailedRecipient, Incoming, IncomingKind, Message, Outgoing, Refers, SenderChecks,
    Sending, Verdict,
};
use crate::domain::ids::{AgentId, ContactId, DeliveryId, EntryId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub(super) struct MessageRecord {
    direction: DirectionRecord,
    from: Option<MailboxRecord>,
    reply_to: Vec<MailboxRecord>,
    to: Vec<MailboxRecord>,
    cc: Vec<MailboxRecord>,
    bcc: Vec<MailboxRecord>,
    subject: String,
    message_id: String,
    in_reply_to: Vec<String>,
    references: Vec<String>,
    text: String,
    has_quote: bool,
    has_html: bool,
    attachments: Vec<AttachmentRecord>,
}

#[derive(Serialize, Deserialize)]
enum DirectionRecord {
    Incoming {
        contact: Option<u128>,
        kind: KindRecord,
        written_at: Option<u64>,
        raw: BlobRecord,
        checks: [VerdictRecord; 3],
        note: Option<String>,
    },
    Outgoing {
        agent: u128,
        delivery: u128,
        sending: SendingRecord,
        #[serde(default)]
        scheduled_for: Option<u64>,
        #[serde(default)]
        refers: RefersRecord,
    },
}

#[derive(Serialize, Deserialize, Default)]
enum RefersRecord {
    #[default]
    Nothing,
    Quotes(u128),
    Forwards {
        entry: u128,
        files: usize,
    },
    Chat,
}

#[derive(Serialize, Deserialize)]
enum KindRecord {
    Personal,
    AutoReply,
    Generated,
    List,
    Bulk,
    Report,
    Bounce,
}

#[derive(Serialize, Deserialize)]
enum VerdictRecord {
    Pass,
    Fail,
    None,
    Unknown,
}

#[derive(Serialize, Deserialize)]
enum SendingRecord {
    Held { until: u64 },
    Queued { attempts: u32, next_at: u64, words: Option<String> },
    Sent { at: u64 },
    Failed { at: u64, recipients: Vec<(String, String)> },
}

#[derive(Serialize, Deserialize)]
pub(super) struct AttachmentRecord {
    name: String,
    media_type: String,
    content_id: Option<String>,
    is_inline: bool,
    blob: BlobRecord,
}

/// (digest, size in bytes)
#[derive(Serialize, Deserialize, Clone, Copy)]
pub(super) struct BlobRecord([u8; 32], u64);

impl From<&Message> for MessageRecord {
    fn from(message: &Message) -> Self {
        let Message {
            direction,
            from,
            reply_to,
            to,
            cc,
            bcc,
            subject,
            message_id,
            in_reply_to,
            references,
            text,
            has_quote,
            has_html,
            attachments,
        } = message;
        Self {
            direction: direction.into(),
            from: from.as_ref().map(MailboxRecord::from),
            reply_to: to_records(reply_to),
            to: to_records(to),
            cc: to_records(cc),
            bcc: to_records(bcc),
            subject: subject.clone(),
            message_id: message_id.clone(),
            in_reply_to: in_reply_to.clone(),
            references: references.clone(),
            text: text.clone(),
            has_quote: *has_quote,
            has_html: *has_html,
            attachments: attachments.iter().map(AttachmentRecord::from).collect(),
        }
    }
}

impl MessageRecord {
    pub(super) fn into_domain(self) -> Result<Message, Unreadable> {
        Ok(Message {
            direction: self.direction.into(),
            from: self.from.map(MailboxRecord::into_domain).transpose()?,
            reply_to: to_mailboxes(self.reply_to)?,
            to: to_mailboxes(self.to)?,
            cc: to_mailboxes(self.cc)?,
            bcc: to_mailboxes(self.bcc)?,
            subject: self.subject,
            message_id: self.message_id,
            in_reply_to: self.in_reply_to,
            references: self.references,
            text: self.text,
            has_quote: self.has_quote,
            has_html: self.has_html,
            attachments: self.attachments.into_iter().map(Attachment::from).collect(),
        })
    }
}

impl From<&Direction> for DirectionRecord {
    fn from(direction: &Direction) -> Self {
        match direction {
            Direction::Incoming(Incoming { contact, kind, written_at, raw, checks, note }) => Self::Incoming {
                contact: contact.map(ContactId::bits),
                kind: (*kind).into(),
                written_at: written_at.map(Moment::millis),
                raw: (*raw).into(),
                checks: [checks.spf.into(), checks.dkim.into(), checks.dmarc.into()],
                note: note.clone(),
            },
            Direction::Outgoing(Outgoing { agent, delivery, sending, scheduled_for, refers }) => Self::Outgoing {
                agent: agent.bits(),
                delivery: delivery.bits(),
                sending: sending.into(),
                scheduled_for: scheduled_for.map(Moment::millis),
                refers: match *refers {
                    Refers::Nothing => RefersRecord::Nothing,
                    Refers::Chat => RefersRecord::Chat,
                    Refers::Quotes(entry) => RefersRecord::Quotes(entry.bits()),
                    Refers::Forwards { entry, files } => RefersRecord::Forwards { entry: entry.bits(), files },
                },
            },
        }
    }
}

impl From<DirectionRecord> for Direction {
    fn from(record: DirectionRecord) -> Self {
        match record {
            DirectionRecord::Incoming { contact, kind, written_at, raw, checks, note } => {
                let [spf, dkim, dmarc] = checks.map(Verdict::from);
                Self::Incoming(Incoming {
                    contact: contact.map(ContactId::from_bits),
                    kind: kind.into(),
                    written_at: written_at.map(Moment::from_millis),
                    raw: raw.into(),
                    checks: SenderChecks { spf, dkim, dmarc },
                    note,
                })
            }
            DirectionRecord::Outgoing { agent, delivery, sending, scheduled_for, refers } => Self::Outgoing(Outgoing {
                agent: AgentId::from_bits(agent),
                delivery: DeliveryId::from_bits(delivery),
                sending: sending.into(),
                scheduled_for: scheduled_for.map(Moment::from_millis),
                refers: match refers {
                    RefersRecord::Nothing => Refers::Nothing,
                    RefersRecord::Chat => Refers::Chat,
                    RefersRecord::Quotes(entry) => Refers::Quotes(EntryId::from_bits(entry)),
                    RefersRecord::Forwards { entry, files } => {
                        Refers::Forwards { entry: EntryId::from_bits(entry), files }
                    }
                },
            }),
        }
    }
}

impl From<IncomingKind> for KindRecord {
    fn from(kind: IncomingKind) -> Self {
        match kind {
            IncomingKind::Personal => Self::Personal,
            IncomingKind::Automatic(AutomaticMail::AutoReply) => Self::AutoReply,
            IncomingKind::Automatic(AutomaticMail::Generated) => Self::Generated,
            IncomingKind::Automatic(AutomaticMail::List) => Self::List,
            IncomingKind::Automatic(AutomaticMail::Bulk) => Self::Bulk,
            IncomingKind::Automatic(AutomaticMail::Report) => Self::Report,
            IncomingKind::Bounce => Self::Bounce,
        }
    }
}

impl From<KindRecord> for IncomingKind {
    fn from(record: KindRecord) -> Self {
        match record {
            KindRecord::Personal => Self::Personal,
            KindRecord::AutoReply => Self::Automatic(AutomaticMail::AutoReply),
            KindRecord::Generated => Self::Automatic(AutomaticMail::Generated),
            KindRecord::List => Self::Automatic(AutomaticMail::List),
            KindRecord::Bulk => Self::Automatic(AutomaticMail::Bulk),
            KindRecord::Report => Self::Automatic(AutomaticMail::Report),
            KindRecord::Bounce => Self::Bounce,
        }
    }
}

impl From<Verdict> for VerdictRecord {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail => Self::Fail,
            Verdict::None => Self::None,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

impl From<VerdictRecord> for Verdict {
    fn from(record: VerdictRecord) -> Self {
        match record {
            VerdictRecord::Pass => Self::Pass,
            VerdictRecord::Fail => Self::Fail,
            VerdictRecord::None => Self::None,
            VerdictRecord::Unknown => Self::Unknown,
        }
    }
}

impl From<&Sending> for SendingRecord {
    fn from(sending: &Sending) -> Self {
        match sending {
            Sending::Held { until } => Self::Held { until: until.millis() },
            Sending::Queued { attempts, next_at, words } => {
                Self::Queued { attempts: *attempts, next_at: next_at.millis(), words: words.clone() }
            }
            Sending::Sent { at } => Self::Sent { at: at.millis() },
            Sending::Failed { at, recipients } => {
                let pair = |one: &FailedRecipient| (one.address.clone(), one.words.clone());
                Self::Failed { at: at.millis(), recipients: recipients.iter().map(pair).collect() }
            }
        }
    }
}

impl From<SendingRecord> for Sending {
    fn from(record: SendingRecord) -> Self {
        match record {
            SendingRecord::Held { until } => Self::Held { until: Moment::from_millis(until) },
            SendingRecord::Queued { attempts, next_at, words } => {
                Self::Queued { attempts, next_at: Moment::from_millis(next_at), words }
            }
            SendingRecord::Sent { at } => Self::Sent { at: Moment::from_millis(at) },
            SendingRecord::Failed { at, recipients } => Self::Failed {
                at: Moment::from_millis(at),
                recipients: recipients.into_iter().map(|(address, words)| FailedRecipient { address, words }).collect(),
            },
        }
    }
}

impl From<&Attachment> for AttachmentRecord {
    fn from(attachment: &Attachment) -> Self {
        let Attachment { name, media_type, content_id, is_inline, blob } = attachment;
        Self {
            name: name.clone(),
            media_type: media_type.clone(),
            content_id: content_id.clone(),
            is_inline: *is_inline,
            blob: (*blob).into(),
        }
    }
}

impl From<AttachmentRecord> for Attachment {
    fn from(record: AttachmentRecord) -> Self {
        let AttachmentRecord { name, media_type, content_id, is_inline, blob } = record;
        Self { name, media_type, content_id, is_inline, blob: blob.into() }
    }
}

impl From<BlobRef> for BlobRecord {
    fn from(BlobRef { digest, size }: BlobRef) -> Self {
        Self(digest, size)
    }
}

impl From<BlobRecord> for BlobRef {
    fn from(BlobRecord(digest, size): BlobRecord) -> Self {
        Self { digest, size }
    }
}
