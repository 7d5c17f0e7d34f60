//! Conversations put together and taken apart, with what people had in them.

use super::super::ActionError;
use super::super::drafts::{SaveDraft, save_draft, show_drafts};
use super::super::mark_read::mark_read;
use super::super::merge_conversations::{merge_conversations, undo_merge};
use super::super::split_conversation::split_conversation;
use super::super::trash_conversation::{erase_conversation, trash_conversation};
use super::{ZOE, house};
use crate::domain::draft::{DraftKind, DraftPlace};
use crate::store::Reading;

#[test]
fn what_was_merged_can_be_taken_out_again() {
    let house = house();
    let (one, _) = house.hears(None, "one");
    let (two, _) = house.hears(None, "two");
    house.hears(Some(one), "three");
    let before = house.all_heads();
    house.does(|context, zoe| merge_conversations(context, zoe, one, two));
    assert_eq!(house.texts(one), ["one", "two", "three"], "in the order in which they came");
    assert_eq!(house.head(two).expect("its id leads on").id, one);
    let found = house.context.store.read(|tx| tx.messages_with_id("two@example.net")).expect("a read");
    assert_eq!(found.first().map(|place| place.0), Some(one), "answers to it find the new place");
    let twice = merge_conversations(&house.context, &house.zoe, one, two);
    assert!(matches!(twice, Err(ActionError::Conflict { code: "same_conversation", .. })), "{twice:?}");

    house.does(|context, zoe| undo_merge(context, zoe, one, two));
    assert_eq!((house.texts(one), house.texts(two)), (vec!["one".into(), "three".into()], vec!["two".into()]));
    assert_eq!(house.all_heads(), before);
    let again = undo_merge(&house.context, &house.zoe, one, two);
    assert!(matches!(again, Err(ActionError::NotFound)), "{again:?}");
}

#[test]
fn what_was_merged_is_erased_with_what_took_it_in() {
    let house = house();
    let (one, _) = house.hears(None, "one");
    let (two, _) = house.hears(None, "two");
    let (three, _) = house.hears(None, "three");
    house.does(|context, zoe| merge_conversations(context, zoe, two, three));
    house.does(|context, zoe| merge_conversations(context, zoe, one, two));
    house.does(|context, zoe| trash_conversation(context, zoe, one));
    erase_conversation(&house.context, &house.zoe, one).expect("it is in the trash");
    for id in [one, two, three] {
        let left = house.context.store.read(|tx| Ok::<_, ActionError>((tx.merge(id)?, tx.any_conversation(id)?)));
        assert_eq!(left.expect("a read"), (None, None));
    }
}

#[test]
fn drafts_and_read_marks_follow_a_merge() {
    let house = house();
    let (one, _) = house.hears(None, "one");
    let (two, newest) = house.hears(None, "two");
    house.does(|context, zoe| mark_read(context, zoe, two, newest));
    for (place, html) in [(two, "<p>To two</p>"), (one, "<p>To one</p>")] {
        let draft = SaveDraft {
            place: DraftPlace::Message(place),
            kind: DraftKind::Reply { quoted: None },
            operation: house.context.world.new_id(),
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            subject: String::new(),
            html: html.into(),
            uploads: Vec::new(),
            from: None,
        };
        house.does(|context, zoe| save_draft(context, zoe, draft).map(drop));
    }
    house.does(|context, zoe| merge_conversations(context, zoe, one, two));
    let drafts = show_drafts(&house.context, &house.zoe, one).expect("drafts");
    assert_eq!(drafts.message.expect("a draft").draft.html, "<p>To one</p><p>To two</p>", "no word is lost");
    let seen = |id| {
        let attention = |tx: &Reading<'_>| tx.attention(ZOE, tx.seen_at_first(ZOE)?, id);
        house.context.store.read(attention).expect("a read").seen
    };
    assert!(seen(one) < newest, "the first one was not read, so the whole is not");

    house.does(|context, zoe| mark_read(context, zoe, one, newest));
    house.does(|context, zoe| undo_merge(context, zoe, one, two));
    assert_eq!(seen(two), newest, "what was read there stays read");
}

#[test]
fn whoever_looks_by_the_old_id_has_seen_what_it_leads_to() {
    let house = house();
    let (one, _) = house.hears(None, "one");
    let (two, newest) = house.hears(None, "two");
    house.does(|context, zoe| merge_conversations(context, zoe, one, two));
    house.does(|context, zoe| mark_read(context, zoe, two, newest));
    let attention = |tx: &Reading<'_>| tx.attention(ZOE, tx.seen_at_first(ZOE)?, one);
    assert_eq!(house.context.store.read(attention).expect("a read").seen, newest);
}

#[test]
fn a_conversation_is_split_before_a_message_and_merged_back() {
    let house = house();
    let (id, first) = house.hears(None, "one");
    let (_, second) = house.hears(Some(id), "two");
    house.hears(Some(id), "three");
    let refused = split_conversation(&house.context, &house.zoe, id, first);
    assert!(matches!(refused, Err(ActionError::Conflict { code: "nothing_stays", .. })), "{refused:?}");
    let mut part = None;
    house.does(|context, zoe| {
        part = Some(split_conversation(context, zoe, id, second)?);
        Ok(())
    });
    let part = part.expect("a new one");
    assert_eq!((house.texts(id), house.texts(part)), (vec!["one".into()], vec!["two".into(), "three".into()]));
    // A page that has not heard of it yet says that it has seen what it shows.
    house.does(|context, zoe| mark_read(context, zoe, id, second));
    let attention = |tx: &Reading<'_>| tx.attention(ZOE, tx.seen_at_first(ZOE)?, id);
    assert_eq!(house.context.store.read(attention).expect("a read").seen, first, "what has stayed was seen");
    let head = house.head(part).expect("it is there");
    assert_eq!((head.subject.as_str(), head.message_count), ("About two", 2));
    house.does(|context, zoe| merge_conversations(context, zoe, id, part));
    assert_eq!(house.texts(id), ["one", "two", "three"]);
}
