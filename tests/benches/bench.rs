//! Measures the real binary beside the limits of the machine: `make bench BENCH="mail-in --size S"`.
//!
//! Every command prints JSON lines: first the limits, measured in the same run, then its own rows. It
//! judges nothing; see README.md beside this file for how to read the figures.

mod figures;
mod limits;
mod workloads;

#[allow(dead_code, reason = "the tests use more of the outside world than the benches do")]
mod support;

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
    let size = words.iter().position(|word| word == "--size").and_then(|at| words.get(at + 1));
    let conversations = size.map_or(Some(10_000), |size| conversations_of(size));
    let Some(conversations) = conversations else {
        eprintln!("--size is S (10,000 conversations) or M (100,000)");
        std::process::exit(64);
    };
    let command = words.first().map_or("all", String::as_str);
    let run = |name: &str| command == name || command == "all";
    let known = ["all", "limits", "mail-in", "list", "thread", "live", "mail-out", "start", "size"];
    if !known.contains(&command) {
        eprintln!("commands: {}", known.join(", "));
        std::process::exit(64);
    }
    limits::measure();
    if run("mail-in") {
        workloads::mail_in();
    }
    if run("live") {
        workloads::live();
    }
    if run("mail-out") {
        workloads::mail_out();
    }
    if run("list") || run("thread") || run("start") || run("size") {
        workloads::with_conversations(conversations, run);
    }
}
