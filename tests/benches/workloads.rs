//! What people do, often and at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::figures::{folder_bytes, processor_s, quantile_us, resident_kib, row};
use crate::support::http::Http;
use crate::support::server::{Folder, Server};
use crate::support::sink::Sink;
use crate::support::smtp::Smtp;

const TO: &str = "support@desk.example";
/// Mails of one cell of the table.
const MAILS: usize = 2_000;
/// Asked so often for a quantile.
const ASKED: usize = 500;

/// A mail of about so many bytes; every fifth begins a conversation, the others answer it.
fn mail(number: usize, bytes: usize) -> String {
    let thread = number / 5 * 5;
    let answers = if number == thread { String::new() } else { format!("In-Reply-To: <{thread}@bench.example>\n") };
    let words = "Hello, I have a question about the order of last week. ".repeat(bytes / 55);
    format!(
        "From: Max {thread} <max{thread}@example.net>\nTo: {TO}\nSubject: Question {thread}\n\
         Message-ID: <{number}@bench.example>\n{answers}\n{words}"
    )
}

/// Delivers mails with some sessions at once; the times from the final dot to the reply.
fn deliver(
    server: &Server,
    first: usize,
    count: usize,
    sessions: usize,
    bytes: usize,
    keep: bool,
) -> (Duration, Vec<Duration>) {
    let next = Arc::new(AtomicUsize::new(first));
    let address = server.smtp_address();
    let begun = Instant::now();
    let threads: Vec<_> = (0..sessions)
        .map(|_| {
            let next = Arc::clone(&next);
            std::thread::spawn(move || {
                let mut times = Vec::new();
                let mut smtp = Smtp::connect(address).expect("the listener answers");
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if first + count <= number {
                        return times;
                    }
                    if !keep {
                        smtp = Smtp::connect(address).expect("the listener answers");
                    }
                    let from = format!("max{}@example.net", number / 5 * 5);
                    let mail = mail(number, bytes);
                    let begun = Instant::now();
                    let reply = smtp.deliver(&from, TO, &mail).expect("a reply");
                    times.push(begun.elapsed());
                    assert!(reply.starts_with("250"), "{reply}");
                }
            })
        })
        .collect();
    let times = threads.into_iter().flat_map(|thread| thread.join().expect("a session ends")).collect();
    (begun.elapsed(), times)
}

/// Mails in: sessions, one connection or many, small and large.
pub fn mail_in() {
    for (sessions, bytes, keep) in [
        (1, 4_000, true),
        (10, 4_000, true),
        (50, 4_000, true),
        (10, 4_000, false),
        (50, 4_000, false),
        (10, 100_000, true),
    ] {
        let folder = Folder::set_up();
        let server = folder.serve(1);
        let before = processor_s(server.process());
        let count = if bytes > 10_000 { MAILS / 4 } else { MAILS };
        let (took, mut times) = deliver(&server, 0, count, sessions, bytes, keep);
        let processor = processor_s(server.process()) - before;
        let kept = folder_bytes(&folder.data());
        row(
            "mail-in",
            &json!({
                "sessions": sessions, "bytes": bytes, "connection": if keep { "keep" } else { "new" },
                "mails_per_s": (count as f64 / took.as_secs_f64()).round(),
                "p50_us": quantile_us(&mut times, 0.5), "p99_us": quantile_us(&mut times, 0.99),
                "processor_s_per_1000": processor * 1000.0 / count as f64, "resident_kib": resident_kib(server.process()),
                "disk_bytes_per_mail": kept / count as u64,
            }),
        );
    }
}

/// From the final dot to the frame that a page gets.
pub fn live() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let mut smtp = server.smtp();
    let mut times = Vec::new();
    for number in 0..ASKED {
        let position = http.json("/api/me")["feed_position"].as_u64().expect("a number");
        let waiting = server.http(&http.token().expect("a token"));
        let begun = Instant::now();
        let heard = std::thread::spawn(move || {
            waiting.get(&format!("/api/events?after={position}&wait_s=20"));
            Instant::now()
        });
        smtp.deliver("max@example.net", TO, &mail(number * 5, 4_000)).expect("a reply");
        times.push(heard.join().expect("an answer").duration_since(begun));
    }
    let (p50, p99) = (quantile_us(&mut times, 0.5), quantile_us(&mut times, 0.99));
    row("live", &json!({"what": "mail begun to frame heard", "p50_us": p50, "p99_us": p99}));
}

/// Replies to a sink on this machine.
pub fn mail_out() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let inbox = http.json("/api/inboxes")[0]["id"].clone();
    let count = ASKED;
    let begun = Instant::now();
    for number in 0..count {
        let body = json!({
            "operation_id": format!("01a20d9a-fc88-73f6-aeb6-{number:012}"), "inbox_id": inbox,
            "to": [{"address": format!("max{number}@example.net")}], "subject": "Hello", "html": "<p>Hi</p>",
        });
        assert_eq!(http.post("/api/conversations", &body).status, 201);
    }
    let written = begun.elapsed();
    for _ in 0..count {
        sink.next();
    }
    row(
        "mail-out",
        &json!({
            "written_per_s": (count as f64 / written.as_secs_f64()).round(),
            "delivered_per_s": (count as f64 / begun.elapsed().as_secs_f64()).round(),
        }),
    );
}

/// Lists, threads, starting and sizes with a full database.
pub fn with_conversations(conversations: usize, run: impl Fn(&str) -> bool) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let token = folder.token();
    let (took, _) = deliver(&server, 0, conversations * 5 / 4, 50, 350, true);
    row("load", &json!({"mails": conversations * 5 / 4, "seconds": took.as_secs_f64()}));
    let http = server.http(&token);
    if run("list") {
        asked(&http, "list", "/api/conversations?view=all_open", conversations);
        asked(&http, "list", "/api/counts", conversations);
    }
    if run("thread") {
        let row = http.json("/api/conversations?view=all_open")["items"][0].clone();
        let path = format!("/api/conversations/{}/entries", row["id"].as_str().expect("an id"));
        asked(&http, "thread", &path, conversations);
    }
    if run("size") {
        row(
            "size",
            &json!({
                "conversations": conversations, "resident_kib": resident_kib(server.process()),
                "disk_bytes": folder_bytes(&folder.data()),
                "binary_bytes": std::fs::metadata(crate::support::server::BINARY).map_or(0, |file| file.len()),
            }),
        );
    }
    if run("start") {
        server.kill();
        starting(&folder, conversations, "after kill");
        starting(&folder, conversations, "again");
    }
}

fn starting(folder: &Folder, conversations: usize, how: &str) {
    let begun = Instant::now();
    let server = folder.serve(1);
    assert_eq!(server.anonymous().get("/readyz").status, 200);
    let took = begun.elapsed();
    let resident = resident_kib(server.process());
    row(
        "start",
        &json!({
            "conversations": conversations, "how": how, "ready_ms": took.as_millis() as u64, "resident_kib": resident,
        }),
    );
    server.stop();
}

fn asked(http: &Http, command: &str, path: &str, conversations: usize) {
    let mut bytes = 0;
    let mut times: Vec<Duration> = (0..ASKED)
        .map(|_| {
            let begun = Instant::now();
            let answer = http.get(path);
            bytes = answer.body.len();
            assert_eq!(answer.status, 200);
            begun.elapsed()
        })
        .collect();
    let path = path.split('?').next().unwrap_or(path).replace(|one: char| one.is_ascii_digit(), "");
    let facts: Value = json!({
        "path": path, "conversations": conversations, "bytes": bytes,
        "p50_us": quantile_us(&mut times, 0.5), "p99_us": quantile_us(&mut times, 0.99),
        "note": "a new connection for each request",
    });
    row(command, &facts);
}
