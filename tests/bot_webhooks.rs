//! What bots ask servers of the team, through the real binary and real TLS: only who is named is called, once for each
//! turn, and what comes of it decides the way.

use serde_json::{Value, json};

use crate::bots::published_script;
use crate::support::http::Http;
use crate::support::https::{Canary, Https};
use crate::support::server::{Folder, Server};
use crate::support::visitor::{Visitor, new_channel, operation, page};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n{\"plan\":\"gold\",\"customer\":{\"seats\":\"12\"}}";

fn text(words: &str) -> Value {
    json!([{"kind": "text", "text": words, "delay_ms": 0}])
}

/// Asks for a name, calls, and says what it has heard or that it has heard nothing.
fn script(url: &str) -> Value {
    let kept = json!([
        {"field": "plan", "property": {"of": "contact", "key": "plan"}},
        {"field": "customer.seats", "property": {"of": "conversation", "key": "seats"}},
    ]);
    let ask = json!({"do": "ask", "bubbles": text("Who are you?"), "answer": {"kind": "text"}, "choices": [],
        "choices_only": false, "save_to": {"of": "contact", "key": "name"}, "skip_when_known": false,
        "retry_text": "", "next": 2, "unusable": 2});
    let steps = json!([
        {"id": 1, "kind": ask},
        {"id": 2, "kind": {"do": "call_webhook", "url": url, "kept": kept, "next": 3, "failed": 4}},
        {"id": 3, "kind": {"do": "end", "bubbles": text("Your plan is {plan}."), "closes": false}},
        {"id": 4, "kind": {"do": "end", "bubbles": text("We could not look it up."), "closes": false}},
    ]);
    json!({"name": "Clerk", "locale": "en", "first": 1, "steps": steps})
}

struct House {
    _folder: Folder,
    server: Server,
    agent: Http,
    channel: Value,
}

impl House {
    fn open(https: &Https, networks: &str) -> Self {
        let folder = Folder::set_up();
        let hosts = format!("127.0.0.1:{}", https.port);
        let server = folder.serve_with(
            1,
            &[
                ("POSTROOM_BOTS__WEBHOOK_HOSTS", &hosts),
                ("POSTROOM_BOTS__WEBHOOK_NETWORKS", networks),
                ("POSTROOM_BOTS__WEBHOOK_AUTHORITIES", https.authority.to_str().expect("a path")),
                ("POSTROOM_BOTS__WEBHOOK_SECRET", "a secret that both know"),
            ],
        );
        let agent = server.http(&folder.token());
        let channel = new_channel(&agent);
        Self { _folder: folder, server, agent, channel }
    }

    /// What the bot says in the end; the answers of the server come in their own time.
    fn outcome(&self, https: &Https) -> (Visitor, String, String) {
        published_script(&self.agent, &script(&format!("https://127.0.0.1:{}/look/up?by=name", https.port)));
        let visitor = Visitor::open(&self.server, &self.channel, None, None);
        let body = json!({"operation_id": operation(), "text": "", "page": page()});
        let said = visitor.post("/conversations", &body, 201);
        let conversation = said["conversation"]["id"].as_str().expect("an id").to_owned();
        let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
        visitor.say(&conversation, "Max");
        loop {
            let entry = live.until("entry")["entry"].clone();
            if entry["author"]["kind"] == "bot" && entry["text"] != "Who are you?" {
                return (visitor, conversation, entry["text"].as_str().expect("words").to_owned());
            }
        }
    }
}

#[test]
fn a_server_is_asked_once_and_what_it_says_is_kept() {
    let https = Https::open(&[OK]);
    let house = House::open(&https, "127.0.0.0/8");
    let (_, conversation, words) = house.outcome(&https);
    assert_eq!(words, "Your plan is gold.");
    let asked = https.next();
    assert!(asked.head.starts_with("POST /look/up?by=name HTTP/1.1\r\n"), "{}", asked.head);
    assert_eq!(asked.header("host").map(str::to_owned), Some(format!("127.0.0.1:{}", https.port)));
    let body: Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!((&body["type"], &body["contact"]["name"]), (&json!("bot.step"), &json!("Max")));
    assert_eq!((&body["conversation_id"], &body["step"]), (&json!(conversation), &json!(2)));
    assert_eq!(body["page"], page()["url"]);
    let signed = format!(
        "{}.{}.{}",
        asked.header("webhook-id").expect("an id"),
        asked.header("webhook-timestamp").expect("a time"),
        asked.body
    );
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, b"a secret that both know");
    let signature = asked.header("webhook-signature").and_then(|value| value.strip_prefix("v1,")).expect("a signature");
    let signature = data_encoding::BASE64.decode(signature.as_bytes()).expect("base64");
    aws_lc_rs::hmac::verify(&key, signed.as_bytes(), &signature).expect("our signature");
    assert!(!https.was_asked(), "once");
    let bot = house.agent.json(&format!("/api/conversations/{conversation}/bot"));
    let values: Vec<_> = bot["properties"].as_array().expect("a list").iter().map(|one| &one["value"]).collect();
    assert_eq!(values, ["gold", "12"]);
}

#[test]
fn a_server_that_is_down_for_a_moment_is_asked_again_with_the_same_id() {
    let busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
    let https = Https::open(&[busy, OK]);
    let house = House::open(&https, "127.0.0.0/8");
    let (_, _, words) = house.outcome(&https);
    assert_eq!(words, "Your plan is gold.");
    let (first, second) = (https.next(), https.next());
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
    assert_eq!(first.body, second.body);
}

#[test]
fn nobody_is_followed_elsewhere_and_what_is_no_answer_goes_the_way_of_a_failure() {
    let canary = Canary::open();
    let elsewhere =
        format!("HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:{}/\r\nContent-Length: 0\r\n\r\n", canary.port);
    for answer in [elsewhere.as_str(), "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "220 mail.example ESMTP\r\n\r\n"]
    {
        let https = Https::open(&[answer]);
        let house = House::open(&https, "127.0.0.0/8");
        assert_eq!(house.outcome(&https).2, "We could not look it up.", "{answer}");
        https.next();
        assert!(!https.was_asked(), "{answer}: once is enough");
    }
    assert_eq!(canary.came(), 0);
}

#[test]
fn a_host_inside_is_not_reached_unless_its_network_is_named() {
    let https = Https::open(&[OK]);
    let house = House::open(&https, "");
    assert_eq!(house.outcome(&https).2, "We could not look it up.");
    assert!(!https.was_asked());
}

#[test]
fn a_bot_that_calls_a_host_nobody_has_named_is_not_published() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let inbox = admin.json("/api/inboxes")[0]["id"].clone();
    let template = json!({"inbox_id": inbox, "channel_id": null, "name": "Bot", "template": "bot"});
    let flow = admin.post("/api/chatflows", &template).json();
    let path = format!("/api/chatflows/{}", flow["id"].as_str().expect("an id"));
    let mut change = flow.clone();
    for field in ["id", "kind", "is_published", "published_since", "problems", "created_at", "changed_at"] {
        change.as_object_mut().expect("a chatflow").remove(field);
    }
    change["bot"] = script("https://crm.example.org/");
    assert_eq!(admin.send("PUT", &path, Some(&change), &[]).status, 200, "a draft may be anything");
    let publication = json!({"is_published": true});
    let refused = admin.send("PUT", &format!("{path}/publication"), Some(&publication), &[]);
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("incomplete")));
    let preview = json!({"inbox_id": inbox, "script": change["bot"], "is_available": true});
    let problems = admin.post("/api/bots/preview", &preview).json()["problems"].clone();
    assert_eq!((&problems[0]["code"], &problems[0]["step"]), (&json!("host_not_named"), &json!(2)));
}
