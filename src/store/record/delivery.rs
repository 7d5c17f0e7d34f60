//! Deliveries as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::delivery::{Delivery, DeliveryState, Outcome, Recipient};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{ConversationId, DeliveryId, EntryId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct DeliveryRecord {
    id: u128,
    conversation: u128,
    entry: u128,
    queued_at: u64,
    state: StateRecord,
    recipients: Vec<RecipientRecord>,
}

#[derive(Serialize, Deserialize)]
enum StateRecord {
    Waiting { due: u64, attempts: u32 },
    Leased { until: u64, attempts: u32 },
    Finished { at: u64 },
}

#[derive(Serialize, Deserialize)]
struct RecipientRecord {
    address: String,
    outcome: OutcomeRecord,
}

#[derive(Serialize, Deserialize)]
enum OutcomeRecord {
    Pending { words: Option<String> },
    Delivered { at: u64, words: String },
    Failed { at: u64, words: String },
}

impl Record for DeliveryRecord {
    type Domain = Delivery;
    const TABLE: &'static str = "deliveries";

    fn from_domain(delivery: &Delivery) -> Self {
        let Delivery { id, conversation, entry, queued_at, state, recipients } = delivery;
        Self {
            id: id.bits(),
            conversation: conversation.bits(),
            entry: entry.bits(),
            queued_at: queued_at.millis(),
            state: match *state {
                DeliveryState::Waiting { due, attempts } => StateRecord::Waiting { due: due.millis(), attempts },
                DeliveryState::Leased { until, attempts } => StateRecord::Leased { until: until.millis(), attempts },
                DeliveryState::Finished { at } => StateRecord::Finished { at: at.millis() },
            },
            recipients: recipients.iter().map(RecipientRecord::from).collect(),
        }
    }

    fn into_domain(self) -> Result<Delivery, Unreadable> {
        Ok(Delivery {
            id: DeliveryId::from_bits(self.id),
            conversation: ConversationId::from_bits(self.conversation),
            entry: EntryId::from_bits(self.entry),
            queued_at: Moment::from_millis(self.queued_at),
            state: match self.state {
                StateRecord::Waiting { due, attempts } => {
                    DeliveryState::Waiting { due: Moment::from_millis(due), attempts }
                }
                StateRecord::Leased { until, attempts } => {
                    DeliveryState::Leased { until: Moment::from_millis(until), attempts }
                }
                StateRecord::Finished { at } => DeliveryState::Finished { at: Moment::from_millis(at) },
            },
            recipients: self.recipients.into_iter().map(RecipientRecord::into_domain).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Recipient> for RecipientRecord {
    fn from(recipient: &Recipient) -> Self {
        let Recipient { address, outcome } = recipient;
        Self {
            address: address.as_str().to_owned(),
            outcome: match outcome {
                Outcome::Pending { words } => OutcomeRecord::Pending { words: words.clone() },
                Outcome::Delivered { at, words } => OutcomeRecord::Delivered { at: at.millis(), words: words.clone() },
                Outcome::Failed { at, words } => OutcomeRecord::Failed { at: at.millis(), words: words.clone() },
            },
        }
    }
}

impl RecipientRecord {
    fn into_domain(self) -> Result<Recipient, Unreadable> {
        Ok(Recipient {
            address: EmailAddress::parse(&self.address)?,
            outcome: match self.outcome {
                OutcomeRecord::Pending { words } => Outcome::Pending { words },
                OutcomeRecord::Delivered { at, words } => Outcome::Delivered { at: Moment::from_millis(at), words },
                OutcomeRecord::Failed { at, words } => Outcome::Failed { at: Moment::from_millis(at), words },
            },
        })
    }
}
