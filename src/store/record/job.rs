//! Jobs and their steps as they are stored.

use serde::{Deserialize, Serialize};

use super::chat::ChannelKindRecord;
use super::status::StatusRecord;
use super::{Record, Unreadable};
use crate::domain::conversation::{OnReply, StatusKind};
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId, JobId, TagId};
use crate::domain::job::{BulkDeed, Job, JobStep, Snapshot, Stage, Targets};
use crate::domain::moment::Moment;
use crate::domain::view::{Facet, Order, Selection};

#[derive(Serialize, Deserialize)]
pub struct JobRecord {
    id: u128,
    agent: u128,
    deed: DeedRecord,
    targets: TargetsRecord,
    stage: StageRecord,
    total: u64,
    done: u64,
    changed: u64,
    created_at: u64,
}

#[derive(Serialize, Deserialize)]
enum DeedRecord {
    Assign(Option<u128>),
    Close,
    Reopen,
    Snooze { until: Option<u64>, wakes_on_reply: bool },
    Wake,
    Tag(u128),
    Untag(u128),
    MarkSpam,
    UnmarkSpam,
    Trash,
    Restore,
}

#[derive(Serialize, Deserialize)]
enum TargetsRecord {
    Named(Vec<u128>),
    Selected { selection: SelectionRecord, inboxes: Vec<u128>, after: Option<(u64, u128)> },
}

#[derive(Serialize, Deserialize)]
struct SelectionRecord {
    statuses: Vec<KindRecord>,
    facets: Vec<FacetRecord>,
    since: Option<u64>,
    until: Option<u64>,
    order: OrderRecord,
}

#[derive(Serialize, Deserialize)]
enum KindRecord {
    Open,
    Snoozed,
    Closed,
    Spam,
    Trashed,
}

#[derive(Serialize, Deserialize)]
enum FacetRecord {
    Assignee(Option<u128>),
    Bot,
    AnsweredBy(u128),
    Named(u128),
    Contact(u128),
    Tag(u128),
    Channel(ChannelKindRecord),
}

#[derive(Serialize, Deserialize)]
enum OrderRecord {
    Newest,
    Oldest,
    LongestWaiting,
}

#[derive(Serialize, Deserialize)]
enum StageRecord {
    Doing,
    Done,
    Undoing,
    Undone,
}

#[derive(Serialize, Deserialize)]
pub struct JobStepRecord {
    before: SnapshotRecord,
    after: SnapshotRecord,
}

#[derive(Serialize, Deserialize)]
struct SnapshotRecord {
    status: StatusRecord,
    assignee: Option<u128>,
    tags: Vec<u128>,
    waiting_since: Option<u64>,
}

impl Record for JobRecord {
    type Domain = Job;
    const TABLE: &'static str = "jobs";

    fn from_domain(job: &Job) -> Self {
        let Job { id, agent, deed, targets, stage, total, done, changed, created_at } = job;
        Self {
            id: id.bits(),
            agent: agent.bits(),
            deed: (*deed).into(),
            targets: targets.into(),
            stage: match stage {
                Stage::Doing => StageRecord::Doing,
                Stage::Done => StageRecord::Done,
                Stage::Undoing => StageRecord::Undoing,
                Stage::Undone => StageRecord::Undone,
            },
            total: *total,
            done: *done,
            changed: *changed,
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Job, Unreadable> {
        let Self { id, agent, deed, targets, stage, total, done, changed, created_at } = self;
        Ok(Job {
            id: JobId::from_bits(id),
            agent: AgentId::from_bits(agent),
            deed: deed.into(),
            targets: targets.into(),
            stage: match stage {
                StageRecord::Doing => Stage::Doing,
                StageRecord::Done => Stage::Done,
                StageRecord::Undoing => Stage::Undoing,
                StageRecord::Undone => Stage::Undone,
            },
            total,
            done,
            changed,
            created_at: Moment::from_millis(created_at),
        })
    }
}

impl From<BulkDeed> for DeedRecord {
    fn from(deed: BulkDeed) -> Self {
        match deed {
            BulkDeed::Assign(agent) => Self::Assign(agent.map(AgentId::bits)),
            BulkDeed::Close => Self::Close,
            BulkDeed::Reopen => Self::Reopen,
            BulkDeed::Snooze { until, on_reply } => {
                Self::Snooze { until: until.map(Moment::millis), wakes_on_reply: on_reply == OnReply::Wakes }
            }
            BulkDeed::Wake => Self::Wake,
            BulkDeed::Tag(tag) => Self::Tag(tag.bits()),
            BulkDeed::Untag(tag) => Self::Untag(tag.bits()),
            BulkDeed::MarkSpam => Self::MarkSpam,
            BulkDeed::UnmarkSpam => Self::UnmarkSpam,
            BulkDeed::Trash => Self::Trash,
            BulkDeed::Restore => Self::Restore,
        }
    }
}

impl From<DeedRecord> for BulkDeed {
    fn from(record: DeedRecord) -> Self {
        match record {
            DeedRecord::Assign(agent) => Self::Assign(agent.map(AgentId::from_bits)),
            DeedRecord::Close => Self::Close,
            DeedRecord::Reopen => Self::Reopen,
            DeedRecord::Snooze { until, wakes_on_reply } => Self::Snooze {
                until: until.map(Moment::from_millis),
                on_reply: if wakes_on_reply { OnReply::Wakes } else { OnReply::SleepsOn },
            },
            DeedRecord::Wake => Self::Wake,
            DeedRecord::Tag(tag) => Self::Tag(TagId::from_bits(tag)),
            DeedRecord::Untag(tag) => Self::Untag(TagId::from_bits(tag)),
            DeedRecord::MarkSpam => Self::MarkSpam,
            DeedRecord::UnmarkSpam => Self::UnmarkSpam,
            DeedRecord::Trash => Self::Trash,
            DeedRecord::Restore => Self::Restore,
        }
    }
}

impl From<&Targets> for TargetsRecord {
    fn from(targets: &Targets) -> Self {
        match targets {
            Targets::Named(ids) => Self::Named(ids.iter().map(|id| id.bits()).collect()),
            Targets::Selected { selection, inboxes, after } => Self::Selected {
                selection: selection.into(),
                inboxes: inboxes.iter().map(|inbox| inbox.bits()).collect(),
                after: after.map(|(order, id)| (order, id.bits())),
            },
        }
    }
}

impl From<TargetsRecord> for Targets {
    fn from(record: TargetsRecord) -> Self {
        match record {
            TargetsRecord::Named(ids) => Self::Named(ids.into_iter().map(ConversationId::from_bits).collect()),
            TargetsRecord::Selected { selection, inboxes, after } => Self::Selected {
                selection: selection.into(),
                inboxes: inboxes.into_iter().map(InboxId::from_bits).collect(),
                after: after.map(|(order, id)| (order, ConversationId::from_bits(id))),
            },
        }
    }
}

impl From<&Selection> for SelectionRecord {
    fn from(selection: &Selection) -> Self {
        let Selection { statuses, facets, since, until, order } = selection;
        let kind = |kind: &StatusKind| match kind {
            StatusKind::Open => KindRecord::Open,
            StatusKind::Snoozed => KindRecord::Snoozed,
            StatusKind::Closed => KindRecord::Closed,
            StatusKind::Spam => KindRecord::Spam,
            StatusKind::Trashed => KindRecord::Trashed,
        };
        let facet = |facet: &Facet| match facet {
            Facet::Assignee(agent) => FacetRecord::Assignee(agent.map(AgentId::bits)),
            Facet::Bot => FacetRecord::Bot,
            Facet::AnsweredBy(agent) => FacetRecord::AnsweredBy(agent.bits()),
            Facet::Named(agent) => FacetRecord::Named(agent.bits()),
            Facet::Contact(contact) => FacetRecord::Contact(contact.bits()),
            Facet::Tag(tag) => FacetRecord::Tag(tag.bits()),
            Facet::Channel(channel) => FacetRecord::Channel((*channel).into()),
        };
        Self {
            statuses: statuses.iter().map(kind).collect(),
            facets: facets.iter().map(facet).collect(),
            since: since.map(Moment::millis),
            until: until.map(Moment::millis),
            order: match order {
                Order::Newest => OrderRecord::Newest,
                Order::Oldest => OrderRecord::Oldest,
                Order::LongestWaiting => OrderRecord::LongestWaiting,
            },
        }
    }
}

impl From<SelectionRecord> for Selection {
    fn from(record: SelectionRecord) -> Self {
        let kind = |kind| match kind {
            KindRecord::Open => StatusKind::Open,
            KindRecord::Snoozed => StatusKind::Snoozed,
            KindRecord::Closed => StatusKind::Closed,
            KindRecord::Spam => StatusKind::Spam,
            KindRecord::Trashed => StatusKind::Trashed,
        };
        let facet = |facet| match facet {
            FacetRecord::Assignee(agent) => Facet::Assignee(agent.map(AgentId::from_bits)),
            FacetRecord::Bot => Facet::Bot,
            FacetRecord::AnsweredBy(agent) => Facet::AnsweredBy(AgentId::from_bits(agent)),
            FacetRecord::Named(agent) => Facet::Named(AgentId::from_bits(agent)),
            FacetRecord::Contact(contact) => Facet::Contact(ContactId::from_bits(contact)),
            FacetRecord::Tag(tag) => Facet::Tag(TagId::from_bits(tag)),
            FacetRecord::Channel(channel) => Facet::Channel(channel.into()),
        };
        Self {
            statuses: record.statuses.into_iter().map(kind).collect(),
            facets: record.facets.into_iter().map(facet).collect(),
            since: record.since.map(Moment::from_millis),
            until: record.until.map(Moment::from_millis),
            order: match record.order {
                OrderRecord::Newest => Order::Newest,
                OrderRecord::Oldest => Order::Oldest,
                OrderRecord::LongestWaiting => Order::LongestWaiting,
            },
        }
    }
}

impl Record for JobStepRecord {
    type Domain = JobStep;
    const TABLE: &'static str = "job_steps";

    fn from_domain(step: &JobStep) -> Self {
        let JobStep { before, after } = step;
        Self { before: before.into(), after: after.into() }
    }

    fn into_domain(self) -> Result<JobStep, Unreadable> {
        Ok(JobStep { before: self.before.into(), after: self.after.into() })
    }
}

impl From<&Snapshot> for SnapshotRecord {
    fn from(snapshot: &Snapshot) -> Self {
        let Snapshot { status, assignee, tags, waiting_since } = snapshot;
        Self {
            status: (*status).into(),
            assignee: assignee.map(AgentId::bits),
            tags: tags.iter().map(|tag| tag.bits()).collect(),
            waiting_since: waiting_since.map(Moment::millis),
        }
    }
}

impl From<SnapshotRecord> for Snapshot {
    fn from(record: SnapshotRecord) -> Self {
        let SnapshotRecord { status, assignee, tags, waiting_since } = record;
        Self {
            status: status.into(),
            assignee: assignee.map(AgentId::from_bits),
            tags: tags.into_iter().map(TagId::from_bits).collect(),
            waiting_since: waiting_since.map(Moment::from_millis),
        }
    }
}
