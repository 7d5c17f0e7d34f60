//! Every status against every change: what is allowed yields what happened, what is refused changes nothing.

use std::time::Duration;

use proptest::prelude::*;

use super::{Before, Change, ChangeRefused, Conversation, OnReply, Snooze, Status, StatusKind};
use crate::domain::channel::ChannelKind;
use crate::domain::ids::{AgentId, ContactId, ConversationId, InboxId, TagId};
use crate::domain::limit::{SNOOZE_DAYS_MAX, SPAM_KEPT_DAYS, TAGS_PER_CONVERSATION_MAX, TRASH_KEPT_DAYS};
use crate::domain::moment::Moment;

const NOW: Moment = Moment::from_millis(1_000_000_000_000);
const ZOE: AgentId = AgentId::from_bits(1);

fn conversation(status: Status) -> Conversation {
    let begun = Moment::from_millis(1);
    let (id, inbox, contact) = (ConversationId::from_bits(1), InboxId::from_bits(1), ContactId::from_bits(1));
    Conversation { status, ..Conversation::begin(id, inbox, contact, ChannelKind::Email, begun) }
}

fn snooze(until: Option<u64>, on_reply: OnReply) -> Snooze {
    Snooze { until: until.map(|seconds| NOW + Duration::from_secs(seconds)), on_reply, by: ZOE }
}

fn statuses() -> [Status; 6] {
    let before = Before::Open;
    [
        Status::Open,
        Status::Snoozed(snooze(Some(60), OnReply::Wakes)),
        Status::Snoozed(snooze(Some(60), OnReply::SleepsOn)),
        Status::Closed { at: NOW, by: ZOE },
        Status::Spam { at: NOW, by: ZOE, before },
        Status::Trashed { at: NOW, by: ZOE, before },
    ]
}

type Deed = fn(&mut Conversation) -> Result<Change, ChangeRefused>;

/// What each status makes of a change: `Ok` for allowed, else why not.
#[track_caller]
fn check(deed: Deed, change: Change, outcomes: [Result<StatusKind, ChangeRefused>; 6]) {
    for (status, expected) in statuses().into_iter().zip(outcomes) {
        let before = conversation(status);
        let mut after = before.clone();
        match (deed(&mut after), expected) {
            (Ok(happened), Ok(kind)) => assert_eq!((happened, after.status.kind()), (change, kind), "{status:?}"),
            (Err(refused), Err(expected)) => {
                assert_eq!(refused, expected, "{status:?}");
                assert_eq!(after, before, "a refused change changes nothing");
            }
            (outcome, expected) => panic!("{status:?}: {outcome:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn each_status_allows_its_changes_and_refuses_the_others() {
    use ChangeRefused::{
        ClosedAlready, NotSnoozed, NotSpam, NotTrashed, OpenAlready, PutAway, SpamAlready, TrashedAlready,
    };
    use StatusKind::{Closed, Open, Snoozed, Spam, Trashed};
    //                                                 open             until       through           closed            spam              trash
    check(
        |one| one.close(ZOE, NOW),
        Change::Closed,
        [Ok(Closed), Ok(Closed), Ok(Closed), Err(ClosedAlready), Err(PutAway), Err(PutAway)],
    );
    check(
        Conversation::reopen,
        Change::Reopened,
        [Err(OpenAlready), Err(OpenAlready), Err(OpenAlready), Ok(Open), Err(PutAway), Err(PutAway)],
    );
    let until = Some(NOW + Duration::from_secs(90));
    check(
        |one| one.snooze(snooze(Some(90), OnReply::Wakes), NOW),
        Change::Snoozed { until },
        [Ok(Snoozed), Ok(Snoozed), Ok(Snoozed), Ok(Snoozed), Err(PutAway), Err(PutAway)],
    );
    check(
        Conversation::wake,
        Change::Woken,
        [Err(NotSnoozed), Ok(Open), Ok(Open), Err(NotSnoozed), Err(PutAway), Err(PutAway)],
    );
    check(
        |one| one.mark_spam(ZOE, NOW),
        Change::MarkedSpam,
        [Ok(Spam), Ok(Spam), Ok(Spam), Ok(Spam), Err(SpamAlready), Err(PutAway)],
    );
    check(
        Conversation::unmark_spam,
        Change::UnmarkedSpam,
        [Err(NotSpam), Err(NotSpam), Err(NotSpam), Err(NotSpam), Ok(Open), Err(PutAway)],
    );
    check(
        |one| one.trash(ZOE, NOW),
        Change::Trashed,
        [Ok(Trashed), Ok(Trashed), Ok(Trashed), Ok(Trashed), Ok(Trashed), Err(TrashedAlready)],
    );
    check(
        Conversation::restore,
        Change::Restored,
        [Err(NotTrashed), Err(NotTrashed), Err(NotTrashed), Err(NotTrashed), Err(NotTrashed), Ok(Open)],
    );
}

#[test]
fn a_reply_opens_wakes_and_fetches_back_but_leaves_spam() {
    let expected = [
        (StatusKind::Open, None),
        (StatusKind::Open, Some(Change::Woken)),
        (StatusKind::Snoozed, None),
        (StatusKind::Open, Some(Change::Reopened)),
        (StatusKind::Spam, None),
        (StatusKind::Open, Some(Change::Restored)),
    ];
    for (status, (kind, change)) in statuses().into_iter().zip(expected) {
        let mut head = conversation(status);
        assert_eq!(head.hear("Hello", NOW), change, "{status:?}");
        assert_eq!(head.status.kind(), kind, "{status:?}");
        assert_eq!(head.waiting_since.is_some(), kind != StatusKind::Spam, "{status:?}");
    }
    let spam = Status::Spam { at: NOW, by: ZOE, before: Before::Open };
    let mut thrown_away = conversation(spam);
    thrown_away.trash(ZOE, NOW).expect("spam can be thrown away");
    assert_eq!(thrown_away.hear("Buy now", NOW), None);
    assert_eq!(thrown_away.status.kind(), StatusKind::Trashed);
}

#[test]
fn what_was_put_away_goes_back_to_where_it_was() {
    for status in &statuses()[..4] {
        let mut head = conversation(*status);
        head.mark_spam(ZOE, NOW).expect("allowed");
        head.unmark_spam().expect("allowed");
        assert_eq!(head.status, *status);
        head.trash(ZOE, NOW).expect("allowed");
        head.restore().expect("allowed");
        assert_eq!(head.status, *status);
    }
}

#[test]
fn time_wakes_a_snooze_when_it_is_due_and_not_before() {
    let mut head = conversation(Status::Snoozed(snooze(Some(60), OnReply::Wakes)));
    assert_eq!(head.status.due(), Some(NOW + Duration::from_secs(60)));
    assert_eq!(head.wake_when_due(NOW + Duration::from_secs(59)), Err(ChangeRefused::NotSnoozed));
    assert_eq!(head.wake_when_due(NOW + Duration::from_secs(60)), Ok(Change::Woken));
    assert_eq!(head.active_at, NOW + Duration::from_secs(60), "it rises in the list");
    let mut until_reply = conversation(Status::Snoozed(snooze(None, OnReply::Wakes)));
    assert_eq!(until_reply.status.due(), None);
    assert!(until_reply.wake_when_due(NOW).is_err());
}

#[test]
fn a_snooze_ends_in_the_future_but_not_in_another_age() {
    let day_s = 24 * 3600;
    for (seconds, allowed) in
        [(0, false), (1, true), (SNOOZE_DAYS_MAX * day_s, true), (SNOOZE_DAYS_MAX * day_s + 1, false)]
    {
        let mut head = conversation(Status::Open);
        assert_eq!(head.snooze(snooze(Some(seconds), OnReply::Wakes), NOW).is_ok(), allowed, "{seconds}");
    }
    let mut head = conversation(Status::Open);
    head.snooze(snooze(None, OnReply::SleepsOn), NOW).expect("allowed");
    assert_eq!(head.status, Status::Snoozed(snooze(None, OnReply::Wakes)), "else nothing would ever wake it");
    assert_eq!(head.snooze(snooze(None, OnReply::Wakes), NOW), Err(ChangeRefused::SnoozedAlready));
}

#[test]
fn what_was_put_away_is_erased_after_its_time() {
    let day = Duration::from_secs(24 * 3600);
    for (status, days) in statuses()[4..].iter().zip([SPAM_KEPT_DAYS, TRASH_KEPT_DAYS]) {
        let head = conversation(*status);
        let end = NOW + day * u32::try_from(days).expect("a few days");
        assert!(!head.is_to_be_erased(end - Duration::from_millis(1)) && head.is_to_be_erased(end), "{status:?}");
    }
    assert!(statuses()[..4].iter().all(|status| !conversation(*status).is_to_be_erased(Moment::from_millis(u64::MAX))));
}

#[test]
fn tags_and_inboxes_change_once() {
    let mut head = conversation(Status::Open);
    let tag = TagId::from_bits(7);
    assert_eq!(head.tag(tag), Ok(Change::Tagged { tag }));
    assert_eq!(head.tag(tag), Err(ChangeRefused::TaggedAlready));
    assert_eq!(head.untag(tag), Ok(Change::Untagged { tag }));
    assert_eq!(head.untag(tag), Err(ChangeRefused::NotTagged));
    for number in 0..TAGS_PER_CONVERSATION_MAX {
        head.tag(TagId::from_bits(number as u128)).expect("room for it");
    }
    assert_eq!(head.tag(TagId::from_bits(999)), Err(ChangeRefused::TooManyTags));

    let (old, new) = (InboxId::from_bits(1), InboxId::from_bits(2));
    assert_eq!(head.move_to(old), Err(ChangeRefused::InInboxAlready));
    assert_eq!(head.move_to(new), Ok(Change::Moved { from: old, to: new }));
    assert!(head.was_in(old) && head.was_in(new));
    head.move_to(old).expect("and back");
    assert!(!head.former_inboxes.contains(&old));
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let deeds: [Deed; 10] = [
        |one| one.close(ZOE, NOW),
        Conversation::reopen,
        |one| one.snooze(snooze(Some(90), OnReply::Wakes), NOW),
        |one| one.snooze(snooze(None, OnReply::Wakes), NOW),
        Conversation::wake,
        |one| one.wake_when_due(NOW + Duration::from_secs(100)),
        |one| one.mark_spam(ZOE, NOW),
        Conversation::unmark_spam,
        |one| one.trash(ZOE, NOW),
        Conversation::restore,
    ];
    (0..deeds.len()).prop_map(move |index| deeds[index])
}

proptest! {
    #[test]
    fn a_change_says_what_it_did_and_a_refusal_does_nothing(deeds in prop::collection::vec(any_deed(), 1..40)) {
        let mut head = conversation(Status::Open);
        for deed in deeds {
            let before = head.clone();
            match deed(&mut head) {
                Ok(_) => prop_assert_ne!(before.status, head.status),
                Err(_) => prop_assert_eq!(&before, &head),
            }
            // Whatever happened, a person's reply is never lost from sight, unless it is spam.
            let mut heard = head.clone();
            heard.hear("x", NOW);
            let hidden = matches!(heard.status, Status::Spam { .. } | Status::Trashed { before: Before::Spam { .. }, .. });
            prop_assert!(hidden || heard.status == Status::Open, "{:?}", heard.status);
        }
    }
}
