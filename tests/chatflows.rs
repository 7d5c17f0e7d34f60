//! Chatflows through the API: what an administrator makes is what the tester says, by the table of cases.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::Folder;
use crate::targeting::table;

fn made(http: &Http, inbox: &str, name: &str) -> Value {
    let body = json!({"inbox_id": inbox, "channel_id": null, "name": name, "template": "live_chat"});
    let answer = http.post("/api/chatflows", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// A change of everything that a chatflow is.
fn change_of(flow: &Value) -> Value {
    let mut body = json!({});
    let fields =
        ["revision", "name", "inbox_id", "channel_id", "targeting", "display", "availability", "options", "texts"];
    for field in fields {
        body[field] = flow[field].clone();
    }
    body
}

fn path(flow: &Value) -> String {
    format!("/api/chatflows/{}", flow["id"].as_str().expect("an id"))
}

#[test]
fn the_tester_says_what_the_table_says() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let inbox = http.json("/api/inboxes")[0]["id"].as_str().expect("an id").to_owned();
    let table = table();
    for row in table["flows"].as_array().expect("flows") {
        let flow = made(&http, &inbox, row["name"].as_str().expect("a name"));
        let mut change = change_of(&flow);
        change["targeting"] = json!({"url_rules": row["url_rules"], "visitor_rules": row["visitor_rules"]});
        let changed = http.send("PUT", &path(&flow), Some(&change), &[]);
        assert_eq!(changed.status, 200, "{}", changed.text());
        assert_eq!(changed.json()["targeting"]["url_rules"], row["url_rules"], "what is saved is what was sent");
        let published = json!({"is_published": true});
        let answer = http.send("PUT", &format!("{}/publication", path(&flow)), Some(&published), &[]);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let mut wrong = Vec::new();
    for case in table["cases"].as_array().expect("cases") {
        let mut body = case["visitor"].clone();
        body["url"] = case["url"].clone();
        let tried = http.post("/api/chatflows/try", &body);
        assert_eq!(tried.status, 200, "{case}: {}", tried.text());
        let tried = tried.json();
        let verdicts = tried["verdicts"].as_array().expect("verdicts");
        let shown = verdicts.iter().find(|verdict| verdict["why_not"] == json!([])).map(|verdict| &verdict["name"]);
        if shown.unwrap_or(&Value::Null) != &case["shown"] || tried["shown"]["name"] != case["shown"] {
            wrong.push(case.to_string());
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_chatflow_is_given_as_it_was_saved_and_refused_by_the_name_of_what_is_wrong() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let inbox = http.json("/api/inboxes")[0]["id"].as_str().expect("an id").to_owned();
    let flow = made(&http, &inbox, "Sales");
    let mut change = change_of(&flow);
    change["display"]["colour"] = json!("#AABBCC");
    change["display"]["phone"] = json!({"kind": "hidden"});
    change["availability"] = json!({
        "when": {"kind": "hours", "hours": {"time_zone": "Europe/Amsterdam", "days": [
            [{"from": "09:00", "until": "12:30"}, {"from": "13:00", "until": "17:00"}], [], [], [], [], [], [],
        ]}},
        "away": {"kind": "take_messages", "asks_email": true, "says_return": true},
    });
    change["texts"][0]["welcome"] = json!("Welcome\nto us");
    let mut dutch = change["texts"][0].clone();
    dutch["language"] = json!("nl");
    dutch["welcome"] = json!("Welkom bij ons");
    change["texts"] = json!([change["texts"][0], dutch]);
    let saved = http.send("PUT", &path(&flow), Some(&change), &[]);
    assert_eq!(saved.status, 200, "{}", saved.text());
    let saved = saved.json();
    assert_eq!(saved["display"]["colour"], "#aabbcc");
    assert_eq!(saved["availability"], change["availability"]);
    assert_eq!(saved["texts"], change["texts"]);
    assert_eq!(http.json(&path(&flow)), saved);

    let monday_night = json!({"url": "https://shop.example/", "language": "nl-BE", "at": "2026-11-23T22:00:00Z"});
    http.send("PUT", &format!("{}/publication", path(&flow)), Some(&json!({"is_published": true})), &[]);
    let shown = http.post("/api/chatflows/try", &monday_night).json()["shown"].clone();
    assert_eq!(shown["language"], "nl");
    assert_eq!(shown["display"]["welcome"], "Welkom bij ons");
    assert_eq!(shown["display"]["on_accent"], "#000000");
    assert_eq!(shown["availability"]["is_open"], json!(false));
    assert_eq!(shown["availability"]["away"]["back_at"], "2026-11-30T08:00:00.000Z");
    let on_a_phone = json!({"url": "https://shop.example/", "device": "phone"});
    let tried = http.post("/api/chatflows/try", &on_a_phone).json();
    assert_eq!((&tried["shown"], &tried["winner_id"]), (&Value::Null, &Value::Null));
    assert_eq!(tried["verdicts"][0]["why_not"][0]["kind"], "hidden_on_phones");

    for (pointer, value, field) in [
        ("/display/colour", json!("red"), "colour"),
        ("/display/meeting_link", json!("javascript:alert(1)"), "meeting_link"),
        ("/options/session_timeout_min", json!(0), "options"),
        ("/texts/0/language", json!("klingon!"), "texts"),
        ("/inbox_id", json!("01a20d9a-fc88-73f6-aeb6-09d2365ab03a"), "inbox_id"),
        ("/channel_id", json!("01a20d9a-fc88-73f6-aeb6-09d2365ab03a"), "channel_id"),
    ] {
        let mut change = change_of(&http.json(&path(&flow)));
        *change.pointer_mut(pointer).expect("a field") = value;
        let refused = http.send("PUT", &path(&flow), Some(&change), &[]);
        assert_eq!((refused.status, &refused.json()["field"]), (422, &json!(field)), "{pointer}: {}", refused.text());
    }
    let stale = http.send("PUT", &path(&flow), Some(&change), &[]);
    assert_eq!((stale.status, &stale.json()["code"]), (409, &json!("changed_meanwhile")));
}
