//! Chats that agents merge and take apart, as the visitor lives through it with the panel open.

use serde_json::{Value, json};

use crate::support::http::{Answer, Http};
use crate::support::server::{Folder, Server};
use crate::support::sink::Sink;
use crate::support::visitor::{Visitor, new_channel, operation, page};
use crate::support::websocket::{Told, WebSocket};

/// A visitor with two chats.
struct House {
    folder: Folder,
    server: Server,
    sink: Sink,
    agent: Http,
    channel: Value,
    visitor: Visitor,
    first: String,
    second: String,
}

impl House {
    fn set_up() -> Self {
        let (folder, sink) = (Folder::set_up(), Sink::open());
        let server = folder.serve(sink.port);
        let agent = server.http(&folder.token());
        let channel = new_channel(&agent);
        let visitor = Visitor::open(&server, &channel, None, None);
        let first = visitor.start("one");
        let body = json!({"operation_id": operation(), "text": "two", "start_new": true, "page": page()});
        let second = visitor.post("/conversations", &body, 201)["conversation"]["id"].as_str().expect("an id").into();
        Self { folder, server, sink, agent, channel, visitor, first, second }
    }

    fn merge(&self, method: &str, into: &str, other: &str) -> Answer {
        self.agent.send(method, &format!("/api/conversations/{into}/merged/{other}"), None, &[])
    }

    #[track_caller]
    fn answer(&self, conversation: &str, text: &str) {
        let body = json!({"operation_id": operation(), "text": text});
        let answer = self.agent.post(&format!("/api/conversations/{conversation}/chat-messages"), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    /// A mail of somebody else; the id of its conversation.
    fn mail(&self, subject: &str, words: &str) -> String {
        let inbox = self.agent.json("/api/inboxes")[0]["sender_address"].as_str().expect("an address").to_owned();
        let mail =
            format!("From: Eve <eve@example.net>\nTo: {inbox}\nSubject: {subject}\nMessage-ID: <eve@x>\n\n{words}");
        self.server.smtp().deliver("eve@example.net", &inbox, &mail).expect("a mail");
        let rows = self.agent.json("/api/conversations?view=all_open")["items"].clone();
        let row = rows.as_array().expect("rows").iter().find(|row| row["channel"] == "email").expect("the mail");
        row["id"].as_str().expect("an id").to_owned()
    }

    /// The line of an open panel, once the server has greeted it: by number, or, when it was not so far yet, anew.
    fn listen(&self) -> WebSocket {
        let mut live = self.visitor.live(self.visitor.get("/conversations")["seq"].as_u64().expect("a number"));
        let Told::Frame(greeting) = live.next() else { panic!("closed at once") };
        assert!(greeting["type"] == "hello" || greeting["type"] == "resync", "{greeting}");
        live
    }

    fn ids(&self) -> Vec<String> {
        let items = self.visitor.get("/conversations")["items"].clone();
        items.as_array().expect("a list").iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
    }
}

#[test]
fn two_chats_of_a_visitor_become_one_and_two_again() {
    let house = House::set_up();
    let House { visitor, first, second, .. } = &house;
    house.answer(second, "Unseen");
    let mut live = house.listen();
    assert_eq!(house.merge("PUT", first, second).status, 204);
    let told = live.until("regrouped");
    assert_eq!((&told["conversation"]["id"], &told["taken_in_id"]), (&json!(first), &json!(second)));
    assert_eq!(told["conversation"]["unread"], 1, "what was not read is not read now");
    assert_eq!(house.ids(), std::slice::from_ref(first));
    assert_eq!(visitor.words(first), ["one", "two", "Unseen"]);

    // A panel that has heard nothing yet writes into what it shows; so does an agent's page.
    let said = visitor.say(second, "three");
    assert_eq!(said["conversation"]["id"], json!(first));
    assert_eq!(live.until("entry")["entry"]["text"], "three");
    house.answer(second, "four");
    let heard = live.until("entry");
    assert_eq!((&heard["entry"]["text"], &heard["conversation"]["id"]), (&json!("four"), &json!(first)));
    for path in ["seen", "rating", "end"] {
        let body = match path {
            "seen" => json!({"entry_id": heard["entry"]["id"]}),
            "rating" => json!({"rating": "good"}),
            _ => json!({}),
        };
        visitor.post(&format!("/conversations/{second}/{path}"), &body, 204);
    }
    let shown = visitor.get("/conversations")["items"][0].clone();
    assert_eq!((&shown["id"], &shown["unread"], &shown["rating"]), (&json!(first), &json!(0), &json!("good")));
    assert_eq!(visitor.words(second), ["one", "two", "Unseen", "three", "four"]);

    assert_eq!(house.merge("DELETE", first, second).status, 204);
    let told = live.until("regrouped");
    assert_eq!((&told["conversation"]["id"], &told["taken_in_id"]), (&json!(first), &Value::Null));
    while live.until("conversation")["conversation"]["id"] != json!(second) {}
    assert_eq!(visitor.words(first), ["one", "three", "four"], "what was said since stays where it was said");
    assert_eq!(visitor.words(second), ["two", "Unseen"]);
    let of_second = visitor.get("/conversations")["items"].clone();
    let of_second = of_second.as_array().expect("a list").iter().find(|one| one["id"] == json!(second)).expect("it");
    assert_eq!(of_second["unread"], 0, "it was read in the other one");
    house.answer(second, "five");
    assert_eq!(live.until("entry")["entry"]["text"], "five");
}

#[test]
fn a_merge_outlives_a_restart_and_can_be_undone_after_it() {
    let house = House::set_up();
    assert_eq!(house.merge("PUT", &house.first, &house.second).status, 204);
    let House { folder, server, channel, visitor, first, second, sink, .. } = house;
    assert!(server.stop());
    let server = folder.serve(sink.port);
    let agent = server.http(&folder.token());
    let visitor = Visitor::open(&server, &channel, Some(&visitor.token), None);
    assert_eq!(visitor.words(&second), ["one", "two"]);
    let path = format!("/api/conversations/{first}/merged/{second}");
    assert_eq!(agent.send("DELETE", &path, None, &[]).status, 204);
    assert_eq!((visitor.words(&first), visitor.words(&second)), (vec!["one".into()], vec!["two".into()]));
}

#[test]
fn what_would_show_a_visitor_the_words_of_others_is_refused() {
    let house = House::set_up();
    let stranger = Visitor::open(&house.server, &house.channel, None, None);
    let foreign = stranger.start("Private");
    let mail = house.mail("Secret matter", "Secret words");
    let cases = [(&house.first, &foreign, "other_visitor"), (&mail, &house.first, "chat_into_mail")];
    for (into, other, code) in cases {
        let refused = house.merge("PUT", into, other);
        assert_eq!((refused.status, refused.json()["code"].clone()), (409, json!(code)));
        assert!(refused.json()["detail"].as_str().is_some_and(|detail| 20 < detail.len()), "{}", refused.text());
    }
    assert_eq!(house.ids(), [house.second.clone(), house.first.clone()], "nothing has changed");
    assert_eq!(
        (house.visitor.words(&house.first), stranger.words(&foreign)),
        (vec!["one".into()], vec!["Private".into()])
    );
}

#[test]
fn a_mail_in_a_chat_is_never_shown_to_its_visitor() {
    let house = House::set_up();
    let House { visitor, second, .. } = &house;
    let mut live = house.listen();
    let mail = house.mail("Secret matter", "Secret words");
    assert_eq!(house.merge("PUT", second, &mail).status, 204);
    let reply = "From: Eve <eve@example.net>\nTo: x\nSubject: Secret matter\nMessage-ID: <eve2@x>\n\
                 In-Reply-To: <eve@x>\n\nSecret again";
    let inbox = house.agent.json("/api/inboxes")[0]["sender_address"].as_str().expect("an address").to_owned();
    house.server.smtp().deliver("eve@example.net", &inbox, reply).expect("a mail");
    let row = house.agent.json(&format!("/api/conversations/{second}"));
    assert!(row.to_string().contains("Secret again"), "the mail lands where the first one lies: {row}");

    house.answer(second, "For you");
    let mut shown = String::new();
    loop {
        let Told::Frame(frame) = live.next() else { panic!("closed before the answer") };
        shown += &frame.to_string();
        if frame["entry"]["text"] == "For you" {
            break;
        }
    }
    for path in [
        "/conversations".to_owned(),
        format!("/conversations/{second}/entries"),
        format!("/conversations/{mail}/entries"),
    ] {
        let answer = visitor.send("GET", &path, None);
        shown += &answer.text();
    }
    for secret in ["Secret", "eve@", &mail] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(visitor.words(second), ["two", "For you"]);
    let list = visitor.get("/conversations")["items"].clone();
    assert_eq!(list[0]["preview"], "For you");
    let body = json!({"email": "max@example.net"});
    visitor.post(&format!("/conversations/{second}/transcript"), &body, 204);
    let sent = house.sink.next();
    assert_eq!(sent.header("subject").as_deref(), Some("Je chat met Support"), "nothing of the other mail's subject");
    assert!(!sent.bytes.contains("Secret") && !sent.bytes.contains("<eve"), "{}", sent.bytes);
}
