//! Notices by push, through the real binary and a push service of our own over real TLS: what arrives is opened with the
//! key of the browser, as a browser would.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use aws_lc_rs::signature;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::support::http::{Answer, Http};
use crate::support::https::{Asked, Https};
use crate::support::server::{ADMIN, Folder, PASSWORD, Server};

const TO: &str = "support@desk.example";
const COLLEAGUE: &str = "another long password";
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");
const TAKEN: &str = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
const BUSY: &str = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
const GONE: &str = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";
const FORBIDDEN: &str = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";

struct House {
    folder: Folder,
    server: Server,
    service: Https,
}

/// An agent who is signed in with a browser of their own.
struct Person {
    http: Http,
    cookie: String,
    browser: Browser,
}

impl House {
    fn open(answers: &[&str]) -> Self {
        let (folder, service) = (Folder::set_up(), Https::open(answers));
        let server = Self::serve(&folder, &service, "127.0.0.0/8");
        Self { folder, server, service }
    }

    fn serve(folder: &Folder, service: &Https, networks: &str) -> Server {
        let hosts = format!("127.0.0.1:{}", service.port);
        let authority = service.authority.to_str().expect("a path");
        let variables = [
            ("POSTROOM_NOTICES__PUSH_HOSTS", hosts.as_str()),
            ("POSTROOM_NOTICES__PUSH_NETWORKS", networks),
            ("POSTROOM_NOTICES__PUSH_AUTHORITIES", authority),
        ];
        folder.serve_with(1, &variables)
    }

    fn zoe(&self) -> Person {
        Person::sign_in(&self.folder, &self.server, ADMIN, PASSWORD)
    }

    fn colleague(&self, name: &str, locale: &str) -> Person {
        let email = format!("{}@example.org", name.to_lowercase());
        let zoe = self.server.http(&self.folder.token());
        let invited = zoe.post("/api/agents", &json!({"name": name, "email": email, "role": "agent"}));
        let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
        let token = link.split('#').nth(1).expect("a token").to_owned();
        let body = json!({"token": token, "name": name, "password": COLLEAGUE, "locale": locale});
        assert_eq!(self.server.anonymous().post("/api/invitations/accept", &body).status, 201);
        Person::sign_in(&self.folder, &self.server, &email, COLLEAGUE)
    }

    /// The browser of somebody is told from now on; its greeting has arrived.
    fn told(&self, person: &Person, name: &str) -> Value {
        let answer = person.subscribe(&self.server, &format!("https://127.0.0.1:{}/push/{name}", self.service.port));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let greeting = person.browser.opened(&self.service.next());
        assert_eq!((&greeting["id"], &greeting["address"]), (&json!("greeting"), &json!("settings/notices")));
        answer.json()
    }

    /// A mail comes in; says the id of its conversation.
    fn hear(&self, subject: &str) -> String {
        let mail =
            format!("From: Max <max@example.net>\nTo: {TO}\nSubject: {subject}\nMessage-ID: <{subject}@x>\n\nHi");
        self.server.smtp().deliver("max@example.net", TO, &mail).expect("a reply");
        let zoe = self.server.http(&self.folder.token());
        zoe.json("/api/conversations?view=all_open")["items"][0]["id"].as_str().expect("an id").to_owned()
    }
}

impl Person {
    fn sign_in(folder: &Folder, server: &Server, email: &str, password: &str) -> Self {
        let answer = server.anonymous().post("/api/sessions", &json!({"email": email, "password": password}));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let cookie = answer.head.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next());
        let cookie = cookie.expect("a cookie").to_owned();
        Self { http: server.http(&folder.token_of(email)), cookie, browser: Browser::new() }
    }

    fn id(&self) -> Value {
        self.http.json("/api/me")["agent"]["id"].clone()
    }

    fn subscribe(&self, server: &Server, endpoint: &str) -> Answer {
        self.at_screen(server, "POST", "/api/me/push-subscriptions", Some(&self.browser.subscription(endpoint)))
    }

    /// By the cookie of the browser, not by a token.
    fn at_screen(&self, server: &Server, method: &str, path: &str, body: Option<&Value>) -> Answer {
        server.anonymous().send(method, path, body, &[OURS, ("Cookie", &self.cookie)])
    }

    fn browsers(&self) -> Value {
        self.http.json("/api/me/push")["browsers"].clone()
    }

    fn says_active(&self) {
        let page = "01a20d9a-fc88-73f6-aeb6-09d2365ab03a";
        let body = json!({"page_id": page, "whereabouts": {"active": true, "at": []}});
        assert_eq!(self.http.send("PUT", "/api/presence", Some(&body), &[]).status / 100, 2);
    }
}

/// The keys of a browser's subscription.
struct Browser {
    key: PrivateKey,
    auth: [u8; 16],
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Browser {
    fn new() -> Self {
        let mut auth = [0; 16];
        aws_lc_rs::rand::fill(&mut auth).expect("random bytes");
        Self { key: PrivateKey::generate(&ECDH_P256).expect("a key"), auth }
    }

    fn point(&self) -> Vec<u8> {
        self.key.compute_public_key().expect("a public key").as_ref().to_vec()
    }

    fn subscription(&self, endpoint: &str) -> Value {
        let (point, auth) = (BASE64URL_NOPAD.encode(&self.point()), BASE64URL_NOPAD.encode(&self.auth));
        json!({"endpoint": endpoint, "p256dh": point, "auth": auth})
    }

    /// Opens a push (RFC 8291, 3.4 and RFC 8188, 2).
    #[track_caller]
    fn opened(&self, asked: &Asked) -> Value {
        let (salt, rest) = asked.bytes.split_at(16);
        let (sender, record) = rest[5..].split_at(usize::from(rest[4]));
        let stretch = |from: &Prk, info: &[u8], length: usize| {
            let mut bytes = vec![0; length];
            from.expand(&[info], Length(length)).and_then(|long| long.fill(&mut bytes)).expect("short enough");
            bytes
        };
        let info = [b"WebPush: info\0".as_slice(), &self.point(), sender].concat();
        let shared = agree(&self.key, UnparsedPublicKey::new(&ECDH_P256, sender), (), |shared| {
            Ok(stretch(&Salt::new(HKDF_SHA256, &self.auth).extract(shared), &info, 32))
        });
        let from_salt = Salt::new(HKDF_SHA256, salt).extract(&shared.expect("a point"));
        let key = stretch(&from_salt, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = stretch(&from_salt, b"Content-Encoding: nonce\0", 12);
        let nonce = Nonce::try_assume_unique_for_key(&nonce).expect("twelve bytes");
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("sixteen bytes"));
        let mut record = record.to_vec();
        let plain = key.open_in_place(nonce, Aad::empty(), &mut record).expect("it is sealed for this browser");
        let (end, words) = plain.split_last().expect("a record");
        assert_eq!(*end, 2, "the last record");
        serde_json::from_slice(words).expect("JSON")
    }
}

/// What a push service learns: that it is ours, for how long and how urgent; and it must be signed for this service.
#[track_caller]
fn check_sender(asked: &Asked, public_key: &str, origin: &str, urgency: &str) {
    let authorization = asked.header("authorization").expect("a header");
    let (token, key) =
        authorization.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("token and key");
    assert_eq!(key, public_key, "the key that the browser was given");
    let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url");
    let (signed, signature) = token.rsplit_once('.').expect("a signature");
    let key = signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, decoded(key));
    key.verify(signed.as_bytes(), &decoded(signature)).expect("our signature");
    let claims: Value = serde_json::from_slice(&decoded(signed.split('.').nth(1).expect("claims"))).expect("JSON");
    assert_eq!((&claims["aud"], &claims["sub"]), (&json!(origin), &json!("mailto:postmaster@desk.example")));
    let header = |name| asked.header(name).unwrap_or_default();
    assert_eq!((header("content-encoding"), header("ttl"), header("urgency")), ("aes128gcm", "14400", urgency));
    assert_eq!(header("topic").len(), 24);
}

#[test]
fn a_notice_reaches_a_browser_which_alone_can_read_it() {
    let house = House::open(&[TAKEN]);
    let origin = format!("https://127.0.0.1:{}", house.service.port);
    let ida = house.colleague("Ida", "de");
    let push = ida.http.json("/api/me/push");
    assert_eq!((&push["obstacle"], &push["browsers"]), (&Value::Null, &json!([])));
    let public_key = push["public_key"].as_str().expect("a key").to_owned();
    let endpoint = format!("{origin}/push/ida?x=1");
    let added = ida.subscribe(&house.server, &endpoint);
    assert_eq!((added.status, &added.json()["is_current"]), (201, &json!(true)), "{}", added.text());
    let greeting = house.service.next();
    assert!(greeting.head.starts_with("POST /push/ida?x=1 HTTP/1.1\r\n"), "{}", greeting.head);
    check_sender(&greeting, &public_key, &origin, "high");
    assert_eq!(ida.browser.opened(&greeting)["title"], "Benachrichtigungen erreichen diesen Browser");
    let again = ida.subscribe(&house.server, &endpoint);
    assert_eq!((again.status, &again.json()["id"]), (200, &added.json()["id"]));

    let conversation = house.hear("Lamps");
    let asked = house.service.next();
    check_sender(&asked, &public_key, &origin, "normal");
    let notice = ida.http.json("/api/notices")["items"][0]["id"].clone();
    let address = format!("inbox/open/{conversation}");
    let expected = json!({"id": notice, "title": "Eine Unterhaltung kam herein, die niemand hat", "body": "Lamps (Max)", "address": address});
    assert_eq!(ida.browser.opened(&asked), expected);
    let zoe = house.server.http(&house.folder.token());
    let assigned = json!({"agent_id": ida.id()});
    let path = format!("/api/conversations/{conversation}/assignee");
    assert_eq!(zoe.send("PUT", &path, Some(&assigned), &[]).status / 100, 2);
    let second = house.service.next();
    check_sender(&second, &public_key, &origin, "high");
    assert_eq!(second.header("topic"), asked.header("topic"), "a device that sleeps is told once of a conversation");
    assert_eq!(ida.browser.opened(&second)["title"], "Eine Unterhaltung wurde dir zugewiesen");
    assert!(!house.service.was_asked(), "each notice once");

    // A new start keeps the key: browsers that trust it stay with us. What is secret is not told by a dump.
    let House { folder, server, service } = house;
    assert!(server.stop());
    assert!(folder.dump().iter().all(|row| !row.to_string().contains("/push/ida")));
    let server = House::serve(&folder, &service, "127.0.0.0/8");
    let push = server.http(&folder.token_of("ida@example.org")).json("/api/me/push");
    assert_eq!((&push["public_key"], push["browsers"].as_array().map(Vec::len)), (&json!(public_key), Some(1)));
}

#[test]
fn nothing_is_pushed_to_whoever_is_before_a_page_or_does_not_want_it() {
    let house = House::open(&[TAKEN]);
    let [ida, off, eve] = ["Ida", "Off", "Eve"].map(|name| house.colleague(name, "en"));
    for (person, name) in [(&ida, "ida"), (&off, "off"), (&eve, "eve")] {
        house.told(person, name);
    }
    let path = "/api/me/notice-preferences";
    let mut unwanted = off.http.json(path);
    for event in unwanted["events"].as_array_mut().expect("events") {
        event["desktop"] = json!(false);
    }
    assert_eq!(off.http.send("PUT", path, Some(&unwanted), &[]).status, 204);
    ida.says_active();
    for subject in ["One", "Two"] {
        house.hear(subject);
        let asked = house.service.next();
        assert!(asked.head.starts_with("POST /push/eve "), "{}", asked.head);
        assert_eq!(eve.browser.opened(&asked)["body"], format!("{subject} (Max)"));
    }
    assert!(!house.service.was_asked());
}

#[test]
fn many_at_once_are_told_as_a_few_and_a_number() {
    let house = House::open(&[TAKEN]);
    let eve = house.colleague("Eve", "en");
    house.told(&eve, "eve");
    // A mail each, faster than the worker looks: what is told one by one and what is counted makes all of them.
    let mut smtp = house.server.smtp();
    for number in 0..30 {
        let mail = format!("From: Max <max@example.net>\nTo: {TO}\nSubject: {number}\nMessage-ID: <{number}@x>\n\nHi");
        smtp.deliver("max@example.net", TO, &mail).expect("a reply");
    }
    let (mut told, mut pushes, mut was_counted) = (0, 0, false);
    while told < 30 {
        let push = eve.browser.opened(&house.service.next());
        pushes += 1;
        let title = push["title"].as_str().expect("a title");
        let counted = title.strip_suffix(" more notifications").and_then(|count| count.parse::<usize>().ok());
        was_counted |= counted.is_some();
        told += counted.unwrap_or(1);
    }
    assert_eq!(told, 30);
    assert!(was_counted && pushes < 30, "{pushes} pushes");
}

#[test]
fn a_browser_that_is_gone_is_forgotten_and_one_that_is_signed_out_is_told_nothing() {
    let house = House::open(&[TAKEN, TAKEN, TAKEN, GONE, TAKEN]);
    let [gone, out, eve] = ["Gone", "Out", "Eve"].map(|name| house.colleague(name, "en"));
    house.told(&gone, "gone");
    house.told(&out, "out");
    let told = house.told(&eve, "eve");
    let ended = out.at_screen(&house.server, "DELETE", "/api/sessions/current", None);
    assert_eq!((ended.status, out.browsers()), (204, json!([])));
    let id = told["id"].as_str().expect("an id");
    let path = format!("/api/me/push-subscriptions/{id}");
    assert_eq!(gone.at_screen(&house.server, "DELETE", &path, None).status, 404, "another's");
    assert_eq!(eve.at_screen(&house.server, "DELETE", &path, None).status, 204);
    assert_eq!(eve.browsers(), json!([]));

    house.hear("One");
    let asked = house.service.next();
    assert!(asked.head.starts_with("POST /push/gone "), "{}", asked.head);
    gone.http.until("/api/me/push", |push| push["browsers"] == json!([]));
    assert!(!house.service.was_asked(), "nobody else is told");
}

#[test]
fn a_push_service_that_is_busy_is_asked_again() {
    let house = House::open(&[TAKEN, BUSY, TAKEN]);
    let eve = house.colleague("Eve", "en");
    house.told(&eve, "eve");
    house.hear("One");
    let (first, second) = (house.service.next(), house.service.next());
    assert_eq!(eve.browser.opened(&first), eve.browser.opened(&second));
    assert_ne!(first.bytes, second.bytes, "each is sealed anew");
}

#[test]
fn a_browser_that_another_agent_takes_over_is_told_for_them_alone() {
    let house = House::open(&[TAKEN]);
    let (zoe, eve) = (house.zoe(), house.colleague("Eve", "en"));
    let endpoint = format!("https://127.0.0.1:{}/push/shared", house.service.port);
    for person in [&zoe, &eve] {
        assert_eq!(person.subscribe(&house.server, &endpoint).status, 201);
        person.browser.opened(&house.service.next());
    }
    assert_eq!((zoe.browsers(), eve.browsers().as_array().map(Vec::len)), (json!([]), Some(1)));
    house.hear("One");
    eve.browser.opened(&house.service.next());
    assert!(!house.service.was_asked());
}

#[test]
fn what_may_not_or_cannot_be_reached_is_said_and_nothing_is_kept() {
    let house = House::open(&[FORBIDDEN]);
    let zoe = house.zoe();
    let endpoint = format!("https://127.0.0.1:{}/push/zoe", house.service.port);
    let detail = |answer: &Answer| answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    let unnamed = zoe.subscribe(&house.server, "https://push.example/a");
    assert_eq!((unnamed.status, &unnamed.json()["field"]), (422, &json!("endpoint")));
    assert!(detail(&unnamed).contains("push.example") && detail(&unnamed).contains("notices.push_hosts"));
    for address in ["http://127.0.0.1/a", "a", "", "https://a:b@127.0.0.1/a"] {
        assert_eq!(zoe.subscribe(&house.server, address).status, 422, "{address}");
    }
    let path = "/api/me/push-subscriptions";
    for key in ["", "AAAA", "no letters of it"] {
        let body = json!({"endpoint": endpoint, "p256dh": key, "auth": "AAAAAAAAAAAAAAAAAAAAAA"});
        assert_eq!(zoe.at_screen(&house.server, "POST", path, Some(&body)).status, 422, "{key}");
    }
    let mut off_curve = zoe.browser.subscription(&endpoint);
    off_curve["p256dh"] = json!(BASE64URL_NOPAD.encode(&[&[4][..], &[1; 64]].concat()));
    let refused = zoe.at_screen(&house.server, "POST", path, Some(&off_curve));
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("p256dh")), "{}", refused.text());
    let by_token = zoe.http.post(path, &zoe.browser.subscription(&endpoint));
    assert_eq!((by_token.status, &by_token.json()["code"]), (403, &json!("session_needed")));
    assert!(!house.service.was_asked(), "nobody was called for any of these");
    let refused = zoe.subscribe(&house.server, &endpoint);
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("push_refused")));
    assert_eq!(zoe.browsers(), json!([]));

    let House { folder, server, service } = house;
    drop(server);
    let server = House::serve(&folder, &service, "");
    let inside = zoe.subscribe(&server, &endpoint);
    assert_eq!((inside.status, &inside.json()["code"]), (409, &json!("push_unreachable")), "{}", inside.text());
    assert!(detail(&inside).contains("cannot reach the push service"), "{}", inside.text());
    assert_eq!(server.http(&folder.token()).json("/api/me/push")["browsers"], json!([]));
    drop(server);
    let server = folder.serve(1);
    let push = server.http(&folder.token()).json("/api/me/push");
    assert_eq!(push, json!({"public_key": null, "obstacle": "no_host_named", "browsers": []}));
    assert_eq!(zoe.subscribe(&server, &endpoint).status, 422);
}
