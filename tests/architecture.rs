//! The rules of the house that no compiler knows: which floor may use which, who may name what, how long
//! a file may be. ARCHITECTURE.md says why; this guard is tested on lines that it must catch.

mod exceptions;
mod source;

use std::collections::BTreeSet;

use exceptions::EXCEPTIONS;
use source::{SourceFile, all_sources, functions};

/// Lines of one file, at most.
const FILE_LINES_MAX: usize = 400;
/// Lines of one function, at most.
const FUNCTION_LINES_MAX: usize = 70;

/// Which floor may use which. A floor may always use itself, by `super` or by name.
const FLOORS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("world", &["domain"]),
    ("config", &["domain"]),
    ("telemetry", &["domain"]),
    ("mail", &["domain"]),
    ("store", &["domain"]),
    ("actions", &["domain", "mail", "store", "world"]),
    ("server", &["domain", "actions", "config", "world", "telemetry"]),
    ("cli", &["domain", "mail", "store", "actions", "server", "config", "world", "telemetry"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// A word that only some floors may name.
struct Reserved {
    word: &'static str,
    floors: &'static [&'static str],
    reason: &'static str,
}

const INNER: &[&str] = &["mail", "store", "actions", "server", "cli", "config", "world", "telemetry", "main", "lib"];

const RESERVED: [Reserved; 20] = [
    Reserved { word: "redb::", floors: &["store"], reason: "only the store knows the database" },
    Reserved { word: "actix_web", floors: &["server"], reason: "only the server speaks HTTP" },
    Reserved { word: "actix_ws", floors: &["server"], reason: "only the server speaks HTTP" },
    Reserved { word: "utoipa", floors: &["server"], reason: "only the server knows the wire's contract" },
    Reserved { word: "tokio::", floors: &["server"], reason: "async ends at the door" },
    Reserved { word: "async fn", floors: &["server"], reason: "async ends at the door" },
    Reserved { word: ".await", floors: &["server"], reason: "async ends at the door" },
    Reserved { word: "TcpListener", floors: &["server"], reason: "only the server opens sockets" },
    Reserved { word: "TcpStream", floors: &["server"], reason: "only the server opens sockets" },
    Reserved { word: "UdpSocket", floors: &["server"], reason: "only the server opens sockets" },
    Reserved { word: "UnixStream", floors: &["server"], reason: "only the server opens sockets" },
    Reserved { word: "mail_parser", floors: &["mail"], reason: "only `mail` knows how a mail looks as bytes" },
    Reserved { word: "mail_builder", floors: &["mail"], reason: "only `mail` knows how a mail looks as bytes" },
    Reserved { word: "SystemTime::now", floors: &["world"], reason: "time is an argument" },
    Reserved { word: "Timestamp::now", floors: &["world"], reason: "time is an argument" },
    Reserved { word: "Zoned::now", floors: &["world"], reason: "time is an argument" },
    Reserved { word: "Instant::now", floors: &["world", "server"], reason: "only doors have deadlines" },
    Reserved { word: "rand::fill", floors: &["world"], reason: "chance is an argument" },
    Reserved { word: "serde", floors: INNER, reason: "domain types are never serialized" },
    Reserved { word: "tracing::", floors: INNER, reason: "rules do not log" },
];

/// Something in the sources that the house forbids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    path: String,
    line: usize,
    words: String,
}

impl Fault {
    fn at(file: &SourceFile, line: usize, words: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, words: words.into() }
    }

    fn is_excepted(&self) -> bool {
        EXCEPTIONS.iter().any(|exception| exception.covers(&self.path, &self.words))
    }
}

fn faults(file: &SourceFile) -> Vec<Fault> {
    let mut faults = faults_of_form(file);
    if let Some(floor) = file.floor() {
        faults.extend(faults_of_imports(file, floor));
        faults.extend(faults_of_names(file, floor));
    }
    faults
}

fn faults_of_form(file: &SourceFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !file.text.starts_with("//! ") {
        faults.push(Fault::at(file, 1, "the first line must say what the file is for, after //!"));
    }
    if file.path.ends_with("/mod.rs") {
        faults.push(Fault::at(file, 1, "foo.rs stands beside foo/, never mod.rs"));
    }
    let lines = file.text.lines().count();
    if FILE_LINES_MAX <= lines {
        faults.push(Fault::at(file, lines, "the file is too long"));
    }
    for function in functions(&file.text) {
        if FUNCTION_LINES_MAX <= function.lines {
            faults.push(Fault::at(file, function.line, format!("the function `{}` is too long", function.name)));
        }
    }
    faults
}

fn faults_of_imports(file: &SourceFile, floor: &str) -> Vec<Fault> {
    let allowed = FLOORS.iter().find(|(name, _)| *name == floor).map(|(_, allowed)| *allowed);
    let Some(allowed) = allowed else {
        return vec![Fault::at(file, 1, format!("`{floor}` is no floor of the house"))];
    };
    let mut faults = Vec::new();
    for (line, code) in file.code() {
        for used in code.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            if name.is_empty() {
                faults.push(Fault::at(file, line, "one floor per line: no braces after crate::"));
            } else if name != floor && !allowed.contains(&name.as_str()) {
                faults.push(Fault::at(file, line, format!("`{floor}` may not use `{name}`")));
            }
        }
    }
    faults
}

fn faults_of_names(file: &SourceFile, floor: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (line, code) in file.code() {
        for Reserved { word, floors, reason } in &RESERVED {
            if code.contains(word) && !floors.contains(&floor) {
                faults.push(Fault::at(file, line, format!("`{floor}` may not name `{word}`: {reason}")));
            }
        }
        if code.contains(".unwrap()") {
            faults.push(Fault::at(file, line, "say the promise: expect, not unwrap"));
        }
    }
    faults
}

#[test]
fn the_house_keeps_its_rules() {
    let sources = all_sources();
    assert!(100 < sources.len(), "the sources were not found");
    let faults: Vec<String> = sources
        .iter()
        .flat_map(faults)
        .filter(|fault| !fault.is_excepted())
        .map(|Fault { path, line, words }| format!("{path}:{line}: {words}"))
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let faults: BTreeSet<Fault> = all_sources().iter().flat_map(faults).collect();
    for exception in EXCEPTIONS {
        let is_needed = faults.iter().any(|fault| exception.covers(&fault.path, &fault.words));
        assert!(is_needed, "the exception of {} for “{}” can go", exception.path, exception.words);
        assert!(20 < exception.reason.len(), "the exception of {} needs a reason", exception.path);
    }
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let file = SourceFile { path: path.to_owned(), text: text.to_owned() };
    let words: Vec<String> = faults(&file).into_iter().map(|fault| fault.words).collect();
    assert_eq!(words, expected, "{path}: {text}");
}

#[test]
fn an_import_that_points_up_is_caught() {
    check("src/domain/threading.rs", "//! A.\nuse crate::store::Store;\n", &["`domain` may not use `store`"]);
    check("src/actions/reply.rs", "//! A.\nuse crate::server::tls;\n", &["`actions` may not use `server`"]);
    check("src/store/feed.rs", "//! A.\nfn a() -> crate::mail::Read {}\n", &["`store` may not use `mail`"]);
    check("src/server.rs", "//! A.\nuse crate::store::Store;\n", &["`server` may not use `store`"]);
    check("src/helper.rs", "//! A.\n", &["`helper` is no floor of the house"]);
    check("src/actions.rs", "//! A.\nuse crate::{domain, server};\n", &["one floor per line: no braces after crate::"]);
}

#[test]
fn an_import_that_points_down_is_not() {
    check("src/actions/reply.rs", "//! A.\nuse crate::store::Store;\nuse crate::domain::ids::InboxId;\n", &[]);
    check("src/server/smtp.rs", "//! A.\nuse crate::actions::Context;\nuse crate::server::tls;\n", &[]);
    check("src/domain/entry.rs", "//! A.\n// As crate::store keeps it.\n", &[]);
}

#[test]
fn a_reserved_name_is_caught() {
    let clock = "`actions` may not name `SystemTime::now`: time is an argument";
    check("src/actions/a.rs", "//! A.\nlet now = SystemTime::now();\n", &[clock]);
    let database = "`server` may not name `redb::`: only the store knows the database";
    check("src/server/a.rs", "//! A.\nuse redb::Database;\n", &[database]);
    let page = "`cli` may not name `actix_web`: only the server speaks HTTP";
    check("src/cli/a.rs", "//! A.\nuse actix_web::App;\n", &[page]);
    let shape = "`domain` may not name `serde`: domain types are never serialized";
    check("src/domain/a.rs", "//! A.\n#[derive(serde::Serialize)]\n", &[shape]);
    check("src/mail/a.rs", "//! A.\nlet a = b.unwrap();\n", &["say the promise: expect, not unwrap"]);
}

#[test]
fn a_file_without_a_purpose_and_one_too_long_are_caught() {
    let purpose = "the first line must say what the file is for, after //!";
    check("src/domain/a.rs", "use std::fmt;\n", &[purpose]);
    let long = format!("//! A.\n{}", "// A.\n".repeat(FILE_LINES_MAX));
    check("src/domain/a.rs", &long, &["the file is too long"]);
    let folder = "foo.rs stands beside foo/, never mod.rs";
    check("src/domain/mod.rs", "//! A.\n", &[folder]);
}

#[test]
fn a_function_too_long_is_caught() {
    let long =
        format!("//! A.\nimpl A {{\n    fn long() {{\n{}    }}\n}}\n", "        a();\n".repeat(FUNCTION_LINES_MAX));
    check("src/domain/a.rs", &long, &["the function `long` is too long"]);
    let short = format!("//! A.\nfn one() {{}}\n{}fn two() {{\n}}\n", "// A.\n".repeat(FUNCTION_LINES_MAX));
    check("src/domain/a.rs", &short, &[]);
}
