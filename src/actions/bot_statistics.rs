//! How visitors came through a bot: of the whole, and step by step.

use std::collections::BTreeMap;

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::bot::session::Counted;
use crate::domain::ids::ChatflowId;
use crate::domain::limit::BOT_STATISTICS_DAYS_MAX;
use crate::domain::moment::Moment;

/// What was counted in a span of time, to the hour.
pub fn show_bot_statistics(
    context: &Context,
    actor: &Actor,
    chatflow: ChatflowId,
    from: Moment,
    until: Moment,
) -> Result<BTreeMap<Counted, u64>, ActionError> {
    demand_administrator(actor)?;
    let days = until.since(from).as_secs() / (24 * 3600);
    if until < from || BOT_STATISTICS_DAYS_MAX < days {
        let reason = format!("Choose a span of at most {BOT_STATISTICS_DAYS_MAX} days.");
        return Err(ActionError::invalid("until", reason));
    }
    Ok(context.store.read(|tx| tx.bot_counts(chatflow, from, until))?)
}
