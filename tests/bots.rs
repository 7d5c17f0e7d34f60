//! Bots through the real binary: they greet, ask, remember and hand over, and a person can step in at any time.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};
use crate::support::visitor::{Visitor, new_channel, operation, page};

/// A published bot that does what a template says.
#[track_caller]
pub fn published_bot(admin: &Http, template: &str) -> Value {
    let templates = admin.json("/api/bots/templates?locale=en");
    let found = templates.as_array().expect("templates").iter().find(|one| one["kind"] == template);
    published_script(admin, &found.expect("a template")["script"])
}

/// A published bot with a script.
#[track_caller]
pub fn published_script(admin: &Http, script: &Value) -> Value {
    let inbox = admin.json("/api/inboxes")[0]["id"].clone();
    let body = json!({"inbox_id": inbox, "channel_id": null, "name": "Bot", "template": "bot"});
    let made = admin.post("/api/chatflows", &body);
    assert_eq!(made.status, 201, "{}", made.text());
    let flow = made.json();
    let path = format!("/api/chatflows/{}", flow["id"].as_str().expect("an id"));
    let publication = json!({"is_published": true});
    let early = admin.send("PUT", &format!("{path}/publication"), Some(&publication), &[]);
    assert_eq!((early.status, &early.json()["code"]), (409, &json!("incomplete")), "an empty bot meets nobody");
    let mut change = change_of(&flow);
    change["bot"] = script.clone();
    let changed = admin.send("PUT", &path, Some(&change), &[]);
    assert_eq!(changed.status, 200, "{}", changed.text());
    let published = admin.send("PUT", &format!("{path}/publication"), Some(&publication), &[]);
    assert_eq!(published.status, 200, "{}", published.text());
    published.json()
}

fn change_of(flow: &Value) -> Value {
    let mut body = flow.clone();
    for field in ["id", "kind", "is_published", "published_since", "problems", "created_at", "changed_at"] {
        body.as_object_mut().expect("a chatflow").remove(field);
    }
    body
}

fn set_up() -> (Folder, Server, Http, Value) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let agent = server.http(&folder.token());
    let channel = new_channel(&agent);
    (folder, server, agent, channel)
}

/// The visitor opens the panel, and the bot has the first word.
#[track_caller]
fn wake(visitor: &Visitor) -> String {
    let body = json!({"operation_id": operation(), "text": "", "page": page(), "time_zone": "Europe/Amsterdam"});
    let said = visitor.post("/conversations", &body, 201);
    assert_eq!(said["entry"], Value::Null);
    let again = visitor.post("/conversations", &body, 201);
    assert_eq!(again["conversation"]["id"], said["conversation"]["id"], "the same operation begins one bot");
    said["conversation"]["id"].as_str().expect("an id").to_owned()
}

fn newest(visitor: &Visitor, conversation: &str) -> Value {
    let page = visitor.get(&format!("/conversations/{conversation}/entries?limit=200"));
    page["items"].as_array().expect("entries").last().expect("words").clone()
}

#[test]
fn a_bot_qualifies_a_visitor_and_hands_over() {
    let (_folder, server, agent, channel) = set_up();
    let flow = published_bot(&agent, "qualify");
    let visitor = Visitor::open(&server, &channel, None, None);
    assert_eq!(visitor.session["chatflow"]["kind"], "bot");
    let conversation = wake(&visitor);
    assert_eq!(visitor.get("/conversations")["items"].as_array().expect("a list").len(), 1);
    let other_tab = visitor.post("/conversations", &json!({"operation_id": operation(), "text": ""}), 201);
    assert_eq!(other_tab["conversation"]["id"], json!(conversation), "two tabs wake one bot");

    let asked = newest(&visitor, &conversation);
    assert_eq!(asked["author"]["kind"], "bot");
    let replies = asked["bot"]["quick_replies"].as_array().expect("quick replies").clone();
    assert_eq!(agent.json("/api/notices")["items"], json!([]), "while a bot listens nobody is called");
    visitor.say(&conversation, replies[0].as_str().expect("a label"));
    visitor.say(&conversation, "Max Berger");
    assert_eq!(newest(&visitor, &conversation)["bot"]["input"], "email");
    visitor.say(&conversation, "not an address");
    visitor.say(&conversation, "max@example.net");
    visitor.say(&conversation, "12");

    let row = agent.json(&format!("/api/conversations/{conversation}"));
    assert_eq!(row["contact"]["name"], "Max Berger", "{row}");
    assert!(row["assignee_id"].is_string());
    let bot = agent.json(&format!("/api/conversations/{conversation}/bot"));
    assert_eq!((&bot["is_running"], &bot["chatflow_id"]), (&json!(false), &flow["id"]));
    assert_eq!(bot["properties"][0]["value"], "12");
    let words = visitor.words(&conversation).join("\n");
    assert!(words.contains("A colleague will be with you in a moment."), "{words}");
    let notices = agent.json("/api/notices");
    assert_eq!(notices["items"].as_array().map(Vec::len), Some(1), "the hand-over is told: {notices}");

    let span = "from=2026-01-01T00:00:00Z&until=2026-12-31T00:00:00Z";
    let path = format!("/api/bots/{}/statistics?{span}", flow["id"].as_str().expect("an id"));
    let counted = agent.json(&path);
    assert_eq!((&counted["started"], &counted["handed_over"]), (&json!(1), &json!(1)));
    visitor.say(&conversation, "Thank you");
    assert_eq!(newest(&visitor, &conversation)["text"], "Thank you", "a bot that has handed over is silent");
}

#[test]
fn a_person_steps_in_and_the_bot_is_silent() {
    let (_folder, server, agent, channel) = set_up();
    published_bot(&agent, "qualify");
    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = wake(&visitor);
    let stopped = agent.post(&format!("/api/conversations/{conversation}/bot/stop"), &json!({}));
    assert_eq!(stopped.status, 204, "{}", stopped.text());
    let before = visitor.words(&conversation).len();
    visitor.say(&conversation, "Hello?");
    assert_eq!(visitor.words(&conversation).len(), before + 1);
    let entries = agent.json(&format!("/api/conversations/{conversation}/entries"));
    let changes: Vec<_> = entries["items"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|one| one["activity"]["change"].as_str())
        .collect();
    assert_eq!(changes, ["bot_stopped", "assigned"]);

    // The first words of a person are enough.
    let other = Visitor::open(&server, &channel, None, None);
    let conversation = wake(&other);
    let body = json!({"operation_id": operation(), "text": "Zoe here"});
    assert_eq!(agent.post(&format!("/api/conversations/{conversation}/chat-messages"), &body).status, 201);
    other.say(&conversation, "Good");
    assert_eq!(newest(&other, &conversation)["text"], "Good");
}

#[test]
fn a_bot_hears_what_was_said_before_it() {
    let (_folder, server, agent, channel) = set_up();
    published_bot(&agent, "qualify");
    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = visitor.start("Hello there");
    let words = visitor.words(&conversation);
    assert_eq!(words[0], "Hello there");
    assert_eq!(newest(&visitor, &conversation)["author"]["kind"], "bot");
}

#[test]
fn a_bot_keeps_its_kind_and_a_script_must_be_one() {
    let (_folder, _server, agent, _) = set_up();
    let flow = published_bot(&agent, "support");
    let path = format!("/api/chatflows/{}", flow["id"].as_str().expect("an id"));
    let mut change = change_of(&flow);
    change["bot"] = Value::Null;
    let refused = agent.send("PUT", &path, Some(&change), &[]);
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("bot")));
    change["bot"] = flow["bot"].clone();
    change["bot"]["steps"] = json!([]);
    let refused = agent.send("PUT", &path, Some(&change), &[]);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (409, &json!("incomplete")),
        "what visitors meet stays fit for them"
    );
    change["bot"] = flow["bot"].clone();
    let steps = change["bot"]["steps"].as_array_mut().expect("steps");
    let stranger = "01a20d9a-fc88-73f6-aeb6-09d2365ab03a";
    for step in steps.iter_mut().filter(|step| step["kind"]["do"] == "hand_over") {
        step["kind"]["to"] = json!({"kind": "people", "agent_ids": [stranger]});
    }
    let refused = agent.send("PUT", &path, Some(&change), &[]);
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("people")));
    // A copy says what the original says.
    let copy = agent.post(&format!("{path}/copies"), &json!({}));
    assert_eq!((copy.status, &copy.json()["bot"]), (201, &flow["bot"]));
}
