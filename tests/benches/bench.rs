//! Measures the real binary beside the limits of the machine: `make bench BENCH="mail-in --size S"`.
//!
//! Every command prints JSON lines: first the limits, measured in the same run, then its own rows, each
//! with its ratio to the limit that bounds it. It judges nothing; see README.md beside this file.

mod async_socket;
mod chat_load;
mod chat_workloads;
mod figures;
mod floors;
mod keep_alive;
mod limits;
mod mail_workloads;
mod page_workloads;

#[allow(dead_code, reason = "the tests use more of the outside world than the benches do")]
mod support;

const COMMANDS: [&str; 11] =
    ["all", "limits", "mail-in", "list", "thread", "live", "mail-out", "chat", "chat-load", "start", "size"];

/// Conversations of a size.
fn conversations_of(size: &str) -> Option<usize> {
    match size {
        "S" => Some(10_000),
        "M" => Some(100_000),
        _ => None,
    }
}

fn main() {
    // cargo adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.first().is_some_and(|word| word == floors::COMMAND) {
        return floors::serve();
    }
    let size_at = words.iter().position(|word| word == "--size");
    let size = size_at.and_then(|at| words.get(at + 1)).map_or("S", String::as_str);
    let Some(conversations) = conversations_of(size) else {
        eprintln!("--size is S (10,000 conversations) or M (100,000)");
        std::process::exit(64);
    };
    let command = words.first().filter(|word| !word.starts_with("--")).map_or("all", String::as_str);
    if !COMMANDS.contains(&command) {
        eprintln!("commands: {}", COMMANDS.join(", "));
        std::process::exit(64);
    }
    let run = |name: &str| command == name || command == "all";
    let limits = limits::measure(conversations);
    if run("mail-in") {
        mail_workloads::mail_in();
    }
    if run("live") {
        mail_workloads::live(&limits);
    }
    if run("mail-out") {
        mail_workloads::mail_out();
    }
    if run("chat") {
        // As many visitors as a size has conversations, by a tenth: each holds two sockets of this machine.
        chat_workloads::chat(conversations / 10);
    }
    if run("chat-load") {
        // Size M is the 10,000 visitors of the promise.
        let (visitors, seconds) = if size == "M" { (10_000, 60) } else { (1_000, 15) };
        chat_load::load(visitors, seconds);
    }
    if run("list") || run("thread") || run("start") || run("size") {
        page_workloads::with_conversations(conversations, &limits, run);
    }
}
