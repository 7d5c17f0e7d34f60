//! Deliveries, and the outbox: which of them is due when.

use super::error::StoreError;
use super::record::DeliveryRecord;
use super::schema::{DELIVERIES, NOTICE_MAIL_OUTBOX, OUTBOX};
use super::transaction::{Go, Reading, Writing};
use crate::domain::delivery::Delivery;
use crate::domain::ids::DeliveryId;
use crate::domain::moment::Moment;

/// Deliveries that are counted one by one before the answer is "many".
const WAITING_COUNTED_MAX: usize = 10_000;

/// What the outbox still has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxState {
    /// At most ten thousand are counted.
    pub waiting: usize,
    pub oldest_due: Option<Moment>,
}

impl Reading<'_> {
    pub fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.record::<_, DeliveryRecord>(DELIVERIES, id.bits())
    }

    /// The delivery that is due first, and when.
    pub fn first_due(&self) -> Result<Option<(Moment, DeliveryId)>, StoreError> {
        let mut first = None;
        self.scan(OUTBOX, (0, 0).., |(due, id), ()| {
            first = Some((Moment::from_millis(due), DeliveryId::from_bits(id)));
            Go::Stop
        })?;
        Ok(first)
    }

    /// At most so many deliveries that are not finished, due first.
    pub fn waiting_deliveries(&self, rows_max: usize) -> Result<Vec<Delivery>, StoreError> {
        let mut ids = Vec::new();
        self.scan(OUTBOX, (0, 0).., |(_, id), ()| {
            ids.push(DeliveryId::from_bits(id));
            if ids.len() < rows_max { Go::On } else { Go::Stop }
        })?;
        let deliveries: Result<Vec<_>, _> = ids.into_iter().map(|id| self.delivery(id)).collect();
        Ok(deliveries?.into_iter().flatten().collect())
    }

    /// Whether a message was ever sent.
    pub fn has_deliveries(&self) -> Result<bool, StoreError> {
        let mut has = false;
        self.scan(DELIVERIES, 0.., |_, _| {
            has = true;
            Go::Stop
        })?;
        Ok(has)
    }

    pub fn outbox_state(&self) -> Result<OutboxState, StoreError> {
        let mut waiting = 0;
        let mut count = |_: (u64, u128), (): ()| {
            waiting += 1;
            if waiting < WAITING_COUNTED_MAX { Go::On } else { Go::Stop }
        };
        self.scan(OUTBOX, (0, 0).., &mut count)?;
        self.scan(NOTICE_MAIL_OUTBOX, (0, 0).., &mut count)?;
        let message_due = self.first_due()?.map(|(due, _)| due);
        let notice_due = self.first_due_notice_mail()?.map(|(due, _)| due);
        Ok(OutboxState { waiting, oldest_due: message_due.into_iter().chain(notice_due).min() })
    }
}

impl Writing<'_> {
    /// Writes a delivery and its place in the outbox.
    pub fn save_delivery(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let id = delivery.id.bits();
        if let Some(due) = self.delivery(delivery.id)?.and_then(|before| before.due()) {
            self.remove(OUTBOX, (due.millis(), id))?;
        }
        if let Some(due) = delivery.due() {
            self.put(OUTBOX, (due.millis(), id), ())?;
        }
        self.put_record::<_, DeliveryRecord>(DELIVERIES, id, delivery)
    }

    /// Takes a delivery back that has not begun.
    pub fn remove_delivery(&self, delivery: &Delivery) -> Result<(), StoreError> {
        if let Some(due) = delivery.due() {
            self.remove(OUTBOX, (due.millis(), delivery.id.bits()))?;
        }
        self.remove(DELIVERIES, delivery.id.bits()).map(drop)
    }
}
