//! The main job, through the real binary: a mail comes in, is answered, and the answer to the answer
//! comes back to the same conversation.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::Folder;
use crate::support::sink::Sink;

const TO: &str = "support@desk.example";

fn mail(from: &str, subject: &str, id: &str, extra: &str, body: &str) -> String {
    format!("From: {from}\nTo: {TO}\nSubject: {subject}\nMessage-ID: <{id}>\n{extra}\n{body}")
}

fn operation() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn reply(http: &Http, conversation: &str, to: &[&str], html: &str) -> Value {
    let to: Vec<Value> = to.iter().map(|address| json!({"address": address})).collect();
    let body = json!({"operation_id": operation(), "to": to, "html": html});
    let answer = http.post(&format!("/api/conversations/{conversation}/messages"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn only(page: &Value) -> Value {
    let items = page["items"].as_array().expect("a list");
    assert_eq!(items.len(), 1, "{page}");
    items[0].clone()
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

#[test]
fn an_answer_and_the_answer_to_it_stay_in_one_conversation() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let first = mail("Max <max@example.net>", "My order", "1@example.net", "", "Where is it?");
    assert!(server.smtp().deliver("max@example.net", TO, &first).expect("a reply").starts_with("250"));

    let row = only(&http.json("/api/conversations?view=unassigned"));
    assert_eq!((&row["subject"], &row["contact"]["name"]), (&json!("My order"), &json!("Max")));
    assert!(row["waiting_since"].is_string());
    let conversation = id(&row);
    reply(&http, &conversation, &["max@example.net"], "<p>On its <b>way</b>.</p>");

    let sent = sink.next();
    assert_eq!(sent.recipients, ["max@example.net"]);
    assert_eq!(sent.header("subject").as_deref(), Some("Re: My order"));
    assert_eq!(sent.header("in-reply-to").as_deref(), Some("<1@example.net>"));
    assert_eq!(sent.header("references").as_deref(), Some("<1@example.net>"));
    assert!(sent.header("from").expect("a sender").contains("Zoe at Example Ltd"));
    assert_eq!(sent.bytes.matches("DKIM-Signature:").count(), 2);
    let sending = format!("/api/conversations/{conversation}/entries");
    http.until(&sending, |page| page.to_string().contains("\"state\":\"sent\""));

    // Their mail program strips the references but answers to the signed address.
    let reply_to = sent.header("reply-to").expect("a reply address");
    let address = reply_to.split(['<', '>']).nth(1).expect("an address").to_owned();
    let second = mail("Max <max@example.net>", "AW: My order", "2@example.net", "", "Thanks!\n\n> On its way.");
    assert!(server.smtp().deliver("max@example.net", &address, &second).expect("a reply").starts_with("250"));
    // Another one keeps them.
    let message_id = sent.header("message-id").expect("an id");
    let third = mail("m.b@private.example", "AW: My order", "3@p", &format!("In-Reply-To: {message_id}\n"), "It came.");
    assert!(server.smtp().deliver("m.b@private.example", TO, &third).expect("a reply").starts_with("250"));

    let row = only(&http.json("/api/conversations?view=mine"));
    assert_eq!((id(&row), &row["message_count"]), (conversation, &json!(4)));
    assert!(server.stop(), "it stops well");
}

#[test]
fn a_stranger_who_knows_a_subject_or_an_id_stays_alone() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let mut smtp = server.smtp();
    let mails = [
        ("max@example.net", mail("max@example.net", "Order", "1@example.net", "", "One")),
        ("eve@evil.example", mail("eve@evil.example", "Re: Order", "2@evil", "In-Reply-To: <1@example.net>\n", "Two")),
        ("eve@evil.example", mail("eve@evil.example", "Re: [#1] Order", "3@evil", "", "Three")),
    ];
    for (from, mail) in &mails {
        assert!(smtp.deliver(from, TO, mail).expect("a reply").starts_with("250"));
    }
    let page = http.json("/api/conversations?view=unassigned");
    assert_eq!(page["items"].as_array().map(Vec::len), Some(3), "{page}");
    let ledger = http.json("/api/mail/ledger");
    assert!(ledger.to_string().contains("stranger_to_references"), "{ledger}");
}

#[test]
fn the_same_mail_twice_is_kept_once_and_both_are_in_the_ledger() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let mail = mail("max@example.net", "Order", "1@example.net", "", "One");
    for _ in 0..2 {
        assert!(server.smtp().deliver("max@example.net", TO, &mail).expect("a reply").starts_with("250"));
    }
    assert_eq!(only(&http.json("/api/conversations?view=all_open"))["message_count"], json!(1));
    let ledger = http.json("/api/mail/ledger");
    assert_eq!(ledger["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(only(&http.json("/api/mail/ledger?verdict=duplicate"))["decisions"][0]["reason"], Value::Null);
}

#[test]
fn what_is_erased_is_erased_from_the_ledger_as_well() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let other = mail("max@example.net", "Other", "2@example.net", "", "Two");
    let secret = mail("max@example.net", "Secret matter", "1@example.net", "", "One");
    for mail in [&other, &secret, &secret] {
        assert!(server.smtp().deliver("max@example.net", TO, mail).expect("a reply").starts_with("250"));
    }
    let rows = http.json("/api/mail/ledger")["items"].as_array().cloned().expect("rows");
    let raw = |row: &Value| http.get(&format!("/api/mail/ledger/{}/raw", id(row)));
    assert!(rows.iter().all(|row| raw(row).status == 200 && row["erased_at"].is_null()));

    let conversation = rows[0]["decisions"][0]["conversation_id"].as_str().expect("an id").to_owned();
    assert_eq!(http.send("PUT", &format!("/api/conversations/{conversation}/trash"), None, &[]).status, 204);
    assert_eq!(http.send("DELETE", &format!("/api/conversations/{conversation}"), None, &[]).status, 204);
    let rows = http.json("/api/mail/ledger")["items"].as_array().cloned().expect("rows");
    assert_eq!(rows.len(), 3, "that it came is known still");
    for row in &rows[..2] {
        assert!(
            row["erased_at"].is_string() && row["subject"] == "" && row["header_from"] == "max@example.net",
            "{row}"
        );
        assert_eq!(raw(row).status, 409, "{row}");
        assert_eq!(http.post(&format!("/api/mail/ledger/{}/process", id(row)), &json!({})).status, 409);
    }
    assert_eq!(raw(&rows[2]).status, 200, "another mail of the same sender stays");
}

#[test]
fn machine_mail_opens_nothing_and_a_person_does() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let first = mail("max@example.net", "Order", "1@example.net", "", "One");
    server.smtp().deliver("max@example.net", TO, &first).expect("a reply");
    let conversation = id(&only(&http.json("/api/conversations?view=all_open")));
    assert_eq!(http.post(&format!("/api/conversations/{conversation}/closure"), &json!({})).status, 204);

    let away = "In-Reply-To: <1@example.net>\nAuto-Submitted: auto-replied\n";
    let away = mail("max@example.net", "Out of office", "2@example.net", away, "I am away.");
    server.smtp().deliver("max@example.net", TO, &away).expect("a reply");
    let row = only(&http.json("/api/conversations?view=closed"));
    assert_eq!((&row["message_count"], &row["waiting_since"]), (&json!(2), &Value::Null));

    let back = mail("max@example.net", "Re: Order", "3@example.net", "In-Reply-To: <1@example.net>\n", "Back.");
    server.smtp().deliver("max@example.net", TO, &back).expect("a reply");
    assert_eq!(only(&http.json("/api/conversations?view=all_open"))["message_count"], json!(3));
    let entries = http.json(&format!("/api/conversations/{conversation}/entries"));
    assert!(entries.to_string().contains("\"cause\":\"new_message\""), "{entries}");
    assert!(sink.is_empty(), "nothing was answered by itself");
}

#[test]
fn a_refused_recipient_and_a_bounce_mark_the_message() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let first = mail("max@example.net", "Order", "1@example.net", "", "One");
    server.smtp().deliver("max@example.net", TO, &first).expect("a reply");
    let conversation = id(&only(&http.json("/api/conversations?view=all_open")));
    let entries = format!("/api/conversations/{conversation}/entries");

    reply(&http, &conversation, &["max@example.net", "no-body@example.net"], "<p>Hi</p>");
    assert_eq!(sink.next().recipients, ["max@example.net"]);
    let failed = http.until(&entries, |page| page.to_string().contains("\"state\":\"failed\""));
    assert!(failed.to_string().contains("nobody of that name"), "{failed}");

    let entry = reply(&http, &conversation, &["max@example.net"], "<p>Again</p>");
    let sent = sink.next();
    http.until(&entries, |page| page.to_string().contains("\"state\":\"sent\""));
    let report = format!(
        "From: MAILER-DAEMON@mx.example\nTo: {from}\nSubject: Undelivered\nMessage-ID: <b@mx.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         It did not arrive.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; max@example.net\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 no such mailbox\n\n--b--\n",
        from = sent.from
    );
    assert!(server.smtp().deliver("", &sent.from, &report).expect("a reply").starts_with("250"));
    let page = http.json(&entries);
    let bounced = page["items"].as_array().expect("a list").iter().find(|one| one["id"] == entry["id"]).cloned();
    let sending = &bounced.expect("the message is there")["message"]["outgoing"]["sending"];
    assert_eq!(sending["state"], json!("failed"), "{sending}");
    assert!(sending["failed"][0]["words"].as_str().expect("words").contains("no such mailbox"));
}

#[test]
fn the_same_operation_twice_sends_one_message() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let inbox = http.json("/api/inboxes")[0]["id"].clone();
    let body = json!({
        "operation_id": operation(), "inbox_id": inbox, "to": [{"name": "Max", "address": "max@example.net"}],
        "subject": "Hello", "html": "<p>Hi</p>",
    });
    let (one, two) = (http.post("/api/conversations", &body), http.post("/api/conversations", &body));
    assert_eq!((one.status, two.status), (201, 201), "{}", one.text());
    assert_eq!(one.json()["entry"]["id"], two.json()["entry"]["id"]);
    assert_eq!(sink.next().header("subject").as_deref(), Some("Hello"));
    assert_eq!(http.json("/api/counts")["views"]["mine"], json!(1));
    assert!(sink.is_empty());
}

#[test]
fn files_come_in_and_go_out_and_run_nowhere() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let mixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
    let parts = "--b\nContent-Type: text/html\n\n<p>See <b>this</b><script>alert(1)</script><img src=\"https://spy.example/x\"></p>\n\
                 --b\nContent-Type: text/html; name=\"evil.html\"\nContent-Disposition: attachment; filename=\"../evil.html\"\n\n\
                 <script>alert(2)</script>\n--b--\n";
    let mail = mail("max@example.net", "Files", "1@example.net", mixed, parts);
    assert!(server.smtp().deliver("max@example.net", TO, &mail).expect("a reply").starts_with("250"));
    let conversation = id(&only(&http.json("/api/conversations?view=all_open")));
    let page = http.json(&format!("/api/conversations/{conversation}/entries"));
    let entry = id(&page["items"][0]);
    let at = format!("/api/conversations/{conversation}/entries/{entry}");

    let body = http.get(&format!("{at}/body"));
    assert!(body.head.to_lowercase().contains("content-security-policy: default-src 'none'"), "{}", body.head);
    assert!(!body.text().contains("<script") && !body.text().contains("spy.example"), "{}", body.text());
    assert!(http.get(&format!("{at}/body?remote_images=show")).text().contains("spy.example"));
    let file = http.get(&format!("{at}/attachments/0"));
    let head = file.head.to_lowercase();
    assert!(head.contains("application/octet-stream") && head.contains("attachment;"), "{}", file.head);
    assert!(head.contains("evil.html") && !head.contains("../"), "{}", file.head);
    assert_eq!(file.text().trim(), "<script>alert(2)</script>");
    assert!(http.get(&format!("{at}/raw")).text().starts_with("Return-Path: <max@example.net>"));

    let picture = http.upload("dot.png", "\u{1}PNG");
    let html = format!("<p>Look <img src=\"/api/uploads/{picture}/content\"></p>");
    let letter = http.upload("letter.txt", "hello");
    let body = json!({
        "operation_id": operation(), "to": [{"address": "ida@example.org"}], "html": html,
        "upload_ids": [picture, letter], "forward_entry_id": entry,
    });
    let answer = http.post(&format!("/api/conversations/{conversation}/messages"), &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let sent = sink.next();
    assert_eq!(sent.header("subject").as_deref(), Some("Fwd: Files"));
    assert_eq!(sent.header("in-reply-to"), None, "a forward answers nothing");
    for word in ["letter.txt", "evil.html", "cid:", "multipart/related", "Forwarded message"] {
        assert!(sent.bytes.contains(word), "{word}: {}", sent.bytes);
    }
    assert!(!sent.bytes.contains("alert(1)"), "hidden words do not travel");
    let shown = http.json(&format!("/api/conversations/{conversation}"));
    assert!(
        !shown["participants"].to_string().contains("ida@example.org"),
        "who reads a forward takes no part: {shown}"
    );
    assert_eq!(shown["reply"]["to"][0]["address"], "max@example.net", "an answer goes to whom it is owed to: {shown}");
    assert!(shown["waiting_since"].is_string(), "who asked waits still: {shown}");
    assert!(shown["assignee_id"].is_null(), "nobody has answered yet: {shown}");
}
