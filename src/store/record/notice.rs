//! Notices and what agents want to be told of, as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId, NoticeId};
use crate::domain::moment::Moment;
use crate::domain::notice::{Loudness, Notice, What, Why};
use crate::domain::notice_preferences::{InboxNotices, NoticePreferences, QuietHours, Ways};

#[derive(Serialize, Deserialize)]
pub struct NoticeRecord {
    id: u128,
    agent: u128,
    at: u64,
    inbox: u128,
    conversation: u128,
    entry: u128,
    what: WhatRecord,
    why: WhyRecord,
    by: Option<u128>,
    is_read: bool,
    loud: LoudnessRecord,
}

#[derive(Serialize, Deserialize)]
enum WhatRecord {
    Assigned,
    Unassigned,
    Message,
    Comment,
    Mention,
    DeliveryFailed,
}

#[derive(Serialize, Deserialize)]
enum WhyRecord {
    Named,
    Assignee,
    Writer,
    Follower,
    Member,
}

#[derive(Serialize, Deserialize)]
struct LoudnessRecord {
    desktop: bool,
    sound: bool,
}

impl Record for NoticeRecord {
    type Domain = Notice;
    const TABLE: &'static str = "notices";

    fn from_domain(notice: &Notice) -> Self {
        let Notice { id, agent, at, inbox, conversation, entry, what, why, by, is_read, loud } = notice;
        Self {
            id: id.bits(),
            agent: agent.bits(),
            at: at.millis(),
            inbox: inbox.bits(),
            conversation: conversation.bits(),
            entry: entry.bits(),
            what: (*what).into(),
            why: match why {
                Why::Named => WhyRecord::Named,
                Why::Assignee => WhyRecord::Assignee,
                Why::Writer => WhyRecord::Writer,
                Why::Follower => WhyRecord::Follower,
                Why::Member => WhyRecord::Member,
            },
            by: by.map(AgentId::bits),
            is_read: *is_read,
            loud: (*loud).into(),
        }
    }

    fn into_domain(self) -> Result<Notice, Unreadable> {
        Ok(Notice {
            id: NoticeId::from_bits(self.id),
            agent: AgentId::from_bits(self.agent),
            at: Moment::from_millis(self.at),
            inbox: InboxId::from_bits(self.inbox),
            conversation: ConversationId::from_bits(self.conversation),
            entry: EntryId::from_bits(self.entry),
            what: self.what.into(),
            why: match self.why {
                WhyRecord::Named => Why::Named,
                WhyRecord::Assignee => Why::Assignee,
                WhyRecord::Writer => Why::Writer,
                WhyRecord::Follower => Why::Follower,
                WhyRecord::Member => Why::Member,
            },
            by: self.by.map(AgentId::from_bits),
            is_read: self.is_read,
            loud: self.loud.into(),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct NoticePreferencesRecord {
    events: Vec<(WhatRecord, WaysRecord)>,
    inboxes: Vec<(u128, InboxNoticesRecord)>,
    quiet: Option<QuietHoursRecord>,
}

#[derive(Serialize, Deserialize)]
struct WaysRecord {
    bell: bool,
    loud: LoudnessRecord,
    /// None: written before there was a choice.
    #[serde(default)]
    mail: Option<bool>,
}

#[derive(Serialize, Deserialize)]
enum InboxNoticesRecord {
    Everything,
    OnlyMine,
    Nothing,
}

#[derive(Serialize, Deserialize)]
struct QuietHoursRecord {
    from: u16,
    until: u16,
    weekends: bool,
    time_zone: String,
}

impl Record for NoticePreferencesRecord {
    type Domain = NoticePreferences;
    const TABLE: &'static str = "notice_preferences";

    fn from_domain(preferences: &NoticePreferences) -> Self {
        let NoticePreferences { events, inboxes, quiet } = preferences;
        let level = |level: &InboxNotices| match level {
            InboxNotices::Everything => InboxNoticesRecord::Everything,
            InboxNotices::OnlyMine => InboxNoticesRecord::OnlyMine,
            InboxNotices::Nothing => InboxNoticesRecord::Nothing,
        };
        let ways =
            |Ways { bell, loud, mail }: &Ways| WaysRecord { bell: *bell, loud: (*loud).into(), mail: Some(*mail) };
        Self {
            events: events.iter().map(|(what, one)| ((*what).into(), ways(one))).collect(),
            inboxes: inboxes.iter().map(|(inbox, one)| (inbox.bits(), level(one))).collect(),
            quiet: quiet.as_ref().map(|QuietHours { from, until, weekends, time_zone }| QuietHoursRecord {
                from: *from,
                until: *until,
                weekends: *weekends,
                time_zone: time_zone.clone(),
            }),
        }
    }

    fn into_domain(self) -> Result<NoticePreferences, Unreadable> {
        let level = |level| match level {
            InboxNoticesRecord::Everything => InboxNotices::Everything,
            InboxNoticesRecord::OnlyMine => InboxNotices::OnlyMine,
            InboxNoticesRecord::Nothing => InboxNotices::Nothing,
        };
        let event = |(what, WaysRecord { bell, loud, mail }): (WhatRecord, WaysRecord)| {
            let what = What::from(what);
            let mail = mail.unwrap_or(Ways::mails_by_default(what));
            (what, Ways { bell, loud: loud.into(), mail })
        };
        Ok(NoticePreferences {
            events: self.events.into_iter().map(event).collect(),
            inboxes: self.inboxes.into_iter().map(|(inbox, one)| (InboxId::from_bits(inbox), level(one))).collect(),
            quiet: self.quiet.map(|QuietHoursRecord { from, until, weekends, time_zone }| QuietHours {
                from,
                until,
                weekends,
                time_zone,
            }),
        })
    }
}

impl From<What> for WhatRecord {
    fn from(what: What) -> Self {
        match what {
            What::Assigned => Self::Assigned,
            What::Unassigned => Self::Unassigned,
            What::Message => Self::Message,
            What::Comment => Self::Comment,
            What::Mention => Self::Mention,
            What::DeliveryFailed => Self::DeliveryFailed,
        }
    }
}

impl From<WhatRecord> for What {
    fn from(record: WhatRecord) -> Self {
        match record {
            WhatRecord::Assigned => Self::Assigned,
            WhatRecord::Unassigned => Self::Unassigned,
            WhatRecord::Message => Self::Message,
            WhatRecord::Comment => Self::Comment,
            WhatRecord::Mention => Self::Mention,
            WhatRecord::DeliveryFailed => Self::DeliveryFailed,
        }
    }
}

impl From<Loudness> for LoudnessRecord {
    fn from(Loudness { desktop, sound }: Loudness) -> Self {
        Self { desktop, sound }
    }
}

impl From<LoudnessRecord> for Loudness {
    fn from(LoudnessRecord { desktop, sound }: LoudnessRecord) -> Self {
        Self { desktop, sound }
    }
}
