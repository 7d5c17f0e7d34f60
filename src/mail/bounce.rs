//! What mail servers say about mail that could not be delivered (RFC 3464), and what older ones say
//! in their own ways.

use mail_parser::{Message, MimeHeaders, PartType};

use crate::domain::automatic_mail::{BounceOutcome, BounceReport, BouncedRecipient};

/// Recipients of one report that are read.
const RECIPIENTS_MAX: usize = 100;
/// Words of a server that are kept, in characters.
const WORDS_CHARS_MAX: usize = 500;
/// Text that is looked through for what older servers say, in bytes.
const LOOKED_THROUGH_MAX: usize = 64 * 1024;

/// The report in a mail; none if it is no report of a delivery.
pub fn read(message: &Message<'_>, headers: &[(String, String)], returns_to_nobody: bool) -> Option<BounceReport> {
    let status = message.parts.iter().find(|part| part.is_content_type("message", "delivery-status"));
    let report = match status {
        Some(part) => BounceReport {
            original_message_id: original_message_id(message),
            recipients: recipients(&String::from_utf8_lossy(part.contents())),
        },
        None => by_older_servers(message, headers, returns_to_nobody)?,
    };
    Some(report)
}

/// The blocks of a delivery report: one for the mail, then one for each recipient.
fn recipients(report: &str) -> Vec<BouncedRecipient> {
    let mut recipients = Vec::new();
    let report = report.replace("\r\n", "\n");
    for block in report.split("\n\n").take(RECIPIENTS_MAX + 1) {
        let fields = fields(block);
        let field = |name: &str| fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        // "rfc822; zoe@example.org" (RFC 3464, 2.3.2).
        let typed = |value: &str| value.split_once(';').map_or(value, |(_, rest)| rest).trim().to_owned();
        let Some(address) = field("original-recipient").or(field("final-recipient")) else { continue };
        let status = field("status").and_then(|status| status.split_whitespace().next()).map(str::to_owned);
        let words: String = field("diagnostic-code").map(typed).unwrap_or_default();
        recipients.push(BouncedRecipient {
            address: typed(address).trim_matches(['<', '>']).to_lowercase(),
            outcome: outcome(field("action"), status.as_deref()),
            words: words.chars().take(WORDS_CHARS_MAX).collect(),
            status,
        });
    }
    recipients
}

fn outcome(action: Option<&str>, status: Option<&str>) -> BounceOutcome {
    match (action.map(str::to_lowercase).as_deref(), status.and_then(|status| status.chars().next())) {
        (Some("delayed"), _) => BounceOutcome::Delayed,
        (Some("delivered" | "relayed" | "expanded"), _) => BounceOutcome::Arrived,
        (Some("failed"), _) => BounceOutcome::Failed,
        (_, Some('2')) => BounceOutcome::Arrived,
        (_, Some('4')) => BounceOutcome::Delayed,
        (_, _) => BounceOutcome::Failed,
    }
}

/// Names in lower case; folded lines joined.
fn fields(block: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.starts_with([' ', '\t']), fields.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _) => {
                if let Some((name, value)) = line.split_once(':') {
                    fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    fields
}

/// The Message-ID of the mail that the report is about, from the copy that the report carries.
fn original_message_id(message: &Message<'_>) -> Option<String> {
    for part in &message.parts {
        if let PartType::Message(inner) = &part.body
            && let Some(id) = inner.message_id()
        {
            return Some(id.to_owned());
        }
        if part.is_content_type("text", "rfc822-headers")
            && let Some(id) = message_id_in(&String::from_utf8_lossy(part.contents()))
        {
            return Some(id);
        }
    }
    None
}

fn message_id_in(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("message-id").then_some(value)
    })?;
    let id = line.trim().trim_start_matches('<').split('>').next()?;
    id.contains('@').then(|| id.to_owned())
}

/// Servers that came before the standard: a mailer daemon writes with the null sender, names those it
/// could not reach in a header or in its words, and quotes the mail.
fn by_older_servers(
    message: &Message<'_>,
    headers: &[(String, String)],
    returns_to_nobody: bool,
) -> Option<BounceReport> {
    let failed = headers.iter().find(|(name, _)| name == "x-failed-recipients");
    let from = headers.iter().find(|(name, _)| name == "from").map(|(_, value)| value.to_lowercase());
    let from = from.unwrap_or_default();
    let by_daemon = from.contains("mailer-daemon") || from.contains("mail delivery") || from.contains("postmaster@");
    if failed.is_none() && !(by_daemon && returns_to_nobody) {
        return None;
    }
    let text = message.body_text(0).unwrap_or_default();
    let text = &text[..text.floor_char_boundary(LOOKED_THROUGH_MAX)];
    let addresses: Vec<String> = match failed {
        Some((_, value)) => value.split(',').map(|one| one.trim().to_lowercase()).collect(),
        None => Vec::new(),
    };
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(WORDS_CHARS_MAX).collect();
    let recipient = |address: String| BouncedRecipient {
        address,
        status: None,
        words: words.clone(),
        outcome: BounceOutcome::Failed,
    };
    Some(BounceReport {
        original_message_id: original_message_id(message).or_else(|| message_id_in(text)),
        recipients: addresses.into_iter().take(RECIPIENTS_MAX).map(recipient).collect(),
    })
}
