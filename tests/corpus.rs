//! What is understood of real mails, against the facts that others have found about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use postroom::cli::inspect_mail::{facts, with_crlf};
use postroom::mail::read::read;
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

/// The samples: where POSTROOM_CORPUS says, else `corpus/mail` in a folder beside this one.
fn corpus() -> PathBuf {
    if let Some(named) = std::env::var_os("POSTROOM_CORPUS") {
        return PathBuf::from(named);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project lies in a folder");
    let folders = std::fs::read_dir(beside).expect("the folder can be read").filter_map(Result::ok);
    let samples = folders.map(|folder| folder.path().join("corpus/mail"));
    samples
        .into_iter()
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

#[test]
fn what_is_understood_agrees_with_what_is_known() {
    let (compared, disagreements) = compare();
    for one in &disagreements {
        println!("{}\t{}\t{}\t{}", one.fact, one.file, one.expected, one.found);
    }
    let mut total = (0, 0);
    for (fact, count) in &compared {
        let differ = disagreements.iter().filter(|one| one.fact == *fact).count();
        println!("== {fact}: {} of {count}", count - differ);
        if FIRM.contains(&fact.as_str()) {
            total = (total.0 + count, total.1 + differ);
        }
    }
    let agree = 1.0 - f64::from(total.1 as u32) / f64::from(total.0 as u32);
    println!("== firm: {agree:.4} of {}", total.0);
    assert!(agree >= FIRM_AGREE_MIN, "only {agree:.4} of the facts agree");
}
