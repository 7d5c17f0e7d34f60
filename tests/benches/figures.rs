//! Figures: quantiles of times, and what the operating system counts of a process.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Prints one row.
pub fn row(command: &str, facts: &Value) {
    let mut line = json!({"bench": command});
    for (name, value) in facts.as_object().expect("a row has names") {
        line[name] = value.clone();
    }
    println!("{line}");
}

/// How long something takes, each of so many times.
pub fn timed(rounds: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    let once = |round| {
        let begun = Instant::now();
        work(round);
        begun.elapsed()
    };
    (0..rounds).map(once).collect()
}

/// A quantile of times, in microseconds.
pub fn quantile_us(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    times.get(at).map_or(0.0, |time| rounded(time.as_secs_f64() * 1e6))
}

/// One digit behind the point is more than such a machine repeats.
pub fn rounded(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

/// A ratio with two digits behind the point.
pub fn ratio(figure: f64, limit: f64) -> f64 {
    (figure / limit * 100.0).round() / 100.0
}

/// Processor seconds that a process has used, of user and system.
pub fn processor_s(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    // USER_HZ is 100 on every Linux in use.
    ticks / 100.0
}

/// Resident memory of a process, in KiB.
pub fn resident_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The share of the processors' time in which nothing ran, over a moment.
pub fn idle_share() -> f64 {
    let read = || {
        let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let first = stat.lines().next().unwrap_or_default();
        first.split_whitespace().skip(1).filter_map(|field| field.parse::<f64>().ok()).collect::<Vec<_>>()
    };
    let before = read();
    let begun = Instant::now();
    // A thread that drove tasks before may be woken at once by what is left of them.
    while let Some(rest) = Duration::from_millis(500).checked_sub(begun.elapsed()) {
        std::thread::park_timeout(rest);
    }
    let spent: Vec<f64> = read().iter().zip(&before).map(|(after, before)| after - before).collect();
    let idle: f64 = spent.iter().skip(3).take(2).sum();
    (idle / spent.iter().sum::<f64>() * 100.0).round() / 100.0
}

/// All bytes below a folder.
pub fn folder_bytes(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => folder_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
