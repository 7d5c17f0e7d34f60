//! The commands as scripts meet them: forms, words and exit codes.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use postroom::config::DEFAULTS;

/// Codes of sysexits.h.
const DONE: i32 = 0;
const USAGE: i32 = 64;
const DATA: i32 = 65;
const UNAVAILABLE: i32 = 69;
const IO: i32 = 74;
const CONFIG: i32 = 78;

/// Runs the program as nobody has configured it.
fn postroom<I: AsRef<OsStr>>(arguments: impl IntoIterator<Item = I>, input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postroom"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("POSTROOM_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A command that reads no input may be gone already.
    drop(child.stdin.take().expect("it is piped").write_all(input.as_bytes()));
    child.wait_with_output().expect("the program ends")
}

#[track_caller]
fn check(arguments: &[&str], code: i32, words: &str) {
    let output = postroom(arguments, "");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
}

fn set_up(data: &Path, password: &str) -> Output {
    let data = data.to_str().expect("a folder with a plain name");
    let arguments = ["setup", "--data", data, "--workspace", "Acme", "--public-url", "https://desk.example"];
    let more = ["--mail-domain", "desk.example", "--inbox", "Support", "--admin-name", "Ada"];
    let last = ["--admin-email", "ada@desk.example", "--admin-password-file", "-"];
    postroom(arguments.iter().chain(&more).chain(&last), password)
}

#[test]
fn a_command_used_wrongly_says_how_it_is_used() {
    check(&["--version"], DONE, concat!("postroom ", env!("CARGO_PKG_VERSION")));
    check(&["--help"], DONE, "inspect-mail");
    check(&[], USAGE, "Usage");
    check(&["deliver"], USAGE, "deliver");
    check(&["inspect-mail"], USAGE, "required");
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("postroom.toml");
    let path = file.to_str().expect("a plain name");
    fs::write(&file, "[smtp]\nhostnam = \"mx.desk.example\"\n").expect("a file");
    check(&["check-config", "--config", path], CONFIG, "postroom.toml:2: there is no key `smtp.hostnam`");
    check(&["serve", "--config", path], CONFIG, "did you mean `smtp.hostname`?");
    fs::write(&file, "[smtp]\nhostname = \"mx.desk.example\"\n").expect("a file");
    check(&["check-config", "--config", path], DONE, "hostname = \"mx.desk.example\"");
    check(&["check-config", "--config", "/nowhere/postroom.toml"], CONFIG, "/nowhere/postroom.toml");
}

#[test]
fn what_check_config_prints_can_be_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("printed.toml");
    fs::write(&file, postroom(["check-config"], "").stdout).expect("a file");
    check(&["check-config", "--config", file.to_str().expect("a plain name")], DONE, "undo_s = 10");
}

#[test]
fn a_workspace_is_set_up_once_and_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let path = data.to_str().expect("a plain name");
    check(&["dump", "--data", path], UNAVAILABLE, "there is no database");
    assert_eq!(set_up(&data, "short\n").status.code(), Some(DATA));
    let first = set_up(&data, "correct horse battery\n");
    assert_eq!(first.status.code(), Some(DONE), "{}", String::from_utf8_lossy(&first.stderr));
    assert_eq!(set_up(&data, "correct horse battery\n").status.code(), Some(UNAVAILABLE));
    check(&["dump", "--data", path], DONE, "support@desk.example");
}

#[test]
fn nobody_else_can_read_what_a_folder_with_wide_rights_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    assert_eq!(set_up(folder.path(), "correct horse battery\n").status.code(), Some(DONE));
    for entry in fs::read_dir(folder.path()).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let mode = entry.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} has the mode {mode:o}", entry.path().display());
    }
}

#[test]
fn a_token_is_made_listed_and_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data");
    set_up(&path, "correct horse battery\n");
    let data = path.to_str().expect("a plain name");
    let ada = ["--data", data, "--agent", "ada@desk.example"];
    let made = postroom(["api-token", "create"].iter().chain(&ada).chain(&["--name", "Nightly report"]), "");
    let printed = String::from_utf8(made.stdout).expect("text");
    assert!(printed.starts_with("pr_") && printed.lines().count() == 1, "{printed}");
    let listed = postroom(["api-token", "list"].iter().chain(&ada), "");
    let line = String::from_utf8(listed.stdout).expect("text");
    assert!(line.contains("Nightly report") && !line.contains(printed.trim()), "{line}");
    let id = line.split_whitespace().next().expect("a line begins with the id");
    let ended = postroom(["api-token", "revoke"].iter().chain(&ada).chain(&["--token", id]), "");
    assert_eq!(ended.status.code(), Some(DONE));
    assert!(postroom(["api-token", "list"].iter().chain(&ada), "").stdout.is_empty());
    check(&["api-token", "list", "--data", data, "--agent", "eve@desk.example"], DATA, "postroom:");
}

#[test]
fn a_link_for_a_new_password_is_printed_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data");
    set_up(&path, "correct horse battery\n");
    let data = path.to_str().expect("a plain name");
    let printed = postroom(["password-reset-link", "--data", data, "--agent", "ada@desk.example"], "");
    let link = String::from_utf8(printed.stdout).expect("text");
    assert!(link.contains("/reset#") && link.lines().count() == 1, "{link}");
    check(&["password-reset-link", "--data", data, "--agent", "eve@desk.example"], DATA, "postroom:");
}

#[test]
fn a_mail_is_inspected_without_a_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = "From: zoe@example.org\r\nTo: support@desk.example\r\nSubject: Parcel\r\n\r\nWhere is it?\r\n";
    fs::create_dir(folder.path().join("inner")).expect("a folder");
    fs::write(folder.path().join("inner/parcel.eml"), mail).expect("a file");
    let output = postroom([OsStr::new("inspect-mail"), folder.path().as_os_str()], "");
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(facts["file"], "inner/parcel.eml");
    assert_eq!(facts["subject"], "Parcel");
    check(&["inspect-mail", "/nowhere/parcel.eml"], IO, "/nowhere/parcel.eml");
}

#[test]
fn every_key_of_the_defaults_stands_below_a_sentence() {
    let mut is_explained = false;
    for (index, line) in DEFAULTS.lines().enumerate() {
        if line.starts_with('#') {
            is_explained = true;
        } else if line.is_empty() || line.starts_with('[') {
            is_explained = false;
        } else {
            assert!(is_explained, "config/default.toml:{}: {line}", index + 1);
        }
    }
}
