//! Mails and what is understood of them.

use super::*;

#[test]
fn a_mail_is_read() {
    let raw = b"From: =?utf-8?q?Zo=C3=AB?= <Zoe@A.example>\r\nTo: b@x.example, C <c@x.example>\r\nSubject: =?utf-8?b?SGk=?=\r\n\
        Message-ID: <1@a>\r\nReferences: <a@b> <c@d>\r\nDate: Mon, 02 Apr 2012 17:22:10 +0300\r\n\r\nHello\r\n> old\r\n";
    let mail = read(raw);
    assert_eq!(
        mail.from.as_ref().map(|from| (from.name.as_str(), from.address.as_str())),
        Some(("Zo\u{eb}", "zoe@a.example"))
    );
    assert_eq!((mail.to.len(), mail.subject.as_str(), mail.message_id.as_deref()), (2, "Hi", Some("1@a")));
    assert_eq!(mail.references, ["a@b", "c@d"]);
    assert_eq!((mail.text.as_str(), mail.new_text.as_str()), ("Hello\n> old", "Hello"));
    assert_eq!(mail.understood, Understood::Whole);
}

#[test]
fn reading_never_fails() {
    for raw in [
        &b""[..],
        b"\r\n",
        b"\r\n\r\n",
        b"x",
        b"\0\0\0",
        b"From",
        b": :\n",
        b"\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=",
    ] {
        let mail = read(raw);
        assert!(mail.attachments.is_empty(), "{raw:?}");
    }
}

#[test]
fn other_headers_stand_before_the_first_one_of_a_mail() {
    for (raw, from) in [
        ("From: a@b.example\r\n\r\nHello\r\n", 0),
        ("\r\nFrom: a@b.example\r\n\r\nHello\r\n", 2),
        ("\n \t\r\nSubject : Hi\n\nHello\n", 5),
        // There is no header: what stands there are words.
        ("\r\nHello, Max\r\n", 0),
        ("\r\n: Hello\r\n", 0),
        ("\r\n\r\n", 0),
        ("", 0),
    ] {
        assert_eq!(from_first_header(raw.as_bytes()), &raw.as_bytes()[from..], "{raw:?}");
    }
}

#[test]
fn a_mail_that_nests_too_deep_shows_its_headers_and_its_text() {
    let raw = format!("Subject: Hi\r\n{}deep", "Content-Type: message/rfc822\r\n\r\n".repeat(50_000));
    let mail = read(raw.as_bytes());
    assert_eq!(mail.subject, "Hi");
    assert!(mail.text.contains("message/rfc822"));
    assert!(matches!(mail.understood, Understood::Partly { .. }));
}

#[test]
fn bytes_of_old_are_read_as_most_wrote_them() {
    let mail = read(b"Subject: Caf\xe9\r\nFrom: Andr\xe9 <a@b.example>\r\n\r\nna\xefve");
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("Caf\u{e9}", "na\u{ef}ve"));
}
