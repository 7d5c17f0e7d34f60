//! What hostile and clumsy mail servers say to the real listener.

use std::io::ErrorKind;

use crate::support::server::{Folder, Server};
use crate::support::smtp::Smtp;

fn server() -> (Folder, Server) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    (folder, server)
}

/// Lines and the codes of their replies.
#[track_caller]
fn check(server: &Server, dialogue: &[(&str, &str)]) {
    let mut smtp = server.smtp();
    for (line, code) in dialogue {
        let reply = smtp.say(line).expect("a reply");
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
}

#[test]
fn a_polite_dialogue_is_served_in_every_spelling() {
    let (_folder, server) = server();
    check(
        &server,
        &[
            ("NOOP hello", "250"),
            ("HELP", "214"),
            ("VRFY support", "252"),
            ("mail from: <max@example.net> SIZE=100 BODY=8BITMIME SMTPUTF8", "250 2.1.0"),
            ("RCPT TO:<Support@DESK.example>", "250 2.1.5"),
            ("RCPT TO:<support+anything@desk.example>", "250"),
            ("RSET", "250"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<postmaster>", "250"),
            ("RCPT TO:<abuse@desk.example>", "250"),
            ("QUIT", "221"),
        ],
    );
    let mut smtp = Smtp::raw(server.smtp_address()).expect("it answers");
    smtp.reply().expect("a greeting");
    let hello = smtp.say("EHLO x.example").expect("a reply");
    for word in ["SIZE 26214400", "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"] {
        assert!(hello.contains(word), "{word}: {hello}");
    }
    assert!(!hello.contains("AUTH"), "{hello}");
}

#[test]
fn what_cannot_be_is_refused_with_its_code() {
    let (_folder, server) = server();
    check(
        &server,
        &[
            ("DATA", "503"),
            ("RCPT TO:<support@desk.example>", "503"),
            ("AUTH PLAIN AGEAYg==", "502"),
            ("MAIL FROM:<max@example.net> SIZE=99999999", "552"),
            ("MAIL FROM:<max@example.net> FOO=bar", "555"),
            ("MAIL FROM:<max@example.net>", "250"),
            ("MAIL FROM:<max@example.net>", "503"),
            ("RCPT TO:<nobody@desk.example>", "550 5.1.1"),
            ("DATA", "503"),
        ],
    );
    let mut smtp = Smtp::raw(server.smtp_address()).expect("it answers");
    smtp.reply().expect("a greeting");
    assert!(smtp.say("MAIL FROM:<max@example.net>").expect("a reply").starts_with("503"));
}

#[test]
fn nothing_is_relayed_however_it_is_spelled() {
    let (_folder, server) = server();
    let targets = [
        "eve@evil.example",
        "eve%evil.example@evil.example",
        "\"eve@evil.example\"@other.example",
        "evil.example!eve@x.example",
        "@desk.example:eve@evil.example",
        "eve@evil.example@desk.example",
        "eve@[127.0.0.1]",
        "eve@localhost",
        "eve",
        "support@desk.example.evil.example",
        "support@evil.example",
        "support@sub.desk.example",
        "eve@evil.example\u{0}@desk.example",
        "eve@desk.example@evil.example",
        "\"support\"@evil.example",
        "support@xn--desk.example",
        "eve@EVIL.EXAMPLE",
        "eve@evil.example.",
        "<eve@evil.example>",
        "eve@127.0.0.1",
    ];
    for target in targets {
        let mut smtp = server.smtp();
        smtp.say("MAIL FROM:<max@example.net>").expect("a reply");
        let reply = smtp.say(&format!("RCPT TO:<{target}>")).expect("a reply");
        assert!(reply.starts_with('5'), "{target}: {reply}");
    }
}

#[test]
fn no_spelling_of_a_smuggled_end_makes_a_second_mail() {
    let (folder, server) = server();
    for (number, end) in ["\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\n.\r", "\r\n\0.\r\n"].iter().enumerate()
    {
        let mut smtp = server.smtp();
        smtp.say("MAIL FROM:<max@example.net>").expect("a reply");
        smtp.say("RCPT TO:<support@desk.example>").expect("a reply");
        smtp.say("DATA").expect("a reply");
        let smuggled = format!(
            "Subject: outer {number}\r\n\r\nHi{end}MAIL FROM:<eve@evil.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n\
             Subject: smuggled\r\n\r\nHi\r\n.\r\n"
        );
        smtp.write(smuggled.as_bytes()).expect("it listens");
        assert!(smtp.reply().expect("a reply").starts_with("550 5.5.2"), "{end:?}");
        let after = smtp.reply();
        let is_over = after.as_ref().is_ok_and(String::is_empty)
            || after.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionReset);
        assert!(is_over, "{end:?}: {after:?}");
    }
    assert!(server.stop());
    let mails = folder.dump().into_iter().filter(|row| row["table"] == "ledger").count();
    assert_eq!(mails, 0);
}

#[test]
fn whoever_keeps_making_mistakes_is_sent_away() {
    let (_folder, server) = server();
    let mut smtp = server.smtp();
    smtp.say("MAIL FROM:<max@example.net>").expect("a reply");
    let replies: Vec<String> =
        (0..6).map(|number| smtp.say(&format!("RCPT TO:<guess{number}@desk.example>")).expect("a reply")).collect();
    assert!(replies[4].starts_with("550") && replies[5].starts_with("421"), "{replies:?}");
}

#[test]
fn a_line_without_end_and_a_mail_too_large_leave_the_session_in_step() {
    let (_folder, server) = server();
    let mut smtp = server.smtp();
    smtp.write(&vec![b'x'; 2_000_000]).expect("it listens");
    assert!(smtp.say("").expect("a reply").starts_with("500"));
    smtp.say("MAIL FROM:<max@example.net>").expect("a reply");
    smtp.say("RCPT TO:<support@desk.example>").expect("a reply");
    smtp.say("DATA").expect("a reply");
    let line = format!("{}\r\n", "y".repeat(998));
    for _ in 0..27_000 {
        smtp.write(line.as_bytes()).expect("it listens");
    }
    assert!(smtp.say(".").expect("a reply").starts_with("552"));
    assert!(smtp.say("NOOP").expect("a reply").starts_with("250"));
}
