//! Mail that comes in, becomes visible, and leaves.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::figures::{folder_bytes, processor_s, quantile_us, ratio, resident_kib, rounded, row};
use crate::floors::Floors;
use crate::limits::Limits;
use crate::support::server::Folder;
use crate::support::sink::Sink;
use crate::support::smtp::Smtp;

const TO: &str = "support@desk.example";
/// Mails of one cell of the table.
const MAILS: usize = 2_000;
/// Mails of one connection: the server lets no more pass in one.
const MAILS_PER_CONNECTION: usize = 1_000;
/// Asked so often for a quantile.
const ASKED: usize = 500;

/// Whether a session keeps its connection from mail to mail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    Kept,
    NewForEach,
}

/// A mail of about so many bytes; every fifth begins a conversation, the others answer it. The large ones
/// carry what they have as an attachment.
fn mail(number: usize, bytes: usize) -> String {
    let thread = number / 5 * 5;
    let answers = if number == thread { String::new() } else { format!("In-Reply-To: <{thread}@bench.example>\n") };
    let head = format!(
        "From: Max {thread} <max{thread}@example.net>\nTo: {TO}\nSubject: Question {thread}\n\
         Message-ID: <{number}@bench.example>\n{answers}"
    );
    let mut chance = Chance(number as u64);
    if bytes < 10_000 {
        return format!("{head}\n{}\n", text(&mut chance, bytes.saturating_sub(head.len())));
    }
    let noise: Vec<u8> = (0..bytes * 3 / 4).map(|_| (chance.next() >> 56) as u8).collect();
    let mut encoded = data_encoding::BASE64_MIME.encode(&noise);
    encoded.retain(|character| character != '\r');
    format!(
        "{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{}\n\
         --b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename={number}.bin\n\
         Content-Transfer-Encoding: base64\n\n{encoded}--b--\n",
        text(&mut chance, 300)
    )
}

/// Lines of words as unlike each other as those of a language: few stand often, many stand seldom.
fn text(chance: &mut Chance, bytes: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["an", "be", "co", "den", "er", "fi", "ga", "hou", "is", "ka", "lo", "men", "ner", "or", "tra", "ve"];
    let mut text = String::new();
    let mut line = 0;
    while text.len() < bytes {
        // The product of two even chances leans towards the first words, as languages do.
        let rank = ((chance.next() >> 48) * (chance.next() >> 48)) >> 16;
        let mut rest = rank;
        loop {
            text.push_str(SYLLABLES[(rest % 16) as usize]);
            rest /= 16;
            if rest == 0 {
                break;
            }
        }
        let ends_line = 70 < text.len() - line;
        text.push(if ends_line { '\n' } else { ' ' });
        if ends_line {
            line = text.len();
        }
    }
    text
}

/// The same numbers in every run (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Delivers mails with some sessions at once; the times from the beginning of a mail to the reply to its end.
pub fn deliver(
    address: SocketAddr,
    count: usize,
    sessions: usize,
    bytes: usize,
    connection: Connection,
) -> (Duration, Vec<Duration>) {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let threads: Vec<_> = (0..sessions)
        .map(|_| {
            let next = Arc::clone(&next);
            std::thread::spawn(move || {
                let mut times = Vec::new();
                let mut smtp = Smtp::connect(address).expect("the listener answers");
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if count <= number {
                        return times;
                    }
                    let is_full = (times.len() + 1) % MAILS_PER_CONNECTION == 0;
                    if connection == Connection::NewForEach || is_full {
                        smtp = Smtp::connect(address).expect("the listener answers");
                    }
                    let from = format!("max{}@example.net", number / 5 * 5);
                    let mail = mail(number, bytes);
                    let begun = Instant::now();
                    let reply = smtp.deliver(&from, TO, &mail).expect("a reply");
                    times.push(begun.elapsed());
                    assert!(reply.starts_with("250"), "mail {number}: {reply:?}");
                }
            })
        })
        .collect();
    let times = threads.into_iter().flat_map(|thread| thread.join().expect("a session ends")).collect();
    (begun.elapsed(), times)
}

/// Mails in: sessions, one connection or many, small and large; the floor beside each.
pub fn mail_in() {
    use Connection::{Kept, NewForEach};
    let cells =
        [(1, 4_000, Kept), (10, 4_000, Kept), (50, 4_000, Kept), (10, 4_000, NewForEach), (50, 4_000, NewForEach)];
    for (sessions, bytes, connection) in cells.into_iter().chain([(10, 100_000, Kept)]) {
        let count = if bytes > 10_000 { MAILS / 4 } else { MAILS };
        let floors = Floors::start();
        let floor_before = processor_s(floors.process());
        let (floor_took, _) = deliver(floors.mail, count, sessions, bytes, connection);
        let floor_processor = processor_s(floors.process()) - floor_before;

        let folder = Folder::set_up();
        let server = folder.serve(1);
        let before = processor_s(server.process());
        let (took, mut times) = deliver(server.smtp_address(), count, sessions, bytes, connection);
        let processor = processor_s(server.process()) - before;
        let resident = resident_kib(server.process());
        assert!(server.stop(), "it stops well");
        let kept = folder_bytes(&folder.data());
        let per_s = |took: Duration| (count as f64 / took.as_secs_f64()).round();
        row(
            "mail-in",
            &json!({
                "sessions": sessions, "bytes": bytes,
                "connection": if connection == Kept { "keep" } else { "new" },
                "mails_per_s": per_s(took), "floor_mails_per_s": per_s(floor_took),
                "ratio_to_floor": ratio(per_s(took), per_s(floor_took)),
                "p50_us": quantile_us(&mut times, 0.5), "p99_us": quantile_us(&mut times, 0.99),
                "processor_s_per_1000": ratio(processor * 1000.0, count as f64),
                "floor_processor_s_per_1000": ratio(floor_processor * 1000.0, count as f64),
                "resident_kib": resident,
                "disk_bytes_per_mail": kept / count as u64, "disk_per_byte": ratio(kept as f64, (count * bytes) as f64),
            }),
        );
    }
}

/// From the end of a mail to the frame that a waiting page gets.
pub fn live(limits: &Limits) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let mut smtp = server.smtp();
    let mut times = Vec::new();
    for number in 0..ASKED {
        let position = http.json("/api/me")["feed_position"].as_u64().expect("a number");
        let waiting = server.http(&http.token().expect("a token"));
        let heard = std::thread::spawn(move || {
            waiting.get(&format!("/api/events?after={position}&wait_s=20"));
            Instant::now()
        });
        smtp.say("MAIL FROM:<max@example.net>").expect("a reply");
        smtp.say(&format!("RCPT TO:<{TO}>")).expect("a reply");
        smtp.say("DATA").expect("a reply");
        let bytes = format!("{}\n.\n", mail(number * 5, 4_000)).replace('\n', "\r\n");
        let begun = Instant::now();
        smtp.write(bytes.as_bytes()).expect("it listens");
        smtp.reply().expect("a reply");
        times.push(heard.join().expect("an answer").duration_since(begun));
    }
    let p50 = quantile_us(&mut times, 0.5);
    let limit = limits.sync_us + limits.echo_us;
    row(
        "live",
        &json!({
            "what": "end of a mail to frame heard", "p50_us": p50, "p99_us": quantile_us(&mut times, 0.99),
            "limit_us": rounded(limit), "times_the_limit": ratio(p50, limit),
        }),
    );
}

/// New conversations written over the API and delivered to a sink.
pub fn mail_out() {
    let (folder, sink) = (Folder::set_up(), Sink::open());
    let server = folder.serve(sink.port);
    let http = server.http(&folder.token());
    let inbox: Value = http.json("/api/inboxes")[0]["id"].clone();
    let begun = Instant::now();
    for number in 0..ASKED {
        let body = json!({
            "operation_id": format!("01a20d9a-fc88-73f6-aeb6-{number:012}"), "inbox_id": inbox,
            "to": [{"address": format!("max{number}@example.net")}], "subject": "Hello", "html": "<p>Hi</p>",
        });
        assert_eq!(http.post("/api/conversations", &body).status, 201);
    }
    let written = begun.elapsed();
    for _ in 0..ASKED {
        sink.next();
    }
    let per_s = |took: Duration| (ASKED as f64 / took.as_secs_f64()).round();
    row(
        "mail-out",
        &json!({
            "mails": ASKED, "written_per_s": per_s(written), "delivered_per_s": per_s(begun.elapsed()),
            "behind_ms": (begun.elapsed() - written).as_millis() as u64,
        }),
    );
}
