//! Lists, threads, starting and sizes with a full database.

use serde_json::json;

use crate::figures::{folder_bytes, quantile_us, ratio, resident_kib, rounded, row, timed};
use crate::keep_alive::KeepAlive;
use crate::limits::Limits;
use crate::mail_workloads::{Connection, deliver};
use crate::support::server::Folder;

/// Asked so often for a quantile.
const ASKED: usize = 500;
/// Bytes of a mail that fills the database.
const MAIL_BYTES: usize = 700;

/// Fills a database by SMTP, four answers to each new conversation, and measures what was asked for.
pub fn with_conversations(conversations: usize, limits: &Limits, run: impl Fn(&str) -> bool) {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let token = folder.token();
    let mails = conversations * 5;
    let (took, _) = deliver(server.smtp_address(), mails, 50, MAIL_BYTES, Connection::Kept);
    let per_s = (mails as f64 / took.as_secs_f64()).round();
    row("load", &json!({"conversations": conversations, "mails": mails, "mails_per_s": per_s}));
    let mut page = KeepAlive::connect(server.http_address(), Some(&token));
    let mut asked = |command: &str, path: &str, limit_us: f64| {
        let mut bytes = 0;
        let mut times = timed(ASKED, |_| bytes = page.get(path).len());
        let p50 = quantile_us(&mut times, 0.5);
        let facts = json!({
            "path": path.split('?').next(), "conversations": conversations, "bytes": bytes, "p50_us": p50,
            "p99_us": quantile_us(&mut times, 0.99), "limit_us": rounded(limit_us), "times_the_limit": ratio(p50, limit_us),
        });
        row(command, &facts);
    };
    if run("list") {
        asked("list", "/api/conversations?view=all_open", limits.json_us + limits.page_us);
        asked("list", "/api/counts", limits.json_us + limits.read_us);
    }
    let first = server.http(&token).json("/api/conversations?view=all_open")["items"][0]["id"].clone();
    if run("thread") {
        let path = format!("/api/conversations/{}/entries", first.as_str().expect("an id"));
        asked("thread", &path, limits.json_us + limits.page_us);
    }
    if run("size") {
        row(
            "size",
            &json!({
                "conversations": conversations, "mails": mails, "resident_kib": resident_kib(server.process()),
                "disk_bytes_per_mail": folder_bytes(&folder.data()) / mails as u64,
                "binary_bytes": std::fs::metadata(crate::support::server::BINARY).map_or(0, |file| file.len()),
            }),
        );
    }
    if run("start") {
        server.kill();
        starting(&folder, conversations, "after a kill");
        starting(&folder, conversations, "after a stop");
        starting(&Folder::set_up(), 0, "nearly empty");
    }
}

fn starting(folder: &Folder, conversations: usize, how: &str) {
    let begun = std::time::Instant::now();
    let server = folder.serve(1);
    assert_eq!(server.anonymous().get("/readyz").status, 200);
    let took = begun.elapsed();
    let resident = resident_kib(server.process());
    let facts = json!({
        "conversations": conversations, "how": how, "ready_ms": rounded(took.as_secs_f64() * 1e3), "resident_kib": resident,
    });
    row("start", &facts);
    assert!(server.stop(), "it stops well");
}
