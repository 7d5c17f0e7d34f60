//! Snippets: found by everybody they are for, changed by their authors and administrators, never with a token that stands
//! for nothing.

use serde_json::{Value, json};

use crate::support::http::Http;
use crate::support::server::{Folder, Server};

fn ida(folder: &Folder, server: &Server, admin: &Http) -> Http {
    let invited = admin.post("/api/agents", &json!({"name": "Ida", "email": "ida@example.org", "role": "agent"}));
    let link = invited.json()["invitation_link"].as_str().expect("a link").to_owned();
    let token = link.split('#').nth(1).expect("a token").to_owned();
    let body = json!({"token": token, "name": "Ida", "password": "another long password", "locale": "nl"});
    assert_eq!(server.anonymous().post("/api/invitations/accept", &body).status, 201);
    server.http(&folder.token_of("ida@example.org"))
}

fn snippet(shortcut: &str, html: &str, inbox: Option<&str>) -> Value {
    json!({"name": "Greeting", "shortcut": shortcut, "html": html, "inbox_id": inbox})
}

#[test]
fn a_snippet_is_shared_and_changed_by_its_author_alone() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let ida = ida(&folder, &server, &admin);
    let made = ida.post("/api/snippets", &snippet("Hello", "<p>Hi {{contact.name|there}}<script>x</script></p>", None));
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["shortcut"], &made["html"]), (&json!("hello"), &json!("<p>Hi {{contact.name|there}}</p>")));
    let theirs = admin.post("/api/snippets", &snippet("bye", "<p>Bye</p>", None)).json();

    assert_eq!(ida.json("/api/snippets").as_array().map(Vec::len), Some(2));
    let path = |snippet: &Value| format!("/api/snippets/{}", snippet["id"].as_str().expect("an id"));
    let changed = snippet("bye", "<p>Goodbye</p>", None);
    assert_eq!(ida.send("PUT", &path(&theirs), Some(&changed), &[]).status, 403);
    assert_eq!(ida.send("DELETE", &path(&theirs), None, &[]).status, 403);
    // An administrator changes all; they stay their author's.
    let renamed = admin.send("PUT", &path(&made), Some(&snippet("hi", "<p>Hi</p>", None)), &[]);
    assert_eq!((renamed.status, &renamed.json()["author_id"]), (200, &made["author_id"]));
    assert_eq!(ida.post("/api/snippets", &snippet("hello", "<p>Free again</p>", None)).status, 201);
    assert_eq!(ida.send("DELETE", &path(&made), None, &[]).status, 204);
}

#[test]
fn what_cannot_be_used_is_refused_with_the_field_that_it_is() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    assert_eq!(http.post("/api/snippets", &snippet("taken", "<p>x</p>", None)).status, 201);
    let cases = [
        (snippet("two words", "<p>x</p>", None), "shortcut"),
        (snippet("TAKEN", "<p>x</p>", None), "shortcut"),
        (snippet("a", "<p> </p>", None), "html"),
        (snippet("a", "<p>{{contact.shoe_size}}</p>", None), "html"),
        (snippet("a", "<p>x</p>", Some("01a20d9a-fc88-73f6-aeb6-09d2365ab03a")), "inbox_id"),
    ];
    for (body, field) in cases {
        let answer = http.post("/api/snippets", &body);
        assert_eq!((answer.status, answer.json()["field"].clone()), (422, json!(field)), "{body}");
    }
}

#[test]
fn a_snippet_of_an_inbox_is_not_there_for_others() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let ida = ida(&folder, &server, &admin);
    let inbox = admin.json("/api/inboxes")[0]["id"].as_str().expect("an id").to_owned();
    let made = admin.post("/api/snippets", &snippet("secret", "<p>x</p>", Some(&inbox))).json();
    assert_eq!(ida.json("/api/snippets").as_array().map(Vec::len), Some(1));
    let nobody = json!({"members": {"kind": "only", "agent_ids": []}});
    assert_eq!(admin.send("PATCH", &format!("/api/inboxes/{inbox}"), Some(&nobody), &[]).status, 200);
    assert_eq!(ida.json("/api/snippets"), json!([]));
    let path = format!("/api/snippets/{}", made["id"].as_str().expect("an id"));
    assert_eq!(ida.send("DELETE", &path, None, &[]).status, 404);
    assert_eq!(ida.send("PUT", &path, Some(&snippet("b", "<p>x</p>", None)), &[]).status, 404);
}

#[test]
fn whose_pictures_are_shown_is_each_agents_own_choice() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let admin = server.http(&folder.token());
    let ida = ida(&folder, &server, &admin);
    assert_eq!(admin.send("PUT", "/api/image_senders/News@Shop.example", Some(&json!({})), &[]).status, 204);
    assert_eq!(admin.send("PUT", "/api/image_senders/nobody", Some(&json!({})), &[]).status, 422);
    let known = admin.json("/api/image_senders");
    assert_eq!(known.as_array().map(Vec::len), Some(1), "{known}");
    assert_eq!(ida.json("/api/image_senders"), json!([]));
    assert_eq!(admin.send("DELETE", "/api/image_senders/News@Shop.example", None, &[]).status, 204);
    assert_eq!(admin.json("/api/image_senders"), json!([]));
}
