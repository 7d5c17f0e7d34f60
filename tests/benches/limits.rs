//! What the machine itself can do, in the same run: the ceiling for every other figure.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde_json::json;

use crate::figures::{idle_share, quantile_us, row, timed};
use crate::floors::Floors;
use crate::keep_alive::KeepAlive;

const ROUNDS: usize = 500;
/// Records of one cell of the group commits.
const GROUPED_RECORDS: usize = 4_000;
/// Rows of the page of a list.
const PAGE_ROWS: usize = 50;

/// The limits that rows are compared with: medians, in microseconds.
pub struct Limits {
    pub sync_us: f64,
    pub echo_us: f64,
    pub json_us: f64,
    pub read_us: f64,
    pub page_us: f64,
}

/// Measures and prints them. The table that pages are read of has one row for each conversation.
pub fn measure(conversations: usize) -> Limits {
    row("limits", &json!({"limit": "idle before", "share": idle_share()}));
    let folder = tempfile::tempdir().expect("a folder");
    let sync_us = appends(folder.path());
    group_commits(folder.path());
    let echo_us = echo();
    let json_us = page_of_json();
    let (read_us, page_us) = database(folder.path(), conversations);
    Limits { sync_us, echo_us, json_us, read_us, page_us }
}

fn told(limit: &str, mut times: Vec<Duration>) -> f64 {
    let per_s = (times.len() as f64 / times.iter().sum::<Duration>().as_secs_f64()).round();
    let p50_us = quantile_us(&mut times, 0.5);
    row("limits", &json!({"limit": limit, "per_s": per_s, "p50_us": p50_us, "p99_us": quantile_us(&mut times, 0.99)}));
    p50_us
}

fn appends(folder: &std::path::Path) -> f64 {
    let append = |name: &str, bytes: usize| {
        let mut file = std::fs::File::create(folder.join("appended")).expect("a file");
        let block = vec![7; bytes];
        let times = timed(ROUNDS, |_| {
            file.write_all(&block).and_then(|()| file.sync_data()).expect("the disk takes it");
        });
        told(name, times)
    };
    append("append 200 KiB + fdatasync", 200 * 1024);
    append("append 4 KiB + fdatasync", 4 * 1024)
}

/// Writers that wait for each other's sync, with 4 KiB each.
fn group_commits(folder: &std::path::Path) {
    for writers in [1, 10, 50, 200] {
        let file = std::fs::File::create(folder.join("grouped")).expect("a file");
        let group =
            Arc::new(Group { file: Mutex::new(file), state: Mutex::new(State::default()), synced: Condvar::new() });
        let begun = Instant::now();
        let threads: Vec<_> = (0..writers)
            .map(|_| {
                let group = Arc::clone(&group);
                std::thread::spawn(move || timed(GROUPED_RECORDS / writers, |_| group.append()))
            })
            .collect();
        let mut times: Vec<Duration> = threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect();
        let per_s = (times.len() as f64 / begun.elapsed().as_secs_f64()).round();
        let (p50, p99) = (quantile_us(&mut times, 0.5), quantile_us(&mut times, 0.99));
        let limit = format!("group commit, {writers} writers");
        row("limits", &json!({"limit": limit, "per_s": per_s, "p50_us": p50, "p99_us": p99}));
    }
}

struct Group {
    file: Mutex<std::fs::File>,
    state: Mutex<State>,
    synced: Condvar,
}

#[derive(Default)]
struct State {
    written: u64,
    synced: u64,
    syncing: bool,
}

impl Group {
    fn append(&self) {
        let number = {
            let mut file = self.file.lock().expect("nobody panics");
            file.write_all(&[7; 4096]).expect("the disk takes it");
            let mut state = self.state.lock().expect("nobody panics");
            state.written += 1;
            state.written
        };
        let mut state = self.state.lock().expect("nobody panics");
        while state.synced < number {
            if state.syncing {
                state = self.synced.wait(state).expect("nobody panics");
                continue;
            }
            state.syncing = true;
            let written = state.written;
            drop(state);
            let file = self.file.lock().expect("nobody panics").try_clone().expect("another handle");
            file.sync_data().expect("the disk takes it");
            state = self.state.lock().expect("nobody panics");
            state.syncing = false;
            state.synced = state.synced.max(written);
            self.synced.notify_all();
        }
    }
}

fn echo() -> f64 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.set_nodelay(true).expect("an option");
        let mut bytes = [0; 64];
        while stream.read_exact(&mut bytes).and_then(|()| stream.write_all(&bytes)).is_ok() {}
    });
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let mut bytes = [0; 64];
    let times = timed(ROUNDS * 4, |_| {
        stream.write_all(&bytes).and_then(|()| stream.read_exact(&mut bytes)).expect("it echoes");
    });
    told("loopback TCP echo", times)
}

fn page_of_json() -> f64 {
    let floors = Floors::start();
    let mut page = KeepAlive::connect(floors.page, None);
    told("HTTP, 2 KB of JSON, keep-alive", timed(ROUNDS * 4, |_| drop(page.get("/"))))
}

const RECORDS: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("records");
const ORDER: TableDefinition<'static, (u64, u64), ()> = TableDefinition::new("order");

/// One record, and a page of fifty by an index.
fn database(folder: &std::path::Path, rows: usize) -> (f64, f64) {
    let database = Database::create(folder.join("limits.redb")).expect("a database");
    let write = database.begin_write().expect("a transaction");
    {
        let mut records = write.open_table(RECORDS).expect("a table");
        let mut order = write.open_table(ORDER).expect("a table");
        for number in 0..rows as u64 {
            records.insert(number, [7; 400].as_slice()).expect("a row");
            order.insert((number.wrapping_mul(0x9e37_79b9_7f4a_7c15), number), ()).expect("a row");
        }
    }
    write.commit().expect("a commit");
    let read_one = |number: u64| {
        let read = database.begin_read().expect("a transaction");
        let records = read.open_table(RECORDS).expect("a table");
        assert!(records.get(number).expect("it reads").is_some());
    };
    let read_us = told("database, one record", timed(ROUNDS * 4, |round| read_one((round * 7 % rows) as u64)));
    let page_us = told(
        "database, a page of 50 by an index",
        timed(ROUNDS, |_| {
            let read = database.begin_read().expect("a transaction");
            let (records, order) =
                (read.open_table(RECORDS).expect("a table"), read.open_table(ORDER).expect("a table"));
            let numbers = order.iter().expect("rows").take(PAGE_ROWS).map(|entry| entry.expect("a row").0.value().1);
            let bytes: usize = numbers
                .map(|number| records.get(number).expect("it reads").map_or(0, |record| record.value().len()))
                .sum();
            assert_eq!(bytes, PAGE_ROWS * 400);
        }),
    );
    (read_us, page_us)
}
