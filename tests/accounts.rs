//! Coming in and being kept out, through the real binary: resets by mail, sessions that end, tokens, refusals.

use serde_json::{Value, json};

use crate::support::http::{Answer, Http};
use crate::support::server::{ADMIN, Folder, PASSWORD, Server};
use crate::support::sink::Sink;

const NEW: &str = "another long password";
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

fn sign_in(http: &Http, password: &str) -> Answer {
    http.post("/api/sessions", &json!({"email": ADMIN, "password": password}))
}

/// The cookie of a new session.
fn cookie(server: &Server) -> String {
    let answer = sign_in(&server.anonymous(), PASSWORD);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let cookie = answer.head.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next());
    cookie.expect("a cookie").to_owned()
}

fn as_browser(server: &Server, cookie: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
    server.anonymous().send(method, path, body, &[OURS, ("Cookie", cookie)])
}

#[test]
fn a_forgotten_password_is_changed_by_mail_and_the_answer_tells_nothing() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.anonymous();
    let before = cookie(&server);
    let known = http.post("/api/password-resets", &json!({"email": ADMIN}));
    let unknown = http.post("/api/password-resets", &json!({"email": "nobody@example.org"}));
    assert_eq!((known.status, known.text()), (202, unknown.text()));
    assert_eq!(unknown.status, 202);

    let mail = sink.next();
    assert_eq!((mail.from.as_str(), mail.recipients.as_slice()), ("", [ADMIN.to_owned()].as_slice()));
    assert_eq!(mail.header("auto-submitted").as_deref(), Some("auto-generated"));
    let text = mail.bytes.replace("=\r\n", "");
    let link = text.split("http://127.0.0.1:8080/reset#").nth(1).expect("a link of the configured address");
    let token: String = link.chars().take_while(|one| one.is_alphanumeric() || "-_".contains(*one)).collect();
    let complete = json!({"token": token, "password": NEW});
    assert_eq!(http.post("/api/password-resets/completion", &complete).status, 204);
    assert_eq!(http.post("/api/password-resets/completion", &complete).status, 404, "a link works once");
    assert_eq!(as_browser(&server, &before, "GET", "/api/me", None).status, 401, "every session has ended");
    assert_eq!(sign_in(&http, PASSWORD).status, 401);
    assert_eq!(sign_in(&http, NEW).status, 201);
    assert!(sink.next().bytes.contains("Auto-Submitted: auto-generated"), "the agent is told");
    assert_eq!(mail.header("x-auto-response-suppress").as_deref(), Some("All"), "nothing comes back of it");
}

#[test]
fn who_waits_for_news_hears_none_after_their_session_has_ended() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let (here, there) = (cookie(&server), cookie(&server));
    let position = as_browser(&server, &there, "GET", "/api/me", None).json()["feed_position"].clone();
    let path = format!("/api/events?after={position}&wait_s=20");
    let heard = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| as_browser(&server, &there, "GET", &path, None));
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert!(!waiting.is_finished(), "there is nothing new yet");
        assert_eq!(as_browser(&server, &here, "DELETE", "/api/sessions/others", None).status, 204);
        let mail = "From: max@example.net\r\nSubject: Secret\r\nMessage-ID: <1@example.net>\r\n\r\nWords\r\n";
        server.smtp().deliver("max@example.net", "support@desk.example", mail).expect("a reply");
        waiting.join().expect("an answer")
    });
    assert_eq!(heard.status, 401, "{}", heard.text());
}

#[test]
fn sessions_end_elsewhere_and_tokens_open_only_what_they_may() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let (here, there) = (cookie(&server), cookie(&server));
    assert_eq!(as_browser(&server, &here, "DELETE", "/api/sessions/others", None).status, 204);
    assert_eq!(as_browser(&server, &there, "GET", "/api/me", None).status, 401);
    assert_eq!(as_browser(&server, &here, "GET", "/api/me", None).status, 200);

    let made = as_browser(&server, &here, "POST", "/api/me/api-tokens", Some(&json!({"name": "Export", "days": 30})));
    assert_eq!(made.status, 201, "{}", made.text());
    let token = made.json()["token"].as_str().expect("a token").to_owned();
    let script = server.http(&token);
    assert_eq!(script.json("/api/me")["agent"]["email"], json!(ADMIN));
    let listed = script.json("/api/me/api-tokens");
    assert!(listed[0]["used_at"].is_string() && !listed.to_string().contains(&token), "{listed}");
    for (method, path, body) in [
        ("POST", "/api/me/api-tokens", json!({"name": "More", "days": 30})),
        ("POST", "/api/me/second-factor", json!({})),
        ("POST", "/api/sessions/current/confirmation", json!({"password": PASSWORD})),
    ] {
        let refused = script.send(method, path, Some(&body), &[]);
        assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("session_needed")), "{method} {path}");
    }
    let id = listed[0]["id"].as_str().expect("an id");
    assert_eq!(as_browser(&server, &here, "DELETE", &format!("/api/me/api-tokens/{id}"), None).status, 204);
    assert_eq!(script.get("/api/me").status, 401);
}

#[test]
fn a_picture_is_seen_by_everybody_and_nothing_in_it_runs() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let refused = admin.send("PUT", "/api/me/picture", Some(&json!("<svg onload='alert(1)'/>")), &[]);
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("picture")));
    assert_eq!(server.anonymous().get("/api/pictures/01a20d9a-fc88-73f6-aeb6-09d2365ab03a").status, 404);
}
