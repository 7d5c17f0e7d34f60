//! No token, no password and no link that opens something ever stands in a line of the log, however loud it is.

use serde_json::{Value, json};

use crate::support::server::{ADMIN, Folder, PASSWORD};
use crate::support::sink::Sink;
use crate::support::visitor::{Visitor, new_channel, operation};
use crate::support::websocket::WebSocket;

#[test]
fn nothing_that_opens_a_door_is_logged() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let log = folder.path().join("log");
    let api_token = folder.token();
    let server = folder.serve_loudly(sink.port, &log);
    let http = server.anonymous();
    let mut secrets = vec![PASSWORD.to_owned(), api_token.clone()];

    let session = http.post("/api/sessions", &json!({"email": ADMIN, "password": PASSWORD}));
    assert_eq!(session.status, 201, "{}", session.text());
    let cookie = session.head.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next()).expect("a cookie");
    secrets.push(cookie.split('=').nth(1).expect("a value").to_owned());
    assert_eq!(http.post("/api/sessions", &json!({"email": ADMIN, "password": "a wrong password"})).status, 401);
    secrets.push("a wrong password".to_owned());

    let agent = server.http(&api_token);
    assert_eq!(server.http("inb_nobody-knows-this-one").get("/api/me").status, 401);
    secrets.push("inb_nobody-knows-this-one".to_owned());
    let channel = new_channel(&agent);
    let path = format!("/api/channels/{}/identity-keys", channel["id"].as_str().expect("an id"));
    // A key needs a proof that an API token is not: what the refusal logs is looked at as well.
    let key = agent.post(&path, &json!({}));
    secrets.extend(key.json()["secret"].as_str().map(str::to_owned));

    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = visitor.start("Do you have tea?");
    let mut live = visitor.live(0);
    live.until("hello");
    let said = json!({"operation_id": operation(), "text": "We do."});
    assert_eq!(agent.post(&format!("/api/conversations/{conversation}/chat-messages"), &said).status, 201);
    visitor.post(&format!("/conversations/{conversation}/transcript"), &json!({"email": "max@example.net"}), 204);
    let mail = sink.next();
    let reply_to = mail.header("reply-to").expect("a signed address");
    secrets.push(reply_to.split("+r").nth(1).and_then(|rest| rest.split('@').next()).expect("a token").to_owned());
    let forged =
        Visitor::try_open(&server, &channel, None, Some("eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYXgifQ.c2lnbmF0dXJl"));
    assert!(forged.status >= 400);
    secrets.push("eyJzdWIiOiJtYXgifQ".to_owned());
    let mut socket = WebSocket::connect(server.http_address(), "/api/visitor/live", &[]).expect("a socket");
    socket.say(&json!({"token": "pv_somebodyelsesomebodyelsesomebodyelsesome", "after": 0}));
    socket.until_closed();
    secrets.push("pv_somebodyelsesomebodyelsesomebodyelsesome".to_owned());
    secrets.push(visitor.token.clone());

    assert_eq!(http.post("/api/password-resets", &json!({"email": ADMIN})).status, 202);
    let text = sink.next().bytes.replace("=\r\n", "");
    let link = text.split("/reset#").nth(1).expect("a link");
    secrets.push(link.chars().take_while(|one| one.is_alphanumeric() || "-_".contains(*one)).collect());
    let invited = agent.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.org", "role": "agent"}));
    let link = invited.json()["link"].as_str().map(str::to_owned);
    secrets.extend(link.as_deref().and_then(|link| link.split('#').nth(1)).map(str::to_owned));
    let answered: Value = visitor.get("/conversations");
    assert_eq!(answered["items"][0]["id"], json!(conversation));
    assert!(server.stop());

    let lines = std::fs::read_to_string(&log).expect("a log");
    assert!(lines.lines().count() > 10, "the log is loud: {lines}");
    for secret in &secrets {
        assert!(secret.len() > 8, "{secret} would be found by chance");
        let found = lines.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(found, None, "a secret is in the log");
    }
}
