//! Pictures at the top of the panel that are nobody's face: kept when they are chosen, gone when no chatflow has them.

use std::time::Duration;

use super::super::mail_ledger::demand_administrator;
use super::super::pictures::checked;
use super::super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::ids::PictureId;
use crate::domain::picture::Picture;

/// A picture that no chatflow has stays so long: somebody may be about to save one with it.
const KEPT_LOOSE: Duration = Duration::from_secs(24 * 3600);
/// Rows looked at in one go.
const AT_ONCE_MAX: usize = 100;

/// Keeps a picture that a chatflow is to have. It is gone after a while if none has been saved with it.
pub fn keep_heading_picture(context: &Context, actor: &Actor, bytes: &[u8]) -> Result<PictureId, ActionError> {
    demand_administrator(actor)?;
    let kind = checked(bytes)?;
    let prepared = context.store.prepare_blob(bytes)?;
    // Random in every bit: it is the only thing that opens the picture.
    let id = PictureId::from_bits(u128::from_be_bytes(context.world.secret()));
    let (picture, now) = (Picture { id, kind, blob: prepared.blob }, context.world.now());
    context.store.write(move |tx| {
        tx.keep_blob(&prepared)?;
        tx.save_picture(&picture)?;
        tx.save_loose_picture(now, id)?;
        Ok(id)
    })
}

/// Removes the pictures that no chatflow has, or not any more; says how many were looked at. A panel that is open shows
/// what it was told, so what was replaced stays for a while.
pub fn forget_loose_pictures(context: &Context) -> Result<usize, ActionError> {
    let limit = context.world.now() - KEPT_LOOSE;
    context.store.write(move |tx| {
        let loose = tx.loose_pictures(limit, AT_ONCE_MAX)?;
        if loose.is_empty() {
            return Ok(0);
        }
        let flows = tx.kept_chatflows()?;
        let mut used: Vec<PictureId> = flows.iter().filter_map(|flow| flow.display.heading.own_picture()).collect();
        used.extend(tx.agents()?.into_iter().filter_map(|agent| agent.profile.picture));
        for (since, id) in &loose {
            if !used.contains(id) {
                tx.remove_picture(*id)?;
            }
            tx.remove_loose_picture(*since, *id)?;
        }
        Ok(loose.len())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{change_of, new};
    use super::super::*;
    use super::*;
    use crate::actions::pictures::tests::png;
    use crate::actions::pictures::{set_picture, show_picture};
    use crate::actions::tests::House;
    use crate::domain::agent::Role;
    use crate::domain::chatflow::templates::Template;

    fn give(house: &House, flow: &Chatflow, picture: Option<PictureId>) -> Result<Chatflow, ActionError> {
        let mut deed = change_of(flow);
        deed.display.heading = Heading::Custom { name: "Shop".into(), picture };
        change_chatflow(&house.context, &house.admin, flow.id, deed)
    }

    fn keep(house: &House, width: u32) -> PictureId {
        keep_heading_picture(&house.context, &house.admin, &png(width)).expect("a picture")
    }

    /// Lets two days pass and says which of the pictures are left.
    fn left(house: &House, pictures: &[PictureId]) -> Vec<bool> {
        house.script.pass(2 * KEPT_LOOSE);
        forget_loose_pictures(&house.context).expect("a store");
        pictures.iter().map(|id| show_picture(&house.context, *id).is_ok()).collect()
    }

    #[test]
    fn a_picture_stays_as_long_as_a_chatflow_has_it() {
        let house = House::founded();
        let flow = new(&house, "Sales", Template::LiveChat);
        let (first, second, unused) = (keep(&house, 256), keep(&house, 255), keep(&house, 254));
        let flow = give(&house, &flow, Some(first)).expect("a sound deed");
        assert_eq!(left(&house, &[first, second, unused]), [true, false, false], "what was never saved is gone");

        let copy = clone_chatflow(&house.context, &house.admin, flow.id).expect("a copy");
        let third = keep(&house, 253);
        let flow = give(&house, &flow, Some(third)).expect("a sound deed");
        assert!(show_picture(&house.context, first).is_ok(), "panels that are open still show it");
        assert_eq!(left(&house, &[first, third]), [true, true], "the copy has the first");
        give(&house, &copy, None).expect("a sound deed");
        assert_eq!(left(&house, &[first, third]), [false, true]);

        remove_chatflow(&house.context, &house.admin, flow.id).expect("removed");
        assert_eq!(left(&house, &[third]), [true], "it can come back");
        for number in 0..=crate::domain::limit::REMOVED_CHATFLOWS_KEPT {
            house.script.pass(Duration::from_secs(1));
            let other = new(&house, &format!("Flow {number}"), Template::LiveChat);
            remove_chatflow(&house.context, &house.admin, other.id).expect("removed");
        }
        assert_eq!(left(&house, &[third]), [false], "and once it cannot, the picture is gone with it");
    }

    #[test]
    fn only_small_pictures_that_are_here_are_taken_and_only_from_administrators() {
        let house = House::founded();
        let flow = new(&house, "Sales", Template::LiveChat);
        let agent = Actor { role: Role::Agent, ..house.admin.clone() };
        let refused = keep_heading_picture(&house.context, &agent, &png(256));
        assert!(matches!(refused, Err(ActionError::NotPermitted)), "{refused:?}");
        for bytes in [b"<svg onload='x'/>".to_vec(), png(5_000)] {
            let refused = keep_heading_picture(&house.context, &house.admin, &bytes);
            assert!(matches!(refused, Err(ActionError::Invalid { field: "picture", .. })), "{refused:?}");
        }
        let refused = give(&house, &flow, Some(PictureId::from_bits(7)));
        assert!(matches!(refused, Err(ActionError::Invalid { field: "picture", .. })), "{refused:?}");
    }

    #[test]
    fn the_face_of_a_colleague_is_never_swept_away() {
        let house = House::founded();
        let face = set_picture(&house.context, &house.admin, &png(256)).expect("a picture").profile.picture;
        let flow = give(&house, &new(&house, "Sales", Template::LiveChat), face).expect("a sound deed");
        give(&house, &flow, None).expect("a sound deed");
        assert_eq!(left(&house, &[face.expect("an id")]), [true]);
    }
}
