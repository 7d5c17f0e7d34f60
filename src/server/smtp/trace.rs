//! The lines that a server puts before a mail that it takes (RFC 5321, 4.4).

use crate::domain::mail_ledger::Envelope;
use crate::domain::moment::Moment;

/// Return-Path and Received.
pub(super) fn lines(envelope: &Envelope, hostname: &str, is_utf8: bool, now: Moment) -> Vec<u8> {
    let from = envelope.from.as_ref().map(ToString::to_string).unwrap_or_default();
    // RFC 3848 and RFC 6531, 4.3.
    let protocol = match (is_utf8, envelope.over_tls) {
        (false, false) => "ESMTP",
        (false, true) => "ESMTPS",
        (true, false) => "UTF8SMTP",
        (true, true) => "UTF8SMTPS",
    };
    let Envelope { peer, helo, .. } = envelope;
    let date = date(now);
    format!(
        "Return-Path: <{from}>\r\nReceived: from {helo} ([{peer}])\r\n\tby {hostname} with {protocol};\r\n\t{date}\r\n"
    )
    .into_bytes()
}

/// How many servers a mail says it has passed.
pub(super) fn received_count(mail: &[u8]) -> usize {
    let mut count = 0;
    for line in mail.split(|byte| *byte == b'\n') {
        if line.is_empty() || line == b"\r" {
            break;
        }
        let is_received = line.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"received:"));
        count += usize::from(is_received);
    }
    count
}

/// RFC 5322, 3.3.
fn date(now: Moment) -> String {
    let seconds = i64::try_from(now.unix_seconds()).unwrap_or(0);
    let timestamp = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    timestamp.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::email_address::EmailAddress;

    #[test]
    fn the_trace_says_who_came_and_how() {
        let envelope = Envelope {
            from: Some(EmailAddress::parse("zoe@example.org").expect("a sound address")),
            recipients: Vec::new(),
            peer: "192.0.2.1".into(),
            helo: "mail.example.org".into(),
            over_tls: true,
        };
        let lines = lines(&envelope, "desk.example", false, Moment::from_millis(1_795_420_800_000));
        let expected = "Return-Path: <zoe@example.org>\r\nReceived: from mail.example.org ([192.0.2.1])\r\n\tby desk.example \
                        with ESMTPS;\r\n\tMon, 23 Nov 2026 08:00:00 +0000\r\n";
        assert_eq!(String::from_utf8_lossy(&lines), expected);
    }

    #[test]
    fn only_the_head_of_a_mail_is_counted() {
        assert_eq!(received_count(b"Received: a\r\nRECEIVED: b\r\nX: y\r\n\r\nReceived: c\r\n"), 2);
    }
}
