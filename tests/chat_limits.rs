//! What visitors may do within a minute from one address, at the defaults: so much, not more, and nobody else pays for it.

use std::time::Instant;

use serde_json::{Value, json};

use crate::support::http::Answer;
use crate::support::server::{Folder, Server};
use crate::support::visitor::{Visitor, new_channel, operation};
use crate::support::websocket::WebSocket;

/// A server with the limits that everybody has who changes nothing, behind a proxy that says who asks.
fn at_defaults() -> (Folder, Server, Value, toml::Table) {
    let folder = Folder::set_up();
    let defaults: toml::Table = postroom::config::DEFAULTS.parse().expect("the defaults are TOML");
    let chat = defaults["chat"].as_table().expect("a section").clone();
    let mut variables: Vec<(String, String)> =
        chat.iter().map(|(key, value)| (format!("POSTROOM_CHAT__{}", key.to_uppercase()), value.to_string())).collect();
    variables.push(("POSTROOM_HTTP__TRUSTED_PROXIES".to_owned(), "127.0.0.1".to_owned()));
    let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let server = folder.serve_with(1, &variables);
    let channel = new_channel(&server.http(&folder.token()));
    (folder, server, channel, chat)
}

fn limit(chat: &toml::Table, key: &str) -> usize {
    chat[key].as_integer().and_then(|most| usize::try_from(most).ok()).expect("a number")
}

/// Asks half as often again as is allowed. As much as is allowed passes, and what refills meanwhile; the rest is told
/// to come back.
#[track_caller]
fn check(most: usize, what: &str, mut ask: impl FnMut(usize) -> Answer) {
    let begun = Instant::now();
    let mut passed = 0;
    let mut refused = 0;
    for number in 0..most + most / 2 + 2 {
        let answer = ask(number);
        if answer.status == 429 {
            assert!(answer.head.to_lowercase().contains("retry-after: "), "{what}: {}", answer.head);
            refused += 1;
        } else {
            assert!(answer.status < 300, "{what}: {} {}", answer.status, answer.text());
            passed += 1;
        }
    }
    let refilled = usize::try_from(begun.elapsed().as_millis()).expect("a short test") * most / 60_000 + 1;
    assert!((most..=most + refilled).contains(&passed), "{what}: {passed} of {most} passed");
    assert!(0 < refused, "{what}: nothing was refused");
}

#[test]
fn an_address_asks_so_often_whether_there_is_a_chat_and_another_one_does_not_pay_for_it() {
    let (_folder, server, channel, chat) = at_defaults();
    let http = server.anonymous();
    let body = json!({"channel": channel["public_key"], "token": null, "identity": null,
        "page": {"url": "https://shop.example/", "language": "en"}});
    let ask = |from: &str| {
        let headers = [("Origin", "https://shop.example"), ("Sec-Fetch-Site", "cross-site"), ("X-Forwarded-For", from)];
        http.send("POST", "/api/visitor/config", Some(&body), &headers)
    };
    let most = limit(&chat, "calls_per_address_and_minute_max");
    check(most, "calls", |_| ask("192.0.2.1"));
    assert_eq!(ask("192.0.2.2").status, 200);
    // One household has many addresses of IPv6, and one quota.
    check(most, "calls over IPv6", |number| ask(&format!("2001:db8::{number:x}")));
    assert_eq!(ask("2001:db8:1::1").status, 200);
}

#[test]
fn a_visitor_writes_so_much_and_begins_so_often() {
    let (_folder, server, channel, chat) = at_defaults();
    let http = server.anonymous();
    let say = |visitor: &Visitor, path: &str, body: &Value, from: &str| {
        let authorization = format!("Visitor {}", visitor.token);
        let headers = [("Authorization", authorization.as_str()), ("X-Forwarded-For", from)];
        http.send("POST", &format!("/api/visitor{path}"), Some(body), &headers)
    };
    let visitor = Visitor::open(&server, &channel, None, None);
    let first = json!({"operation_id": operation(), "text": "Hello"});
    let begun = say(&visitor, "/conversations", &first, "192.0.2.1");
    let conversation = begun.json()["conversation"]["id"].as_str().expect("an id").to_owned();
    let path = format!("/conversations/{conversation}/messages");
    let most = limit(&chat, "messages_per_visitor_and_minute_max");
    // The first words were the first of them.
    check(most - 1, "messages of a visitor", |number| {
        let body = json!({"operation_id": operation(), "text": format!("{number}")});
        say(&visitor, &path, &body, &format!("192.0.2.{}", number % 50 + 10))
    });

    let visitors: Vec<_> = (0..30).map(|_| Visitor::open(&server, &channel, None, None)).collect();
    check(limit(&chat, "starts_per_address_and_minute_max"), "starts of an address", |number| {
        let body = json!({"operation_id": operation(), "text": "Hello"});
        say(&visitors[number], "/conversations", &body, "192.0.2.200")
    });
    let elsewhere = json!({"operation_id": operation(), "text": "Hello"});
    assert_eq!(say(&visitors[29], "/conversations", &elsewhere, "192.0.2.201").status, 201);
}

#[test]
fn an_address_opens_so_many_sockets_and_sends_so_many_files() {
    let (_folder, server, channel, chat) = at_defaults();
    let visitor = Visitor::open(&server, &channel, None, None);
    visitor.start("Hello");
    let most = limit(&chat, "sockets_per_address_and_minute_max");
    let open = || WebSocket::connect(server.http_address(), "/api/visitor/live", &[("X-Forwarded-For", "192.0.2.9")]);
    let opened: Vec<_> = (0..most * 2).map(|_| open().err()).collect();
    let refused = opened.iter().filter(|status| **status == Some(429)).count();
    assert!(0 < refused && opened.iter().filter(|status| status.is_none()).count() >= most, "{opened:?}");

    let most = limit(&chat, "uploads_per_address_and_hour_max");
    let authorization = format!("Visitor {}", visitor.token);
    check(most, "files", |number| {
        let headers = [("Authorization", authorization.as_str()), ("X-Forwarded-For", "192.0.2.9")];
        let path = format!("/api/visitor/uploads?name={number}.txt");
        server.anonymous().send("POST", &path, Some(&json!("words")), &headers)
    });
}
