//! Jobs on many conversations, with what they did to each, so that they go on after a restart and
//! can be undone.

use super::error::StoreError;
use super::record::{JobRecord, JobStepRecord, Record};
use super::schema::{JOB_STEPS, JOBS, JOBS_WAITING};
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::ids::{ConversationId, JobId};
use crate::domain::job::{Job, JobStep, Stage};
use crate::domain::moment::Moment;

impl Reading<'_> {
    /// A job of this actor.
    pub fn job_for(&self, actor: &Actor, id: JobId) -> Result<Option<Job>, StoreError> {
        Ok(self.any_job(id)?.filter(|job| job.agent == actor.agent))
    }

    /// A job, for the worker.
    pub fn any_job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        self.record::<_, JobRecord>(JOBS, id.bits())
    }

    /// The job that waits longest.
    pub fn first_waiting_job(&self) -> Result<Option<JobId>, StoreError> {
        let mut first = None;
        self.scan(JOBS_WAITING, 0.., |id, ()| {
            first = Some(JobId::from_bits(id));
            Go::Stop
        })?;
        Ok(first)
    }

    /// At most `rows_max` of the conversations that a job has changed and not put back.
    pub fn job_steps(&self, id: JobId, rows_max: usize) -> Result<Vec<(ConversationId, JobStep)>, StoreError> {
        let mut steps = Vec::new();
        let range = (id.bits(), 0)..=(id.bits(), u128::MAX);
        self.scan(JOB_STEPS, range, |(_, conversation), record| {
            steps.push(JobStepRecord::decode(record).map(|step| (ConversationId::from_bits(conversation), step)));
            if steps.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        steps.into_iter().collect()
    }

    /// The oldest job that began before a moment.
    pub fn job_before(&self, moment: Moment) -> Result<Option<JobId>, StoreError> {
        let mut first = None;
        // Ids begin with the milliseconds at which they were made (RFC 9562, 5.7).
        self.scan(JOBS, 0..u128::from(moment.millis()) << 80, |id, _| {
            first = Some(JobId::from_bits(id));
            Go::Stop
        })?;
        Ok(first)
    }
}

impl Writing<'_> {
    /// Writes a job and its place among those that wait for the worker.
    pub fn save_job(&self, job: &Job) -> Result<(), StoreError> {
        match job.stage {
            Stage::Doing | Stage::Undoing => self.put(JOBS_WAITING, job.id.bits(), ())?,
            Stage::Done | Stage::Undone => drop(self.remove(JOBS_WAITING, job.id.bits())?),
        }
        self.put_record::<_, JobRecord>(JOBS, job.id.bits(), job)
    }

    pub fn remove_job(&self, id: JobId) -> Result<(), StoreError> {
        self.remove(JOBS_WAITING, id.bits())?;
        self.remove(JOBS, id.bits()).map(drop)
    }

    pub fn save_job_step(&self, id: JobId, conversation: ConversationId, step: &JobStep) -> Result<(), StoreError> {
        self.put_record::<_, JobStepRecord>(JOB_STEPS, (id.bits(), conversation.bits()), step)
    }

    pub fn remove_job_step(&self, id: JobId, conversation: ConversationId) -> Result<(), StoreError> {
        self.remove(JOB_STEPS, (id.bits(), conversation.bits())).map(drop)
    }
}
