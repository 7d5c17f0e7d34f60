//! A colleague is asked to come in: by a mail that brings a link.

use serde_json::json;

use crate::support::server::Folder;
use crate::support::sink::Sink;

#[test]
fn an_invitation_leaves_as_a_mail_that_nobody_answers_by_machine_and_its_link_works_once() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let invited = http.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.net", "role": "agent"}));
    assert_eq!(invited.status, 201, "{}", invited.text());
    let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();

    let mail = sink.next();
    assert_eq!((mail.from.as_str(), mail.recipients.as_slice()), ("", &["ida@example.net".to_owned()][..]));
    assert_eq!(mail.header("auto-submitted").as_deref(), Some("auto-generated"));
    assert_eq!(mail.header("x-auto-response-suppress").as_deref(), Some("All"));
    assert_eq!(mail.header("subject").as_deref(), Some("Zoe invites you to Example Ltd"));
    assert_eq!(mail.bytes.matches("DKIM-Signature:").count(), 2);
    let unwrapped = mail.bytes.replace("=\r\n", "");
    assert!(unwrapped.contains(&link), "{unwrapped}");

    let token = link.split('#').nth(1).expect("a token").to_owned();
    let body = json!({"token": token, "name": "Ida", "password": "another long password", "locale": "en"});
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 201);
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 404);
    assert_eq!(http.json("/api/conversations?view=all_open")["items"], json!([]), "it belongs to no conversation");
}

#[test]
fn a_notice_that_is_refused_is_given_up_and_stops_nothing() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    for email in ["no-such@example.net", "ida@example.net"] {
        let invited = http.post("/api/agents", &json!({"name": "Ida", "email": email, "role": "agent"}));
        assert_eq!(invited.status, 201, "{}", invited.text());
    }
    assert_eq!(sink.next().recipients, ["ida@example.net"]);
    http.until("/api/mail/delivery", |page| page["outbox"]["waiting"] == json!(0));
}

#[test]
fn the_link_of_an_invitation_that_waits_can_be_read_nowhere_in_the_data_folder() {
    let folder = Folder::set_up();
    // Nobody listens on the port of this relay: the mail waits.
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let invited = http.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.net", "role": "agent"}));
    assert_eq!(invited.status, 201, "{}", invited.text());
    let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
    let secret = link.split('#').nth(1).expect("a token");
    http.until("/api/mail/delivery", |page| page["outbox"]["waiting"] == json!(1));
    assert!(server.stop());

    let rows = folder.dump();
    let waiting: Vec<_> = rows.iter().filter(|row| row["table"] == "notice_mails").collect();
    assert_eq!(waiting.len(), 1);
    assert!(waiting[0].to_string().contains("ida@example.net"), "{}", waiting[0]);
    assert!(!rows.iter().any(|row| row.to_string().contains(secret)));
    let database = std::fs::read(folder.data().join("postroom.redb")).expect("the database");
    assert!(!database.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
}
