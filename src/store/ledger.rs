//! The mail ledger, newest first, by verdict and by address.

use std::ops::Bound;

use super::error::StoreError;
use super::record::LedgerRecord;
use super::schema::{LEDGER, LEDGER_BY_ADDRESS, LEDGER_BY_VERDICT};
use super::transaction::{Go, Reading, Writing};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::LedgerId;
use crate::domain::mail_ledger::{LedgerRow, LedgerVerdict};
use crate::domain::moment::Moment;

/// How far the number of a row may be from the moment of its mail, in milliseconds.
const NUMBERED_WITHIN_MS: u64 = 1_000;

/// The verdicts that a reader can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerKind {
    Began,
    Joined,
    Duplicate,
}

/// Which rows a reader wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerFilter {
    All,
    Kind(LedgerKind),
    /// From or to this address.
    Address(EmailAddress),
}

impl LedgerKind {
    const fn of(verdict: &LedgerVerdict) -> Self {
        match verdict {
            LedgerVerdict::Began { .. } => Self::Began,
            LedgerVerdict::Joined { .. } => Self::Joined,
            LedgerVerdict::Duplicate { .. } => Self::Duplicate,
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Began => 1,
            Self::Joined => 2,
            Self::Duplicate => 3,
        }
    }
}

impl Reading<'_> {
    /// Whether any mail ever came.
    pub fn has_ledger_rows(&self) -> Result<bool, StoreError> {
        let mut has = false;
        self.scan(LEDGER, 0.., |_, _| {
            has = true;
            Go::Stop
        })?;
        Ok(has)
    }

    pub fn ledger_row(&self, id: LedgerId) -> Result<Option<LedgerRow>, StoreError> {
        self.record::<_, LedgerRecord>(LEDGER, id.bits())
    }

    /// At most `rows_max` rows before one, newest first.
    pub fn ledger_before(
        &self,
        filter: &LedgerFilter,
        before: Option<LedgerId>,
        rows_max: usize,
    ) -> Result<Vec<LedgerRow>, StoreError> {
        let end = before.map_or(u128::MAX, LedgerId::bits);
        let mut ids = Vec::new();
        let mut take = |id| {
            ids.push(LedgerId::from_bits(id));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        };
        match filter {
            LedgerFilter::All => self.scan_back(LEDGER, ..end, |id, _| take(id))?,
            LedgerFilter::Kind(kind) => {
                let range = (Bound::Included((kind.code(), 0)), Bound::Excluded((kind.code(), end)));
                self.scan_back(LEDGER_BY_VERDICT, range, |(_, id), ()| take(id))?;
            }
            LedgerFilter::Address(address) => {
                let address = address.as_str();
                let range = (Bound::Included((address, 0)), Bound::Excluded((address, end)));
                self.scan_back(LEDGER_BY_ADDRESS, range, |(_, id), ()| take(id))?;
            }
        }
        let row = |id: &LedgerId| {
            let lost = || StoreError::Damaged { table: "ledger", reason: "an index leads to no row".into() };
            self.ledger_row(*id)?.ok_or_else(lost)
        };
        ids.iter().map(row).collect()
    }
}

impl Reading<'_> {
    /// At most `rows_max` rows from or to an address, from a moment on, oldest first.
    pub fn ledger_rows_from(
        &self,
        address: &EmailAddress,
        since: Moment,
        rows_max: usize,
    ) -> Result<Vec<LedgerRow>, StoreError> {
        // A row is numbered when it is written, which may be a little before or after the moment that its mail says.
        let start = u128::from(since.millis().saturating_sub(NUMBERED_WITHIN_MS)) << 80;
        let address = address.as_str();
        let mut ids = Vec::new();
        self.scan(LEDGER_BY_ADDRESS, (address, start)..=(address, u128::MAX), |(_, id), ()| {
            ids.push(LedgerId::from_bits(id));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        let rows = ids.into_iter().map(|id| self.ledger_row(id));
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

impl Writing<'_> {
    /// Writes a row; a row that was there before is found by its new decisions alone.
    pub fn save_ledger_row(&self, row: &LedgerRow) -> Result<(), StoreError> {
        let id = row.id.bits();
        if let Some(before) = self.ledger_row(row.id)? {
            for decision in &before.decisions {
                self.remove(LEDGER_BY_VERDICT, (LedgerKind::of(&decision.verdict).code(), id))?;
            }
        }
        for decision in &row.decisions {
            self.put(LEDGER_BY_VERDICT, (LedgerKind::of(&decision.verdict).code(), id), ())?;
        }
        let header_from = EmailAddress::parse(&row.header_from).ok();
        let senders = row.envelope.from.iter().chain(&header_from);
        for address in senders.chain(&row.envelope.recipients) {
            self.put(LEDGER_BY_ADDRESS, (address.as_str(), id), ())?;
        }
        self.put_record::<_, LedgerRecord>(LEDGER, id, row)
    }
}
