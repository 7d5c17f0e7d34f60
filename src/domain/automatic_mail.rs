//! Telling machine from man: bounces, automatic answers, lists and bulk.
//!
//! RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 5965 (abuse reports), RFC 8098
//! (disposition reports), RFC 2919 and 2369 (lists).

/// What kind of mail this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nature {
    /// A person wrote it, as far as can be seen.
    Personal,
    /// A machine sent it, in answer or on its own.
    Automatic(AutomaticMail),
    /// A mail server says what became of a mail.
    Bounce(BounceReport),
}

/// Why a mail is taken for a machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutomaticMail {
    /// An out-of-office note or an acknowledgement: a machine answers.
    AutoReply,
    /// A machine speaks first: notices, alarms.
    Generated,
    /// A mailing list or a newsletter.
    List,
    /// Marked bulk or junk.
    Bulk,
    /// A report that is no failure: read receipts, abuse reports.
    Report,
}

/// What a delivery report says (RFC 3464, 2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BounceReport {
    /// Without angle brackets: the Message-ID of the mail that the report is about.
    pub original_message_id: Option<String>,
    pub recipients: Vec<BouncedRecipient>,
}

/// One recipient of a delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncedRecipient {
    /// As the report names it; lower case.
    pub address: String,
    /// RFC 3463, such as `5.1.1`.
    pub status: Option<String>,
    /// The words of the server.
    pub words: String,
    pub outcome: BounceOutcome,
}

/// What became of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BounceOutcome {
    /// Never: 5.y.z, or failed.
    Failed,
    /// Not yet: delayed.
    Delayed,
    /// It arrived after all: delivered, relayed, expanded.
    Arrived,
}

impl Nature {
    /// Whether a person is waiting for an answer to it.
    pub const fn is_personal(&self) -> bool {
        matches!(self, Self::Personal)
    }
}

/// The kind of machine that a mail's headers speak of; none if a person seems to have written it. The names of the
/// headers are in lower case.
pub fn kind_of(headers: &[(String, String)]) -> Option<AutomaticMail> {
    MARKS.iter().find(|mark| headers.iter().any(|(name, value)| mark.fits(name, value))).map(|mark| mark.kind)
}

/// A header that gives a machine away.
struct Mark {
    header: &'static str,
    value: Value,
    kind: AutomaticMail,
}

/// What the value of the header must be, compared in lower case.
enum Value {
    Any,
    /// Anything but this.
    Not(&'static str),
    BeginsWith(&'static str),
    Contains(&'static str),
}

impl Mark {
    fn fits(&self, name: &str, value: &str) -> bool {
        if name != self.header {
            return false;
        }
        let value = value.trim().to_lowercase();
        match self.value {
            Value::Any => true,
            Value::Not(other) => !value.starts_with(other),
            Value::BeginsWith(beginning) => value.starts_with(beginning),
            Value::Contains(words) => value.contains(words),
        }
    }
}

const fn mark(header: &'static str, value: Value, kind: AutomaticMail) -> Mark {
    Mark { header, value, kind }
}

/// The first that fits decides: an answering machine on a list is an answering machine.
const MARKS: [Mark; 36] = [
    // RFC 3834, 5.
    mark("auto-submitted", Value::BeginsWith("auto-replied"), AutomaticMail::AutoReply),
    mark("x-autoreply", Value::Not("no"), AutomaticMail::AutoReply),
    mark("x-autorespond", Value::Any, AutomaticMail::AutoReply),
    mark("x-autoresponder", Value::Any, AutomaticMail::AutoReply),
    mark("x-auto-reply", Value::Any, AutomaticMail::AutoReply),
    mark("x-mail-autoreply", Value::Any, AutomaticMail::AutoReply),
    mark("x-autoreply-from", Value::Any, AutomaticMail::AutoReply),
    mark("precedence", Value::BeginsWith("auto_reply"), AutomaticMail::AutoReply),
    mark("x-precedence", Value::BeginsWith("auto_reply"), AutomaticMail::AutoReply),
    mark("x-auto-response-suppress", Value::Contains("oof-reply-sent"), AutomaticMail::AutoReply),
    mark("x-ms-exchange-inbox-rules-loop", Value::Any, AutomaticMail::AutoReply),
    mark("delivered-to", Value::BeginsWith("autoresponder"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("automatic reply:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("auto reply:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("auto-reply:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("autoreply:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("auto:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("out of office"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("out of the office"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("automatische antwort:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("automatisch antwoord:"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("abwesenheitsnotiz"), AutomaticMail::AutoReply),
    mark("subject", Value::BeginsWith("réponse automatique"), AutomaticMail::AutoReply),
    // RFC 5965 and RFC 8098.
    mark("content-type", Value::BeginsWith("multipart/report"), AutomaticMail::Report),
    // RFC 2919 and RFC 2369.
    mark("list-id", Value::Any, AutomaticMail::List),
    mark("list-post", Value::Any, AutomaticMail::List),
    mark("list-unsubscribe", Value::Any, AutomaticMail::List),
    mark("mailing-list", Value::Any, AutomaticMail::List),
    mark("x-mailing-list", Value::Any, AutomaticMail::List),
    mark("precedence", Value::BeginsWith("list"), AutomaticMail::List),
    mark("precedence", Value::BeginsWith("bulk"), AutomaticMail::Bulk),
    mark("precedence", Value::BeginsWith("junk"), AutomaticMail::Bulk),
    mark("auto-submitted", Value::Not("no"), AutomaticMail::Generated),
    mark("feedback-id", Value::Any, AutomaticMail::Bulk),
    // RFC 5321, 4.5.5: what must not be answered comes from nobody.
    mark("return-path", Value::BeginsWith("<>"), AutomaticMail::Generated),
    mark("x-auto-response-suppress", Value::BeginsWith("all"), AutomaticMail::Generated),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_say_what_they_are() {
        for (name, value, kind) in [
            ("auto-submitted", "auto-replied (vacation)", Some(AutomaticMail::AutoReply)),
            ("auto-submitted", "auto-generated", Some(AutomaticMail::Generated)),
            ("auto-submitted", "no", None),
            ("precedence", "Bulk", Some(AutomaticMail::Bulk)),
            ("precedence", "normal", None),
            ("x-autoreply", "yes", Some(AutomaticMail::AutoReply)),
            ("list-id", "<a.example>", Some(AutomaticMail::List)),
            ("return-path", "<>", Some(AutomaticMail::Generated)),
            ("return-path", "<a@b.example>", None),
            ("subject", "Out of Office: Hello", Some(AutomaticMail::AutoReply)),
            ("subject", "Re: Hello", None),
        ] {
            assert_eq!(kind_of(&[(name.to_owned(), value.to_owned())]), kind, "{name}: {value}");
        }
    }

    #[test]
    fn an_answering_machine_on_a_list_is_an_answering_machine() {
        let headers =
            [("list-id", "<a>"), ("auto-submitted", "auto-replied")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(kind_of(&headers), Some(AutomaticMail::AutoReply));
    }
}
