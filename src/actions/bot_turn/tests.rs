//! Bots in conversations: what is kept, who gets the conversation, what is counted.

use std::time::Duration;

use super::*;
use crate::actions::conversation_bot::take_over_from_bot;
use crate::actions::end_silent_bots::end_silent_bots;
use crate::actions::list_conversations::{ListConversations, list_conversations};
use crate::actions::set_availability::{Choice, set_availability};
use crate::actions::tests::{House, address};
use crate::domain::agent::{Locale, Role};
use crate::domain::bot::session::Counted;
use crate::domain::bot::templates::Template;
use crate::domain::bot::{HandOver, HandOverTo, Order, Step, StepId, StepKind};
use crate::domain::channel::ChannelKind;
use crate::domain::chat::Chat;
use crate::domain::ids::{ChannelId, ContactId, ConversationId, VisitorId};
use crate::domain::routing::Verdict;
use crate::domain::view::{Filter, Order as ListOrder, View};
use crate::domain::visitor::{PageFacts, VisitorIdentity, VisitorStanding};

const FLOW: ChatflowId = ChatflowId::from_bits(9);

/// A conversation in which a bot has had the first word.
fn begun(house: &House, script: BotScript) -> ConversationId {
    let (world, now) = (house.context.world.clone(), house.context.world.now());
    let inbox = *house.admin.inboxes.first().expect("the first inbox");
    let done = house.context.store.write(move |tx| {
        let (id, contact): (ConversationId, ContactId) = (world.new_id(), world.new_id());
        tx.save_contact(&Contact::unknown(contact, now))?;
        let mut head = Conversation::begin(id, inbox, contact, ChannelKind::Chat, now);
        tx.save_conversation(&head)?;
        let (page, time_zone) = ("https://example.org".to_owned(), "UTC".to_owned());
        let begins = BotBegins {
            chatflow: FLOW,
            script: script.clone(),
            page,
            time_zone,
            timeout_min: 30,
            first_words: String::new(),
        };
        begin_bot(tx, &world, &mut head, begins)?;
        Ok::<_, ActionError>(id)
    });
    done.expect("a bot begins")
}

fn tell(house: &House, id: ConversationId, text: &'static str) {
    let world = house.context.world.clone();
    let told = house.context.store.write(move |tx| {
        let mut head = tx.any_conversation(id)?.ok_or(ActionError::NotFound)?;
        tell_bot(tx, &world, &mut head, text)
    });
    told.expect("a bot hears");
}

/// The thread, a line for each entry.
fn thread(house: &House, id: ConversationId) -> Vec<String> {
    let entries = house.context.store.read(|tx| tx.entries_before(id, None, 100)).expect("entries");
    let line = |entry: &Entry| match &entry.content {
        Content::Chat(message) => message.text.clone(),
        Content::Activity(activity) => format!("{:?} by {:?}", activity.change, activity.cause),
        Content::Message(_) | Content::Comment(_) => "?".to_owned(),
    };
    entries.iter().map(line).collect()
}

fn head(house: &House, id: ConversationId) -> Conversation {
    house.context.store.read(|tx| tx.any_conversation(id)).expect("a store").expect("a conversation")
}

fn counted(house: &House, what: Counted) -> u64 {
    let (from, until) = (Moment::from_millis(0), house.context.world.now() + Duration::from_secs(3600));
    let counts = house.context.store.read(|tx| tx.bot_counts(FLOW, from, until)).expect("counts");
    counts.get(&what).copied().unwrap_or(0)
}

fn hand_over_at_once(to: HandOverTo) -> BotScript {
    let hand_over = HandOver { to, order: Order::ByTurn, available_text: "Soon".into(), away_text: "Later".into() };
    let steps = vec![Step { id: StepId(1), label: String::new(), kind: StepKind::HandOver(hand_over) }];
    BotScript { name: "Bot".into(), locale: Locale::English, first: Some(StepId(1)), steps }
}

#[test]
fn a_visitor_is_qualified_remembered_tagged_and_handed_over() {
    let house = House::founded();
    let id = begun(&house, Template::Qualify.script(Locale::English));
    for words in ["I would like to buy", "Max Berger", "max@example.net", "about five"] {
        tell(&house, id, words);
    }
    let head = head(&house, id);
    assert_eq!(head.assignee, Some(house.admin.agent));
    let (contact, properties, tags) = house
        .context
        .store
        .read(|tx| Ok::<_, ActionError>((tx.contact(head.contact)?, tx.properties(head.contact, id)?, tx.tags()?)))
        .expect("a store");
    let contact = contact.expect("a contact");
    assert_eq!(contact.name, "Max Berger");
    assert_eq!(contact.claimed_address.map(|address| address.to_string()).as_deref(), Some("max@example.net"));
    assert!(contact.addresses.is_empty(), "a typed address is a claim");
    assert_eq!(properties.get(&Property::of_conversation("people")).map(String::as_str), Some("5"));
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["sales"]);
    assert!(head.tags.contains(&tags[0].id));
    let thread = thread(&house, id);
    assert_eq!(thread.last().map(String::as_str), Some("Thank you. A colleague will be with you in a moment."));
    assert_eq!(counted(&house, Counted::Started), 1);
    assert_eq!(counted(&house, Counted::HandedOver), 1);
    assert_eq!(counted(&house, Counted::Answered(StepId(3))), 1);
    tell(&house, id, "hello?");
    assert_eq!(self::thread(&house, id).len(), thread.len(), "a bot that has handed over says no more");
}

/// The keys of what a bot knows of a visitor whose contact has a name, a property and these addresses.
fn known_to_bot(identity: VisitorIdentity, addresses: Vec<EmailAddress>) -> Vec<String> {
    let house = House::founded();
    let id = begun(&house, Template::Qualify.script(Locale::English));
    let (head, now) = (head(&house, id), house.context.world.now());
    let owner = head.contact;
    let written = house.context.store.write(move |tx| {
        let contact = tx.contact(owner)?.ok_or(ActionError::NotFound)?;
        tx.save_contact(&Contact { name: "Max".into(), addresses: addresses.clone(), ..contact })?;
        tx.save_property(owner, id, &Property::of_contact("plan"), "gold")?;
        tx.save_property(owner, id, &Property::of_conversation("people"), "5")?;
        let visitor = Visitor {
            id: VisitorId::from_bits(3),
            channel: ChannelId::from_bits(2),
            contact: owner,
            identity: identity.clone(),
            standing: VisitorStanding::Welcome,
            created_at: now,
            seen_at: now,
        };
        tx.save_visitor(&visitor)?;
        tx.save_chat(&Chat::begun(id, &visitor, Some(FLOW), PageFacts::default()))?;
        Ok::<_, ActionError>(())
    });
    written.expect("a chat");
    let known = house.context.store.read(|tx| {
        let bot = tx.running_bot(id)?.ok_or(ActionError::NotFound)?;
        Ok::<_, ActionError>(facts_of(tx, &head, &bot, now)?.known)
    });
    known.expect("facts").keys().map(|property| property.key().to_string()).collect()
}

#[test]
fn whom_nobody_vouches_for_hears_nothing_of_the_contact_who_has_an_address() {
    let addresses = vec![address("max@example.net")];
    let signed_in = VisitorIdentity::SignedIn { subject: "user-7".into() };
    assert_eq!(known_to_bot(signed_in, addresses.clone()), ["email", "name", "plan", "people"]);
    assert_eq!(known_to_bot(VisitorIdentity::Anonymous, Vec::new()), ["name", "plan", "people"]);
    assert_eq!(known_to_bot(VisitorIdentity::Anonymous, addresses), ["people"]);
}

#[test]
fn those_who_are_there_take_turns_and_those_who_are_away_get_nothing() {
    let house = House::founded();
    let (ida, ole) = (house.colleague("Ida", Role::Agent), house.colleague("Ole", Role::Agent));
    set_availability(&house.context, &ole, ole.agent, Choice::Away).expect("one's own");
    let mut got = Vec::new();
    for _ in 0..4 {
        let id = begun(&house, hand_over_at_once(HandOverTo::Members));
        got.extend(head(&house, id).assignee);
    }
    assert_eq!(got.iter().filter(|agent| **agent == ida.agent).count(), 2);
    assert_eq!(got.iter().filter(|agent| **agent == house.admin.agent).count(), 2);
    assert_ne!(got[0], got[1]);
}

#[test]
fn with_nobody_there_it_waits_for_anybody_and_the_thread_says_why() {
    let house = House::founded();
    let ida = house.colleague("Ida", Role::Agent);
    set_availability(&house.context, &ida, ida.agent, Choice::Away).expect("one's own");
    let people = [ida.agent].into_iter().collect();
    let id = begun(&house, hand_over_at_once(HandOverTo::People(people)));
    assert_eq!(head(&house, id).assignee, None);
    assert_eq!(thread(&house, id), ["HandedOver by Routed", "Later"]);
    let entries = house.context.store.read(|tx| tx.entries_before(id, None, 10)).expect("entries");
    let decision = house.context.store.read(|tx| tx.decision(id, entries[0].id)).expect("a store");
    let considered = decision.expect("a decision").considered;
    assert_eq!((considered[0].agent, considered[0].verdict), (ida.agent, Verdict::Away));
}

#[test]
fn a_person_takes_over_and_the_bot_is_silent() {
    let house = House::founded();
    let id = begun(&house, Template::Qualify.script(Locale::English));
    take_over_from_bot(&house.context, &house.admin, id).expect("a bot speaks");
    assert_eq!(head(&house, id).assignee, Some(house.admin.agent));
    let before = thread(&house, id);
    tell(&house, id, "I would like to buy");
    assert_eq!(thread(&house, id), before);
    assert_eq!(counted(&house, Counted::TakenOver), 1);
    assert_eq!(counted(&house, Counted::Left(StepId(2))), 1);
    let again = take_over_from_bot(&house.context, &house.admin, id);
    assert!(matches!(again, Err(ActionError::Conflict { code: "no_bot", .. })));
}

/// In how many conversations bots lead, and how many wait for anybody: the lists, and what is counted.
#[track_caller]
fn check_views(house: &House, with_bots: usize, unassigned: usize) {
    for (view, expected) in [(View::Bots, with_bots), (View::Unassigned, unassigned)] {
        let query = ListConversations {
            view,
            filter: Filter::default(),
            order: ListOrder::Newest,
            inbox: None,
            after: None,
            rows_max: 10,
        };
        let rows = list_conversations(&house.context, &house.admin, query).expect("a list").rows;
        assert_eq!(rows.len(), expected, "{view:?}");
        let selection = view.selection(&Filter::default(), ListOrder::Newest);
        assert!(rows.iter().all(|row| selection.holds(&row.head)), "{view:?}");
    }
    let inbox = *house.admin.inboxes.first().expect("the first inbox");
    let tally = house.context.store.read(|tx| tx.tally_of(inbox, house.admin.agent)).expect("counts");
    assert_eq!((tally.bots, tally.unassigned), (with_bots as u64, unassigned as u64));
}

#[test]
fn what_a_bot_leads_stands_in_a_view_of_its_own_until_somebody_has_it() {
    let house = House::founded();
    let id = begun(&house, Template::Qualify.script(Locale::English));
    check_views(&house, 1, 0);
    take_over_from_bot(&house.context, &house.admin, id).expect("a bot speaks");
    check_views(&house, 0, 0);
    begun(&house, hand_over_at_once(HandOverTo::Nobody));
    check_views(&house, 0, 1);
    let silent = begun(&house, Template::Qualify.script(Locale::English));
    check_views(&house, 1, 1);
    house.script.pass(Duration::from_secs(31 * 60));
    end_silent_bots(&house.context).expect("a store");
    check_views(&house, 0, 2);
    tell(&house, silent, "I am back");
    check_views(&house, 1, 1);
}

#[test]
fn the_time_ends_a_silent_bot_and_the_visitor_begins_again() {
    let house = House::founded();
    let id = begun(&house, Template::Qualify.script(Locale::English));
    house.script.pass(Duration::from_secs(29 * 60));
    assert_eq!(end_silent_bots(&house.context).expect("a store"), 0);
    house.script.pass(Duration::from_secs(2 * 60));
    assert_eq!(end_silent_bots(&house.context).expect("a store"), 1);
    assert_eq!(end_silent_bots(&house.context).expect("a store"), 0, "once is enough");
    assert_eq!(thread(&house, id).last().map(String::as_str), Some("BotTimedOut by TimeCame"));
    assert_eq!(counted(&house, Counted::TimedOut), 1);
    tell(&house, id, "I am back");
    assert_eq!(thread(&house, id).last().map(String::as_str), Some("What is it about?"));
    assert_eq!(counted(&house, Counted::Started), 2);
}

#[test]
fn a_bot_that_has_answered_closes_the_conversation() {
    let house = House::founded();
    let script = BotScript {
        name: "Bot".into(),
        locale: Locale::English,
        first: Some(StepId(1)),
        steps: vec![Step {
            id: StepId(1),
            label: String::new(),
            kind: StepKind::End { bubbles: Vec::new(), afterwards: Afterwards::Closes },
        }],
    };
    let id = begun(&house, script);
    assert_eq!(thread(&house, id), ["Closed by Bot"]);
    assert_eq!(counted(&house, Counted::Completed), 1);
}
