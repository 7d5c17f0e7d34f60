//! Reports of mail servers: what became of a mail of ours (RFC 3464), and the reports that are no failure
//! (RFC 5965, RFC 8098).

mod words;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::read::headers;
use crate::domain::automatic_mail::{AutomaticMail, BounceOutcome, BounceReport, BouncedRecipient, Nature};
use crate::domain::limit::{MAIL_DEPTH_MAX, RECIPIENTS_MAX, SERVER_WORDS_CHARS_MAX};

/// The report that a mail is; none if it is none.
pub(super) fn read(message: &Message<'_>, raw: &[u8], pairs: &[(String, String)]) -> Option<Nature> {
    let mut parts = Parts::default();
    parts.collect(message, 0, 0);
    let report_type = message.parts.first()?.content_type().and_then(|kind| kind.attribute("report-type"));
    let report_is = |name: &str| report_type.is_some_and(|found| found.eq_ignore_ascii_case(name));
    if report_is("feedback-report") || report_is("disposition-notification") || parts.is_other_report {
        return Some(Nature::Automatic(AutomaticMail::Report));
    }
    let original_message_id = parts.original.as_deref().and_then(message_id_in);
    if let Some(status) = &parts.status {
        let recipients = recipients(status);
        if !recipients.is_empty() {
            return Some(Nature::Bounce(BounceReport { original_message_id, recipients }));
        }
    }
    words::read(pairs, &parts.text, original_message_id, &body(raw)).map(Nature::Bounce)
}

/// The parts that reports are made of.
#[derive(Default)]
struct Parts {
    /// All message/delivery-status parts.
    status: Option<String>,
    /// The headers of the mail that is reported.
    original: Option<String>,
    is_other_report: bool,
    text: String,
}

impl Parts {
    fn collect(&mut self, message: &Message<'_>, id: u32, depth: usize) {
        let Some(part) = message.part(id).filter(|_| depth <= MAIL_DEPTH_MAX) else { return };
        if let PartType::Multipart(children) = &part.body {
            for child in children {
                self.collect(message, *child, depth + 1);
            }
            return;
        }
        let is = |kind: &str, subtype: &str| part.is_content_type(kind, subtype);
        if is("message", "delivery-status") || is("message", "global-delivery-status") {
            self.status.get_or_insert_default().push_str(&text_of(part));
        } else if is("message", "feedback-report") || is("message", "disposition-notification") {
            self.is_other_report = true;
        } else if is("message", "rfc822") || is("text", "rfc822-headers") || is("message", "global") {
            self.original.get_or_insert_with(|| text_of(part));
        } else if matches!(part.body, PartType::Text(_) | PartType::Html(_)) {
            self.text.push_str(&text_of(part));
            self.text.push('\n');
        }
    }
}

fn text_of(part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) => text.to_string(),
        PartType::Html(html) => super::sanitize::text_of_html(html),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        PartType::Message(inner) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
        PartType::Multipart(_) => String::new(),
    }
}

fn body(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let split = text.split_once("\r\n\r\n").or_else(|| text.split_once("\n\n"));
    split.map_or_else(String::new, |(_, body)| body.to_owned())
}

/// The Message-ID in the headers of a returned mail.
fn message_id_in(original: &str) -> Option<String> {
    let pairs = headers::pairs(original.as_bytes());
    let (_, value) = pairs.iter().find(|(name, _)| name == "message-id")?;
    let id = value.split(['<', '>']).map(str::trim).find(|word| !word.is_empty())?;
    Some(id.to_owned())
}

/// RFC 3464, 2.1: groups of fields with an empty line between them; the first is about the mail, the others each
/// about one recipient.
fn recipients(status: &str) -> Vec<BouncedRecipient> {
    let mut found: Vec<BouncedRecipient> = Vec::new();
    for group in status.replace('\r', "").split("\n\n") {
        let fields = headers::pairs(group.as_bytes());
        if let Some(recipient) = recipient(&fields)
            && found.len() < RECIPIENTS_MAX
            && !found.iter().any(|known| known.address == recipient.address)
        {
            found.push(recipient);
        }
    }
    found
}

fn recipient(fields: &[(String, String)]) -> Option<BouncedRecipient> {
    let field = |name: &str| fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
    // The original recipient is the one that we wrote to; the final one is where it was forwarded.
    let address = field("final-recipient").or_else(|| field("original-recipient"))?;
    let address = address.split_once(';').map_or(address, |(_, address)| address);
    let address = address.trim().trim_matches(['<', '>', '"']).to_lowercase();
    if address.is_empty() {
        return None;
    }
    let status = field("status").and_then(|status| status.split_whitespace().next()).map(str::to_owned);
    let diagnosis = field("diagnostic-code").unwrap_or("");
    let diagnosis = diagnosis.split_once(';').map_or(diagnosis, |(_, words)| words).trim();
    let action = field("action").unwrap_or("").trim().to_lowercase();
    let outcome = match action.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("") {
        "delayed" => BounceOutcome::Delayed,
        "delivered" | "relayed" | "expanded" => BounceOutcome::Arrived,
        _ => BounceOutcome::Failed,
    };
    Some(BouncedRecipient { address, status, words: diagnosis.chars().take(SERVER_WORDS_CHARS_MAX).collect(), outcome })
}
