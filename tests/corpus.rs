//! What is understood of real mails, against the facts that others have found about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postroom::cli::inspect_mail::{facts, with_crlf};
use postroom::domain::entry::Body;
use postroom::mail::document::document;
use postroom::mail::read::read;
use postroom::mail::sanitize::{RemoteImages, clean_received};
use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Facts of which 99 of 100 must agree.
const FIRM: [&str; 11] = [
    "from_address",
    "from_name",
    "subject",
    "message_id",
    "in_reply_to",
    "references",
    "date",
    "to",
    "cc",
    "attachment_count",
    "attachments",
];
const FIRM_AGREE_MIN: f64 = 0.99;
/// Facts of taste or of many answers: what is reached must not be lost.
const FLOORS: [(&str, f64); 9] = [
    ("text_snippets", 0.98),
    ("reply_text", 0.57),
    ("reply_contains", 1.0),
    ("reply_excludes", 0.75),
    ("bounce_recipients", 0.72),
    ("bounce_status", 0.90),
    ("bounced_message_id", 1.0),
    ("is_auto_reply", 0.99),
    ("no_autoresponse", 0.99),
];

/// The samples: where POSTROOM_CORPUS says, else `corpus/mail` in a folder beside this one.
fn corpus() -> PathBuf {
    if let Some(named) = std::env::var_os("POSTROOM_CORPUS") {
        return PathBuf::from(named);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project lies in a folder");
    let folders = std::fs::read_dir(beside).expect("the folder can be read").filter_map(Result::ok);
    folders
        .map(|folder| folder.path().join("corpus/mail"))
        .find(|samples| samples.join("manifest.json").is_file())
        .expect("the sample mails lie beside the project, or POSTROOM_CORPUS names their folder")
}

/// Unicode NFC, runs of white space as one blank.
fn squeezed(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn agree(name: &str, expected: &Value, found: &Value) -> bool {
    match (name, expected, found) {
        ("text_snippets", Value::Array(snippets), _) => {
            let text = squeezed(found.as_str().unwrap_or(""));
            snippets.iter().filter_map(Value::as_str).all(|snippet| text.contains(&squeezed(snippet)))
        }
        ("reply_contains" | "reply_excludes", Value::Array(words), _) => {
            let text = squeezed(found.as_str().unwrap_or(""));
            words
                .iter()
                .filter_map(Value::as_str)
                .all(|word| text.contains(&squeezed(word)) == (name == "reply_contains"))
        }
        ("attachments", Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len()
                && expected.iter().zip(found).all(|(expected, found)| {
                    ["name", "type", "size"].iter().all(|key| {
                        expected[*key].is_null()
                            || expected[*key] == found[*key]
                            || squeezed(expected[*key].as_str().unwrap_or("\0"))
                                == squeezed(found[*key].as_str().unwrap_or(""))
                    })
                })
        }
        ("bounce_recipients", Value::Array(expected), Value::Array(found)) => {
            let set = |list: &[Value]| {
                list.iter().map(|one| one.as_str().unwrap_or("").to_lowercase()).collect::<BTreeSet<_>>()
            };
            set(expected) == set(found)
        }
        (_, Value::String(expected), Value::String(found)) => squeezed(expected) == squeezed(found),
        (_, Value::String(expected), Value::Null) => expected.is_empty(),
        _ => expected == found,
    }
}

struct Disagreement {
    file: String,
    fact: String,
    expected: Value,
    found: Value,
}

/// Every fact of the corpus against what is understood: how many were compared by name, and which differ.
fn compare() -> (BTreeMap<String, usize>, Vec<Disagreement>) {
    let corpus = corpus();
    let manifest = std::fs::read(corpus.join("manifest.json")).expect("the sample mails lie beside the project");
    let manifest: Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let mut compared = BTreeMap::new();
    let mut disagreements = Vec::new();
    for message in manifest["messages"].as_array().expect("the manifest lists messages") {
        let file = message["file"].as_str().expect("a message has a file");
        let raw = std::fs::read(corpus.join(file)).expect("the file is there");
        let found = facts(file, &read(&with_crlf(&raw)));
        for (fact, expected) in message["expected"].as_object().expect("a message has facts") {
            let key = match fact.as_str() {
                "text_snippets" => "text",
                "reply_contains" | "reply_excludes" => "reply_text",
                other => other,
            };
            *compared.entry(fact.clone()).or_insert(0) += 1;
            if !agree(fact, expected, &found[key]) {
                let (fact, expected) = (fact.clone(), expected.clone());
                disagreements.push(Disagreement { file: file.to_owned(), fact, expected, found: found[key].clone() });
            }
        }
    }
    (compared, disagreements)
}

/// The facts that are allowed to differ, with the files; each has its reason beside it.
fn explained() -> BTreeSet<(String, String)> {
    let list: toml::Table = include_str!("corpus/disagreements.toml").parse().expect("the list is TOML");
    let mut explained = BTreeSet::new();
    for one in list["disagreement"].as_array().expect("a list") {
        let file = one["file"].as_str().expect("a file");
        assert!(one["reason"].as_str().is_some_and(|reason| reason.len() > 10), "{file} needs a reason");
        for fact in one["facts"].as_array().expect("facts") {
            explained.insert((file.to_owned(), fact.as_str().expect("a fact's name").to_owned()));
        }
    }
    explained
}

#[test]
fn what_is_understood_agrees_with_what_is_known() {
    let (compared, disagreements) = compare();
    let share = |names: &[&str]| {
        let count: usize = names.iter().filter_map(|name| compared.get(*name)).sum();
        let differ = disagreements.iter().filter(|one| names.contains(&one.fact.as_str())).count();
        assert!(count > 0, "{names:?} are not in the manifest");
        1.0 - differ as f64 / count as f64
    };
    for one in &disagreements {
        println!("{}\t{}\t{}\t{}", one.fact, one.file, one.expected, one.found);
    }
    let firm = share(&FIRM);
    assert!(firm >= FIRM_AGREE_MIN, "only {firm:.4} of the firm facts agree");
    for (fact, floor) in FLOORS {
        let agree = share(&[fact]);
        println!("== {fact}: {agree:.3}");
        assert!(agree >= floor, "{fact}: only {agree:.3} agree");
    }
    let firm_differ: BTreeSet<(String, String)> = disagreements
        .iter()
        .filter(|one| FIRM.contains(&one.fact.as_str()))
        .map(|one| (one.file.clone(), one.fact.clone()))
        .collect();
    assert_eq!(firm_differ, explained(), "tests/corpus/disagreements.toml names what differs, and nothing else");
}

#[test]
fn no_sample_is_shown_empty_or_harmful() {
    let image = |_: &str| None;
    for_each_sample(|file, raw| {
        let mail = read(raw);
        let body = Body { text: mail.text, html: mail.html, ..Body::default() };
        let document = document(&body, RemoteImages::Blocked, &image, "Earlier").html;
        assert!(document.starts_with("<!doctype html>"), "{file}");
        if let Some(html) = &body.html {
            let once = clean_received(html, RemoteImages::Blocked, &image).html;
            let twice = clean_received(&once, RemoteImages::Blocked, &image).html;
            let lower = once.to_lowercase();
            assert!(!lower.contains("<script") && !lower.contains("<iframe") && !lower.contains("<style"), "{file}");
            // A line break right after `<pre>` is swallowed each time a browser reads it.
            assert_eq!(squeezed(&once), squeezed(&twice), "{file}: cleaning twice changes something");
        }
    });
}

fn for_each_sample(look: impl Fn(&str, &[u8])) {
    let corpus = corpus();
    let manifest = std::fs::read(corpus.join("manifest.json")).expect("the sample mails lie beside the project");
    let manifest: Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    for message in manifest["messages"].as_array().expect("the manifest lists messages") {
        let file = message["file"].as_str().expect("a message has a file");
        let raw = std::fs::read(corpus.join(file)).expect("the file is there");
        look(file, &with_crlf(&raw));
    }
}

#[test]
fn hostile_mails_are_read_in_time() {
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    let parts = format!("Content-Type: multipart/mixed; boundary=a\r\n\r\n{}", "--a\r\n\r\n".repeat(500_000));
    let headers = format!("Subject: Hi\r\n{}\r\nx", "X-A: b\r\n".repeat(1_000_000));
    let parameters: String = (0..20_000).map(|at| format!(" a*{at}=b;\r\n")).collect();
    let parameters = format!("Content-Type: text/plain;\r\n{parameters} b=c\r\n\r\nx");
    let words = format!("Subject: {}\r\n\r\nx", "=?utf-8?q?a?= ".repeat(10_000));
    let addresses = format!("To: {}\r\n\r\nx", "a@b.example, ".repeat(15_000));
    let comments = format!("Date: {}\r\n\r\nx", "(".repeat(10_000));
    for (name, raw) in [
        ("nested", nested),
        ("parts", parts),
        ("headers", headers),
        ("parameters", parameters),
        ("words", words),
        ("addresses", addresses),
        ("comments", comments),
    ] {
        let mail = read(raw.as_bytes());
        assert!(!mail.text.is_empty() || name == "parts", "{name} shows nothing");
    }
}

proptest! {
    // A failing input is written into a test of its own, not into a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_reading_panic(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read(&raw);
    }

    #[test]
    fn no_text_makes_cleaning_panic_or_let_a_forbidden_tag_through(html in "(<(/?)(div|b|a|p|table|td|svg|style|math|title|select|img|form)( (style|href|src)=['\"]?[a-z:;()/ ]{0,8}['\"]?)?>|[a-z<&; ]{0,5}){0,40}") {
        // Twice: a browser reads what was cleaned once more, and must not find something else in it.
        let once = clean_received(&html, RemoteImages::Blocked, &|_| None).html;
        let twice = clean_received(&once, RemoteImages::Blocked, &|_| None).html;
        for tag in ["<svg", "<style", "<math", "<title", "<select", "<form", "<script"] {
            prop_assert!(!once.contains(tag) && !twice.contains(tag), "{} {}", once, twice);
        }
    }
}
