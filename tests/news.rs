//! News for those who are away, by mail: through the real worker and a relay that keeps what it gets.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};
use crate::support::sink::Sink;

const TO: &str = "support@desk.example";

struct Desk {
    folder: Folder,
    server: Server,
    sink: Sink,
}

impl Desk {
    /// A workspace in which a second is a long time.
    fn open() -> Self {
        let (folder, sink) = (Folder::set_up(), Sink::open());
        let server = folder.serve_with(sink.port, &[("POSTROOM_ACCOUNTS__NEWS_AFTER_S", "1")]);
        Self { folder, server, sink }
    }

    fn zoe(&self) -> Http {
        self.server.http(&self.folder.token())
    }

    /// Somebody who came in by invitation; says their id.
    fn colleague(&self, name: &str, email: &str) -> (Http, String) {
        let invited = self.zoe().post("/api/agents", &json!({"name": name, "email": email, "role": "agent"}));
        let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
        let token = link.split('#').nth(1).expect("a token").to_owned();
        let body = json!({"token": token, "name": name, "password": "another long password", "locale": "en"});
        assert_eq!(self.server.anonymous().post("/api/invitations/accept", &body).status, 201);
        assert_eq!(self.sink.next().recipients, [email], "the invitation");
        let http = self.server.http(&self.folder.token_of(email));
        let id = http.json("/api/me")["agent"]["id"].as_str().expect("an id").to_owned();
        (http, id)
    }

    /// A mail comes in; says the id of its conversation.
    fn hear(&self, subject: &str) -> String {
        let mail =
            format!("From: Max <max@example.net>\nTo: {TO}\nSubject: {subject}\nMessage-ID: <{subject}@x>\n\nHi");
        self.server.smtp().deliver("max@example.net", TO, &mail).expect("a reply");
        self.zoe().json("/api/conversations?view=all_open")["items"][0]["id"].as_str().expect("an id").to_owned()
    }

    fn assign(&self, conversation: &str, agent: &str) {
        let path = format!("/api/conversations/{conversation}/assignee");
        put(&self.zoe(), &path, &json!({"agent_id": agent}));
    }
}

#[track_caller]
fn put(http: &Http, path: &str, body: &Value) {
    let answer = http.send("PUT", path, Some(body), &[]);
    assert!((200..300).contains(&answer.status), "{path}: {}", answer.text());
}

fn says(http: &Http, active: bool) {
    let page = "01a20d9a-fc88-73f6-aeb6-09d2365ab03a";
    put(http, "/api/presence", &json!({"page_id": page, "whereabouts": {"active": active, "at": []}}));
}

/// An hour before and an hour after, in minutes of the day in UTC.
fn around_now() -> (u64, u64) {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let minute = since.as_secs() / 60 % 1440;
    ((minute + 1380) % 1440, (minute + 60) % 1440)
}

#[test]
fn whoever_is_away_gets_one_mail_for_all_of_it_that_no_machine_answers() {
    let desk = Desk::open();
    let (ida, ida_id) = desk.colleague("Ida", "ida@example.org");
    let (_, eve_id) = desk.colleague("Eve", "eve@example.org");
    says(&ida, true);
    let conversations = ["One", "Two", "Three"].map(|subject| desk.hear(subject));
    desk.assign(&conversations[0], &ida_id);
    desk.assign(&conversations[1], &ida_id);
    desk.assign(&conversations[2], &eve_id);
    let mail = desk.sink.next();
    assert_eq!(mail.recipients, ["eve@example.org"], "Ida is there");
    assert_eq!((mail.from.as_str(), mail.header("auto-submitted").as_deref()), ("", Some("auto-generated")));
    assert_eq!(mail.header("x-auto-response-suppress").as_deref(), Some("All"));
    assert_eq!(mail.header("subject").as_deref(), Some("Example Ltd: something is new"));
    assert!(desk.sink.is_empty());

    says(&ida, false);
    let mail = desk.sink.next();
    let unwrapped = mail.bytes.replace("=\r\n", "");
    assert_eq!(mail.recipients, ["ida@example.org"]);
    assert_eq!(mail.header("subject").as_deref(), Some("Example Ltd: 2 things are new"));
    for conversation in &conversations[..2] {
        assert!(unwrapped.contains(conversation), "{unwrapped}");
    }
    // What was mailed once is not mailed again: the next mail to her holds the new thing alone.
    let new = desk.hear("Four");
    desk.assign(&new, &ida_id);
    let mail = desk.sink.next();
    assert_eq!(mail.header("subject").as_deref(), Some("Example Ltd: something is new"));
    assert!(mail.bytes.replace("=\r\n", "").contains(&new));
}

#[test]
fn nothing_is_mailed_at_night_or_to_an_inbox_or_to_whoever_does_not_want_it() {
    let desk = Desk::open();
    let (night, night_id) = desk.colleague("Night", "night@example.org");
    let (off, off_id) = desk.colleague("Off", "off@example.org");
    let (_, loop_id) = desk.colleague("Loop", "loop@example.org");
    let (_, eve_id) = desk.colleague("Eve", "eve@example.org");
    let path = "/api/me/notice-preferences";
    let mut quiet = night.json(path);
    let (from, until) = around_now();
    quiet["quiet"] = json!({"from": from, "until": until, "weekends": true, "time_zone": "UTC"});
    put(&night, path, &quiet);
    let mut unwanted = off.json(path);
    for event in unwanted["events"].as_array_mut().expect("events") {
        event["mail"] = json!(false);
    }
    put(&off, path, &unwanted);
    let inbox = desk.zoe().json("/api/inboxes")[0]["id"].as_str().expect("an id").to_owned();
    let added = desk.zoe().post(&format!("/api/inboxes/{inbox}/addresses"), &json!({"address": "loop@example.org"}));
    assert_eq!(added.status / 100, 2, "{}", added.text());
    for (subject, agent) in [("One", &night_id), ("Two", &off_id), ("Three", &loop_id), ("Four", &eve_id)] {
        let conversation = desk.hear(subject);
        desk.assign(&conversation, agent);
    }
    // Eve's comes last, and it is the only one.
    assert_eq!(desk.sink.next().recipients, ["eve@example.org"]);
    assert!(desk.sink.is_empty());
    // A machine's mail is no news to anybody.
    let mail =
        format!("From: Max <max@example.net>\nTo: {TO}\nSubject: Away\nAuto-Submitted: auto-replied\n\nI am away");
    desk.server.smtp().deliver("max@example.net", TO, &mail).expect("a reply");
    let conversation = desk.hear("Five");
    desk.assign(&conversation, &eve_id);
    let mail = desk.sink.next();
    assert_eq!(mail.header("subject").as_deref(), Some("Example Ltd: something is new"));
}
