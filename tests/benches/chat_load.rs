//! A crowd: thousands of visitors with an open chat, some hundred words a second both ways, and agents who hear all of
//! them; then everybody comes back at once.
//!
//! Words leave by the clock, not when the ones before have arrived: a server that falls behind shows it in the delays.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::async_socket::{Line, Socket, Spoken};
use super::figures::{idle_share, processor_s, quantile_us, resident_kib, rounded, row};
use super::support::server::Folder;
use super::support::visitor::{Visitor, new_channel, operation};

const AGENTS: usize = 50;
/// Visitors who talk, a word each second; with what each agent says that makes 300 a second.
const TALKERS: usize = 250;
/// Connections that are made at the same time.
const AT_ONCE: usize = 32;
/// Within which time everybody comes back; the panel spreads its own returns as much.
const RETURN_WITHIN: Duration = Duration::from_secs(5);
/// How long the last words may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What one listener has heard of one speaker.
#[derive(Default)]
struct Heard {
    numbers: HashMap<usize, Vec<usize>>,
    delays: Vec<Duration>,
}

/// When each word left: by speaker and number, in microseconds after the beginning.
struct Clock {
    begun: Instant,
    left_us: Vec<Vec<AtomicU64>>,
}

impl Clock {
    fn new(speakers: usize, words: usize) -> Self {
        let left = || (0..words).map(|_| AtomicU64::new(0)).collect();
        Self { begun: Instant::now(), left_us: (0..speakers).map(|_| left()).collect() }
    }

    fn leaves(&self, speaker: usize, number: usize) {
        let now = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.left_us[speaker][number].store(now, Ordering::Relaxed);
    }

    fn since(&self, speaker: usize, number: usize) -> Duration {
        self.begun
            .elapsed()
            .saturating_sub(Duration::from_micros(self.left_us[speaker][number].load(Ordering::Relaxed)))
    }
}

/// So many visitors, for so many seconds.
pub fn load(visitors: usize, seconds: usize) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(run(visitors.max(TALKERS), seconds));
}

async fn run(visitors: usize, seconds: usize) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let (address, process) = (server.http_address(), server.process());
    let agent = server.http(&folder.token());
    let channel = new_channel(&agent);
    let bearer = format!("Bearer {}", agent.token().expect("a token"));
    let talkers: Vec<(Visitor, String)> = (0..TALKERS)
        .map(|_| {
            let visitor = Visitor::open(&server, &channel, None, None);
            let conversation = visitor.start("Hello");
            (visitor, conversation)
        })
        .collect();

    let before_kib = resident_kib(process);
    let begun = Instant::now();
    let key = channel["public_key"].as_str().expect("a key").to_owned();
    let mut tokens: Vec<String> = talkers.iter().map(|(visitor, _)| visitor.token.clone()).collect();
    tokens.extend(sessions(address, &key, visitors - TALKERS).await);
    let sockets = open_all(address, &tokens, Duration::ZERO).await.into_iter().map(|(socket, _)| socket);
    let mut sockets: Vec<Socket> = sockets.collect();
    let open_s = begun.elapsed().as_secs_f64();
    let per_visitor_kib = resident_kib(process).saturating_sub(before_kib) as f64 / visitors as f64;
    row(
        "chat-load-open",
        &json!({"visitors": visitors, "opened_per_s": rounded(visitors as f64 / open_s),
            "kib_per_visitor": rounded(per_visitor_kib), "resident_kib": resident_kib(process)}),
    );

    let idle: Vec<_> = sockets.split_off(TALKERS).into_iter().map(|socket| tokio::spawn(rest(socket))).collect();
    let crowd = Crowd {
        address,
        process,
        talkers: &talkers,
        bearer: &bearer,
        position: agent.json("/api/me")["feed_position"].clone(),
    };
    talk(&crowd, sockets, visitors, seconds).await;
    for one in idle {
        one.abort();
    }
    storm(address, &tokens, process).await;
}

/// Who talks, with whom, and where.
struct Crowd<'a> {
    address: std::net::SocketAddr,
    process: u32,
    talkers: &'a [(Visitor, String)],
    bearer: &'a str,
    /// Where the agents begin to listen.
    position: Value,
}

/// Visitors and agents speak and listen; says how long it took and what went wrong.
async fn talk(crowd: &Crowd<'_>, sockets: Vec<Socket>, visitors: usize, seconds: usize) {
    let clock = Arc::new(Clock::new(TALKERS + AGENTS, seconds));
    let mut listeners = JoinSet::new();
    for socket in sockets {
        listeners.spawn(listen(socket, Arc::clone(&clock), AGENTS * seconds / TALKERS, Ear::OfVisitor));
    }
    let mut by_agents = JoinSet::new();
    for _ in 0..AGENTS {
        let mut socket =
            Socket::connect(crowd.address, "/api/live", &[("Authorization", crowd.bearer)]).await.expect("a socket");
        socket.say(&json!({"after": crowd.position})).await;
        by_agents.spawn(listen(socket, Arc::clone(&clock), TALKERS * seconds, Ear::OfAgent));
    }
    let (busy_before, begun) = (processor_s(crowd.process), Instant::now());
    speak(crowd.address, crowd.talkers, crowd.bearer, &clock, seconds).await;
    let spoke_s = begun.elapsed().as_secs_f64();
    let mut heard = Tally::default();
    while let Some(one) = by_agents.join_next().await {
        heard.add(one.expect("it listens"), 0..TALKERS, seconds);
    }
    let mut answers = Tally::default();
    let mut sorted = Vec::new();
    while let Some(one) = listeners.join_next().await {
        sorted.push(one.expect("it listens"));
    }
    answers.add_together(sorted, TALKERS..TALKERS + AGENTS, seconds);
    let said = (TALKERS + AGENTS) * seconds;
    row(
        "chat-load-talk",
        &json!({
            "visitors": visitors, "agents": AGENTS, "messages": said, "per_s": rounded(said as f64 / spoke_s),
            "to_agents_p50_us": quantile_us(&mut heard.delays, 0.5), "to_agents_p99_us": quantile_us(&mut heard.delays, 0.99),
            "to_visitors_p50_us": quantile_us(&mut answers.delays, 0.5),
            "to_visitors_p99_us": quantile_us(&mut answers.delays, 0.99),
            "frames": heard.delays.len() + answers.delays.len(),
            "processor_share": rounded((processor_s(crowd.process) - busy_before) / spoke_s),
            "lost": heard.lost + answers.lost, "doubled": heard.doubled + answers.doubled,
            "out_of_order": heard.disordered + answers.disordered, "resident_kib": resident_kib(crowd.process),
        }),
    );
}

/// Everybody is gone at once and comes back within a few seconds.
async fn storm(address: std::net::SocketAddr, tokens: &[String], process: u32) {
    let begun = Instant::now();
    let back = open_all(address, tokens, RETURN_WITHIN).await;
    let all_back_s = begun.elapsed().as_secs_f64();
    let mut times: Vec<Duration> = back.iter().map(|(_, took)| *took).collect();
    row(
        "chat-load-storm",
        &json!({
            "visitors": tokens.len(), "all_back_s": rounded(all_back_s), "p50_us": quantile_us(&mut times, 0.5),
            "p99_us": quantile_us(&mut times, 0.99), "idle_share": idle_share(), "resident_kib": resident_kib(process),
        }),
    );
}

/// Tokens of visitors who have said nothing.
async fn sessions(address: std::net::SocketAddr, key: &str, count: usize) -> Vec<String> {
    let mut workers = JoinSet::new();
    for worker in 0..AT_ONCE {
        let key = key.to_owned();
        workers.spawn(async move {
            let mut line = Line::open(address).await;
            let page = super::support::visitor::page();
            let body = json!({"channel": key, "token": null, "identity": null, "page": page});
            let mut tokens = Vec::new();
            for _ in (worker..count).step_by(AT_ONCE) {
                let (status, answer) = line.post("/api/visitor/sessions", "", &body).await;
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
                let session: Value = serde_json::from_slice(&answer).expect("JSON");
                tokens.push(session["token"].as_str().expect("a token").to_owned());
            }
            tokens
        });
    }
    workers.join_all().await.into_iter().flatten().collect()
}

/// Sockets of all these visitors, in their order, with how long each took until it was greeted.
async fn open_all(address: std::net::SocketAddr, tokens: &[String], within: Duration) -> Vec<(Socket, Duration)> {
    let mut workers = JoinSet::new();
    let share = tokens.len().max(1);
    let gate = Arc::new(tokio::sync::Semaphore::new(if within.is_zero() { AT_ONCE } else { share }));
    for (place, token) in tokens.iter().enumerate() {
        let (token, gate) = (token.clone(), Arc::clone(&gate));
        let pause = within.mul_f64((place * 7919 % share) as f64 / share as f64);
        workers.spawn(async move {
            tokio::time::sleep(pause).await;
            let _turn = gate.acquire().await.expect("the gate stands");
            let begun = Instant::now();
            let mut socket = Socket::connect(address, "/api/visitor/live", &[]).await.expect("a socket");
            socket.say(&json!({"token": token, "after": 0})).await;
            loop {
                match socket.next().await {
                    // One who is new hears "hello", one who has missed too much "resync"; both are there.
                    Spoken::Text(text) if text.contains("\"hello\"") || text.contains("\"resync\"") => break,
                    Spoken::Text(_) => {}
                    Spoken::Ended(code) => panic!("closed with {code}"),
                }
            }
            (place, socket, begun.elapsed())
        });
    }
    let mut all = workers.join_all().await;
    all.sort_by_key(|(place, _, _)| *place);
    all.into_iter().map(|(_, socket, took)| (socket, took)).collect()
}

/// A visitor who has a page open and says nothing.
async fn rest(mut socket: Socket) {
    while let Spoken::Text(_) = socket.next().await {}
}

/// Everybody says a word each second, by the clock.
async fn speak(
    address: std::net::SocketAddr,
    talkers: &[(Visitor, String)],
    bearer: &str,
    clock: &Arc<Clock>,
    seconds: usize,
) {
    let mut speakers = JoinSet::new();
    for speaker in 0..TALKERS + AGENTS {
        let clock = Arc::clone(clock);
        let (authorization, path) = match talkers.get(speaker) {
            Some((visitor, id)) => {
                (format!("Visitor {}", visitor.token), vec![format!("/api/visitor/conversations/{id}/messages")])
            }
            None => {
                // Each agent has a share of the visitors and answers them in turn.
                let own = talkers.iter().skip(speaker - TALKERS).step_by(AGENTS);
                let paths = own.map(|(_, id)| format!("/api/conversations/{id}/chat-messages")).collect();
                (bearer.to_owned(), paths)
            }
        };
        speakers.spawn(async move {
            let mut line = Line::open(address).await;
            let begun = tokio::time::Instant::now() + Duration::from_millis(1000 * speaker as u64 / 300);
            for number in 0..seconds {
                tokio::time::sleep_until(begun + Duration::from_secs(number as u64)).await;
                let body = json!({"operation_id": operation(), "text": format!("word <{speaker}.{number}>")});
                clock.leaves(speaker, number);
                let (status, answer) = line.post(&path[number % path.len()], &authorization, &body).await;
                assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
            }
        });
    }
    while let Some(done) = speakers.join_next().await {
        done.expect("everybody can speak");
    }
}

/// Whose ear it is: an agent hears all visitors, a visitor hears who answers them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ear {
    OfAgent,
    OfVisitor,
}

/// Listens until so many words were heard, or nothing comes any more.
async fn listen(mut socket: Socket, clock: Arc<Clock>, words: usize, ear: Ear) -> Heard {
    let mut heard = Heard::default();
    let mut count = 0;
    let kind = match ear {
        Ear::OfAgent => "\"entry_added\"",
        Ear::OfVisitor => "\"type\":\"entry\"",
    };
    while count < words {
        let Ok(Spoken::Text(text)) = tokio::time::timeout(PATIENCE, socket.next()).await else { break };
        if !text.contains(kind) {
            continue;
        }
        let Some((speaker, number)) = word_in(&text) else { continue };
        let is_meant = (speaker < TALKERS) == (ear == Ear::OfAgent);
        if is_meant {
            heard.delays.push(clock.since(speaker, number));
            heard.numbers.entry(speaker).or_default().push(number);
            count += 1;
        }
    }
    heard
}

/// Who has said which word: `<12.3>`.
fn word_in(text: &str) -> Option<(usize, usize)> {
    let (_, rest) = text.split_once("word <")?;
    let (word, _) = rest.split_once('>')?;
    let (speaker, number) = word.split_once('.')?;
    Some((speaker.parse().ok()?, number.parse().ok()?))
}

/// What went wrong between those who speak and those who listen.
#[derive(Default)]
struct Tally {
    delays: Vec<Duration>,
    lost: usize,
    doubled: usize,
    disordered: usize,
}

impl Tally {
    /// One listener who hears every word of these speakers.
    fn add(&mut self, heard: Heard, speakers: std::ops::Range<usize>, words: usize) {
        self.delays.extend(heard.delays);
        for speaker in speakers {
            self.judge(heard.numbers.get(&speaker).map_or(&[], Vec::as_slice), words);
        }
    }

    /// Listeners who hear every word of these speakers together, each of them a part.
    fn add_together(&mut self, all: Vec<Heard>, speakers: std::ops::Range<usize>, words: usize) {
        let mut numbers: HashMap<usize, Vec<usize>> = HashMap::new();
        for heard in all {
            self.delays.extend(heard.delays);
            for (speaker, part) in heard.numbers {
                self.disordered += part.windows(2).filter(|two| two[1] < two[0]).count();
                numbers.entry(speaker).or_default().extend(part);
            }
        }
        for speaker in speakers {
            let mut part = numbers.remove(&speaker).unwrap_or_default();
            part.sort_unstable();
            self.judge(&part, words);
        }
    }

    fn judge(&mut self, numbers: &[usize], words: usize) {
        self.disordered += numbers.windows(2).filter(|two| two[1] < two[0]).count();
        let mut once = numbers.to_vec();
        once.sort_unstable();
        once.dedup();
        self.doubled += numbers.len() - once.len();
        self.lost += words - once.len();
    }
}
