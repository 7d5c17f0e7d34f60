//! For whom news waits that may be mailed, and up to where it was.

use super::error::StoreError;
use super::schema::AWAY_MAIL;
use super::transaction::{Go, Reading, Writing};
use crate::domain::ids::{AgentId, NoticeId};
use crate::domain::moment::Moment;

/// What is kept of one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AwayMail {
    /// Since when something waits, if it does.
    pub since: Option<Moment>,
    /// The newest notice that was mailed.
    pub mailed_up_to: Option<NoticeId>,
    pub mailed_at: Option<Moment>,
}

impl Reading<'_> {
    pub fn away_mail(&self, agent: AgentId) -> Result<AwayMail, StoreError> {
        Ok(self.get(AWAY_MAIL, agent.bits(), from_row)?.unwrap_or_default())
    }

    /// Everybody for whom something waits.
    pub fn away_mails_waiting(&self) -> Result<Vec<(AgentId, Moment)>, StoreError> {
        let mut waiting = Vec::new();
        self.scan(AWAY_MAIL, 0.., |agent, row| {
            waiting.extend(from_row(row).since.map(|since| (AgentId::from_bits(agent), since)));
            Go::On
        })?;
        Ok(waiting)
    }
}

impl Writing<'_> {
    pub fn save_away_mail(&self, agent: AgentId, kept: AwayMail) -> Result<(), StoreError> {
        let AwayMail { since, mailed_up_to, mailed_at } = kept;
        let millis = |moment: Option<Moment>| moment.map_or(0, Moment::millis);
        let row = (millis(since), mailed_up_to.map_or(0, NoticeId::bits), millis(mailed_at));
        self.put(AWAY_MAIL, agent.bits(), row)
    }
}

fn from_row((since, mailed_up_to, mailed_at): (u64, u128, u64)) -> AwayMail {
    let moment = |millis: u64| (millis != 0).then(|| Moment::from_millis(millis));
    AwayMail {
        since: moment(since),
        mailed_up_to: (mailed_up_to != 0).then(|| NoticeId::from_bits(mailed_up_to)),
        mailed_at: moment(mailed_at),
    }
}
