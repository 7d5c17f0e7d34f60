//! Chats with scripted time: what follows by mail, when, to whom, and what does not.

use std::time::Duration;

use super::open_session::{OpenSession, open_session};
use super::start_chat::{Place, StartChat, start_chat};
use super::{claim_email, mark_seen};
use crate::actions::channels::{NewChannel, create_channel};
use crate::actions::follow_by_mail::{follow_by_mail, mail_unseen, unseen};
use crate::actions::reply_to_conversation::Afterwards;
use crate::actions::say_in_chat::{SayInChat, say_in_chat};
use crate::actions::tests::{House, address};
use crate::domain::entry::{Content, Entry};
use crate::domain::ids::{ConversationId, OperationId};
use crate::domain::visitor::{Consent, VisitorActor, VisitorFacts};

/// A workspace where a visitor has begun a chat.
struct Shop {
    house: House,
    visitor: VisitorActor,
    conversation: ConversationId,
}

impl Shop {
    fn with_chat(email: Option<&str>) -> Self {
        let house = House::founded();
        let context = house.context.clone();
        let inbox = *house.admin.inboxes.first().expect("the first inbox");
        let channel = NewChannel { inbox, name: "Shop".into(), allowed_origins: Vec::new() };
        let channel = create_channel(&context, &house.admin, channel).expect("a channel");
        let deed = OpenSession {
            channel: channel.public_key,
            token: None,
            identity: None,
            facts: VisitorFacts::default(),
            fresh: None,
        };
        let visitor = open_session(&context, deed).expect("a session").actor;
        let said = start_chat(
            &context,
            &visitor,
            StartChat {
                operation: context.world.new_id(),
                chatflow: None,
                text: "Do you have tea?".into(),
                time_zone: String::new(),
                uploads: Vec::new(),
                email: email.map(address),
                consent: Consent::None,
                place: Place::OpenOne,
                facts: VisitorFacts::default(),
            },
        )
        .expect("a conversation");
        Self { conversation: said.chat.head.id, house, visitor }
    }

    fn answer(&self, text: &str) -> Entry {
        let operation: OperationId = self.house.context.world.new_id();
        let deed = SayInChat {
            operation,
            conversation: self.conversation,
            text: text.into(),
            uploads: Vec::new(),
            afterwards: Afterwards::StaysOpen,
        };
        say_in_chat(&self.house.context, &self.house.admin, deed).expect("words")
    }

    /// Lets minutes pass, minute by minute, as the worker looks.
    fn pass_min(&self, minutes: u64) {
        for _ in 0..minutes {
            self.house.script.pass(Duration::from_secs(60));
            follow_by_mail(&self.house.context).expect("the worker works");
        }
    }

    /// What was mailed: recipient and words.
    fn mails(&self) -> Vec<(String, String)> {
        let entries =
            self.house.context.store.read(|tx| tx.entries_before(self.conversation, None, 100)).expect("entries");
        let mail = |entry: Entry| match entry.content {
            Content::Message(message) => Some((message.to[0].address.to_string(), message.text)),
            Content::Chat(_) | Content::Comment(_) | Content::Activity(_) => None,
        };
        entries.into_iter().filter_map(mail).collect()
    }
}

#[test]
fn what_was_not_seen_follows_once_and_in_one_mail() {
    let shop = Shop::with_chat(Some("max@example.net"));
    shop.answer("We do.");
    shop.pass_min(3);
    shop.answer("Green or black?");
    shop.pass_min(4);
    assert!(shop.mails().is_empty(), "somebody went on writing");
    shop.pass_min(2);
    let mails = shop.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].0, "max@example.net");
    assert!(mails[0].1.contains("We do.") && mails[0].1.contains("Green or black?"), "{}", mails[0].1);
    assert!(!mails[0].1.contains("Do you have tea?"), "the visitor's own words are known to them");
    shop.pass_min(60);
    assert_eq!(shop.mails().len(), 1, "a mail brings no mail");
    shop.answer("Still there?");
    shop.pass_min(6);
    let mails = shop.mails();
    assert_eq!(mails.len(), 2);
    assert!(mails[1].1.contains("Still there?") && !mails[1].1.contains("We do."), "{}", mails[1].1);
}

#[test]
fn what_was_seen_does_not_follow() {
    let shop = Shop::with_chat(Some("max@example.net"));
    let said = shop.answer("We do.");
    mark_seen::mark_seen(&shop.house.context, &shop.visitor, shop.conversation, said.id).expect("a mark");
    shop.pass_min(30);
    assert!(shop.mails().is_empty());
}

#[test]
fn what_was_said_below_what_was_seen_follows() {
    let shop = Shop::with_chat(Some("max@example.net"));
    let first = shop.answer("We do.");
    shop.answer("Green or black?");
    // The mark was on its way while the second answer came.
    mark_seen::mark_seen(&shop.house.context, &shop.visitor, shop.conversation, first.id).expect("a mark");
    shop.pass_min(6);
    let mails = shop.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("Green or black?") && !mails[0].1.contains("We do."), "{}", mails[0].1);
}

#[test]
fn words_that_come_while_a_mail_is_made_are_in_the_next_one() {
    let shop = Shop::with_chat(Some("max@example.net"));
    let context = &shop.house.context;
    shop.answer("We do.");
    shop.house.script.pass(Duration::from_secs(17 * 60));
    shop.answer("Green or black?");
    shop.house.script.pass(Duration::from_secs(3 * 60));
    let made = unseen(context, shop.conversation).expect("a store").expect("a chat");
    shop.answer("Or white?");
    mail_unseen(context, made, context.world.now()).expect("it is decided again");
    assert!(shop.mails().is_empty(), "it would leave out what was said last");
    follow_by_mail(context).expect("the worker works");
    let mails = shop.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("We do.") && mails[0].1.contains("Or white?"), "{}", mails[0].1);
}

#[test]
fn nothing_follows_where_no_address_is_known_or_where_it_would_come_back() {
    let nobody = Shop::with_chat(None);
    nobody.answer("We do.");
    nobody.pass_min(30);
    assert!(nobody.mails().is_empty());
    let ours = Shop::with_chat(Some("support@desk.example"));
    ours.answer("We do.");
    ours.pass_min(30);
    assert!(ours.mails().is_empty());
}

#[test]
fn an_address_that_is_given_later_is_in_time_for_the_next_words() {
    let shop = Shop::with_chat(None);
    shop.answer("We do.");
    shop.pass_min(2);
    let email = address("max@example.net");
    claim_email::claim_email(&shop.house.context, &shop.visitor, shop.conversation, email, "Max").expect("a claim");
    shop.pass_min(5);
    assert_eq!(shop.mails().len(), 1);
}
