//! Sends pushes to the browsers of agents, through the push services that the owner has named and no other.

mod encryption;
mod vapid;

use aws_lc_rs::digest;
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::actions::ActionError;
use crate::actions::push_notices::PushLetter;
use crate::actions::push_subscriptions::{PushIdentity, push_identity};
use crate::domain::egress::{EgressRefused, Target};
use crate::domain::push::{BrowserKeys, PUSH_USEFUL_S, Urgency};
use crate::server::egress::{EgressClient, EgressFailure};
use crate::server::run_action::ActionRunner;
use crate::world::World;

use encryption::{NotSealed, Once};

/// RFC 8030, 5.4: at most 32 letters; this is as long as a digest that nobody meets twice.
const TOPIC_BYTES: usize = 18;

/// Sends pushes. Cheap to clone.
#[derive(Clone)]
pub struct PushSender {
    pub runner: ActionRunner,
    pub client: EgressClient,
    pub world: World,
}

/// Why a push was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PushFailure {
    #[error("the push service could not be called")]
    NotCalled(#[source] EgressFailure),
    #[error("the push service knows this browser no more")]
    Gone,
    #[error("the push service is busy ({0})")]
    Busy(u16),
    #[error("the push service has refused it ({0})")]
    Refused(u16),
    #[error("it could not be sealed")]
    NotSealed(#[from] NotSealed),
    #[error("the key of pushes could not be read")]
    NoIdentity(#[source] ActionError),
}

/// What can follow a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushFate {
    /// It may go well in a while.
    Again,
    /// This browser is told no more.
    Forget,
    GiveUp,
}

impl PushSender {
    /// Whether there is a push service that may be called.
    pub fn may_call_any(&self) -> bool {
        self.client.may_call_any()
    }

    /// Where a push to an address goes, if that may be called.
    pub fn target(&self, endpoint: &str) -> Result<Target, EgressRefused> {
        self.client.target(endpoint)
    }

    /// Our public key, in the letters that a browser takes.
    pub async fn public_key(&self) -> Result<String, ActionError> {
        Ok(vapid::public_key(&self.runner.run(push_identity).await?))
    }

    /// Sends one push to one browser.
    pub async fn send(&self, endpoint: &str, keys: &BrowserKeys, letter: &PushLetter) -> Result<(), PushFailure> {
        let target = self.client.target(endpoint).map_err(|refused| PushFailure::NotCalled(refused.into()))?;
        let identity = self.runner.run(push_identity).await.map_err(PushFailure::NoIdentity)?;
        let once = Once { key: self.world.new_p256_key(), salt: self.world.secret() };
        let body = encryption::sealed(words_of(letter).as_bytes(), keys, &once)?;
        let headers = self.headers(&identity, &target, letter);
        let answer = self.client.post(&target, "application/octet-stream", &headers, &body).await;
        match answer.map_err(PushFailure::NotCalled)?.status {
            200..=299 => Ok(()),
            404 | 410 => Err(PushFailure::Gone),
            status @ (408 | 425 | 429 | 500..=599) => Err(PushFailure::Busy(status)),
            status => Err(PushFailure::Refused(status)),
        }
    }

    fn headers(&self, identity: &PushIdentity, target: &Target, letter: &PushLetter) -> Vec<(&'static str, String)> {
        let urgency = match letter.urgency {
            Urgency::Normal => "normal",
            Urgency::High => "high",
        };
        vec![
            ("Authorization", vapid::authorization(identity, &target.origin(), self.world.now())),
            ("Content-Encoding", "aes128gcm".to_owned()),
            ("TTL", PUSH_USEFUL_S.to_string()),
            ("Urgency", urgency.to_owned()),
            ("Topic", topic_of(&letter.topic)),
        ]
    }
}

impl PushFailure {
    pub const fn fate(&self) -> PushFate {
        match self {
            Self::Gone => PushFate::Forget,
            Self::Busy(_)
            | Self::NotCalled(EgressFailure::Unreachable | EgressFailure::TooSlow)
            | Self::NoIdentity(_) => PushFate::Again,
            Self::Refused(_)
            | Self::NotSealed(_)
            | Self::NotCalled(
                EgressFailure::Refused(_) | EgressFailure::NoAddress | EgressFailure::TooLarge | EgressFailure::NotHttp,
            ) => PushFate::GiveUp,
        }
    }
}

/// What our service worker reads.
fn words_of(letter: &PushLetter) -> String {
    let PushLetter { tag, title, body, address, topic: _, urgency: _ } = letter;
    json!({"id": tag, "title": title, "body": body, "address": address}).to_string()
}

/// A digest: a push service sees that two pushes are about the same thing, and not about which.
fn topic_of(topic: &str) -> String {
    let whole = digest::digest(&digest::SHA256, topic.as_bytes());
    BASE64URL_NOPAD.encode(&whole.as_ref()[..TOPIC_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_pass_is_tried_again_and_what_is_gone_is_forgotten() {
        let cases = [
            (PushFailure::Gone, PushFate::Forget),
            (PushFailure::Busy(503), PushFate::Again),
            (PushFailure::NotCalled(EgressFailure::Unreachable), PushFate::Again),
            (PushFailure::NotCalled(EgressFailure::TooSlow), PushFate::Again),
            (PushFailure::Refused(403), PushFate::GiveUp),
            (PushFailure::NotCalled(EgressRefused::HostNotNamed.into()), PushFate::GiveUp),
            (PushFailure::NotCalled(EgressFailure::NoAddress), PushFate::GiveUp),
            (PushFailure::NotSealed(NotSealed::BadKeys), PushFate::GiveUp),
        ];
        for (failure, fate) in cases {
            assert_eq!(failure.fate(), fate, "{failure}");
        }
    }

    #[test]
    fn a_topic_is_short_and_says_nothing_of_what_it_is_about() {
        let topic = topic_of("01a20d9a-fc88-73f6-aeb6-09d2365ab03a");
        assert_eq!(topic.len(), 24);
        assert!(topic.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)), "{topic}");
        assert_eq!(topic, topic_of("01a20d9a-fc88-73f6-aeb6-09d2365ab03a"));
        assert_ne!(topic, topic_of("more"));
    }
}
