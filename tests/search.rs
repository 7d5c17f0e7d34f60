//! Conversations are found by the words of their subjects and contacts, by nobody who may not see them.

use serde_json::json;

use crate::support::http::Http;
use crate::support::server::{Folder, Server};

fn deliver(server: &Server, from: &str, subject: &str, id: &str) {
    let address = from.rsplit('<').next().expect("an address").trim_end_matches('>');
    let mail = format!("From: {from}\nSubject: {subject}\nMessage-ID: <{id}@example.net>\n\nHello");
    server.smtp().deliver(address, "support@desk.example", &mail).expect("a reply");
}

fn subjects(http: &Http, words: &str) -> Vec<String> {
    let found = http.json(&format!("/api/search?words={words}"));
    let items = found["items"].as_array().expect("items").iter();
    items.map(|row| row["subject"].as_str().expect("a subject").to_owned()).collect()
}

#[test]
fn words_lead_to_the_conversations_that_hold_all_of_them() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    deliver(&server, "Max Berger <max@example.net>", "Where is my order 4711?", "1");
    deliver(&server, "Zoë Álvarez <zoe@example.com>", "Order 4712 arrived", "2");
    deliver(&server, "Max Berger <max@example.net>", "An invoice", "3");

    assert_eq!(subjects(&http, "order"), ["Order 4712 arrived", "Where is my order 4711?"], "newest activity first");
    assert_eq!(subjects(&http, "ORDER%204711"), ["Where is my order 4711?"]);
    assert_eq!(subjects(&http, "ord%20max"), ["Where is my order 4711?"], "a word may be one of the contact");
    assert_eq!(subjects(&http, "order%20alvarez"), ["Order 4712 arrived"], "without accents");
    assert_eq!(subjects(&http, "order%20invoice"), [""; 0]);
    assert_eq!(subjects(&http, "%20?!"), [""; 0], "no words, no answer");

    let row = http.json("/api/search?words=invoice")["items"][0].clone();
    let path = format!("/api/conversations/{}/trash", row["id"].as_str().expect("an id"));
    assert_eq!(http.send("PUT", &path, Some(&json!({})), &[]).status / 100, 2);
    assert_eq!(subjects(&http, "invoice"), [""; 0], "what lies in the trash is not looked through");
}
