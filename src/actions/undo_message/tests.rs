//! Messages taken back: who hears of it, and what their agent gets back.

use super::*;
use crate::actions::drafts::{SaveDraft, list_drafts, save_draft};
use crate::actions::merge_conversations::merge_conversations;
use crate::actions::show_events::{Shown, ShownEvents, show_events};
use crate::actions::start_conversation::{StartConversation, start_conversation};
use crate::actions::tests::{House, address};
use crate::actions::write_message::Written;
use crate::domain::email_address::Mailbox;

impl House {
    /// A conversation that begins with a message of ours, which has not left yet.
    fn writes(&self, subject: &str) -> (ConversationId, EntryId) {
        let deed = StartConversation {
            operation: self.context.world.new_id(),
            inbox: *self.admin.inboxes.first().expect("the first inbox"),
            written: Written {
                to: vec![Mailbox::new("Max", address("max@example.net"))],
                subject: subject.into(),
                html: format!("<p>About {subject}</p>"),
                ..Written::default()
            },
        };
        let (_, entry) = start_conversation(&self.context, &self.admin, deed).expect("a conversation");
        (entry.conversation, entry.id)
    }
}

#[test]
fn what_is_taken_back_by_the_old_id_of_a_conversation_is_gone_where_it_stands() {
    let house = House::founded();
    let (one, _) = house.writes("Lamps");
    let (two, entry) = house.writes("Chairs");
    merge_conversations(&house.context, &house.admin, one, two).expect("one conversation");
    let before = house.feed_position();
    undo_message(&house.context, &house.admin, two, entry).expect("it has not left");
    let ShownEvents::Events(events) = show_events(&house.context, before).expect("events") else {
        panic!("nothing is forgotten")
    };
    let removed = events.into_iter().find_map(|event| match event.what {
        Shown::EntryRemoved(listed, entry) => Some((listed.head.id, entry)),
        _ => None,
    });
    assert_eq!(removed, Some((one, entry)));
}

#[test]
fn what_is_taken_back_is_a_draft_and_the_same_again_yields_it() {
    let house = House::founded();
    let (id, entry) = house.writes("Lamps");
    let undone = undo_message(&house.context, &house.admin, id, entry).expect("it has not left");
    assert_eq!((undone.draft.subject.as_str(), undone.draft.html.as_str()), ("Lamps", "<p>About Lamps</p>"));
    let drafts = list_drafts(&house.context, &house.admin).expect("drafts");
    assert_eq!(drafts.iter().map(|shown| &shown.draft).collect::<Vec<_>>(), [&undone.draft]);
    // The first answer was lost on its way.
    let again = undo_message(&house.context, &house.admin, id, entry).expect("it was taken back");
    assert_eq!(again, undone);
    let ida = house.colleague("Ida", crate::domain::agent::Role::Agent);
    let hers = undo_message(&house.context, &ida, id, entry);
    assert!(matches!(hers, Err(ActionError::NotFound)), "{hers:?}");
}

#[test]
fn a_draft_that_was_begun_meanwhile_stays_as_it_is() {
    let house = House::founded();
    let (id, entry) = house.writes("Lamps");
    let begun = SaveDraft {
        place: DraftPlace::Message(id),
        kind: DraftKind::Reply { quoted: None },
        operation: house.context.world.new_id(),
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: String::new(),
        html: "<p>Something else</p>".into(),
        uploads: Vec::new(),
        from: None,
    };
    save_draft(&house.context, &house.admin, begun).expect("a draft");
    let undone = undo_message(&house.context, &house.admin, id, entry).expect("it has not left");
    assert_eq!(undone.draft.html, "<p>About Lamps</p>");
    let drafts = list_drafts(&house.context, &house.admin).expect("drafts");
    assert_eq!(drafts.iter().map(|shown| shown.draft.html.as_str()).collect::<Vec<_>>(), ["<p>Something else</p>"]);
    let again = undo_message(&house.context, &house.admin, id, entry);
    assert!(matches!(again, Err(ActionError::NotFound)), "{again:?}");
}
