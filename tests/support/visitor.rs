//! A visitor of a web site, as the panel speaks for them.

use serde_json::{Value, json};

use super::http::{Answer, Http};
use super::server::Server;
use super::websocket::WebSocket;

pub struct Visitor {
    pub http: Http,
    pub address: std::net::SocketAddr,
    pub token: String,
    pub session: Value,
}

/// An id for one thing that a test does.
pub fn operation() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A chat on `https://shop.example`, in the first inbox.
pub fn new_channel(admin: &Http) -> Value {
    let inbox = admin.json("/api/inboxes")[0]["id"].clone();
    let body = json!({"inbox_id": inbox, "name": "Shop", "allowed_origins": ["https://shop.example"]});
    let answer = admin.post("/api/channels", &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

pub fn page() -> Value {
    json!({"url": "https://shop.example/tea?ref=1", "title": "Tea", "referrer": "https://search.example/", "language": "nl-BE", "device": "phone"})
}

impl Visitor {
    /// Opens the chat, with the token of an earlier visit or as somebody new.
    #[track_caller]
    pub fn open(server: &Server, channel: &Value, token: Option<&str>, identity: Option<&str>) -> Self {
        let answer = Self::try_open(server, channel, token, identity);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let session = answer.json();
        let token = session["token"].as_str().expect("a token").to_owned();
        Self { http: server.anonymous(), address: server.http_address(), token, session }
    }

    pub fn try_open(server: &Server, channel: &Value, token: Option<&str>, identity: Option<&str>) -> Answer {
        let body = json!({"channel": channel["public_key"], "token": token, "identity": identity, "page": page()});
        server.anonymous().post("/api/visitor/sessions", &body)
    }

    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let authorization = format!("Visitor {}", self.token);
        self.http.send(method, &format!("/api/visitor{path}"), body, &[("Authorization", &authorization)])
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value, status: u16) -> Value {
        let answer = self.send("POST", path, Some(body));
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        let answer = self.send("GET", path, None);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Begins a conversation; says its id.
    #[track_caller]
    pub fn start(&self, text: &str) -> String {
        let said =
            self.post("/conversations", &json!({"operation_id": operation(), "text": text, "page": page()}), 201);
        said["conversation"]["id"].as_str().expect("an id").to_owned()
    }

    #[track_caller]
    pub fn say(&self, conversation: &str, text: &str) -> Value {
        let body = json!({"operation_id": operation(), "text": text});
        self.post(&format!("/conversations/{conversation}/messages"), &body, 201)
    }

    /// Everything that was said, oldest first.
    #[track_caller]
    pub fn words(&self, conversation: &str) -> Vec<String> {
        let page = self.get(&format!("/conversations/{conversation}/entries?limit=200"));
        let items = page["items"].as_array().expect("entries").iter();
        items.map(|entry| entry["text"].as_str().expect("a text").to_owned()).collect()
    }

    /// A live feed that goes on after a number.
    pub fn live(&self, after: u64) -> WebSocket {
        let mut socket = WebSocket::connect(self.address, "/api/visitor/live", &[]).expect("a socket");
        socket.say(&json!({"token": self.token, "after": after}));
        socket
    }
}
