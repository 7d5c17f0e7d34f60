//! Whose pictures an agent wants to see without being asked.

use super::error::StoreError;
use super::schema::IMAGE_SENDERS;
use super::transaction::{Go, Reading, Writing};
use crate::domain::actor::Actor;
use crate::domain::email_address::EmailAddress;

impl Reading<'_> {
    /// Whether the actor trusts this sender.
    pub fn shows_images_of(&self, actor: &Actor, address: &EmailAddress) -> Result<bool, StoreError> {
        Ok(self.get(IMAGE_SENDERS, (actor.agent.bits(), address.as_str()), |()| ())?.is_some())
    }

    /// The senders whom the actor trusts; at most `IMAGE_SENDERS_MAX`.
    pub fn image_senders_of(&self, actor: &Actor) -> Result<Vec<String>, StoreError> {
        let agent = actor.agent.bits();
        let mut addresses = Vec::new();
        self.scan(IMAGE_SENDERS, (agent, "").., |(of, address), ()| {
            if of != agent {
                return Go::Stop;
            }
            addresses.push(address.to_owned());
            Go::On
        })?;
        Ok(addresses)
    }
}

impl Writing<'_> {
    pub fn save_image_sender(&self, actor: &Actor, address: &EmailAddress) -> Result<(), StoreError> {
        self.put(IMAGE_SENDERS, (actor.agent.bits(), address.as_str()), ())
    }

    pub fn remove_image_sender(&self, actor: &Actor, address: &EmailAddress) -> Result<(), StoreError> {
        self.remove(IMAGE_SENDERS, (actor.agent.bits(), address.as_str())).map(drop)
    }
}
