//! Chats, through the real binary: a visitor of a web site and an agent talk, and nobody else hears or forges anything.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};
use crate::support::visitor::{Visitor, new_channel, operation};
use crate::support::websocket::{Told, WebSocket};

/// An agent says something in a chat.
#[track_caller]
fn answer(agent: &Http, conversation: &str, text: &str) -> Value {
    let body = json!({"operation_id": operation(), "text": text});
    let answer = agent.post(&format!("/api/conversations/{conversation}/chat-messages"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn set_up() -> (Folder, Server, Http, Value) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let agent = server.http(&folder.token());
    let channel = new_channel(&agent);
    (folder, server, agent, channel)
}

fn texts(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["entry"]["text"].as_str()).collect()
}

#[test]
fn a_visitor_and_an_agent_talk_and_see_what_was_seen() {
    let (_folder, server, agent, channel) = set_up();
    let visitor = Visitor::open(&server, &channel, None, None);
    assert_eq!(visitor.session["conversations"], json!([]));
    let conversation = visitor.start("Do you have tea?");
    let row = agent.json("/api/conversations?view=unassigned")["items"][0].clone();
    assert_eq!((&row["channel"], &row["newest"]["preview"]), (&json!("chat"), &json!("Do you have tea?")));
    assert!(row["waiting_since"].is_string());

    let facts = agent.json(&format!("/api/conversations/{conversation}/visitor"));
    assert_eq!(facts["page"]["title"], "Tea");
    assert_eq!((&facts["began_on"]["device"], &facts["is_identified"]), (&json!("phone"), &json!(false)));

    let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
    assert_eq!(live.until("entry")["entry"]["text"], "Do you have tea?");
    let said = answer(&agent, &conversation, "We do. Green or black?");
    let heard = live.until("entry");
    assert_eq!(heard["entry"]["author"]["name"], "Zoe");
    assert_eq!(
        (&heard["conversation"]["unread"], &heard["conversation"]["people"][0]["name"]),
        (&json!(1), &json!("Zoe"))
    );
    visitor.post(&format!("/conversations/{conversation}/seen"), &json!({"entry_id": said["id"]}), 204);
    while live.until("conversation")["conversation"]["unread"] != 0 {}
    let facts = agent.json(&format!("/api/conversations/{conversation}/visitor"));
    assert_eq!((&facts["seen_entry_id"], &facts["is_online"]), (&said["id"], &json!(true)));

    let mine = visitor.say(&conversation, "Green")["entry"]["id"].clone();
    let seen = agent.send(
        "PUT",
        &format!("/api/conversations/{conversation}/chat-seen"),
        Some(&json!({"entry_id": mine})),
        &[],
    );
    assert_eq!(seen.status, 204, "{}", seen.text());
    loop {
        let frame = live.until("conversation");
        if frame["conversation"]["agents_seen"] == mine {
            break;
        }
    }
    agent.post(&format!("/api/conversations/{conversation}/chat-typing"), &json!({"is_typing": true}));
    assert_eq!(live.until("typing")["author"]["name"], "Zoe");
    let comment = json!({"operation_id": operation(), "html": "<p>Secret</p>"});
    assert_eq!(agent.post(&format!("/api/conversations/{conversation}/comments"), &comment).status, 201);
    answer(&agent, &conversation, "Here you are");
    let heard = live.until("entry");
    assert_eq!(heard["entry"]["text"], "Here you are");
    assert!(!heard.to_string().contains("Secret"));
    assert_eq!(visitor.words(&conversation), ["Do you have tea?", "We do. Green or black?", "Green", "Here you are"]);
}

#[test]
fn a_chat_goes_on_across_a_restart_with_nothing_lost_or_doubled() {
    let (folder, server, agent, channel) = set_up();
    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = visitor.start("one");
    let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
    let first = live.until("entry");
    answer(&agent, &conversation, "two");
    let second = live.until("entry");
    let seen = second["seq"].as_u64().expect("a number");
    drop(live);
    answer(&agent, &conversation, "three");
    let repeated = operation();
    let body = json!({"operation_id": repeated, "text": "four"});
    let path = format!("/conversations/{conversation}/messages");
    let before = visitor.post(&path, &body, 201);

    // Within the same run, what was missed follows by number.
    let mut live = visitor.live(seen);
    assert_eq!(live.until("hello")["seq"], seen);
    let missed = [live.until("entry"), live.until("entry")];
    assert_eq!(texts(&missed), ["three", "four"]);
    let newest = missed[1]["seq"].as_u64().expect("a number");
    assert!(first["seq"].as_u64() < Some(seen) && seen < newest);

    let token = visitor.token.clone();
    assert!(server.stop());
    assert_eq!(live.until_closed(), 1001);
    let server = folder.serve(1);
    let agent = server.http(&folder.token());
    answer(&agent, &conversation, "five");
    let visitor = Visitor::open(&server, &channel, Some(&token), None);
    assert_eq!(visitor.token, token, "the same browser, the same token");
    assert_eq!(visitor.session["conversations"][0]["id"], json!(conversation));
    // The same operation again, as a panel does that got no answer: once.
    let again = visitor.post(&path, &body, 201);
    assert_eq!(again["entry"]["id"], before["entry"]["id"]);
    let mut live = visitor.live(newest);
    match live.next() {
        Told::Frame(frame) => assert!(frame["type"] == "resync" || frame["type"] == "hello", "{frame}"),
        Told::Closed(code) => panic!("closed with {code}"),
    }
    assert_eq!(visitor.words(&conversation), ["one", "two", "three", "four", "five"]);
}

#[test]
fn a_visitor_who_said_nothing_leaves_no_trace_and_begins_anew_after_a_restart() {
    let (folder, server, _, channel) = set_up();
    let visitor = Visitor::open(&server, &channel, None, None);
    let token = visitor.token.clone();
    assert!(server.stop());
    let rows = folder.dump();
    assert!(!rows.iter().any(|row| row["table"] == "visitors" || row["table"] == "contacts"), "nothing was written");
    let server = folder.serve(1);
    let lost = Visitor { token: token.clone(), ..Visitor::open(&server, &channel, None, None) };
    let answer = lost.send("GET", "/conversations", None);
    assert_eq!((answer.status, answer.json()["code"].clone()), (401, json!("unknown_visitor")));
    let again = Visitor::open(&server, &channel, Some(&token), None);
    assert_ne!(again.token, token);
    again.start("Hello");
}

#[test]
fn a_hundred_starts_at_the_same_time_make_one_conversation() {
    let (_folder, server, agent, channel) = set_up();
    let visitor = Visitor::open(&server, &channel, None, None);
    std::thread::scope(|scope| {
        for number in 0..100 {
            let visitor = &visitor;
            scope.spawn(move || visitor.start(&format!("Hello {number}")));
        }
    });
    assert_eq!(visitor.get("/conversations")["items"].as_array().expect("a list").len(), 1);
    let rows = agent.json("/api/conversations?view=all_open")["items"].clone();
    assert_eq!((rows.as_array().expect("a list").len(), &rows[0]["message_count"]), (1, &json!(100)));
    let body = json!({"operation_id": operation(), "text": "Another matter", "start_new": true});
    visitor.post("/conversations", &body, 201);
    assert_eq!(visitor.get("/conversations")["items"].as_array().expect("a list").len(), 2);
}

#[test]
fn another_visitor_sees_and_changes_nothing() {
    let (_folder, server, agent, channel) = set_up();
    let owner = Visitor::open(&server, &channel, None, None);
    let conversation = owner.start("Mine");
    let said = answer(&agent, &conversation, "Yours");
    let stranger = Visitor::open(&server, &channel, None, None);
    stranger.start("Something else");
    let entry = said["id"].as_str().expect("an id");
    let missing = "01a20d9a-fc88-73f6-aeb6-09d2365ab03a";
    let calls: [(&str, &str, Option<Value>); 7] = [
        ("GET", "/entries", None),
        ("POST", "/messages", Some(json!({"operation_id": operation(), "text": "x"}))),
        ("POST", "/seen", Some(json!({"entry_id": entry}))),
        ("POST", "/email", Some(json!({"email": "eve@evil.example"}))),
        ("POST", "/rating", Some(json!({"rating": "bad"}))),
        ("POST", "/end", Some(json!({}))),
        ("GET", &format!("/entries/{entry}/attachments/0"), None),
    ];
    for (method, path, body) in &calls {
        let foreign = stranger.send(method, &format!("/conversations/{conversation}{path}"), body.as_ref());
        let nothing = stranger.send(method, &format!("/conversations/{missing}{path}"), body.as_ref());
        assert_eq!((foreign.status, foreign.text()), (404, nothing.text()), "{method} {path}");
    }
    // An agent's token is no visitor's, and the other way round.
    let bearer = format!("Visitor {}", agent.token().expect("a token"));
    let as_agent = server.anonymous().send("GET", "/api/visitor/conversations", None, &[("Authorization", &bearer)]);
    assert_eq!(as_agent.status, 401);
    for authorization in [format!("Bearer {}", owner.token), format!("Visitor {}", owner.token)] {
        let path = format!("/api/conversations/{conversation}");
        let as_visitor = server.anonymous().send("GET", &path, None, &[("Authorization", &authorization)]);
        assert_eq!(as_visitor.status, 401);
    }
    assert_eq!(owner.words(&conversation), ["Mine", "Yours"]);
}

#[test]
fn what_is_no_token_opens_nothing_and_changes_nothing() {
    let (_folder, server, _, channel) = set_up();
    let owner = Visitor::open(&server, &channel, None, None);
    let conversation = owner.start("Mine");
    let position = server.anonymous().get("/healthz").status;
    assert_eq!(position, 200);
    let long = format!("pv_{}", "a".repeat(20_000));
    let cut = &owner.token[..owner.token.len() - 1];
    for token in ["", " ", "0", "null", "[]", "{}", "false", "pv_", cut, &long, &owner.token.to_uppercase()] {
        let forged = Visitor { token: token.to_owned(), ..Visitor::open(&server, &channel, None, None) };
        for (method, path) in [("GET", "/conversations"), ("POST", "/clear"), ("POST", "/conversations")] {
            let body = json!({"operation_id": operation(), "text": "x"});
            let answer = forged.send(method, path, Some(&body));
            assert!(matches!(answer.status, 400 | 401 | 431), "{token:.20} {method} {path}: {}", answer.status);
        }
        let mut socket = WebSocket::connect(server.http_address(), "/api/visitor/live", &[]).expect("a socket");
        socket.say(&json!({"token": token.chars().take(2_000).collect::<String>(), "after": 0}));
        assert_eq!(socket.until_closed(), 4401, "{token:.20}");
    }
    for greeting in [json!({}), json!({"token": null, "after": 0}), json!({"token": 0}), json!([])] {
        let mut socket = WebSocket::connect(server.http_address(), "/api/visitor/live", &[]).expect("a socket");
        socket.say(&greeting);
        assert_eq!(socket.until_closed(), 1008, "{greeting}");
    }
    assert_eq!(owner.words(&conversation), ["Mine"]);
    owner.post("/clear", &json!({}), 204);
    assert_eq!(owner.send("GET", "/conversations", None).status, 401);
}

#[test]
fn only_the_sites_of_the_channel_may_ask_and_frame() {
    let (_folder, server, agent, channel) = set_up();
    let http = server.anonymous();
    let body = json!({"channel": channel["public_key"], "token": null, "identity": null, "page": {"url": "https://shop.example/", "language": "de"}});
    let ask = |origin: &str| {
        let headers = [("Origin", origin), ("Sec-Fetch-Site", "cross-site")];
        http.send("POST", "/api/visitor/config", Some(&body), &headers)
    };
    let allowed = ask("https://shop.example");
    assert_eq!(allowed.status, 200, "{}", allowed.text());
    assert!(allowed.head.contains("access-control-allow-origin: https://shop.example\r\n"), "{}", allowed.head);
    assert!(!allowed.head.contains("access-control-allow-credentials"));
    assert_eq!((&allowed.json()["language"], &allowed.json()["unread"]), (&json!("de"), &json!(0)));
    for origin in ["https://evil.example", "null", "", "http://shop.example", "https://shop.example.evil.example"] {
        let refused = ask(origin);
        assert_eq!(refused.status, 403, "{origin}");
        assert!(!refused.head.contains("access-control"), "{origin}");
    }
    let cross = [("Origin", "https://shop.example"), ("Sec-Fetch-Site", "cross-site")];
    let session = json!({"channel": channel["public_key"], "token": null, "identity": null});
    assert_eq!(http.send("POST", "/api/visitor/sessions", Some(&session), &cross).status, 403);
    let live = WebSocket::connect(server.http_address(), "/api/visitor/live", &[("Origin", "https://evil.example")]);
    assert_eq!(live.err(), Some(403));
    let path = format!("/api/channels/{}", channel["id"].as_str().expect("an id"));
    assert_eq!(agent.send("PATCH", &path, Some(&json!({"is_active": false})), &[]).status, 200);
    assert_eq!(ask("https://shop.example").status, 404, "a channel that is off is not there");
}
