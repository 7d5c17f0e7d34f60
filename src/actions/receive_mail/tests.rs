//! Mails as they come over the wire, and what the conversation shows of them.

use super::*;
use crate::actions::tests::{House, address};
use crate::domain::entry::{Content, Message};

const TRACE: &str = "Return-Path: <max@example.net>\r\nReceived: from mail.example.net ([192.0.2.1])\r\n";

impl House {
    /// A mail to the first inbox; yields the message that it became.
    fn receives(&self, raw: &str) -> Message {
        let envelope = Envelope {
            from: Some(address("max@example.net")),
            recipients: vec![address("support@desk.example")],
            peer: "192.0.2.1".into(),
            helo: "mail.example.net".into(),
            over_tls: false,
        };
        let deed = ReceiveMail { envelope, raw: raw.into(), trace: TRACE.into(), checks: SenderChecks::default() };
        let received = receive_mail(&self.context, deed).expect("it is kept");
        let LedgerVerdict::Began { conversation, entry, .. } = received.decisions[0].verdict else {
            panic!("{received:?} is a conversation of its own")
        };
        let entry = self.context.store.read(|tx| tx.entry(conversation, entry)).expect("a read").expect("an entry");
        let Content::Message(message) = entry.content else { panic!("{entry:?} is a message") };
        *message
    }
}

#[test]
fn a_mail_that_begins_with_an_empty_line_keeps_its_headers() {
    let house = House::founded();
    let mail = "From: Max <max@example.net>\r\nSubject: Lamps\r\nMessage-ID: <1@example.net>\r\n\r\nHello\r\n";
    let message = house.receives(&format!("\r\n{mail}"));
    let from = message.from.as_ref().map(|from| from.address.to_string());
    assert_eq!(from.as_deref(), Some("max@example.net"));
    assert_eq!((message.subject.as_str(), message.message_id.as_str()), ("Lamps", "1@example.net"));
    assert_eq!(message.text, "Hello");
}

#[test]
fn the_words_of_a_mail_without_headers_stay_words() {
    let message = House::founded().receives("\r\nHello there\r\n");
    assert_eq!((message.subject.as_str(), message.text.trim()), ("", "Hello there"));
}
