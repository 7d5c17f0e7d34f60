//! What was acknowledged is there after a crash, once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::server::Folder;
use crate::support::smtp::Smtp;

/// Crashes in one run of the test.
const KILLS: usize = 50;
/// Mail servers that deliver at the same time.
const SENDERS: usize = 8;

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_fifty_crashes() {
    let folder = Folder::set_up();
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let number = Arc::new(AtomicUsize::new(0));
    for round in 0..KILLS {
        let server = folder.serve(1);
        let address = server.smtp_address();
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                let (acknowledged, number) = (Arc::clone(&acknowledged), Arc::clone(&number));
                std::thread::spawn(move || while send_one(address, &number, &acknowledged).is_some() {})
            })
            .collect();
        // The moment differs from round to round: after some mails were taken, and in the midst of the next.
        let taken = |so_far: usize| acknowledged.lock().expect("no sender broke off").len() - so_far;
        let before = taken(0);
        while taken(before) <= round % 7 {
            assert!(senders.iter().any(|sender| !sender.is_finished()), "mail is taken");
            std::thread::park_timeout(Duration::from_millis(1));
        }
        std::thread::park_timeout(Duration::from_millis((round * 37 % 50) as u64));
        server.kill();
        for sender in senders {
            sender.join().expect("a sender ends");
        }
    }
    let acknowledged = acknowledged.lock().expect("no sender broke off").clone();

    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let mut ledger: BTreeMap<String, usize> = BTreeMap::new();
    for row in folder.dump() {
        match row["table"].as_str() {
            Some("ledger") => *ledger.entry(row["record"]["subject"].to_string()).or_default() += 1,
            Some("conversations") => *kept.entry(row["record"]["subject"].to_string()).or_default() += 1,
            _ => {}
        }
    }
    for subject in &acknowledged {
        let subject = format!("\"{subject}\"");
        assert_eq!(kept.get(&subject), Some(&1), "{subject} is in exactly one conversation");
        assert!(ledger.contains_key(&subject), "{subject} is in the ledger");
    }
    assert!(kept.values().all(|count| *count == 1), "nothing is there twice");
}

#[test]
fn a_thousand_mails_at_twenty_connections_are_each_in_the_ledger_and_in_one_conversation() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let address = server.smtp_address();
    let number = Arc::new(AtomicUsize::new(0));
    let senders: Vec<_> = (0..20)
        .map(|_| {
            let number = Arc::clone(&number);
            std::thread::spawn(move || {
                let mut smtp = Smtp::connect(address).expect("the listener answers");
                loop {
                    let number = number.fetch_add(1, Ordering::Relaxed);
                    if 1_000 <= number {
                        return;
                    }
                    let mail = format!("From: max{number}@example.net\nSubject: mail {number}\n\nHello");
                    let reply = smtp.deliver("max@example.net", "support@desk.example", &mail).expect("a reply");
                    assert!(reply.starts_with("250"), "{reply}");
                }
            })
        })
        .collect();
    for sender in senders {
        sender.join().expect("a sender ends");
    }
    assert!(server.stop());
    let mut subjects: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in folder.dump() {
        let table = row["table"].as_str().unwrap_or_default().to_owned();
        *subjects.entry((table, row["record"]["subject"].to_string())).or_default() += 1;
    }
    for number in 0..1_000 {
        for table in ["ledger", "conversations"] {
            let key = (table.to_owned(), format!("\"mail {number}\""));
            assert_eq!(subjects.get(&key), Some(&1), "{key:?}");
        }
    }
}

/// Delivers a mail of its own, again if the answer was lost with a crash; none when the server is gone.
fn send_one(address: std::net::SocketAddr, number: &AtomicUsize, acknowledged: &Mutex<Vec<String>>) -> Option<()> {
    let subject = format!("mail {}", number.fetch_add(1, Ordering::Relaxed));
    let mail = format!("From: max@example.net\nSubject: {subject}\nMessage-ID: <{subject}@x>\n\nHello");
    let mut smtp = Smtp::connect(address).ok()?;
    let reply = smtp.deliver("max@example.net", "support@desk.example", &mail).ok()?;
    if !reply.starts_with("250") {
        return None;
    }
    acknowledged.lock().expect("no sender broke off").push(subject);
    Some(())
}
