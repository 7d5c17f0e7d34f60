//! What the store promises, against a database in memory and against a file.

use std::sync::Arc;

use super::{DatabaseOptions, FeedPage, Store, StoreError};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Newest, Speaker, Status};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId};
use crate::domain::limit::BLOB_INLINE_BYTES_MAX;
use crate::domain::moment::Moment;
use crate::domain::view::View;

fn in_memory() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::in_memory(folder.path()).expect("a store");
    (folder, store)
}

fn conversation(number: u128) -> Conversation {
    Conversation {
        id: ConversationId::from_bits(number),
        inbox: InboxId::from_bits(1),
        contact: ContactId::from_bits(1),
        channel: ChannelKind::Email,
        subject: format!("number {number}"),
        status: Status::Open,
        assignee: None,
        created_at: Moment::from_millis(1),
        active_at: Moment::from_millis(u64::try_from(number).expect("a small number")),
        newest: Newest { speaker: Speaker::Contact, preview: String::new() },
        waiting_since: None,
        participants: Vec::new(),
        message_count: 1,
        comment_count: 0,
        has_attachments: false,
    }
}

/// Why the deeds of these tests refuse.
#[derive(Debug)]
enum Refused {
    OnPurpose,
    Store,
}

impl From<StoreError> for Refused {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

#[test]
fn a_refused_deed_leaves_nothing_and_its_neighbours_stay() {
    let (_folder, store) = in_memory();
    let store = Arc::new(store);
    let threads: Vec<_> = (1..=120_u128)
        .map(|number| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                store.write(move |tx| {
                    tx.save_conversation(&conversation(number))?;
                    tx.announce(Event::WorkspaceChanged)?;
                    if number.is_multiple_of(3) { Err(Refused::OnPurpose) } else { Ok(()) }
                })
            })
        })
        .collect();
    for (number, thread) in (1..=120_u128).zip(threads) {
        let outcome = thread.join().expect("a deed ends");
        match number.is_multiple_of(3) {
            true => assert!(matches!(outcome, Err(Refused::OnPurpose)), "{outcome:?}"),
            false => assert!(outcome.is_ok(), "{outcome:?}"),
        }
    }
    let inboxes = std::collections::BTreeSet::from([InboxId::from_bits(1)]);
    let kept = store.read(|tx| tx.conversations_in(View::AllOpen, &inboxes, None, 1_000)).expect("a list");
    assert_eq!(kept.len(), 80);
    assert!(kept.iter().all(|one| !one.id.bits().is_multiple_of(3)));
    assert_eq!(store.read(|tx| tx.feed_position()).expect("a number"), 80, "and nothing of it was announced");
}

#[test]
fn a_deed_that_breaks_off_takes_nobody_along() {
    let (_folder, store) = in_memory();
    let broken: Result<(), StoreError> = store.write(|tx| {
        tx.save_conversation(&conversation(1))?;
        panic!("a fault of ours");
    });
    assert!(matches!(broken, Err(StoreError::BrokeOff)), "{broken:?}");
    store.write(|tx| tx.save_conversation(&conversation(2))).expect("the writer lives on");
    assert!(store.read(|tx| tx.any_conversation(ConversationId::from_bits(1))).expect("a read").is_none());
}

#[test]
fn counts_and_lists_follow_every_change_of_a_head() {
    let (_folder, store) = in_memory();
    let (inbox, zoe) = (InboxId::from_bits(1), AgentId::from_bits(9));
    let counts = |store: &Store| store.read(|tx| tx.counts_in(inbox, zoe)).expect("counts");
    for number in 1..=3 {
        store.write(move |tx| tx.save_conversation(&conversation(number))).expect("a write");
    }
    assert_eq!((counts(&store).open, counts(&store).unassigned), (3, 3));
    let change = |change: fn(&mut Conversation)| {
        store
            .write(move |tx| {
                let mut head = tx.any_conversation(ConversationId::from_bits(2))?.expect("it is there");
                change(&mut head);
                tx.save_conversation(&head)
            })
            .expect("a write");
    };
    change(|head| head.assignee = Some(AgentId::from_bits(9)));
    assert_eq!((counts(&store).open, counts(&store).unassigned, counts(&store).mine), (3, 2, 1));
    change(|head| head.status = Status::Closed { at: Moment::from_millis(9), by: AgentId::from_bits(9) });
    assert_eq!((counts(&store).open, counts(&store).closed, counts(&store).mine), (2, 1, 0));
    change(|head| head.active_at = Moment::from_millis(99));
    change(|head| head.status = Status::Open);
    let inboxes = std::collections::BTreeSet::from([inbox]);
    let order = store.read(|tx| tx.conversations_in(View::AllOpen, &inboxes, None, 10)).expect("a list");
    assert_eq!(order.iter().map(|one| one.id.bits()).collect::<Vec<_>>(), [2, 3, 1], "newest activity first");
}

#[test]
fn the_feed_is_numbered_and_says_when_it_has_forgotten() {
    let (_folder, store) = in_memory();
    for _ in 0..3 {
        store.write(|tx| tx.announce(Event::WorkspaceChanged)).expect("a write");
    }
    let after = |number| store.read(|tx| tx.events_after(number)).expect("a page");
    let numbers = |page| match page {
        FeedPage::Events(events) => events.into_iter().map(|(number, _)| number).collect::<Vec<_>>(),
        FeedPage::Forgotten => panic!("nothing is forgotten"),
    };
    assert_eq!(numbers(after(1)), [2, 3]);
    assert_eq!(numbers(after(3)), [0; 0]);
    assert_eq!(after(4), FeedPage::Forgotten, "a number from another time");
}

#[test]
fn what_was_written_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = DatabaseOptions::default();
    let large = vec![7; BLOB_INLINE_BYTES_MAX + 1];
    let blob = {
        let store = Store::open(folder.path(), &options).expect("a store");
        let in_use = Store::open(folder.path(), &options);
        assert!(matches!(in_use, Err(StoreError::InUse { .. })), "one process at a time");
        let (kept, orphan) =
            (store.prepare_blob(&large).expect("a blob"), store.prepare_blob(&[large.as_slice(), b"x"].concat()));
        orphan.expect("a blob that nothing will refer to");
        let prepared = kept.clone();
        store
            .write(move |tx| {
                tx.keep_blob(&prepared)?;
                tx.save_conversation(&conversation(1))
            })
            .expect("a write");
        kept.blob
    };
    let store = Store::open(folder.path(), &options).expect("the store again");
    assert!(store.read(|tx| tx.any_conversation(ConversationId::from_bits(1))).expect("a read").is_some());
    assert_eq!(store.read_blob(&blob).expect("the bytes"), large);
    let shelves = std::fs::read_dir(folder.path().join("blobs")).expect("a folder").filter_map(Result::ok);
    let files: usize = shelves.map(|shelf| std::fs::read_dir(shelf.path()).expect("a folder").count()).sum();
    assert_eq!(files, 1, "the sweep has removed what nothing refers to");
}
