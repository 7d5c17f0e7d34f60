//! Chats, visitors and what opens the door for them, as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::channel::ChannelKind;
use crate::domain::chat::{Chat, ChatVerdict, Rating};
use crate::domain::ids::{AgentId, ChannelId, ChatflowId, ContactId, ConversationId, EntryId, VisitorId};
use crate::domain::moment::Moment;
use crate::domain::visitor::{Device, PageFacts, Visitor, VisitorIdentity, VisitorStanding, VisitorToken};

#[derive(Serialize, Deserialize, Default)]
pub(super) enum ChannelKindRecord {
    #[default]
    Email,
    Chat,
    Form,
}

impl From<ChannelKind> for ChannelKindRecord {
    fn from(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::Email => Self::Email,
            ChannelKind::Chat => Self::Chat,
            ChannelKind::Form => Self::Form,
        }
    }
}

impl From<ChannelKindRecord> for ChannelKind {
    fn from(record: ChannelKindRecord) -> Self {
        match record {
            ChannelKindRecord::Email => Self::Email,
            ChannelKindRecord::Chat => Self::Chat,
            ChannelKindRecord::Form => Self::Form,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct ChatRecord {
    conversation: u128,
    channel: u128,
    visitor: u128,
    chatflow: Option<u128>,
    began_on: PageRecord,
    visitor_seen: Option<u128>,
    unread: u32,
    unseen_since: Option<u64>,
    people: Vec<u128>,
    agents_seen: Option<u128>,
    mailed_up_to: Option<u128>,
    mail_due: Option<u64>,
    rating: Option<RatingRecord>,
    transcript_at: Option<u64>,
    ended_at: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct PageRecord {
    url: String,
    title: String,
    referrer: String,
    language: String,
    device: DeviceRecord,
}

#[derive(Serialize, Deserialize)]
enum DeviceRecord {
    Desktop,
    Phone,
    Tablet,
}

#[derive(Serialize, Deserialize)]
struct RatingRecord {
    verdict: VerdictRecord,
    comment: String,
    at: u64,
}

#[derive(Serialize, Deserialize)]
enum VerdictRecord {
    Good,
    Neutral,
    Bad,
}

impl Record for ChatRecord {
    type Domain = Chat;
    const TABLE: &'static str = "chats";

    fn from_domain(chat: &Chat) -> Self {
        let Chat {
            conversation,
            channel,
            visitor,
            chatflow,
            began_on,
            visitor_seen,
            unread,
            unseen_since,
            people,
            agents_seen,
            mailed_up_to,
            mail_due,
            rating,
            transcript_at,
            ended_at,
        } = chat;
        Self {
            conversation: conversation.bits(),
            channel: channel.bits(),
            visitor: visitor.bits(),
            chatflow: chatflow.map(ChatflowId::bits),
            began_on: began_on.into(),
            visitor_seen: visitor_seen.map(EntryId::bits),
            unread: *unread,
            unseen_since: unseen_since.map(Moment::millis),
            people: people.iter().map(|agent| agent.bits()).collect(),
            agents_seen: agents_seen.map(EntryId::bits),
            mailed_up_to: mailed_up_to.map(EntryId::bits),
            mail_due: mail_due.map(Moment::millis),
            rating: rating.as_ref().map(RatingRecord::from),
            transcript_at: transcript_at.map(Moment::millis),
            ended_at: ended_at.map(Moment::millis),
        }
    }

    fn into_domain(self) -> Result<Chat, Unreadable> {
        Ok(Chat {
            conversation: ConversationId::from_bits(self.conversation),
            channel: ChannelId::from_bits(self.channel),
            visitor: VisitorId::from_bits(self.visitor),
            chatflow: self.chatflow.map(ChatflowId::from_bits),
            began_on: self.began_on.into(),
            visitor_seen: self.visitor_seen.map(EntryId::from_bits),
            unread: self.unread,
            unseen_since: self.unseen_since.map(Moment::from_millis),
            people: self.people.into_iter().map(AgentId::from_bits).collect(),
            agents_seen: self.agents_seen.map(EntryId::from_bits),
            mailed_up_to: self.mailed_up_to.map(EntryId::from_bits),
            mail_due: self.mail_due.map(Moment::from_millis),
            rating: self.rating.map(Rating::from),
            transcript_at: self.transcript_at.map(Moment::from_millis),
            ended_at: self.ended_at.map(Moment::from_millis),
        })
    }
}

impl From<&PageFacts> for PageRecord {
    fn from(facts: &PageFacts) -> Self {
        let PageFacts { url, title, referrer, language, device } = facts;
        Self {
            url: url.clone(),
            title: title.clone(),
            referrer: referrer.clone(),
            language: language.clone(),
            device: match device {
                Device::Desktop => DeviceRecord::Desktop,
                Device::Phone => DeviceRecord::Phone,
                Device::Tablet => DeviceRecord::Tablet,
            },
        }
    }
}

impl From<PageRecord> for PageFacts {
    fn from(record: PageRecord) -> Self {
        let PageRecord { url, title, referrer, language, device } = record;
        let device = match device {
            DeviceRecord::Desktop => Device::Desktop,
            DeviceRecord::Phone => Device::Phone,
            DeviceRecord::Tablet => Device::Tablet,
        };
        Self { url, title, referrer, language, device }
    }
}

impl From<&Rating> for RatingRecord {
    fn from(rating: &Rating) -> Self {
        let Rating { verdict, comment, at } = rating;
        Self {
            verdict: match verdict {
                ChatVerdict::Good => VerdictRecord::Good,
                ChatVerdict::Neutral => VerdictRecord::Neutral,
                ChatVerdict::Bad => VerdictRecord::Bad,
            },
            comment: comment.clone(),
            at: at.millis(),
        }
    }
}

impl From<RatingRecord> for Rating {
    fn from(record: RatingRecord) -> Self {
        let RatingRecord { verdict, comment, at } = record;
        Self {
            verdict: match verdict {
                VerdictRecord::Good => ChatVerdict::Good,
                VerdictRecord::Neutral => ChatVerdict::Neutral,
                VerdictRecord::Bad => ChatVerdict::Bad,
            },
            comment,
            at: Moment::from_millis(at),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct VisitorRecord {
    id: u128,
    channel: u128,
    contact: u128,
    /// None for a browser that nobody vouches for.
    subject: Option<String>,
    is_blocked: bool,
    created_at: u64,
    seen_at: u64,
}

impl Record for VisitorRecord {
    type Domain = Visitor;
    const TABLE: &'static str = "visitors";

    fn from_domain(visitor: &Visitor) -> Self {
        let Visitor { id, channel, contact, identity, standing, created_at, seen_at } = visitor;
        Self {
            id: id.bits(),
            channel: channel.bits(),
            contact: contact.bits(),
            subject: match identity {
                VisitorIdentity::Anonymous => None,
                VisitorIdentity::SignedIn { subject } => Some(subject.clone()),
            },
            is_blocked: match standing {
                VisitorStanding::Welcome => false,
                VisitorStanding::Blocked => true,
            },
            created_at: created_at.millis(),
            seen_at: seen_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Visitor, Unreadable> {
        Ok(Visitor {
            id: VisitorId::from_bits(self.id),
            channel: ChannelId::from_bits(self.channel),
            contact: ContactId::from_bits(self.contact),
            identity: match self.subject {
                None => VisitorIdentity::Anonymous,
                Some(subject) => VisitorIdentity::SignedIn { subject },
            },
            standing: if self.is_blocked { VisitorStanding::Blocked } else { VisitorStanding::Welcome },
            created_at: Moment::from_millis(self.created_at),
            seen_at: Moment::from_millis(self.seen_at),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct VisitorTokenRecord {
    digest: [u8; 32],
    visitor: u128,
    channel: u128,
    expires_at: u64,
}

impl Record for VisitorTokenRecord {
    type Domain = VisitorToken;
    const TABLE: &'static str = "visitor_tokens";

    fn from_domain(token: &VisitorToken) -> Self {
        let VisitorToken { digest, visitor, channel, expires_at } = token;
        Self { digest: *digest, visitor: visitor.bits(), channel: channel.bits(), expires_at: expires_at.millis() }
    }

    fn into_domain(self) -> Result<VisitorToken, Unreadable> {
        Ok(VisitorToken {
            digest: self.digest,
            visitor: VisitorId::from_bits(self.visitor),
            channel: ChannelId::from_bits(self.channel),
            expires_at: Moment::from_millis(self.expires_at),
        })
    }
}
