//! Conversations as they are stored.

use serde::{Deserialize, Serialize};

use super::chat::ChannelKindRecord;
use super::mailbox::MailboxRecord;
use super::status::StatusRecord;
use super::{Record, Unreadable};
use crate::domain::conversation::{Conversation, Newest, Participant, ParticipantStanding, Speaker};
use crate::domain::ids::{AgentId, ChatflowId, ContactId, ConversationId, InboxId, TagId};
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
    #[serde(default)]
    bot: Option<u128>,
    created_at: u64,
    active_at: u64,
    speaker: SpeakerRecord,
    preview: String,
    waiting_since: Option<u64>,
    participants: Vec<ParticipantRecord>,
    message_count: u32,
    comment_count: u32,
    has_attachments: bool,
    #[serde(default)]
    tags: Vec<u128>,
    #[serde(default)]
    answered_by: Vec<u128>,
    #[serde(default)]
    named: Vec<u128>,
    #[serde(default)]
    former_inboxes: Vec<u128>,
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
            bot,
            tags,
            created_at,
            active_at,
            newest: Newest { speaker, preview },
            waiting_since,
            answered_by,
            named,
            former_inboxes,
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
            status: (*status).into(),
            assignee: assignee.map(AgentId::bits),
            bot: bot.map(ChatflowId::bits),
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
            tags: tags.iter().map(|tag| tag.bits()).collect(),
            answered_by: answered_by.iter().map(|agent| agent.bits()).collect(),
            named: named.iter().map(|agent| agent.bits()).collect(),
            former_inboxes: former_inboxes.iter().map(|inbox| inbox.bits()).collect(),
        }
    }

    fn into_domain(self) -> Result<Conversation, Unreadable> {
        Ok(Conversation {
            id: ConversationId::from_bits(self.id),
            inbox: InboxId::from_bits(self.inbox),
            contact: ContactId::from_bits(self.contact),
            channel: self.channel.into(),
            subject: self.subject,
            status: self.status.into(),
            assignee: self.assignee.map(AgentId::from_bits),
            bot: self.bot.map(ChatflowId::from_bits),
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
            tags: self.tags.into_iter().map(TagId::from_bits).collect(),
            answered_by: self.answered_by.into_iter().map(AgentId::from_bits).collect(),
            named: self.named.into_iter().map(AgentId::from_bits).collect(),
            former_inboxes: self.former_inboxes.into_iter().map(InboxId::from_bits).collect(),
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
