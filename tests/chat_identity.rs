//! Who a visitor is: what a web site signs is believed, what somebody types is not; and what strangers may send.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::Folder;
use crate::support::visitor::{Visitor, new_channel, operation};

fn new_key(admin: &Http, channel: &Value) -> String {
    let path = format!("/api/channels/{}/identity-keys", channel["id"].as_str().expect("an id"));
    let made = admin.post(&path, &json!({}));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["secret"].as_str().expect("a secret").to_owned()
}

fn identity(key: &str, channel: &Value, subject: &str, email: &str) -> String {
    let soon = std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    let soon = soon.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let part = |value: Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let claims =
        json!({"sub": subject, "aud": channel["public_key"], "exp": soon, "email": email, "name": "Max Signed"});
    let signed = format!("{}.{}", part(json!({"alg": "HS256", "typ": "JWT"})), part(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), signed.as_bytes());
    format!("{signed}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
}

#[test]
fn a_person_whom_the_site_vouches_for_is_the_same_on_every_device() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let channel = new_channel(&admin);
    let mail = "From: Max <max@example.net>\nSubject: Old\nMessage-ID: <1@x>\n\nAn old letter";
    server.smtp().deliver("max@example.net", "support@desk.example", mail).expect("a reply");
    let known = admin.json("/api/conversations?view=all_open")["items"][0]["contact"]["id"].clone();
    let key = new_key(&admin, &channel);

    // At home, first without a name, then signed in: what was said goes along.
    let nobody = Visitor::open(&server, &channel, None, None);
    let conversation = nobody.start("Before I signed in");
    let signed = identity(&key, &channel, "user-7", "max@example.net");
    let home = Visitor::open(&server, &channel, Some(&nobody.token), Some(&signed));
    assert_ne!(home.token, nobody.token, "a token never passes to somebody else");
    assert_eq!(home.session["visitor"]["email_is_verified"], true);
    assert_eq!(home.words(&conversation), ["Before I signed in"]);
    assert_eq!(nobody.send("GET", &format!("/conversations/{conversation}/entries"), None).status, 404);
    let contact = admin.json(&format!("/api/conversations/{conversation}"))["contact"]["id"].clone();
    assert_eq!(contact, known, "the site's word ties the visitor to the contact");

    // On the phone, without any token.
    let phone = Visitor::open(&server, &channel, None, Some(&signed));
    assert_eq!(phone.words(&conversation), ["Before I signed in"]);
    assert_eq!(phone.session["visitor"]["id"], home.session["visitor"]["id"]);
    // Somebody else of the same site sees nothing of it.
    let other = identity(&key, &channel, "user-8", "max@example.net");
    let other = Visitor::open(&server, &channel, Some(&home.token), Some(&other));
    assert_eq!(other.session["conversations"], json!([]));
    // The key before stays in force for a while, the one before that does not.
    new_key(&admin, &channel);
    assert_eq!(Visitor::try_open(&server, &channel, None, Some(&signed)).status, 200);
    new_key(&admin, &channel);
    let over = Visitor::try_open(&server, &channel, None, Some(&signed));
    assert_eq!((over.status, over.json()["code"].clone()), (401, json!("bad_identity")));
    let elsewhere = new_channel(&admin);
    let other_site = identity(&new_key(&admin, &elsewhere), &elsewhere, "user-7", "max@example.net");
    assert_eq!(Visitor::try_open(&server, &channel, None, Some(&other_site)).status, 401);
}

#[test]
fn a_typed_address_is_a_claim_and_opens_nothing() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let channel = new_channel(&admin);
    let mail = "From: Max <max@example.net>\nSubject: Secret\nMessage-ID: <1@x>\n\nHidden";
    server.smtp().deliver("max@example.net", "support@desk.example", mail).expect("a reply");
    let known = admin.json("/api/conversations?view=all_open")["items"][0]["contact"]["id"].clone();
    let known = admin.json(&format!("/api/contacts/{}", known.as_str().expect("an id")));

    let visitor = Visitor::open(&server, &channel, None, None);
    let body = json!({"operation_id": operation(), "text": "I am Max", "email": "max@example.net"});
    let said = visitor.post("/conversations", &body, 201);
    let conversation = said["conversation"]["id"].as_str().expect("an id");
    visitor.post(
        &format!("/conversations/{conversation}/email"),
        &json!({"email": "max@example.net", "name": "Max"}),
        204,
    );
    let again = Visitor::open(&server, &channel, Some(&visitor.token), None);
    assert_eq!(again.session["conversations"].as_array().expect("a list").len(), 1);
    assert_eq!(again.session["visitor"]["email_is_verified"], false);
    let contact = admin.json(&format!("/api/conversations/{conversation}"))["contact"].clone();
    assert_ne!(contact["id"], known["id"]);
    assert_eq!(contact["address"], Value::Null);
    let claimed = admin.json(&format!("/api/contacts/{}", contact["id"].as_str().expect("an id")));
    assert_eq!((&claimed["claimed_address"], &claimed["addresses"]), (&json!("max@example.net"), &json!([])));
    let path = format!("/api/contacts/{}", known["id"].as_str().expect("an id"));
    assert_eq!(admin.json(&path), known, "the contact who has the address is as before");

    // An agent who is sure of it ties the visitor to the contact; the visitor sees no more than before.
    let accept = |address: &str| {
        let path = format!("/api/conversations/{conversation}/visitor/address");
        admin.send("PUT", &path, Some(&json!({"address": address})), &[])
    };
    let other = accept("eve@evil.example");
    assert_eq!((other.status, other.json()["code"].clone()), (409, json!("other_claim")));
    assert_eq!(admin.json(&format!("/api/conversations/{conversation}"))["contact"], contact, "nothing has changed");
    assert_eq!(accept("max@example.net").status, 204);
    let contact = admin.json(&format!("/api/conversations/{conversation}"))["contact"].clone();
    assert_eq!((&contact["id"], &contact["address"]), (&known["id"], &json!("max@example.net")));
    let again = Visitor::open(&server, &channel, Some(&visitor.token), None);
    assert_eq!(again.session["conversations"].as_array().expect("a list").len(), 1);
    assert_eq!(again.session["visitor"]["name"], "");
    assert_eq!(accept("max@example.net").status, 409);
}

#[test]
fn hostile_names_words_and_files_stay_what_they_are() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let channel = new_channel(&admin);
    let visitor = Visitor::open(&server, &channel, None, None);
    let script = "<script>alert(1)</script> \u{202E}txt.exe\u{0} {{7*7}} https://evil.example/\"><img src=x>";
    let conversation = visitor.start(script);
    let entries = admin.json(&format!("/api/conversations/{conversation}/entries"));
    let text = entries["items"][0]["chat"]["text"].as_str().expect("a text");
    assert!(text.starts_with("<script>alert(1)</script> txt.exe {{7*7}}"), "{text}");

    let body = json!({"email": "eve@evil.example", "name": "<b>Eve\u{202E}</b>\r\nBcc: all@example.org"});
    visitor.post(&format!("/conversations/{conversation}/email"), &body, 204);
    let row = admin.json(&format!("/api/conversations/{conversation}"));
    assert_eq!(row["contact"]["name"], "<b>Eve</b> Bcc: all@example.org");
    for email in ["", "nobody", "a@b.example,c@d.example", "a@b.example\r\nBcc: x@y.example"] {
        let path = format!("/conversations/{conversation}/email");
        assert_eq!(visitor.send("POST", &path, Some(&json!({"email": email}))).status, 422, "{email}");
    }
    let upload = |name: &str, bytes: &str| visitor.send("POST", &format!("/uploads?name={name}"), Some(&json!(bytes)));
    for name in ["setup.exe", "a.pdf.js", "x.svg", "page.HTML", "run.bat."] {
        assert_eq!(upload(name, "harmless").status, 422, "{name}");
    }
    let kept = upload("..%2F..%2Fnotes.txt", "words");
    assert_eq!((kept.status, kept.json()["name"].clone()), (201, json!("notes.txt")));
    let id = kept.json()["id"].clone();
    let stranger = Visitor::open(&server, &channel, None, None);
    let stolen = json!({"operation_id": operation(), "text": "x", "upload_ids": [id]});
    assert_eq!(stranger.send("POST", "/conversations", Some(&stolen)).status, 422);
    let body = json!({"operation_id": operation(), "text": "", "upload_ids": [id]});
    let said = visitor.post(&format!("/conversations/{conversation}/messages"), &body, 201);
    let entry = said["entry"]["id"].as_str().expect("an id");
    let path = format!("/conversations/{conversation}/entries/{entry}/attachments/0");
    let file = visitor.send("GET", &path, None);
    assert_eq!((file.status, file.text()), (200, "\"words\"".to_owned()));
    assert!(file.head.to_lowercase().contains("content-disposition: attachment"), "{}", file.head);
    assert_eq!(admin.get(&format!("/api{path}")).status, 200);
    assert_eq!(stranger.send("GET", &path, None).status, 404);
}

#[test]
fn a_blocked_visitor_is_not_heard_any_more() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let channel = new_channel(&admin);
    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = visitor.start("Buy now");
    let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
    live.until("entry");
    let block = |is_blocked: bool| {
        let path = format!("/api/conversations/{conversation}/visitor/block");
        let done = admin.send("PUT", &path, Some(&json!({"is_blocked": is_blocked})), &[]);
        assert_eq!(done.status, 204, "{}", done.text());
    };
    block(true);
    live.until_closed();
    let body = json!({"operation_id": operation(), "text": "Buy now"});
    assert_eq!(visitor.send("POST", &format!("/conversations/{conversation}/messages"), Some(&body)).status, 403);
    let again = Visitor::open(&server, &channel, Some(&visitor.token), None);
    assert_eq!((&again.session["visitor"]["is_blocked"], &again.session["chatflow"]), (&json!(true), &Value::Null));
    assert_eq!(visitor.live(0).until_closed(), 4403);
    block(false);
    visitor.say(&conversation, "Sorry");
}
