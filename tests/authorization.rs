//! Nobody gets in who should not: every operation of the contract against those who may not use it.

use serde_json::{Value, json};

use crate::support::server::Folder;

/// Operations that are open to everybody, each with its reason. This list may only shrink.
const OPEN: [(&str, &str, &str); 14] = [
    ("get", "/healthz", "says only that the process lives"),
    ("get", "/readyz", "says only that the process can work"),
    ("get", "/metrics", "answers this machine alone, which runs the test"),
    ("get", "/api/setup", "says whether there is something to set up"),
    ("post", "/api/setup", "asks for the token that the server printed"),
    ("post", "/api/sessions", "is how one gets in"),
    ("post", "/api/visitor/config", "is what a page of another web site asks; it looks at the origin"),
    ("post", "/api/visitor/sessions", "is how a visitor gets in"),
    ("post", "/api/password-resets", "answers everybody alike, and sends a mail to the account's own address"),
    ("post", "/api/password-resets/lookup", "asks for the token of the link"),
    ("post", "/api/password-resets/completion", "asks for the token of the link"),
    ("post", "/api/invitations/lookup", "asks for the token of the link"),
    ("get", "/api/pictures/{id}", "is shown to visitors of web sites, by a random address"),
    ("post", "/api/invitations/accept", "asks for the token of the link"),
];

const SOME_ID: &str = "01a20d9a-fc88-73f6-aeb6-09d2365ab03a";

fn operations(document: &Value) -> Vec<(String, String)> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            operations.push((method.clone(), path.clone()));
        }
    }
    operations
}

fn document() -> Value {
    let output = std::process::Command::new(crate::support::server::BINARY).arg("openapi").output();
    serde_json::from_slice(&output.expect("the binary runs").stdout).expect("JSON")
}

fn filled(path: &str) -> String {
    let path = path.replace("{id}", SOME_ID).replace("{entry}", SOME_ID).replace("{index}", "0");
    let path = path.replace("{slot}", "message").replace("{note}", SOME_ID);
    path.replace("{address}", "a@b.example").replace("{tag}", SOME_ID).replace("{other}", SOME_ID)
}

#[test]
fn without_a_credential_every_operation_is_closed() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.anonymous();
    for (method, path) in operations(&document()) {
        if OPEN.iter().any(|(open, at, _)| *open == method && *at == path) {
            continue;
        }
        let answer = http.send(&method.to_uppercase(), &filled(&path), Some(&json!({})), &[]);
        assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text());
    }
    for (method, path, _) in OPEN {
        assert!(
            operations(&document()).contains(&(method.to_owned(), path.to_owned())),
            "{path} is no exception any more"
        );
    }
}

#[test]
fn what_an_agent_may_not_see_looks_like_what_is_not_there() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let invited = admin.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.org", "role": "agent"}));
    let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
    let token = link.split('#').nth(1).expect("a token").to_owned();
    let body = json!({"token": token, "name": "Ida", "password": "another long password", "locale": "nl"});
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 201);
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 404, "a link works once");

    let inbox = admin.json("/api/inboxes")[0].clone();
    let path = format!("/api/inboxes/{}", inbox["id"].as_str().expect("an id"));
    let nobody = json!({"members": {"kind": "only", "agent_ids": []}});
    assert_eq!(admin.send("PATCH", &path, Some(&nobody), &[]).status, 200);
    let mail = "From: max@example.net\nSubject: Secret\nMessage-ID: <1@x>\n\nHidden";
    server.smtp().deliver("max@example.net", "support@desk.example", mail).expect("a reply");
    let row = admin.json("/api/conversations?view=all_open")["items"][0].clone();
    let conversation = row["id"].as_str().expect("an id");
    let entries = admin.json(&format!("/api/conversations/{conversation}/entries"));
    let entry = entries["items"][0]["id"].as_str().expect("an id");

    let agent = server.http(&folder.token_of("ida@example.org"));
    assert_eq!(agent.json("/api/conversations?view=all_open")["items"], json!([]));
    assert_eq!(admin.json("/api/search?words=secret")["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(agent.json("/api/search?words=secret")["items"], json!([]));
    assert_eq!(agent.json("/api/counts")["views"]["all_open"], json!(0));
    assert_eq!(agent.json("/api/events?after=0")["frames"].to_string().matches("conversation").count(), 0);
    for (method, path) in operations(&document()) {
        let of_conversation = path.starts_with("/api/conversations/{id}");
        let of_contact = path.starts_with("/api/contacts/{id}");
        if !of_conversation && !of_contact {
            continue;
        }
        let id = if of_contact { row["contact"]["id"].as_str().expect("an id") } else { conversation };
        let there = path.replace("{id}", id).replace("{entry}", entry).replace("{index}", "0");
        let there = there.replace("{tag}", SOME_ID).replace("{other}", SOME_ID).replace("{slot}", "message");
        let there = there.replace("{note}", SOME_ID);
        let body = body_for(&path, entry);
        let missing = agent.send(&method.to_uppercase(), &filled(&path), Some(&body), &[]);
        let hidden = agent.send(&method.to_uppercase(), &there, Some(&body), &[]);
        assert_eq!((hidden.status, hidden.text()), (404, missing.text()), "{method} {path}");
    }
    for (method, path) in operations(&document()) {
        let is_for_administrators = path.starts_with("/api/mail/")
            || path.starts_with("/api/agents/{id}")
            || path.starts_with("/api/inboxes/{id}")
            || path.starts_with("/api/channels/{id}")
            || path.starts_with("/api/chatflows") && method != "get"
            || path.starts_with("/api/tags/{id}")
            || path.starts_with("/api/teams/{id}")
            || path.starts_with("/api/written-answers/{id}")
            || path == "/api/bots/preview"
            || matches!(
                (method.as_str(), path.as_str()),
                ("post", "/api/agents" | "/api/inboxes" | "/api/channels" | "/api/teams" | "/api/written-answers")
                    | ("patch", "/api/workspace")
                    | ("get", "/api/about" | "/api/onboarding")
            );
        if is_for_administrators {
            let answer = agent.send(&method.to_uppercase(), &filled(&path), Some(&body_for(&path, entry)), &[]);
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
        }
    }
}

/// A body that is refused for nothing but who sends it.
fn body_for(path: &str, entry: &str) -> Value {
    match path {
        path if path.ends_with("/messages") => json!({
            "operation_id": SOME_ID, "to": [{"address": "max@example.net"}], "html": "<p>x</p>", "quote_entry_id": entry,
        }),
        path if path.ends_with("/chat-messages") => json!({"operation_id": SOME_ID, "text": "x"}),
        path if path.ends_with("/chat-seen") => json!({"entry_id": entry}),
        path if path.ends_with("/chat-typing") => json!({"is_typing": true}),
        path if path.ends_with("/visitor/address") => json!({"address": "x@example.org"}),
        path if path.ends_with("/visitor/block") => json!({"is_blocked": true}),
        path if path.ends_with("/drafts") => json!({"kind": "reply", "operation_id": SOME_ID, "html": "<p>x</p>"}),
        path if path.ends_with("/schedule") => json!({"send_at": null}),
        path if path.ends_with("/comments") => json!({"operation_id": SOME_ID, "html": "<p>x</p>"}),
        path if path.ends_with("/read") => json!({"entry_id": entry}),
        path if path.ends_with("/assignee") => json!({"agent_id": null}),
        path if path.ends_with("/snooze") => json!({"until": null}),
        path if path.ends_with("/parts") => json!({"entry_id": entry}),
        path if path.ends_with("/inbox") => json!({"inbox_id": SOME_ID}),
        "/api/contacts/{id}" | "/api/contacts/{id}/company" => json!({"name": "X"}),
        "/api/contacts/{id}/block" => json!({"is_blocked": true}),
        path if path.starts_with("/api/contacts/{id}/notes") => json!({"text": "X"}),
        "/api/agents" => json!({"name": "X", "email": "x@example.org", "role": "administrator"}),
        "/api/chatflows" => json!({"name": "X", "inbox_id": SOME_ID, "template": "live_chat"}),
        "/api/chatflows/try" => json!({"url": "https://shop.example/"}),
        "/api/chatflows/{id}" => chatflow_body(),
        "/api/chatflows/{id}/place" => json!({"place": 0}),
        "/api/chatflows/{id}/publication" => json!({"is_published": true}),
        "/api/channels" => json!({"name": "X", "inbox_id": SOME_ID}),
        "/api/inboxes" | "/api/teams" => json!({"name": "X"}),
        "/api/agents/{id}/availability" => json!({"choice": "away"}),
        "/api/inboxes/{id}/addresses" => json!({"address": "x@example.org"}),
        "/api/bots/preview" => json!({"inbox_id": SOME_ID, "is_available": false,
            "script": {"name": "X", "locale": "en", "first": null, "steps": []}}),
        "/api/written-answers" | "/api/written-answers/{id}" => {
            json!({"versions": [{"locale": "en", "title": "X", "text": "Y"}]})
        }
        "/api/mail/delivery" => json!({"mode": "direct"}),
        _ => json!({}),
    }
}

/// All of a chatflow, as the page saves it.
fn chatflow_body() -> Value {
    let showing = json!({"how": "launcher", "after_s": null, "scroll_percent": null, "on_exit_intent": false});
    json!({
        "revision": 1, "name": "X", "inbox_id": SOME_ID, "channel_id": null,
        "targeting": {"url_rules": [], "visitor_rules": []},
        "display": {
            "desktop": showing, "phone": {"kind": "as_on_desktop"}, "colour": "#000000", "position": "right",
            "heading": {"kind": "custom", "name": "X", "picture_id": null}, "meeting_link": null,
            "reply_time": {"kind": "unsaid"},
        },
        "availability": {"when": {"kind": "always"}, "away": {"kind": "hide"}},
        "options": {
            "email_capture": {"kind": "never"}, "consent": "none", "storage": "on_start", "asks_rating": true,
            "transcript": "never", "takes_files": true, "session_timeout_min": 30,
        },
        "texts": [{
            "language": "en", "greeting": "", "welcome": "", "away": "", "email_prompt": "", "consent_notice": "",
            "consent_accept": "", "consent_decline": "", "rating_question": "", "meeting_label": "",
        }],
    })
}

#[test]
fn what_another_site_makes_a_browser_send_is_refused() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.anonymous();
    let body = json!({"email": "zoe@example.org", "password": crate::support::server::PASSWORD});
    let signed_in = http.post("/api/sessions", &body);
    assert_eq!(signed_in.status, 201, "{}", signed_in.text());
    let cookie = signed_in.head.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next()).expect("a cookie");
    let change = json!({"name": "Evil"});
    let cases: [(&[(&str, &str)], u16); 5] = [
        (&[("Sec-Fetch-Site", "same-origin")], 200),
        (&[("Sec-Fetch-Site", "cross-site")], 403),
        (&[("Sec-Fetch-Site", "same-site")], 403),
        (&[("Origin", "https://evil.example")], 403),
        (&[], 403),
    ];
    for (headers, status) in cases {
        let headers: Vec<_> = headers.iter().copied().chain([("Cookie", cookie)]).collect();
        let answer = http.send("PATCH", "/api/me", Some(&change), &headers);
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
    }
    let foreign = [("Cookie", cookie), ("Origin", "https://evil.example"), ("Upgrade", "websocket")];
    assert_eq!(http.send("GET", "/api/live", None, &foreign).status, 403);
}

#[test]
fn a_visitor_and_an_agent_cannot_pass_for_each_other() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let channel = crate::support::visitor::new_channel(&admin);
    let visitor = crate::support::visitor::Visitor::open(&server, &channel, None, None);
    visitor.start("Hello");
    let http = server.anonymous();
    let as_visitor = format!("Visitor {}", visitor.token);
    let as_bearer = format!("Bearer {}", visitor.token);
    let agent_as_visitor = format!("Visitor {}", admin.token().expect("a token"));
    for (method, path) in operations(&document()) {
        if OPEN.iter().any(|(open, at, _)| *open == method && *at == path) {
            continue;
        }
        let is_for_visitors = path.starts_with("/api/visitor/");
        let foreign: &[&str] = if is_for_visitors { &[&agent_as_visitor] } else { &[&as_visitor, &as_bearer] };
        for authorization in foreign {
            let headers = [("Authorization", *authorization)];
            let answer = http.send(&method.to_uppercase(), &filled(&path), Some(&json!({})), &headers);
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text());
        }
    }
}
