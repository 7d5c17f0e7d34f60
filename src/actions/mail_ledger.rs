//! The mail ledger, for administrators: what was accepted, what was decided, why.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::LedgerId;
use crate::domain::limit::PAGE_ROWS_MAX;
use crate::domain::mail_ledger::LedgerRow;
use crate::store::LedgerFilter;

/// A page of the ledger, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerPage {
    pub rows: Vec<LedgerRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<LedgerId>,
}

/// Rows that match a filter.
pub fn list_ledger(
    context: &Context,
    actor: &Actor,
    filter: &LedgerFilter,
    before: Option<LedgerId>,
    rows_max: usize,
) -> Result<LedgerPage, ActionError> {
    demand_administrator(actor)?;
    let rows_max = rows_max.clamp(1, PAGE_ROWS_MAX);
    let mut rows = context.store.read(|tx| tx.ledger_before(filter, before, rows_max + 1))?;
    let has_more = rows_max < rows.len();
    rows.truncate(rows_max);
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok(LedgerPage { rows, next })
}

/// One row.
pub fn show_ledger_row(context: &Context, actor: &Actor, id: LedgerId) -> Result<LedgerRow, ActionError> {
    demand_administrator(actor)?;
    context.store.read(|tx| tx.ledger_row(id))?.ok_or(ActionError::NotFound)
}

/// The mail of a row as it came.
pub fn show_ledger_raw(context: &Context, actor: &Actor, id: LedgerId) -> Result<Vec<u8>, ActionError> {
    let row = show_ledger_row(context, actor, id)?;
    demand_bytes(&row)?;
    Ok(context.store.read_blob(&row.raw)?)
}

/// Refuses what needs the bytes of a mail that was erased.
pub(super) fn demand_bytes(row: &LedgerRow) -> Result<(), ActionError> {
    match row.erased_at {
        Some(_) => Err(ActionError::conflict("erased", "This mail was erased with its conversation.")),
        None => Ok(()),
    }
}

/// Refuses whoever may not change settings.
pub(super) fn demand_administrator(actor: &Actor) -> Result<(), ActionError> {
    if actor.is_administrator() { Ok(()) } else { Err(ActionError::NotPermitted) }
}
