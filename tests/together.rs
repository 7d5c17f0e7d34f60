//! Several agents at once, through the real binary: what each has read, follows, is named in.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};

const TO: &str = "support@desk.example";

/// A workspace with Zoe, who set it up, and Ida.
struct Desk {
    folder: Folder,
    server: Server,
}

impl Desk {
    fn open() -> Self {
        let folder = Folder::set_up();
        let server = folder.serve(1);
        let desk = Self { folder, server };
        desk.invite("Ida", "ida@example.org");
        desk
    }

    fn invite(&self, name: &str, email: &str) {
        let invited = self.zoe().post("/api/agents", &json!({"name": name, "email": email, "role": "agent"}));
        let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
        let token = link.split('#').nth(1).expect("a token").to_owned();
        let body = json!({"token": token, "name": name, "password": "another long password", "locale": "nl"});
        assert_eq!(self.server.anonymous().post("/api/invitations/accept", &body).status, 201);
    }

    fn zoe(&self) -> Http {
        self.server.http(&self.folder.token())
    }

    fn ida(&self) -> Http {
        self.server.http(&self.folder.token_of("ida@example.org"))
    }

    /// A mail comes in; says the id of its conversation.
    fn hear(&self, number: u32) -> String {
        let mail = format!("From: max@example.net\nTo: {TO}\nSubject: {number}\nMessage-ID: <{number}@x>\n\nHello");
        self.server.smtp().deliver("max@example.net", TO, &mail).expect("a reply");
        text(&self.zoe().json("/api/conversations?view=all_open")["items"][0]["id"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn operation() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn row(http: &Http) -> Value {
    http.json("/api/conversations?view=all_open")["items"][0].clone()
}

fn is_unread(http: &Http) -> bool {
    let row = row(http);
    text(&row["attention"]["seen_id"]) < text(&row["heard_id"])
}

fn put(http: &Http, path: &str, body: &Value) {
    let answer = http.send("PUT", path, Some(body), &[]);
    assert_eq!(answer.status, 204, "{path}: {}", answer.text());
}

fn delete(http: &Http, path: &str) {
    let answer = http.send("DELETE", path, None, &[]);
    assert_eq!(answer.status, 204, "{path}: {}", answer.text());
}

fn newest_entry(http: &Http, conversation: &str) -> String {
    let entries = http.json(&format!("/api/conversations/{conversation}/entries"));
    text(&entries["items"].as_array().expect("entries").last().expect("an entry")["id"])
}

fn comment(http: &Http, conversation: &str, html: &str, mentions: &Value) -> Value {
    let body = json!({"operation_id": operation(), "html": html, "mentions": mentions});
    let answer = http.post(&format!("/api/conversations/{conversation}/comments"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[test]
fn each_agent_reads_for_themselves() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    assert!(is_unread(&zoe) && is_unread(&ida));

    let before = zoe.json("/api/me")["feed_position"].as_u64().expect("a number");
    let read = format!("/api/conversations/{conversation}/read");
    put(&zoe, &read, &json!({"entry_id": newest_entry(&zoe, &conversation)}));
    assert!(!is_unread(&zoe));
    assert!(is_unread(&ida), "what one has read is news to the other");
    let heard = |http: &Http| http.json(&format!("/api/events?after={before}"))["frames"].to_string();
    assert!(heard(&zoe).contains("attention_changed"), "the other tabs are told");
    assert!(!heard(&ida).contains("attention_changed"), "nobody else is");

    // Seeing the same again writes nothing.
    let position = zoe.json("/api/me")["feed_position"].clone();
    put(&zoe, &read, &json!({"entry_id": newest_entry(&zoe, &conversation)}));
    assert_eq!(zoe.json("/api/me")["feed_position"], position);

    delete(&zoe, &read);
    assert!(is_unread(&zoe), "marked unread by hand");
    let before_all = json!({"entry_id": "00000000-0000-7000-8000-000000000001"});
    assert_eq!(zoe.send("PUT", &read, Some(&before_all), &[]).status, 404, "nothing stands before that");
    // An entry that was split off meanwhile: the mark stands at the newest one that is left, and hides nothing to come.
    put(&zoe, &read, &json!({"entry_id": "ffffffff-ffff-7fff-bfff-ffffffffffff"}));
    assert!(!is_unread(&zoe));
    comment(&ida, &conversation, "<p>Look</p>", &json!([]));
    assert!(is_unread(&zoe), "a mark stands at an entry of the conversation");
}

#[test]
fn a_comment_is_news_to_others_and_an_answer_is_not() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    put(
        &ida,
        &format!("/api/conversations/{conversation}/read"),
        &json!({"entry_id": newest_entry(&ida, &conversation)}),
    );
    let body = json!({"operation_id": operation(), "to": [{"address": "max@example.net"}], "html": "<p>Yes</p>"});
    assert_eq!(zoe.post(&format!("/api/conversations/{conversation}/messages"), &body).status, 201);
    assert!(!is_unread(&zoe), "whoever answers has read");
    assert!(!is_unread(&ida));
    comment(&zoe, &conversation, "<p>Look</p>", &json!([]));
    assert!(!is_unread(&zoe));
    assert!(is_unread(&ida));
}

#[test]
fn whoever_is_named_finds_it_in_their_mentions_and_follows() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    let id = text(&ida.json("/api/me")["agent"]["id"]);
    let mentions = json!([{"kind": "agent", "id": id}, {"kind": "agent", "id": id}]);
    let entry = comment(&zoe, &conversation, "<p>@Ida please</p>", &mentions);
    assert_eq!(entry["comment"]["mentions"], json!([{"kind": "agent", "id": id}]), "each once");

    let listed = ida.json("/api/conversations?view=mentions");
    assert_eq!(listed["items"][0]["id"], json!(conversation));
    assert_eq!(listed["items"][0]["attention"]["named_id"], entry["id"]);
    assert_eq!(zoe.json("/api/conversations?view=mentions")["items"], json!([]));
    let shown = zoe.json(&format!("/api/conversations/{conversation}"));
    assert_eq!(shown["follower_ids"].as_array().expect("followers").len(), 2, "the writer and the one named");

    // It stays in the list while it moves in time, and leaves with the rights.
    desk.hear(2);
    let body = json!({"operation_id": operation(), "html": "<p>Once more</p>"});
    assert_eq!(zoe.post(&format!("/api/conversations/{conversation}/comments"), &body).status, 201);
    assert_eq!(ida.json("/api/conversations?view=mentions")["items"].as_array().expect("rows").len(), 1);
    let inbox = text(&zoe.json("/api/inboxes")[0]["id"]);
    let nobody = json!({"members": {"kind": "only", "agent_ids": []}});
    assert_eq!(zoe.send("PATCH", &format!("/api/inboxes/{inbox}"), Some(&nobody), &[]).status, 200);
    assert_eq!(ida.json("/api/conversations?view=mentions")["items"], json!([]));
    let answer = zoe.post(
        &format!("/api/conversations/{conversation}/comments"),
        &json!({"operation_id": operation(), "html": "<p>@Ida</p>", "mentions": mentions}),
    );
    assert_eq!((answer.status, &answer.json()["field"]), (422, &json!("mentions")), "she could not read it");
}

#[test]
fn who_left_a_conversation_is_not_brought_back_by_taking_part() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    let following = format!("/api/conversations/{conversation}/following");
    assert_eq!(row(&ida)["attention"]["follows"], json!(false));
    put(&ida, &following, &json!({}));
    assert_eq!(row(&ida)["attention"]["follows"], json!(true));
    assert_eq!(row(&zoe)["attention"]["follows"], json!(false));
    delete(&ida, &following);
    comment(&ida, &conversation, "<p>Bye</p>", &json!([]));
    assert_eq!(row(&ida)["attention"]["follows"], json!(false));
}

#[test]
fn an_old_conversation_is_no_news_to_a_new_colleague() {
    let desk = Desk::open();
    desk.hear(1);
    desk.invite("Max", "max@example.org");
    let max = desk.server.http(&desk.folder.token_of("max@example.org"));
    assert!(!is_unread(&max));
    desk.hear(2);
    assert!(is_unread(&max));
}

#[test]
fn an_answer_that_crosses_another_is_refused_until_it_is_confirmed() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    let seen = newest_entry(&zoe, &conversation);
    let path = format!("/api/conversations/{conversation}/messages");
    let answer = |html: &str, more: &Value| {
        let mut body = json!({"operation_id": operation(), "to": [{"address": "max@example.net"}], "html": html});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let known = json!({"last_seen_entry_id": seen});
    assert_eq!(ida.post(&path, &answer("<p>Mine</p>", &known)).status, 201, "nothing came in between");
    let crossed = zoe.post(&path, &answer("<p>Also mine</p>", &known));
    assert_eq!((crossed.status, &crossed.json()["code"]), (409, &json!("stale")));
    let confirmed = json!({"last_seen_entry_id": seen, "confirmed": true});
    assert_eq!(zoe.post(&path, &answer("<p>Also mine</p>", &confirmed)).status, 201);
    let own = ida.json(&format!("/api/conversations/{conversation}/entries"));
    assert_eq!(own["items"].to_string().matches("\"outgoing\":{").count(), 2, "and the refused one left nothing");
}

/// The colleagues that a page which polls is told of.
fn people(http: &Http) -> Value {
    let position = http.json("/api/me")["feed_position"].as_u64().expect("a number");
    http.json(&format!("/api/events?after={position}&presence=0"))["people"].clone()
}

#[test]
fn colleagues_are_told_where_one_is_and_only_those_who_may_know() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    let say = |http: &Http, at: &Value| {
        put(http, "/api/presence", &json!({"page_id": operation(), "whereabouts": {"active": true, "at": at}}));
    };
    say(&ida, &json!([{"conversation_id": conversation, "doing": "typing"}]));
    let told = people(&zoe);
    assert_eq!(told[0]["conversation_id"], json!(conversation));
    assert_eq!(told[0]["people"][0]["doing"], json!("typing"));
    assert_eq!(people(&ida), json!([]), "nobody is told of themselves");
    assert_eq!(zoe.json("/api/events?after=0")["people"], json!([]), "who does not ask is not told");

    let inbox = text(&zoe.json("/api/inboxes")[0]["id"]);
    let nobody = json!({"members": {"kind": "only", "agent_ids": []}});
    assert_eq!(zoe.send("PATCH", &format!("/api/inboxes/{inbox}"), Some(&nobody), &[]).status, 200);
    say(&zoe, &json!([{"conversation_id": conversation, "doing": "viewing"}]));
    assert_eq!(people(&ida), json!([]), "decided when it is told");
    say(&ida, &json!([{"conversation_id": conversation, "doing": "viewing"}]));
    assert_eq!(
        people(&zoe)[0]["people"].as_array().expect("people").len(),
        1,
        "the older page stays a while, by its place"
    );
}

fn notices(http: &Http) -> Vec<(String, String)> {
    let items = http.json("/api/notices")["items"].as_array().expect("a list").clone();
    items.iter().map(|one| (text(&one["what"]), text(&one["why"]))).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(what, why)| ((*what).to_owned(), (*why).to_owned())).collect()
}

#[test]
fn each_agent_is_told_what_concerns_them_and_why() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    assert_eq!(notices(&ida), told(&[("unassigned", "member")]));
    let id = text(&ida.json("/api/me")["agent"]["id"]);
    put(&zoe, &format!("/api/conversations/{conversation}/assignee"), &json!({"agent_id": id}));
    assert_eq!(notices(&ida), told(&[("assigned", "assignee"), ("unassigned", "member")]));
    comment(&zoe, &conversation, "<p>@Ida</p>", &json!([{"kind": "agent", "id": id}]));
    assert_eq!(notices(&ida)[0], ("mention".into(), "named".into()));
    assert_eq!(notices(&zoe), told(&[("unassigned", "member")]), "nobody is told of their own deeds");
    assert_eq!(ida.json("/api/notices")["unread"], json!(3));

    put(
        &ida,
        &format!("/api/conversations/{conversation}/read"),
        &json!({"entry_id": newest_entry(&ida, &conversation)}),
    );
    assert_eq!(ida.json("/api/notices")["unread"], json!(0), "who has read the conversation has read its notices");
    assert_eq!(zoe.json("/api/notices")["unread"], json!(1));
    let newest = text(&zoe.json("/api/notices")["items"][0]["id"]);
    assert_eq!(zoe.post("/api/notices/read", &json!({"up_to": newest})).status, 204);
    assert_eq!(zoe.json("/api/notices")["unread"], json!(0));
}

#[test]
fn an_agent_chooses_what_they_are_told() {
    let desk = Desk::open();
    let ida = desk.ida();
    let path = "/api/me/notice-preferences";
    let mut wanted = ida.json(path);
    assert_eq!(wanted["events"].as_array().expect("events").len(), 6);
    let inbox = text(&ida.json("/api/inboxes")[0]["id"]);
    wanted["inboxes"] = json!([{"inbox_id": inbox, "level": "only_mine"}]);
    put(&ida, path, &wanted);
    assert_eq!(ida.json(path)["inboxes"], wanted["inboxes"]);
    desk.hear(1);
    assert_eq!(notices(&ida), told(&[]));
    assert_eq!(notices(&desk.zoe()), told(&[("unassigned", "member")]));
    wanted["quiet"] = json!({"from": 0, "until": 1, "weekends": false, "time_zone": "Nowhere/Land"});
    let refused = ida.send("PUT", path, Some(&wanted), &[]);
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("quiet")));
}

#[test]
fn a_comment_brings_files_that_only_colleagues_open() {
    let desk = Desk::open();
    let (zoe, ida) = (desk.zoe(), desk.ida());
    let conversation = desk.hear(1);
    let comments = format!("/api/conversations/{conversation}/comments");
    let upload = |purpose: &str| zoe.upload(&format!("plan.txt&purpose={purpose}"), "the plan");
    // A file for a message cannot slip into a comment, nor the other way round.
    let mixed = json!({"operation_id": operation(), "html": "<p>x</p>", "upload_ids": [upload("message")]});
    assert_eq!(zoe.post(&comments, &mixed).json()["code"], json!("draft_mix_up"));
    let file = upload("comment");
    let body = json!({"operation_id": operation(), "html": "", "upload_ids": [file]});
    let made = zoe.post(&comments, &body);
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(zoe.post(&comments, &body).json()["id"], made.json()["id"], "once");
    assert_eq!(made.json()["comment"]["attachments"][0]["name"], json!("plan.txt"));
    let entry = text(&made.json()["id"]);
    let path = format!("/api/conversations/{conversation}/entries/{entry}/attachments/0");
    let read = ida.get(&path);
    assert_eq!((read.status, read.text().as_str()), (200, "the plan"));
    assert_eq!(desk.server.anonymous().get(&path).status, 401);
    assert_eq!(row(&ida)["newest"]["preview"], json!("plan.txt"));
    let again = json!({"operation_id": operation(), "html": "<p>x</p>", "upload_ids": [file]});
    assert_eq!(zoe.post(&comments, &again).status, 422, "a file goes once");
}
