//! Contacts, through the real binary: what is known of them, who is blocked, who is one person.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};

const TO: &str = "support@desk.example";

fn opened() -> (Folder, Server) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    (folder, server)
}

fn hear(server: &Server, from: &str, number: u32, more: &str) {
    let mail = format!("From: {from}\nTo: {TO}\nSubject: {number}\nMessage-ID: <{number}@x>\n{more}\nHello");
    let address = from.split('<').next_back().unwrap_or(from).trim_end_matches('>');
    server.smtp().deliver(address, TO, &mail).expect("a reply");
}

fn contact(http: &Http, search: &str) -> String {
    let found = http.json(&format!("/api/contacts?search={search}"));
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{search}: {found}");
    found[0]["id"].as_str().expect("an id").to_owned()
}

#[track_caller]
fn sends(http: &Http, method: &str, path: &str, body: &Value, status: u16) -> Value {
    let answer = http.send(method, path, Some(body), &[]);
    assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.text());
    answer.json()
}

fn view(http: &Http, view: &str) -> Value {
    http.json(&format!("/api/conversations?view={view}"))["items"].clone()
}

#[test]
fn what_is_known_of_a_contact_is_corrected_in_place_and_an_address_belongs_to_one() {
    let (folder, server) = opened();
    let http = server.http(&folder.token());
    hear(&server, "Max <max@example.net>", 1, "");
    hear(&server, "Ida <ida@example.net>", 2, "");
    let max = format!("/api/contacts/{}", contact(&http, "max"));
    let change = json!({
        "name": "Max Müller", "facts": {"job_title": "Postmaster", "language": "de", "order_number": "A 12"},
        "add_address": "max@home.example", "prefer_address": "max@home.example", "add_phone": "+31 6 1234",
    });
    let changed = sends(&http, "PATCH", &max, &change, 200);
    assert_eq!(changed["addresses"], json!(["max@home.example", "max@example.net"]));
    assert_eq!((&changed["phones"], &changed["name"]), (&json!(["+31 6 1234"]), &json!("Max Müller")));
    assert_eq!(changed["facts"], json!({"job_title": "Postmaster", "language": "de", "order_number": "A 12"}));
    assert_eq!(changed["company"]["domain"], json!("home.example"));
    // What is refused changes nothing, and says what to do.
    let cases = [
        (json!({"name": "Moritz", "add_address": "ida@example.net"}), 409, "address_taken"),
        (json!({"name": "Moritz", "add_address": TO}), 422, "invalid"),
        (json!({"name": "Moritz", "add_phone": "call me"}), 422, "invalid"),
        (json!({"name": "Moritz", "facts": {"time_zone": "Mars"}}), 422, "invalid"),
        (json!({"name": "Moritz", "remove_phone": "112"}), 404, "not_found"),
    ];
    for (body, status, code) in cases {
        assert_eq!(sends(&http, "PATCH", &max, &body, status)["code"], json!(code), "{body}");
    }
    let taken = sends(&http, "PATCH", &max, &json!({"add_address": "ida@example.net"}), 409);
    assert!(taken["detail"].as_str().is_some_and(|words| words.contains("Ida")), "{taken}");
    assert_eq!(http.json(&max), changed);
    // New mail from either address is theirs.
    hear(&server, "max@home.example", 3, "");
    assert_eq!(http.json(&format!("{max}/conversations"))["items"].as_array().map(Vec::len), Some(2));
    let gone = sends(&http, "PATCH", &max, &json!({"facts": {"order_number": ""}, "remove_phone": "00316 1234"}), 200);
    assert_eq!((gone["facts"].get("order_number"), &gone["phones"]), (None, &json!([])));
}

#[test]
fn colleagues_write_notes_and_name_companies() {
    let (folder, server) = opened();
    let http = server.http(&folder.token());
    hear(&server, "Max <max@firm.example>", 1, "");
    hear(&server, "Ida <ida@firm.example>", 2, "");
    hear(&server, "Eve <eve@gmail.com>", 3, "");
    let max = format!("/api/contacts/{}", contact(&http, "max"));
    let noted = sends(&http, "POST", &format!("{max}/notes"), &json!({"text": " Likes\nstamps "}), 201);
    assert_eq!(noted["notes"][0]["text"], json!("Likes\nstamps"));
    let note = format!("{max}/notes/{}", noted["notes"][0]["id"].as_str().expect("an id"));
    let changed = sends(&http, "PUT", &note, &json!({"text": "Hates stamps"}), 200);
    assert!(changed["notes"][0]["changed_at"].is_string());
    sends(&http, "PUT", &note, &json!({"text": " "}), 422);
    sends(&http, "PUT", &format!("{max}/company"), &json!({"name": "The Firm"}), 200);
    let ida = http.json(&format!("/api/contacts/{}", contact(&http, "ida")));
    assert_eq!((&ida["company"]["name"], &ida["company"]["people"][0]["name"]), (&json!("The Firm"), &json!("Max")));
    let eve = format!("/api/contacts/{}", contact(&http, "eve"));
    assert_eq!(http.json(&eve)["company"], Value::Null);
    sends(&http, "PUT", &format!("{eve}/company"), &json!({"name": "Google"}), 409);
    assert_eq!(sends(&http, "DELETE", &note, &json!({}), 200)["notes"], json!([]));
}

#[test]
fn mail_of_whoever_is_blocked_lies_in_the_spam_and_the_ledger_says_why() {
    let (folder, server) = opened();
    let http = server.http(&folder.token());
    hear(&server, "Max <max@example.net>", 1, "");
    let max = format!("/api/contacts/{}", contact(&http, "max"));
    let blocked = sends(&http, "PUT", &format!("{max}/block"), &json!({"is_blocked": true}), 200);
    assert!(blocked["blocked_by"].is_string() && blocked["is_blocked"] == json!(true), "{blocked}");
    // An answer to what people work on does not reach it either.
    hear(&server, "Max <max@example.net>", 2, "In-Reply-To: <1@x>\n");
    hear(&server, "Max <max@example.net>", 3, "In-Reply-To: <2@x>\n");
    let (open, spam) = (view(&http, "all_open"), view(&http, "spam"));
    assert_eq!((open.as_array().map(Vec::len), &open[0]["subject"]), (Some(1), &json!("1")));
    assert_eq!(
        (spam.as_array().map(Vec::len), &spam[0]["subject"]),
        (Some(1), &json!("3")),
        "the second joins the first"
    );
    let entries = http.json(&format!("/api/conversations/{}/entries", spam[0]["id"].as_str().expect("an id")));
    assert!(entries.to_string().contains("sender_blocked"), "{entries}");
    let ledger = http.json("/api/mail/ledger")["items"].clone();
    assert_eq!(ledger.as_array().map(Vec::len), Some(3), "nothing is lost");
    assert_eq!(ledger[1]["decisions"][0]["reason"], json!("sender_blocked"));
    sends(&http, "PUT", &format!("{max}/block"), &json!({"is_blocked": false}), 200);
    hear(&server, "Max <max@example.net>", 4, "");
    assert_eq!(view(&http, "all_open").as_array().map(Vec::len), Some(2));
}

#[test]
fn two_contacts_who_look_alike_are_merged_by_a_person_and_taken_apart_again() {
    let (folder, server) = opened();
    let http = server.http(&folder.token());
    hear(&server, "Max Müller <max@example.net>", 1, "");
    hear(&server, "max muller <m@home.example>", 2, "");
    let (max, other) = (contact(&http, "max@example.net"), contact(&http, "m@home.example"));
    let path = format!("/api/contacts/{max}");
    sends(&http, "POST", &format!("/api/contacts/{other}/notes"), &json!({"text": "At home"}), 201);
    let hint = http.json(&path)["likely_same"].clone();
    assert_eq!((&hint[0]["contact"]["id"], &hint[0]["reasons"][0]["what"]), (&json!(other), &json!("same_name")));
    assert_eq!(hint.as_array().map(Vec::len), Some(1));
    let before = http.json(&path);
    let merged = sends(&http, "PUT", &format!("{path}/merged/{other}"), &json!({}), 200);
    assert_eq!(merged["addresses"], json!(["max@example.net", "m@home.example"]));
    assert_eq!((&merged["notes"][0]["text"], &merged["merged"][0]["contact_id"]), (&json!("At home"), &json!(other)));
    assert_eq!(http.json(&format!("{path}/conversations"))["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(http.json(&format!("/api/contacts/{other}"))["id"], json!(max), "the old id leads to it");
    hear(&server, "m@home.example", 3, "");
    assert_eq!(http.json(&format!("{path}/conversations"))["items"].as_array().map(Vec::len), Some(3));
    let apart = sends(&http, "DELETE", &format!("{path}/merged/{other}"), &json!({}), 200);
    assert_eq!((&apart["addresses"], &apart["notes"]), (&before["addresses"], &json!([])));
    let back = http.json(&format!("/api/contacts/{other}"));
    assert_eq!((&back["addresses"], &back["notes"][0]["text"]), (&json!(["m@home.example"]), &json!("At home")));
    let quiet = sends(&http, "PUT", &format!("{path}/apart/{other}"), &json!({}), 200);
    assert_eq!(quiet["likely_same"], json!([]), "nobody is asked again");
    sends(&http, "PUT", &format!("{path}/merged/{max}"), &json!({}), 409);
}
