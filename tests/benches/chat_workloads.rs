//! Chats: visitors who are there, words both ways, and everybody coming back at once.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::figures::{processor_s, quantile_us, resident_kib, rounded, row};
use super::support::server::Folder;
use super::support::visitor::{Visitor, new_channel, operation};
use super::support::websocket::WebSocket;

/// Agents who answer at the same time.
const AGENTS: usize = 50;
/// Answers of each agent.
const ANSWERS: usize = 60;

struct Guest {
    visitor: Visitor,
    conversation: String,
    live: WebSocket,
    /// Numbers of the frames and words that came, in their order.
    heard: Vec<(u64, String)>,
}

/// So many visitors with an open chat; some of them are answered by agents all at once; then all come back.
pub fn chat(visitors: usize) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let agent = server.http(&folder.token());
    let channel = new_channel(&agent);
    let process = server.process();
    let before_kib = resident_kib(process);
    let begun = Instant::now();
    let idle: Vec<WebSocket> = (AGENTS..visitors)
        .map(|_| {
            let visitor = Visitor::open(&server, &channel, None, None);
            let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
            live.until("hello");
            live
        })
        .collect();
    let open_s = begun.elapsed().as_secs_f64();
    let per_visitor_kib = (resident_kib(process).saturating_sub(before_kib)) as f64 / visitors.max(1) as f64;
    let facts = json!({"visitors": visitors, "opened_per_s": rounded(visitors as f64 / open_s), "kib_per_visitor": rounded(per_visitor_kib)});
    row("chat-open", &facts);

    let mut guests: Vec<Guest> = (0..AGENTS)
        .map(|_| {
            let visitor = Visitor::open(&server, &channel, None, None);
            let conversation = visitor.start("Hello");
            let mut live = visitor.live(visitor.session["seq"].as_u64().expect("a number"));
            live.until("entry");
            Guest { visitor, conversation, live, heard: Vec::new() }
        })
        .collect();
    let (busy_before, begun) = (processor_s(process), Instant::now());
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let talks: Vec<_> = guests.iter_mut().map(|guest| scope.spawn(|| talk(guest, &agent))).collect();
        talks.into_iter().flat_map(|talk| talk.join().expect("a talk ends")).collect()
    });
    let elapsed_s = begun.elapsed().as_secs_f64();
    let said = AGENTS * ANSWERS;
    let (lost, doubled, disordered) = judged(&guests);
    row(
        "chat-talk",
        &json!({
            "visitors": visitors, "agents": AGENTS, "messages": said, "per_s": rounded(said as f64 / elapsed_s),
            "p50_us": quantile_us(&mut times, 0.5), "p99_us": quantile_us(&mut times, 0.99),
            "processor_s_per_1000": rounded((processor_s(process) - busy_before) / said as f64 * 1000.0),
            "lost": lost, "doubled": doubled, "out_of_order": disordered,
        }),
    );
    drop(idle);
    storm(&guests);
}

/// An agent answers one guest, who hears it; how long each answer took to arrive.
fn talk(guest: &mut Guest, agent: &super::support::http::Http) -> Vec<Duration> {
    let path = format!("/api/conversations/{}/chat-messages", guest.conversation);
    let answer = |number: usize| {
        let text = format!("answer {number}");
        let begun = Instant::now();
        let said = agent.post(&path, &json!({"operation_id": operation(), "text": text}));
        assert_eq!(said.status, 201, "{}", said.text());
        loop {
            let frame = guest.live.until("entry");
            let heard = frame["entry"]["text"].as_str().expect("a text").to_owned();
            guest.heard.push((frame["seq"].as_u64().expect("a number"), heard.clone()));
            if heard == text {
                return begun.elapsed();
            }
        }
    };
    (0..ANSWERS).map(answer).collect()
}

/// How much was lost, came twice or came out of order.
fn judged(guests: &[Guest]) -> (usize, usize, usize) {
    let (mut lost, mut doubled, mut disordered) = (0, 0, 0);
    for guest in guests {
        for number in 0..ANSWERS {
            match guest.heard.iter().filter(|(_, text)| *text == format!("answer {number}")).count() {
                0 => lost += 1,
                1 => {}
                more => doubled += more - 1,
            }
        }
        disordered += guest.heard.windows(2).filter(|two| two[1].0 <= two[0].0).count();
    }
    (lost, doubled, disordered)
}

/// Everybody comes back at once and hears what was missed.
fn storm(guests: &[Guest]) {
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let back: Vec<_> = guests
            .iter()
            .map(|guest| {
                scope.spawn(move || {
                    let half = &guest.heard[ANSWERS / 2];
                    let begun = Instant::now();
                    let mut live = guest.visitor.live(half.0);
                    let mut heard = 0;
                    while heard < ANSWERS - ANSWERS / 2 - 1 {
                        let frame: Value = live.until("entry");
                        assert!(half.0 < frame["seq"].as_u64().expect("a number"));
                        heard += 1;
                    }
                    begun.elapsed()
                })
            })
            .collect();
        back.into_iter().map(|one| one.join().expect("it comes back")).collect()
    });
    row(
        "chat-resume",
        &json!({"visitors": guests.len(), "p50_us": quantile_us(&mut times, 0.5), "p99_us": quantile_us(&mut times, 0.99)}),
    );
}
