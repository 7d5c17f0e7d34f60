//! What is being written is kept, is its author's alone, and goes when it is sent; what is put off waits for its moment.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};
use crate::support::sink::Sink;

const TO: &str = "support@desk.example";

fn operation() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// The only conversation, after a mail came in.
fn conversation(server: &Server, http: &Http) -> String {
    let mail =
        format!("From: Max <max@example.net>\nTo: {TO}\nSubject: Lamp\nMessage-ID: <1@example.net>\n\nWhere is it?");
    assert!(server.smtp().deliver("max@example.net", TO, &mail).expect("a reply").starts_with("250"));
    http.json("/api/conversations?view=all_open")["items"][0]["id"].as_str().expect("an id").to_owned()
}

/// A colleague, with a token.
fn ida(folder: &Folder, server: &Server, admin: &Http) -> (String, Http) {
    let invited = admin.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.org", "role": "agent"}));
    let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
    let token = link.split('#').nth(1).expect("a token").to_owned();
    let body = json!({"token": token, "name": "Ida", "password": "another long password", "locale": "nl"});
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 201);
    let http = server.http(&folder.token_of("ida@example.org"));
    (http.json("/api/me")["agent"]["id"].as_str().expect("an id").to_owned(), http)
}

#[test]
fn a_draft_survives_a_crash_is_seen_as_a_mark_and_goes_when_it_is_sent() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let id = conversation(&server, &http);
    let (_, colleague) = ida(&folder, &server, &http);
    assert!(sink.next().bytes.contains("/invitation#"), "Ida is asked to come in");
    let path = format!("/api/conversations/{id}/drafts");
    let operation = operation();
    let draft = json!({
        "kind": "reply", "operation_id": operation, "to": [{"name": "Max", "address": "max@example.net"}],
        "html": "<p>Half a sen</p>",
    });
    assert_eq!(http.send("PUT", &path, Some(&draft), &[]).status, 200);
    server.kill();

    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let colleague = server.http(&colleague.token().expect("a token"));
    let kept = http.json(&path);
    assert_eq!((&kept["message"]["html"], &kept["comment"]), (&json!("<p>Half a sen</p>"), &Value::Null));
    assert_eq!(http.json("/api/drafts")["items"][0]["conversation"]["subject"], "Lamp");
    assert_eq!(http.json("/api/counts")["drafts"], 1);
    // A colleague sees that there is one, and whose, but not what it says.
    let me = http.json("/api/me")["agent"]["id"].clone();
    assert_eq!(colleague.json(&format!("/api/conversations/{id}"))["drafting_agent_ids"], json!([me]));
    assert_eq!(colleague.json(&path), json!({"message": null, "comment": null}));
    assert_eq!(colleague.json("/api/counts")["drafts"], 0);

    let reply = json!({"operation_id": operation, "to": [{"address": "max@example.net"}], "html": "<p>Whole.</p>"});
    assert_eq!(http.post(&format!("/api/conversations/{id}/messages"), &reply).status, 201);
    assert!(sink.next().bytes.contains("Whole."));
    assert_eq!(http.json(&path)["message"], Value::Null);
    assert_eq!(colleague.json(&format!("/api/conversations/{id}"))["drafting_agent_ids"], json!([]));
    let late = http.send("PUT", &path, Some(&draft), &[]);
    assert_eq!((late.status, late.json()["code"].clone()), (409, json!("sent_already")));
}

#[test]
fn what_was_given_to_a_comment_never_leaves_with_a_message() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let id = conversation(&server, &http);
    let secret = http.upload("margins.txt&purpose=comment", "cost price: 3");
    let draft = |kind: &str| json!({"kind": kind, "operation_id": operation(), "html": "", "upload_ids": [secret]});
    let path = format!("/api/conversations/{id}/drafts");
    assert_eq!(http.send("PUT", &path, Some(&draft("comment")), &[]).status, 200);
    for refused in [
        http.send("PUT", &path, Some(&draft("reply")), &[]),
        http.send("PUT", &format!("/api/drafts/{}", operation()), Some(&draft("new")), &[]),
        http.post(
            &format!("/api/conversations/{id}/messages"),
            &json!({"operation_id": operation(), "to": [{"address": "max@example.net"}], "html": "<p>x</p>",
                "upload_ids": [secret]}),
        ),
    ] {
        assert_eq!(
            (refused.status, refused.json()["code"].clone()),
            (409, json!("draft_mix_up")),
            "{}",
            refused.text()
        );
    }
    assert_eq!(http.json(&path)["comment"]["uploads"][0]["name"], "margins.txt");
    assert!(sink.is_empty());
}

#[test]
fn drafts_of_new_conversations_stand_side_by_side_and_can_be_discarded() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let (first, second) = (operation(), operation());
    for id in [&first, &second] {
        let draft = json!({"kind": "new", "operation_id": id, "subject": id, "html": "<p>x</p>"});
        assert_eq!(http.send("PUT", &format!("/api/drafts/{id}"), Some(&draft), &[]).status, 200);
    }
    assert_eq!(http.send("DELETE", &format!("/api/drafts/{first}"), None, &[]).status, 204);
    let left = http.json("/api/drafts");
    assert_eq!((left["items"].as_array().map(Vec::len), &left["items"][0]["draft"]["id"]), (Some(1), &json!(second)));
    let answer = json!({"kind": "reply", "operation_id": operation(), "html": ""});
    assert_eq!(http.send("PUT", &format!("/api/drafts/{}", operation()), Some(&answer), &[]).status, 422);
}

#[test]
fn a_message_waits_for_its_moment_and_can_be_moved_or_taken_back() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let id = conversation(&server, &http);
    let (_, colleague) = ida(&folder, &server, &http);
    assert!(sink.next().bytes.contains("/invitation#"), "Ida is asked to come in");
    let path = format!("/api/conversations/{id}/messages");
    let later = |html: &str, at: &str| json!({"operation_id": operation(), "to": [{"address": "max@example.net"}], "html": html, "send_at": at});
    for wrong in ["2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "tomorrow"] {
        let answer = http.post(&path, &later("<p>x</p>", wrong));
        assert_eq!((answer.status, answer.json()["field"].clone()), (422, json!("send_at")), "{wrong}");
    }
    let soon = tomorrow();
    let first = http.post(&path, &later("<p>First</p>", &soon));
    assert_eq!(first.status, 201, "{}", first.text());
    let outgoing = first.json()["message"]["outgoing"].clone();
    assert_eq!(outgoing["sending"]["state"], "held");
    assert_eq!(outgoing["scheduled_for"], outgoing["sending"]["until"]);
    let second = http.post(&path, &later("<p>Second</p>", &soon)).json();
    let entry = |entry: &Value| entry["id"].as_str().expect("an id").to_owned();

    // Whoever works there can stop it: its author may be on holiday.
    let undone = colleague.post(&format!("{path}/{}/undo", entry(&first.json())), &json!({}));
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(undone.json()["html"], "<p>First</p>");
    assert_eq!(colleague.json("/api/drafts")["items"][0]["draft"]["html"], "<p>First</p>", "it is hers to go on with");
    assert!(sink.is_empty());

    let schedule = format!("{path}/{}/schedule", entry(&second));
    assert_eq!(http.send("PUT", &schedule, Some(&json!({"send_at": null})), &[]).status, 200);
    assert!(sink.next().bytes.contains("Second"));
    let late = http.send("PUT", &schedule, Some(&json!({"send_at": null})), &[]);
    assert_eq!((late.status, late.json()["code"].clone()), (409, json!("has_left")));
}

/// A moment a day ahead, by the server's own clock.
fn tomorrow() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let seconds = i64::try_from(now.as_secs()).expect("a small number") + 24 * 60 * 60;
    jiff::Timestamp::from_second(seconds).expect("a moment").to_string()
}

#[test]
fn a_message_leaves_from_an_address_of_its_inbox_and_no_other() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let id = conversation(&server, &http);
    let inbox = http.json("/api/inboxes")[0]["id"].as_str().expect("an id").to_owned();
    let added = http.post(&format!("/api/inboxes/{inbox}/addresses"), &json!({"address": "hello@example.org"}));
    assert!(added.status < 300, "{}", added.text());
    let from = |address: &str| {
        let to = json!([{"address": "max@example.net"}]);
        let body = json!({"operation_id": operation(), "to": to, "html": "<p>x</p>", "from": address});
        http.post(&format!("/api/conversations/{id}/messages"), &body)
    };
    assert_eq!(from("ceo@example.org").status, 422);
    assert_eq!(from("hello@example.org").status, 201);
    assert!(sink.next().header("from").expect("a sender").contains("<hello@example.org>"));
}
