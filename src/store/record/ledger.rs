//! Rows of the mail ledger as they are stored.

use serde::{Deserialize, Serialize};

use super::mailbox::{to_addresses, to_texts};
use super::message::BlobRecord;
use super::{Record, Unreadable};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{ConversationId, EntryId, InboxId, LedgerId};
use crate::domain::mail_ledger::{BeginReason, Decision, Envelope, JoinReason, LedgerRow, LedgerVerdict};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct LedgerRecord {
    id: u128,
    at: u64,
    from: Option<String>,
    recipients: Vec<String>,
    peer: String,
    helo: String,
    over_tls: bool,
    header_from: String,
    subject: String,
    raw: BlobRecord,
    #[serde(default)]
    erased_at: Option<u64>,
    decisions: Vec<DecisionRecord>,
}

#[derive(Serialize, Deserialize)]
struct DecisionRecord {
    inbox: u128,
    verdict: VerdictRecord,
}

#[derive(Serialize, Deserialize)]
enum VerdictRecord {
    Began { conversation: u128, entry: u128, reason: BeginReasonRecord },
    Joined { conversation: u128, entry: u128, reason: JoinReasonRecord },
    Duplicate { conversation: u128 },
}

#[derive(Serialize, Deserialize)]
enum BeginReasonRecord {
    AnswersNothing,
    UnknownReferences,
    StrangerToReferences,
    UnknownReplyAddress,
    SenderBlocked,
}

#[derive(Serialize, Deserialize)]
enum JoinReasonRecord {
    ReplyAddress,
    OwnMessageId,
    KnownMessageId,
    BounceOfOurs,
}

impl Record for LedgerRecord {
    type Domain = LedgerRow;
    const TABLE: &'static str = "ledger";

    fn from_domain(row: &LedgerRow) -> Self {
        let LedgerRow { id, at, envelope, header_from, subject, raw, erased_at, decisions } = row;
        let Envelope { from, recipients, peer, helo, over_tls } = envelope;
        Self {
            id: id.bits(),
            at: at.millis(),
            from: from.as_ref().map(|address| address.as_str().to_owned()),
            recipients: to_texts(recipients),
            peer: peer.clone(),
            helo: helo.clone(),
            over_tls: *over_tls,
            header_from: header_from.clone(),
            subject: subject.clone(),
            raw: (*raw).into(),
            erased_at: erased_at.map(Moment::millis),
            decisions: decisions.iter().map(DecisionRecord::from).collect(),
        }
    }

    fn into_domain(self) -> Result<LedgerRow, Unreadable> {
        Ok(LedgerRow {
            id: LedgerId::from_bits(self.id),
            at: Moment::from_millis(self.at),
            envelope: Envelope {
                from: self.from.as_deref().map(EmailAddress::parse).transpose()?,
                recipients: to_addresses(&self.recipients)?,
                peer: self.peer,
                helo: self.helo,
                over_tls: self.over_tls,
            },
            header_from: self.header_from,
            subject: self.subject,
            raw: self.raw.into(),
            erased_at: self.erased_at.map(Moment::from_millis),
            decisions: self.decisions.into_iter().map(Decision::from).collect(),
        })
    }
}

impl From<&Decision> for DecisionRecord {
    fn from(decision: &Decision) -> Self {
        let Decision { inbox, verdict } = decision;
        let verdict = match *verdict {
            LedgerVerdict::Began { conversation, entry, reason } => VerdictRecord::Began {
                conversation: conversation.bits(),
                entry: entry.bits(),
                reason: match reason {
                    BeginReason::AnswersNothing => BeginReasonRecord::AnswersNothing,
                    BeginReason::UnknownReferences => BeginReasonRecord::UnknownReferences,
                    BeginReason::StrangerToReferences => BeginReasonRecord::StrangerToReferences,
                    BeginReason::UnknownReplyAddress => BeginReasonRecord::UnknownReplyAddress,
                    BeginReason::SenderBlocked => BeginReasonRecord::SenderBlocked,
                },
            },
            LedgerVerdict::Joined { conversation, entry, reason } => VerdictRecord::Joined {
                conversation: conversation.bits(),
                entry: entry.bits(),
                reason: match reason {
                    JoinReason::ReplyAddress => JoinReasonRecord::ReplyAddress,
                    JoinReason::OwnMessageId => JoinReasonRecord::OwnMessageId,
                    JoinReason::KnownMessageId => JoinReasonRecord::KnownMessageId,
                    JoinReason::BounceOfOurs => JoinReasonRecord::BounceOfOurs,
                },
            },
            LedgerVerdict::Duplicate { conversation } => VerdictRecord::Duplicate { conversation: conversation.bits() },
        };
        Self { inbox: inbox.bits(), verdict }
    }
}

impl From<DecisionRecord> for Decision {
    fn from(record: DecisionRecord) -> Self {
        let verdict = match record.verdict {
            VerdictRecord::Began { conversation, entry, reason } => LedgerVerdict::Began {
                conversation: ConversationId::from_bits(conversation),
                entry: EntryId::from_bits(entry),
                reason: match reason {
                    BeginReasonRecord::AnswersNothing => BeginReason::AnswersNothing,
                    BeginReasonRecord::UnknownReferences => BeginReason::UnknownReferences,
                    BeginReasonRecord::StrangerToReferences => BeginReason::StrangerToReferences,
                    BeginReasonRecord::UnknownReplyAddress => BeginReason::UnknownReplyAddress,
                    BeginReasonRecord::SenderBlocked => BeginReason::SenderBlocked,
                },
            },
            VerdictRecord::Joined { conversation, entry, reason } => LedgerVerdict::Joined {
                conversation: ConversationId::from_bits(conversation),
                entry: EntryId::from_bits(entry),
                reason: match reason {
                    JoinReasonRecord::ReplyAddress => JoinReason::ReplyAddress,
                    JoinReasonRecord::OwnMessageId => JoinReason::OwnMessageId,
                    JoinReasonRecord::KnownMessageId => JoinReason::KnownMessageId,
                    JoinReasonRecord::BounceOfOurs => JoinReason::BounceOfOurs,
                },
            },
            VerdictRecord::Duplicate { conversation } => {
                LedgerVerdict::Duplicate { conversation: ConversationId::from_bits(conversation) }
            }
        };
        Self { inbox: InboxId::from_bits(record.inbox), verdict }
    }
}
