//! Bounces of servers that do not follow RFC 3464: known by who writes and by the words of the subject.

use crate::domain::automatic_mail::{BounceOutcome, BounceReport, BouncedRecipient};
use crate::domain::email_address::EmailAddress;
use crate::domain::limit::SERVER_WORDS_CHARS_MAX;

/// Who sends bounces, before the @.
const SENDERS: [&str; 5] = ["mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon"];
/// Words of the subject of a bounce.
const FAILED: [&str; 20] = [
    "undeliver",
    "failure notice",
    "delivery status notification (failure)",
    "returned mail",
    "delivery failure",
    "mail delivery failed",
    "delivery failed",
    "mail delivery failure",
    "undelivered",
    "could not be delivered",
    "delivery has failed",
    "mail system error",
    "delivery problem",
    "non-deliverable",
    "unzustellbar",
    "onbestelbaar",
    "returned to sender",
    "message not delivered",
    "delivery error",
    "mail failure",
];
const DELAYED: [&str; 5] =
    ["delayed", "warning: could not send", "delivery status notification (delay)", "verzögert", "vertraagd"];
/// Above the mail that is returned.
const ORIGINAL: [&str; 6] = [
    "--- below this line is a copy",
    "original message follows",
    "copy of the message",
    "returned message",
    "original message",
    "unsent message",
];

/// Reads a bounce from who sent it and what it says.
pub(super) fn read(
    pairs: &[(String, String)],
    text: &str,
    original_message_id: Option<String>,
    body: &str,
) -> Option<BounceReport> {
    let value = |name: &str| pairs.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str());
    let from = value("from").to_lowercase();
    let subject = value("subject").to_lowercase();
    let is_from_server = SENDERS.iter().any(|sender| from.contains(sender)) || value("return-path").trim() == "<>";
    let outcome = if DELAYED.iter().any(|words| subject.contains(words)) {
        BounceOutcome::Delayed
    } else if FAILED.iter().any(|words| subject.contains(words)) {
        BounceOutcome::Failed
    } else {
        return None;
    };
    let failed = value("x-failed-recipients");
    if !is_from_server && failed.is_empty() {
        return None;
    }
    let text = if text.trim().is_empty() { body } else { text };
    let lower = text.to_lowercase();
    let end = ORIGINAL.iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(lower.len());
    let said = lower.get(..end).unwrap_or(&lower);
    let named: Vec<String> = if failed.is_empty() { first_address(said, &from) } else { addresses_of(failed) };
    let status = status_code(said);
    let words: String = sentence(text, &named).chars().take(SERVER_WORDS_CHARS_MAX).collect();
    let recipients = named
        .into_iter()
        .map(|address| BouncedRecipient { address, status: status.clone(), words: words.clone(), outcome })
        .collect();
    let original_message_id = original_message_id.or_else(|| super::message_id_in(text.get(end..).unwrap_or("")));
    Some(BounceReport { original_message_id, recipients })
}

fn addresses_of(list: &str) -> Vec<String> {
    list.split(',').filter_map(|one| EmailAddress::parse(one).ok()).map(|address| address.to_string()).collect()
}

/// The first address that is not the server's own.
fn first_address(text: &str, from: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '\'' | '[' | ']'))
        .filter(|word| word.contains('@') && !from.contains(word))
        .map(|word| word.trim_matches([':', '.', ';']).trim_start_matches("mailto:"))
        .find_map(|word| EmailAddress::parse(word).ok())
        .map(|address| address.to_string())
        .into_iter()
        .collect()
}

/// RFC 3463, 2: class, subject and detail.
fn status_code(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let word = word.trim_matches('.');
        let numbers: Vec<&str> = word.split('.').collect();
        let [class, subject, detail] = numbers[..] else { return None };
        let is_code = matches!(class, "4" | "5") && (1..=3).contains(&subject.len()) && (1..=3).contains(&detail.len());
        is_code.then(|| word.to_owned())
    })
}

/// The first line after the one that names the recipient, or that line.
fn sentence<'t>(text: &'t str, named: &[String]) -> &'t str {
    let Some(address) = named.first() else { return "" };
    let mut lines = text.lines().skip_while(|line| !line.to_lowercase().contains(address.as_str()));
    let first = lines.next().unwrap_or("").trim();
    lines.map(str::trim).find(|line| !line.is_empty()).unwrap_or(first)
}
