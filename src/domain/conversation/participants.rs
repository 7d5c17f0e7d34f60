//! Who outside takes part in a conversation.

use super::Conversation;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::limit::PARTICIPANTS_MAX;

/// Somebody outside who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub mailbox: Mailbox,
    pub standing: ParticipantStanding,
}

/// How somebody came into a conversation, and so whether an answer may go to them unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantStanding {
    /// The contact, or a recipient of a mail of ours.
    Known,
    /// Named in To or Cc of a mail from outside.
    Copied,
    /// Wrote into the conversation with a valid address but was never written to: not answered
    /// until an agent adds them.
    Unverified,
}

impl Conversation {
    /// Adds somebody, or raises their standing. Own addresses never take part.
    pub fn add_participant(&mut self, mailbox: Mailbox, standing: ParticipantStanding) {
        let is_full = PARTICIPANTS_MAX <= self.participants.len();
        let known = self.participants.iter_mut().find(|one| one.mailbox.address == mailbox.address);
        match known {
            Some(participant) => {
                if participant.mailbox.name.is_empty() {
                    participant.mailbox.name = mailbox.name;
                }
                if standing == ParticipantStanding::Known {
                    participant.standing = standing;
                }
            }
            None if !is_full => {
                self.participants.push(Participant { mailbox, standing });
            }
            None => {}
        }
    }

    /// Whether somebody with this address takes part already.
    pub fn includes(&self, address: &EmailAddress) -> bool {
        self.participants.iter().any(|one| one.mailbox.address == *address)
    }
}
