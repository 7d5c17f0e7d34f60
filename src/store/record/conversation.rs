//! Conversations as they are stored.

use serde::{Deserialize, Serialize};

use super::chat::ChannelKindRecord;
use super::mailbox::MailboxRecord;
use super::{Record, Unreadable};
use crate::domain::conversation::{Conversation, Newest, Participant, ParticipantStanding, Speaker, Status};
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct ConversationRecord {
    id: u128,
    inbox: u128,
    contact: u128,
    #[serde(default)]
    channel: ChannelKindRecord,
    subject: String,
    status: StatusRecord,
    assignee: Option<u128>,
    created_at: u64,
    active_at: u64,
    speaker: SpeakerRecord,
    preview: String,
    waiting_since: Option<u64>,
    participants: Vec<ParticipantRecord>,
    message_count: u32,
    comment_count: u32,
    has_attachments: bool,
}

#[derive(Serialize, Deserialize)]
enum StatusRecord {
    Open,
    Closed { at: u64, by: u128 },
}

#[derive(Serialize, Deserialize)]
enum SpeakerRecord {
    Contact,
    Agent(u128),
    Commenter(u128),
    Machine,
    Bot,
}

#[derive(Serialize, Deserialize)]
struct ParticipantRecord {
    mailbox: MailboxRecord,
    standing: StandingRecord,
}

#[derive(Serialize, Deserialize)]
enum StandingRecord {
    Known,
    Copied,
    Unverified,
}

impl Record for ConversationRecord {
    type Domain = Conversation;
    const TABLE: &'static str = "conversations";

    fn from_domain(conversation: &Conversation) -> Self {
        let Conversation {
            id,
            inbox,
            contact,
            channel,
            subject,
            status,
            assignee,
            created_at,
            active_at,
            newest: Newest { speaker, preview },
            waiting_since,
            participants,
            message_count,
            comment_count,
            has_attachments,
        } = conversation;
        Self {
            id: id.bits(),
            inbox: inbox.bits(),
            contact: contact.bits(),
            channel: (*channel).into(),
            subject: subject.clone(),
            status: match status {
                Status::Open => StatusRecord::Open,
                Status::Closed { at, by } => StatusRecord::Closed { at: at.millis(), by: by.bits() },
            },
            assignee: assignee.map(AgentId::bits),
            created_at: created_at.millis(),
            active_at: active_at.millis(),
            speaker: match speaker {
                Speaker::Contact => SpeakerRecord::Contact,
                Speaker::Agent(agent) => SpeakerRecord::Agent(agent.bits()),
                Speaker::Commenter(agent) => SpeakerRecord::Commenter(agent.bits()),
                Speaker::Machine => SpeakerRecord::Machine,
                Speaker::Bot => SpeakerRecord::Bot,
            },
            preview: preview.clone(),
            waiting_since: waiting_since.map(Moment::millis),
            participants: participants.iter().map(ParticipantRecord::from).collect(),
            message_count: *message_count,
            comment_count: *comment_count,
            has_attachments: *has_attachments,
        }
    }

    fn into_domain(self) -> Result<Conversation, Unreadable> {
        Ok(Conversation {
            id: ConversationId::from_bits(self.id),
            inbox: InboxId::from_bits(self.inbox),
            contact: ContactId::from_bits(self.contact),
            channel: self.channel.into(),
            subject: self.subject,
            status: match self.status {
                StatusRecord::Open => Status::Open,
                StatusRecord::Closed { at, by } => {
                    Status::Closed { at: Moment::from_millis(at), by: AgentId::from_bits(by) }
                }
            },
            assignee: self.assignee.map(AgentId::from_bits),
            created_at: Moment::from_millis(self.created_at),
            active_at: Moment::from_millis(self.active_at),
            newest: Newest {
                speaker: match self.speaker {
                    SpeakerRecord::Contact => Speaker::Contact,
                    SpeakerRecord::Agent(agent) => Speaker::Agent(AgentId::from_bits(agent)),
                    SpeakerRecord::Commenter(agent) => Speaker::Commenter(AgentId::from_bits(agent)),
                    SpeakerRecord::Machine => Speaker::Machine,
                    SpeakerRecord::Bot => Speaker::Bot,
                },
                preview: self.preview,
            },
            waiting_since: self.waiting_since.map(Moment::from_millis),
            participants: self
                .participants
                .into_iter()
                .map(ParticipantRecord::into_domain)
                .collect::<Result<_, _>>()?,
            message_count: self.message_count,
            comment_count: self.comment_count,
            has_attachments: self.has_attachments,
        })
    }
}

impl From<&Participant> for ParticipantRecord {
    fn from(participant: &Participant) -> Self {
        let Participant { mailbox, standing } = participant;
        Self {
            mailbox: mailbox.into(),
            standing: match standing {
                ParticipantStanding::Known => StandingRecord::Known,
                ParticipantStanding::Copied => StandingRecord::Copied,
                ParticipantStanding::Unverified => StandingRecord::Unverified,
            },
        }
    }
}

impl ParticipantRecord {
    fn into_domain(self) -> Result<Participant, Unreadable> {
        Ok(Participant {
            mailbox: self.mailbox.into_domain()?,
            standing: match self.standing {
                StandingRecord::Known => ParticipantStanding::Known,
                StandingRecord::Copied => ParticipantStanding::Copied,
                StandingRecord::Unverified => ParticipantStanding::Unverified,
            },
        })
    }
}
