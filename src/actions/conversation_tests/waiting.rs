//! Since when somebody waits for an answer, through what may happen meanwhile.

use super::super::merge_conversations::merge_conversations;
use super::super::split_conversation::split_conversation;
use super::{close_conversation, house, reopen_conversation};

#[test]
fn whoever_was_not_answered_waits_on_when_a_conversation_is_opened_again() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let since = house.head(id).expect("it is there").waiting_since;
    assert!(since.is_some());
    house.does(|context, zoe| close_conversation::close_conversation(context, zoe, id));
    assert_eq!(house.head(id).expect("it is there").waiting_since, None);
    house.does(|context, zoe| reopen_conversation::reopen_conversation(context, zoe, id));
    assert_eq!(house.head(id).expect("it is there").waiting_since, since);
}

#[test]
fn a_split_that_is_taken_back_leaves_who_waits_as_it_was() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let (_, second) = house.hears(Some(id), "two");
    let before = house.head(id).expect("it is there").waiting_since;
    let mut part = None;
    house.does(|context, zoe| {
        part = Some(split_conversation(context, zoe, id, second)?);
        Ok(())
    });
    house.does(|context, zoe| merge_conversations(context, zoe, id, part.expect("a new one")));
    assert_eq!(house.head(id).expect("it is there").waiting_since, before);
}
