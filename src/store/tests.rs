//! What the store promises, against a database in memory and against a file.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{DatabaseOptions, FeedPage, Store, StoreError};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status, StatusKind};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId, TagId};
use crate::domain::limit::BLOB_INLINE_BYTES_MAX;
use crate::domain::moment::Moment;
use crate::domain::view::{Filter, Order, Selection, View};

fn in_memory() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::in_memory(folder.path()).expect("a store");
    (folder, store)
}

fn conversation(number: u128) -> Conversation {
    let begun = Moment::from_millis(u64::try_from(number).expect("a small number"));
    let id = ConversationId::from_bits(number);
    let (inbox, contact) = (InboxId::from_bits(1), ContactId::from_bits(1));
    let begun = Conversation::begin(id, inbox, contact, ChannelKind::Email, begun);
    Conversation { subject: format!("number {number}"), message_count: 1, ..begun }
}

fn all_open() -> Selection {
    View::AllOpen.selection(&Filter::default(), Order::Newest)
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
    let kept = store.read(|tx| tx.conversations_in(&all_open(), &inboxes, None, 1_000)).expect("a list").heads;
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
    let counts = |store: &Store| store.read(|tx| tx.tally_of(inbox, zoe)).expect("counts");
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
    let order = store.read(|tx| tx.conversations_in(&all_open(), &inboxes, None, 10)).expect("a list").heads;
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

/// Every list that a view and a filter can ask for says the same as looking at each conversation would.
#[test]
fn indexes_say_what_looking_at_every_conversation_would_say() {
    let (_folder, store) = in_memory();
    let (zoe, tag) = (AgentId::from_bits(9), TagId::from_bits(7));
    let mut all = Vec::new();
    for number in 1..=240_u128 {
        let small = u64::try_from(number).expect("a small number");
        let mut head = conversation(number);
        head.inbox = InboxId::from_bits(1 + number % 3);
        head.contact = ContactId::from_bits(number % 7);
        head.channel = if number.is_multiple_of(8) { ChannelKind::Chat } else { ChannelKind::Email };
        head.active_at = Moment::from_millis(1_000 + small * 37 % 100);
        head.waiting_since = number.is_multiple_of(4).then(|| Moment::from_millis(1_000 + small * 13 % 90));
        head.assignee = [None, Some(zoe), Some(AgentId::from_bits(8))][usize::try_from(number % 3).expect("small")];
        head.tags = [tag, TagId::from_bits(6)].into_iter().take(usize::try_from(number % 4).expect("small")).collect();
        head.answered_by = if number.is_multiple_of(5) { [zoe].into() } else { BTreeSet::new() };
        match number % 6 {
            0 => drop(head.close(zoe, head.active_at)),
            1 => drop(head.trash(zoe, head.active_at)),
            2 => drop(head.mark_spam(zoe, head.active_at)),
            _ => {}
        }
        let kept = head.clone();
        store.write(move |tx| tx.save_conversation(&kept)).expect("a write");
        all.push(head);
    }
    let at = |millis| Some(Moment::from_millis(millis));
    let filters = [
        Filter::default(),
        Filter { tags: [tag].into(), ..Filter::default() },
        Filter { tags: [tag, TagId::from_bits(6)].into(), assignee: Some(Some(zoe)), ..Filter::default() },
        Filter { contact: Some(ContactId::from_bits(3)), tags: [tag].into(), ..Filter::default() },
        Filter { channel: Some(ChannelKind::Chat), tags: [tag].into(), ..Filter::default() },
        Filter { since: at(1_020), until: at(1_060), assignee: Some(None), ..Filter::default() },
        Filter { since: at(1_060), until: at(1_020), ..Filter::default() },
        Filter { statuses: StatusKind::ALL.into(), tags: [tag].into(), ..Filter::default() },
    ];
    let views = [View::Mine(zoe), View::Unassigned, View::AllOpen, View::Closed, View::Sent(zoe), View::Trash];
    let inboxes: BTreeSet<InboxId> = [1, 3].map(InboxId::from_bits).into();
    for (view, filter) in views.iter().flat_map(|view| filters.iter().map(move |filter| (view, filter))) {
        for order in [Order::Newest, Order::Oldest, Order::LongestWaiting] {
            let selection = view.selection(filter, order);
            let found = in_pages(&store, &selection, &inboxes);
            let mut expected: Vec<&Conversation> = all.iter().collect();
            expected.retain(|head| inboxes.contains(&head.inbox) && selection.holds(head));
            expected.sort_by_key(|head| match order {
                Order::Newest => (0, u64::MAX - head.active_at.millis(), head.id.bits()),
                Order::Oldest => (0, head.active_at.millis(), u128::MAX - head.id.bits()),
                Order::LongestWaiting => match head.waiting_since {
                    Some(since) => (0, since.millis(), head.id.bits()),
                    None => (1, u64::MAX - head.active_at.millis(), head.id.bits()),
                },
            });
            let ids: Vec<_> = expected.iter().map(|head| head.id.bits()).collect();
            assert_eq!(found, ids, "{view:?} {filter:?} {order:?}");
        }
    }
}

/// A whole list, a page of seven at a time.
fn in_pages(store: &Store, selection: &Selection, inboxes: &BTreeSet<InboxId>) -> Vec<u128> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = store.read(|tx| tx.conversations_in(selection, inboxes, after, 7)).expect("a page");
        ids.extend(page.heads.iter().map(|head| head.id.bits()));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
}
