//! What the machine itself can do, in the same run: the ceiling for every other figure.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::figures::{quantile_us, row};

const ROUNDS: usize = 500;

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("append 4 KiB + fdatasync", 4 * 1024), ("append 200 KiB + fdatasync", 200 * 1024)] {
        let mut file = std::fs::File::create(folder.path().join("limit")).expect("a file");
        let block = vec![7; bytes];
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                file.write_all(&block).and_then(|()| file.sync_data()).expect("the disk takes it");
                begun.elapsed()
            })
            .collect();
        let per_s = ROUNDS as f64 / times.iter().sum::<Duration>().as_secs_f64();
        let (p50, p99) = (quantile_us(&mut times, 0.5), quantile_us(&mut times, 0.99));
        row("limits", &json!({"limit": name, "per_s": per_s.round(), "p50_us": p50, "p99_us": p99}));
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut byte = [0; 64];
        while stream.read_exact(&mut byte).and_then(|()| stream.write_all(&byte)).is_ok() {}
    });
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let mut byte = [0; 64];
    let mut times: Vec<Duration> = (0..ROUNDS * 4)
        .map(|_| {
            let begun = Instant::now();
            stream.write_all(&byte).and_then(|()| stream.read_exact(&mut byte)).expect("it echoes");
            begun.elapsed()
        })
        .collect();
    row("limits", &json!({"limit": "loopback TCP echo", "p50_us": quantile_us(&mut times, 0.5)}));
}
