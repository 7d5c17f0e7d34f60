//! `postroom inspect-mail`: what is understood of a mail, for whoever reports one that is shown wrongly.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Failure;
use crate::domain::automatic_mail::{AutomaticMail, BounceOutcome, Nature};
use crate::domain::email_address::Mailbox;
use crate::domain::incoming_mail::IncomingMail;
use crate::mail;

/// Writes one JSON object a line for each file; folders are walked in the order of their names.
pub fn inspect_mail(paths: &[PathBuf], out: &mut dyn Write) -> Result<(), Failure> {
    for path in paths {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        for file in files {
            let failed = |error| Failure::io(format!("cannot read `{}`: {error}", file.display()));
            let bytes = std::fs::read(&file).map_err(failed)?;
            let name = file.strip_prefix(path).ok().filter(|name| !name.as_os_str().is_empty()).unwrap_or(&file);
            let line = facts(&name.display().to_string(), &mail::read::read(&with_crlf(&bytes)));
            writeln!(out, "{line}").map_err(|error| Failure::io(format!("cannot write: {error}")))?;
        }
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let failed = |error| Failure::io(format!("cannot read `{}`: {error}", path.display()));
    let entries: Result<Vec<_>, _> = std::fs::read_dir(path).map_err(failed)?.collect();
    let mut inner: Vec<PathBuf> = entries.map_err(failed)?.into_iter().map(|entry| entry.path()).collect();
    inner.sort();
    inner.iter().try_for_each(|path| collect(path, files))
}

/// Mail travels with CR LF; files on disk often have LF alone.
pub fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut fixed = Vec::with_capacity(bytes.len() + bytes.len() / 40);
    let mut before = 0;
    for byte in bytes {
        if *byte == b'\n' && before != b'\r' {
            fixed.push(b'\r');
        }
        fixed.push(*byte);
        before = *byte;
    }
    fixed
}

/// Whether it says that a mail did not arrive: a report of a delay or a delivery is no bounce.
fn is_failure(nature: &Nature) -> bool {
    match nature {
        Nature::Bounce(report) => {
            report.recipients.is_empty() || report.recipients.iter().any(|one| one.outcome == BounceOutcome::Failed)
        }
        Nature::Personal | Nature::Automatic(_) => false,
    }
}

/// What is understood, under the names of the corpus of samples.
pub fn facts(file: &str, mail: &IncomingMail) -> Value {
    let addresses = |mailboxes: &[Mailbox]| -> Vec<String> {
        mailboxes.iter().map(|mailbox| mailbox.address.to_string()).collect()
    };
    let attachments: Vec<Value> = mail
        .attachments
        .iter()
        .map(|one| json!({"name": one.name, "type": one.media_type, "size": one.bytes.len()}))
        .collect();
    let mut facts = json!({
        "file": file,
        "from_address": mail.from.as_ref().map(|from| from.address.to_string()),
        "from_name": mail.from.as_ref().map_or(mail.from_unread.clone(), |from| from.name.clone()),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        // In whole seconds, as a Date header has them.
        "date": mail.date.map(|date| date.to_string().replace(".000Z", "Z")),
        "to": addresses(&mail.to),
        "cc": addresses(&mail.cc),
        "attachment_count": attachments.len(),
        "attachments": attachments,
        "text": mail.text,
        "reply_text": mail.new_text,
        "is_bounce": is_failure(&mail.nature),
        "is_auto_reply": matches!(mail.nature, Nature::Automatic(AutomaticMail::AutoReply)),
        "no_autoresponse": !mail.nature.is_personal(),
    });
    if let Nature::Bounce(report) = &mail.nature {
        let recipients: Vec<&str> = report.recipients.iter().map(|one| one.address.as_str()).collect();
        let first = report.recipients.first();
        facts["bounce_recipients"] = json!(recipients);
        facts["bounce_status"] = json!(first.and_then(|one| one.status.clone()));
        facts["bounce_hard"] = json!(first.is_some_and(|one| one.outcome == BounceOutcome::Failed));
        facts["bounced_message_id"] = json!(report.original_message_id);
    }
    facts
}
