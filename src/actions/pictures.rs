//! The pictures of agents: small, of a known kind, and open to whoever meets the agent in a chat.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Agent;
use crate::domain::event::Event;
use crate::domain::ids::PictureId;
use crate::domain::limit::{PICTURE_BYTES_MAX, PICTURE_SIDE_MAX};
use crate::domain::picture::{Picture, PictureKind, read_head};

/// Gives the actor a face. The one before is gone.
pub fn set_picture(context: &Context, actor: &Actor, bytes: &[u8]) -> Result<Agent, ActionError> {
    let kind = checked(bytes)?;
    let prepared = context.store.prepare_blob(bytes)?;
    // Random in every bit: it is the only thing that opens the picture.
    let id = PictureId::from_bits(u128::from_be_bytes(context.world.secret()));
    let picture = Picture { id, kind, blob: prepared.blob };
    let whose = actor.agent;
    context.store.write(move |tx| {
        let mut agent = tx.agent(whose)?.ok_or(ActionError::NotFound)?;
        if let Some(before) = agent.profile.picture.replace(picture.id) {
            tx.remove_picture(before)?;
        }
        tx.keep_blob(&prepared)?;
        tx.save_picture(&picture)?;
        tx.save_agent(&agent)?;
        tx.announce(Event::AgentChanged { agent: whose })?;
        Ok(agent)
    })
}

/// Takes the actor's picture away; initials stand in its place.
pub fn remove_picture(context: &Context, actor: &Actor) -> Result<Agent, ActionError> {
    let whose = actor.agent;
    context.store.write(move |tx| {
        let mut agent = tx.agent(whose)?.ok_or(ActionError::NotFound)?;
        if let Some(before) = agent.profile.picture.take() {
            tx.remove_picture(before)?;
            tx.save_agent(&agent)?;
            tx.announce(Event::AgentChanged { agent: whose })?;
        }
        Ok(agent)
    })
}

/// A picture with its bytes.
pub fn show_picture(context: &Context, id: PictureId) -> Result<(PictureKind, Vec<u8>), ActionError> {
    let picture = context.store.read(|tx| tx.picture(id))?.ok_or(ActionError::NotFound)?;
    Ok((picture.kind, context.store.read_blob(&picture.blob)?))
}

/// Small enough to be unpacked by every visitor's browser, and of a kind that can hold no script.
pub(super) fn checked(bytes: &[u8]) -> Result<PictureKind, ActionError> {
    if PICTURE_BYTES_MAX < bytes.len() {
        let reason = format!("A picture may have at most {} KiB.", PICTURE_BYTES_MAX / 1024);
        return Err(ActionError::invalid("picture", reason));
    }
    let head = read_head(bytes).ok_or_else(|| ActionError::invalid("picture", "Use a PNG, a JPEG or a WebP."))?;
    if PICTURE_SIDE_MAX < head.width.max(head.height) || head.width.min(head.height) == 0 {
        let reason = format!("A picture may have at most {PICTURE_SIDE_MAX} pixels on each side.");
        return Err(ActionError::invalid("picture", reason));
    }
    Ok(head.kind)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::actions::tests::House;

    /// The beginning of a picture of this width, which is all that is looked at.
    pub fn png(width: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(256_u32.to_be_bytes());
        bytes
    }

    #[test]
    fn a_new_picture_takes_the_place_of_the_one_before() {
        let house = House::founded();
        let (context, admin) = (&house.context, &house.admin);
        let first = set_picture(context, admin, &png(256)).expect("a picture").profile.picture.expect("an id");
        assert_eq!(show_picture(context, first).expect("it is there"), (PictureKind::Png, png(256)));
        let second = set_picture(context, admin, &png(255)).expect("a picture").profile.picture.expect("an id");
        assert!(matches!(show_picture(context, first), Err(ActionError::NotFound)));
        assert!(show_picture(context, second).is_ok());
        assert_eq!(remove_picture(context, admin).expect("allowed").profile.picture, None);
        assert!(matches!(show_picture(context, second), Err(ActionError::NotFound)));
    }

    #[test]
    fn what_is_no_small_picture_is_refused() {
        let house = House::founded();
        let (context, admin) = (&house.context, &house.admin);
        let huge = [png(256), vec![0; PICTURE_BYTES_MAX]].concat();
        for bytes in [b"<svg onload='x'/>".to_vec(), b"GIF89a\x01\0\x01\0".to_vec(), png(5_000), png(0), huge] {
            let refused = set_picture(context, admin, &bytes);
            assert!(matches!(refused, Err(ActionError::Invalid { field: "picture", .. })));
        }
    }
}
