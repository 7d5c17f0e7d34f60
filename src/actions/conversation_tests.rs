//! Deeds on conversations: given, when, then, with scripted time; and after each of them, the last
//! state with the events of the feed makes the next.

mod merging;
mod waiting;

use std::collections::BTreeMap;
use std::time::Duration;

use super::jobs::{JobTargets, StartJob, advance_jobs, show_job, start_job, undo_job};
use super::run_timers::{TimersRun, run_timers};
use super::show_events::{Shown, ShownEvents, feed_position, show_events};
use super::snooze_conversation::{SnoozeConversation, snooze_conversation, wake_conversation};
use super::tag_conversation::{tag_conversation, untag_conversation};
use super::trash_conversation::{restore_conversation, trash_conversation};
use super::{ActionError, Context, Policy, assign_conversation, close_conversation, mark_spam, move_conversation};
use super::{reopen_conversation, tags};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Locale, Role, Standing};
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, OnReply, StatusKind};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::entry::{BlobRef, Content, Direction, Entry, Incoming, IncomingKind, Message, SenderChecks};
use crate::domain::ids::{AgentId, ContactId, ConversationId, EntryId, InboxId};
use crate::domain::inbox::{FromName, Inbox, Members};
use crate::domain::job::{BulkDeed, Stage};
use crate::domain::limit::{JOB_SLICE, TRASH_KEPT_DAYS};
use crate::domain::moment::Moment;
use crate::domain::view::{Filter, View};
use crate::domain::workspace::Secrets;
use crate::store::Store;
use crate::world::{Script, World};

const SUPPORT: InboxId = InboxId::from_bits(1);
const SALES: InboxId = InboxId::from_bits(2);
const ZOE: AgentId = AgentId::from_bits(9);

struct House {
    context: Context,
    script: Script,
    zoe: Actor,
    _folder: tempfile::TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::in_memory(folder.path()).expect("a store");
    let (world, script) = World::scripted(Moment::from_millis(1_700_000_000_000));
    let now = world.now();
    let secrets = Secrets { instance: [7; 32], dkim_rsa: Vec::new(), dkim_ed25519: Vec::new() };
    let sealed = store.seal_secrets(&secrets);
    store
        .write(move |tx| {
            tx.save_sealed(&sealed)?;
            let email = address("zoe@example.org");
            let zoe = Agent::invited(ZOE, "Zoe", email, Role::Administrator, Locale::English, now);
            tx.save_agent(&Agent { standing: Standing::Active, ..zoe })?;
            for (id, name) in [(SUPPORT, "support"), (SALES, "sales")] {
                let own = address(&format!("{name}@desk.example"));
                tx.save_inbox(&Inbox {
                    id,
                    name: name.into(),
                    members: Members::Everyone,
                    fallback_address: own.clone(),
                    addresses: Vec::new(),
                    sender_address: own,
                    from_name: FromName::Company { company: "Example".into() },
                    signature: String::new(),
                    created_at: now,
                })?;
            }
            let max = Contact::unknown(ContactId::from_bits(1), now);
            tx.save_contact(&Contact { name: "Max".into(), addresses: vec![address("max@example.net")], ..max })
        })
        .expect("a house");
    let context = Context { store, world, policy: std::sync::Arc::new(Policy::default()) };
    let zoe = Actor { agent: ZOE, role: Role::Administrator, inboxes: [SUPPORT, SALES].into() };
    House { context, script, zoe, _folder: folder }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

impl House {
    /// A mail of Max in a conversation, new or old.
    fn hears(&self, conversation: Option<ConversationId>, text: &'static str) -> (ConversationId, EntryId) {
        self.script.pass(Duration::from_secs(1));
        let now = self.context.world.now();
        let id = conversation.unwrap_or_else(|| self.context.world.new_id());
        let entry: EntryId = self.context.world.new_id();
        let new = Conversation::begin(id, SUPPORT, ContactId::from_bits(1), ChannelKind::Email, now);
        let raw = self.context.store.prepare_blob(text.as_bytes()).expect("a blob");
        let written = self.context.store.write(move |tx| {
            let mut head = tx.any_conversation(id)?.unwrap_or_else(|| new.clone());
            head.subject = "Lamps".into();
            head.hear(text, now);
            tx.save_conversation(&head)?;
            tx.keep_blob(&raw)?;
            tx.save_entry(&mail(head.id, entry, now, text, raw.blob))
        });
        written.expect("a message");
        (id, entry)
    }

    fn head(&self, id: ConversationId) -> Option<Conversation> {
        self.context.store.read(|tx| tx.any_conversation(id)).expect("a read")
    }

    fn status(&self, id: ConversationId) -> StatusKind {
        self.head(id).expect("it is there").status.kind()
    }

    fn texts(&self, id: ConversationId) -> Vec<String> {
        let entries = self.context.store.read(|tx| tx.entries_before(id, None, 100)).expect("entries");
        let texts = entries.into_iter().filter_map(|entry| match entry.content {
            Content::Message(message) => Some(message.text),
            Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => None,
        });
        texts.collect()
    }

    /// Does something, and shows that a page that saw all before sees all after by the events alone.
    #[track_caller]
    fn does(&self, deed: impl FnOnce(&Context, &Actor) -> Result<(), ActionError>) {
        let before = feed_position(&self.context).expect("a number");
        let mut seen = self.all_heads();
        deed(&self.context, &self.zoe).expect("it is allowed");
        let ShownEvents::Events(events) = show_events(&self.context, before).expect("events") else {
            panic!("nothing is forgotten")
        };
        assert!(!events.is_empty(), "a deed is announced");
        for event in events {
            match event.what {
                Shown::ConversationChanged(listed) | Shown::EntryAdded(listed, _) | Shown::EntryChanged(listed, _) => {
                    seen.insert(listed.head.id, listed.head);
                }
                Shown::EntryRemoved(listed, _) => drop(seen.insert(listed.head.id, listed.head)),
                // Only those who do not see the other inbox hear that it is gone from this one.
                Shown::ConversationGone(id) if self.head(id).is_some_and(|head| head.id == id) => {}
                Shown::ConversationGone(id) => drop(seen.remove(&id)),
                _ => {}
            }
        }
        assert_eq!(seen, self.all_heads(), "old state and events make the new state");
    }

    fn all_heads(&self) -> BTreeMap<ConversationId, Conversation> {
        let selection = crate::domain::view::Selection::with_contact(ContactId::from_bits(1));
        let found = self.context.store.read(|tx| tx.conversations_in(&selection, &self.zoe.inboxes, None, 1_000));
        found.expect("a list").heads.into_iter().map(|head| (head.id, head)).collect()
    }
}

fn mail(conversation: ConversationId, id: EntryId, at: Moment, text: &str, raw: BlobRef) -> Entry {
    let message = Message {
        direction: Direction::Incoming(Incoming {
            contact: Some(ContactId::from_bits(1)),
            kind: IncomingKind::Personal,
            written_at: None,
            raw,
            checks: SenderChecks::default(),
            note: None,
        }),
        from: Some(Mailbox::new("Max", address("max@example.net"))),
        reply_to: Vec::new(),
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: format!("About {text}"),
        message_id: format!("{text}@example.net"),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        text: text.to_owned(),
        has_quote: false,
        has_html: false,
        attachments: Vec::new(),
    };
    Entry { id, conversation, at, content: Content::Message(Box::new(message)) }
}

fn until(seconds: u64, house: &House) -> SnoozeConversation {
    let until = Some(house.context.world.now() + Duration::from_secs(seconds));
    SnoozeConversation { until, on_reply: OnReply::Wakes }
}

#[test]
fn each_deed_says_all_that_it_changed() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let tag = tags::create_tag(&house.context, "late", None).expect("a tag").id;
    house.does(|context, zoe| assign_conversation::assign_conversation(context, zoe, id, Some(ZOE)));
    house.does(|context, zoe| tag_conversation(context, zoe, id, tag));
    house.does(|context, zoe| untag_conversation(context, zoe, id, tag));
    let snooze = until(60, &house);
    house.does(|context, zoe| snooze_conversation(context, zoe, id, snooze));
    house.does(|context, zoe| wake_conversation(context, zoe, id));
    house.does(|context, zoe| close_conversation::close_conversation(context, zoe, id));
    house.does(|context, zoe| reopen_conversation::reopen_conversation(context, zoe, id));
    house.does(|context, zoe| mark_spam::mark_spam(context, zoe, id));
    house.does(|context, zoe| mark_spam::unmark_spam(context, zoe, id));
    house.does(|context, zoe| trash_conversation(context, zoe, id));
    house.does(|context, zoe| restore_conversation(context, zoe, id));
    house.does(|context, zoe| move_conversation::move_conversation(context, zoe, id, SALES));
    house.does(|context, zoe| tag_conversation(context, zoe, id, tag));
    house.does(|context, zoe| tags::remove_tag(context, zoe, tag));
    assert!(house.head(id).expect("it is there").tags.is_empty());
}

#[test]
fn a_snooze_ends_when_its_time_comes_and_not_before() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let snooze = until(3_600, &house);
    house.does(|context, zoe| snooze_conversation(context, zoe, id, snooze));
    house.script.pass(Duration::from_secs(3_599));
    assert_eq!(run_timers(&house.context).expect("a run"), TimersRun::NothingDue { next: snooze.until });
    assert_eq!(house.status(id), StatusKind::Snoozed);
    house.script.pass(Duration::from_secs(1));
    house.does(|context, _| run_timers(context).map(drop));
    assert_eq!(house.status(id), StatusKind::Open);
    assert_eq!(run_timers(&house.context).expect("a run"), TimersRun::NothingDue { next: None });
}

#[test]
fn a_reply_wakes_what_sleeps_until_a_reply() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let snooze = SnoozeConversation { until: None, on_reply: OnReply::Wakes };
    house.does(|context, zoe| snooze_conversation(context, zoe, id, snooze));
    house.hears(Some(id), "two");
    assert_eq!(house.status(id), StatusKind::Open);
}

#[test]
fn the_trash_is_erased_after_its_time_and_the_same_mail_does_not_come_back() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let blob = house.context.store.prepare_blob(b"one").expect("a blob").blob;
    house.does(|context, zoe| trash_conversation(context, zoe, id));
    house.script.pass(Duration::from_secs(TRASH_KEPT_DAYS * 24 * 3600));
    house.does(|context, _| run_timers(context).map(drop));
    assert!(house.head(id).is_none() && house.texts(id).is_empty());
    assert!(house.context.store.read_blob(&blob).is_err(), "nothing refers to its bytes any more");
    let stone = |text| house.context.store.read(|tx| tx.tombstone(SUPPORT, "one@example.net", text)).expect("a read");
    assert_eq!(stone("one"), Some(id));
    assert_eq!(stone("something else"), None, "another mail of a careless sender");
}

#[test]
fn a_moved_conversation_leaves_an_assignee_who_does_not_see_it_there() {
    let house = house();
    let ida = AgentId::from_bits(8);
    let (id, _) = house.hears(None, "one");
    let written = house.context.store.write(move |tx| {
        let zoe = tx.agent(ZOE)?.expect("she is there");
        tx.save_agent(&Agent { id: ida, role: Role::Agent, email: address("ida@example.org"), ..zoe })?;
        let sales = tx.any_inbox(SALES)?.expect("it is there");
        tx.save_inbox(&Inbox { members: Members::Only([ZOE].into()), ..sales })
    });
    written.expect("an agent");
    house.does(|context, zoe| assign_conversation::assign_conversation(context, zoe, id, Some(ida)));
    house.does(|context, zoe| move_conversation::move_conversation(context, zoe, id, SALES));
    let head = house.head(id).expect("it is there");
    assert_eq!((head.inbox, head.assignee), (SALES, None));
    assert!(head.was_in(SUPPORT), "mail to the old inbox still finds it");
    let hidden = Actor { agent: ida, role: Role::Agent, inboxes: [SUPPORT].into() };
    let refused = close_conversation::close_conversation(&house.context, &hidden, id);
    assert!(matches!(refused, Err(ActionError::NotFound)), "{refused:?}");
}

#[test]
fn a_job_closes_a_whole_view_and_puts_it_back() {
    let house = house();
    let count = JOB_SLICE * 2 + 3;
    let ids: Vec<_> = (0..count).map(|_| house.hears(None, "one").0).collect();
    let targets = JobTargets::View { view: View::AllOpen, filter: Filter::default(), inbox: None };
    let deed = StartJob { deed: BulkDeed::Close, targets };
    let job = start_job(&house.context, &house.zoe, deed).expect("a job").id;
    let (late, _) = house.hears(None, "late");
    house.does(|context, _| advance_jobs(context).map(drop));
    let shown = |house: &House| show_job(&house.context, &house.zoe, job).expect("it is there");
    assert_eq!((shown(&house).stage, shown(&house).done), (Stage::Doing, JOB_SLICE as u64));
    while advance_jobs(&house.context).expect("a slice") {}
    assert_eq!((shown(&house).stage, shown(&house).changed), (Stage::Done, count as u64));
    assert_eq!(house.status(late), StatusKind::Open, "it came after the job began");

    house.hears(Some(ids[0]), "again");
    undo_job(&house.context, &house.zoe, job).expect("it can be undone");
    while advance_jobs(&house.context).expect("a slice") {}
    assert_eq!(shown(&house).stage, Stage::Undone);
    assert!(ids.iter().all(|id| house.status(*id) == StatusKind::Open));
    let twice = undo_job(&house.context, &house.zoe, job);
    assert!(matches!(twice, Err(ActionError::Conflict { .. })), "{twice:?}");
}

#[test]
fn a_job_leaves_what_its_agent_may_not_see() {
    let house = house();
    let (id, _) = house.hears(None, "one");
    let stranger = Actor { agent: AgentId::from_bits(8), role: Role::Agent, inboxes: [SALES].into() };
    let written = house.context.store.write(move |tx| {
        let zoe = tx.agent(ZOE)?.expect("she is there");
        tx.save_agent(&Agent { id: stranger.agent, role: Role::Agent, email: address("x@example.org"), ..zoe })?;
        let support = tx.any_inbox(SUPPORT)?.expect("it is there");
        tx.save_inbox(&Inbox { members: Members::Only([ZOE].into()), ..support })
    });
    written.expect("an agent");
    let stranger = Actor { agent: AgentId::from_bits(8), role: Role::Agent, inboxes: [SALES].into() };
    let deed = StartJob { deed: BulkDeed::Trash, targets: JobTargets::Named(vec![id]) };
    let job = start_job(&house.context, &stranger, deed).expect("a job").id;
    while advance_jobs(&house.context).expect("a slice") {}
    assert_eq!(house.status(id), StatusKind::Open);
    assert!(matches!(show_job(&house.context, &house.zoe, job), Err(ActionError::NotFound)), "not hers");
}
