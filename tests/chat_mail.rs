//! A chat goes on by mail: what was said leaves with a signed address, and the answer lands in the same conversation.

use serde_json::{Value, json};

use crate::support::server::Folder;
use crate::support::sink::Sink;
use crate::support::visitor::{Visitor, new_channel, operation};

#[test]
fn an_answer_to_a_mailed_chat_lands_in_the_same_conversation() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let agent = server.http(&folder.token());
    let channel = new_channel(&agent);
    let visitor = Visitor::open(&server, &channel, None, None);
    let conversation = visitor.start("Do you have tea?");
    let transcript = format!("/conversations/{conversation}/transcript");
    let ask = |body: Value| visitor.send("POST", &transcript, Some(&body));
    assert_eq!(ask(json!({})).status, 422, "no address is known");
    let nobody_yet = ask(json!({"email": "max@example.net"}));
    assert_eq!((nobody_yet.status, nobody_yet.json()["code"].clone()), (409, json!("nothing_answered")));
    let said = json!({"operation_id": operation(), "text": "We do."});
    assert_eq!(agent.post(&format!("/api/conversations/{conversation}/chat-messages"), &said).status, 201);
    assert_eq!(ask(json!({})).status, 204);
    assert_eq!(ask(json!({})).json()["code"], "sent_already");

    let sent = sink.next();
    assert_eq!(sent.recipients, ["max@example.net"]);
    assert_eq!(sent.header("subject").as_deref(), Some("Je chat met Support"), "in the language of the browser");
    assert_eq!(sent.header("auto-submitted").as_deref(), Some("auto-generated"), "the house has sent it by itself");
    let reply_to = sent.header("reply-to").expect("a signed address");
    let signed = reply_to.split('<').nth(1).and_then(|rest| rest.split('>').next()).expect("an address");
    assert!(signed.starts_with("support+r"), "{signed}");
    let id = sent.header("message-id").expect("an id");
    let mail = format!(
        "From: Max <max@example.net>\nTo: {signed}\nSubject: Re: chat\nMessage-ID: <2@x>\nIn-Reply-To: {id}\n\nBy mail now"
    );
    server.smtp().deliver("max@example.net", signed, &mail).expect("a reply");
    let rows = agent.json("/api/conversations?view=all_open")["items"].clone();
    assert_eq!(rows.as_array().expect("a list").len(), 1, "{rows}");
    assert_eq!((&rows[0]["id"], &rows[0]["newest"]["preview"]), (&json!(conversation), &json!("By mail now")));
    // Who typed the address may not be whose it is: what comes by mail is not shown in the chat.
    assert_eq!(visitor.words(&conversation), ["Do you have tea?", "We do."]);
}
