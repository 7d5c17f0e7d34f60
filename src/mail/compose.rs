//! Makes the bytes of a mail that leaves (RFC 5322, RFC 2045 to 2049).
//!
//! Every value is put through a filter that leaves no line end in it, so nothing that an agent, a
//! contact or a file name brings along can begin a header.

use std::borrow::Cow;

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::MimePart;

use crate::domain::email_address::{Mailbox, clean_display_name, is_invisible};
use crate::domain::outgoing_mail::{AutomaticMark, OutgoingAttachment, OutgoingMail};

/// Ids in References: the first names the thread, the newest its end; a header line is 998 octets
/// at most (RFC 5322, 2.1.1) and many servers refuse very long headers.
const REFERENCES_WRITTEN_MAX: usize = 20;

/// The bytes of a mail, with CRLF line ends. Bcc is in the envelope alone.
pub fn compose(mail: &OutgoingMail) -> Vec<u8> {
    let seconds = i64::try_from(mail.date.unix_seconds()).unwrap_or(i64::MAX);
    let mut message = MessageBuilder::new()
        .header("Date", Date::new(seconds))
        .header("From", address(&mail.from))
        .header("To", addresses(&mail.to));
    if !mail.cc.is_empty() {
        message = message.header("Cc", addresses(&mail.cc));
    }
    if let Some(reply_to) = &mail.reply_to {
        message = message.header("Reply-To", address(reply_to));
    }
    message = message
        .header("Subject", Text::new(one_line(&mail.subject)))
        .header("Message-ID", MessageId::new(id(&mail.message_id)));
    if let Some(in_reply_to) = &mail.in_reply_to {
        message = message.header("In-Reply-To", MessageId::new(id(in_reply_to)));
    }
    let references = written_references(&mail.references);
    if !references.is_empty() {
        message = message.header("References", MessageId::new_list(references.iter().map(|one| id(one))));
    }
    if let Some(AutomaticMark::Generated) = mail.automatic {
        message = message
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .header("X-Auto-Response-Suppress", Raw::new("All"));
    }
    let mut bytes = Vec::new();
    message.body(body(mail)).serialize(&mut bytes);
    bytes
}

/// Mixed, if there are files; within it related, if there are pictures; within it both forms of the words.
fn body(mail: &OutgoingMail) -> MimePart<'_> {
    let words = match mail.html.is_empty() {
        true => MimePart::new("text/plain", crlf(&mail.text)),
        false => MimePart::new(
            "multipart/alternative",
            vec![MimePart::new("text/plain", crlf(&mail.text)), MimePart::new("text/html", crlf(&mail.html))],
        ),
    };
    let (pictures, files): (Vec<_>, Vec<_>) = mail.attachments.iter().partition(|one| one.content_id.is_some());
    let shown = within("multipart/related", words, pictures);
    within("multipart/mixed", shown, files)
}

fn within<'a>(kind: &'static str, first: MimePart<'a>, others: Vec<&'a OutgoingAttachment>) -> MimePart<'a> {
    if others.is_empty() {
        return first;
    }
    let mut parts = vec![first];
    parts.extend(others.into_iter().map(part));
    MimePart::new(kind, parts)
}

fn part(attachment: &OutgoingAttachment) -> MimePart<'_> {
    let media_type = one_line(&attachment.media_type);
    let kind = ContentType::new(media_type).attribute("name", one_line(&attachment.name));
    let part = MimePart::new(kind, attachment.bytes.as_slice());
    match &attachment.content_id {
        Some(content_id) => part
            .header("Content-Disposition", ContentType::new("inline").attribute("filename", one_line(&attachment.name)))
            .cid(id(content_id)),
        None => part.attachment(one_line(&attachment.name)),
    }
}

fn address(mailbox: &Mailbox) -> HeaderType<'_> {
    Address::new_address(name_of(mailbox), mailbox.address.as_str()).into()
}

fn addresses(mailboxes: &[Mailbox]) -> HeaderType<'_> {
    let each = |mailbox| Address::new_address(name_of(mailbox), mailbox.address.as_str());
    Address::new_list(mailboxes.iter().map(each).collect()).into()
}

fn name_of(mailbox: &Mailbox) -> Option<Cow<'_, str>> {
    let name = clean_display_name(&mailbox.name);
    (!name.is_empty()).then_some(name.into())
}

/// The first and the newest ids.
fn written_references(references: &[String]) -> Vec<&String> {
    let surplus = references.len().saturating_sub(REFERENCES_WRITTEN_MAX);
    references.iter().take(1).chain(references.iter().skip(1 + surplus)).collect()
}

/// An id as it can stand between angle brackets (RFC 5322, 3.6.4).
fn id(text: &str) -> String {
    text.chars().filter(|one| !one.is_whitespace() && !is_invisible(*one) && !matches!(one, '<' | '>')).collect()
}

fn one_line(text: &str) -> String {
    let visible = text.chars().map(|one| if one.is_whitespace() { ' ' } else { one });
    visible.filter(|one| !is_invisible(*one)).collect()
}

/// Text with the line ends of mail (RFC 5322, 2.1).
fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::email_address::EmailAddress;
    use crate::domain::moment::Moment;
    use crate::mail::read::read;

    fn mailbox(name: &str, address: &str) -> Mailbox {
        Mailbox { name: name.to_owned(), address: EmailAddress::parse(address).expect("a sound address") }
    }

    fn mail() -> OutgoingMail {
        OutgoingMail {
            from: mailbox("Zoë at Büro", "support@desk.example"),
            reply_to: Some(mailbox("Zoë at Büro", "support+rabc@desk.example")),
            to: vec![mailbox("Max", "max@example.org"), mailbox("", "ida@example.org")],
            cc: vec![mailbox("木村", "kimura@example.jp")],
            subject: "Größe — 返金".into(),
            date: Moment::from_millis(1_795_420_800_000),
            message_id: "abc@desk.example".into(),
            in_reply_to: Some("first@example.org".into()),
            references: vec!["root@example.org".into(), "first@example.org".into()],
            text: "Hello,\n.\nfrom here\n".into(),
            html: "<p>Hello <img src=\"cid:pic@desk\"></p>".into(),
            attachments: vec![
                OutgoingAttachment {
                    name: "Größe.pdf".into(),
                    media_type: "application/pdf".into(),
                    content_id: None,
                    bytes: b"%PDF-1.4".to_vec(),
                },
                OutgoingAttachment {
                    name: "pic.png".into(),
                    media_type: "image/png".into(),
                    content_id: Some("pic@desk".into()),
                    bytes: vec![1, 2, 3],
                },
            ],
            automatic: None,
        }
    }

    #[test]
    fn what_is_composed_reads_back() {
        let sent = mail();
        let read = read(&compose(&sent));
        assert_eq!(read.from, Some(sent.from));
        assert_eq!(read.reply_to, sent.reply_to.into_iter().collect::<Vec<_>>());
        assert_eq!((read.to, read.cc), (sent.to, sent.cc));
        assert_eq!(read.subject, sent.subject);
        assert_eq!(read.date, Some(sent.date));
        assert_eq!(read.message_id, Some(sent.message_id));
        assert_eq!(read.in_reply_to, ["first@example.org"]);
        assert_eq!(read.references, sent.references);
        assert_eq!(read.text.replace("\r\n", "\n").trim(), sent.text.trim());
        assert!(read.html.is_some_and(|html| html.contains("cid:pic@desk")));
        let names: Vec<_> = read.attachments.iter().map(|one| one.name.as_deref()).collect();
        assert!(names.contains(&Some("Größe.pdf")) && names.contains(&Some("pic.png")), "{names:?}");
    }

    #[test]
    fn lines_are_short_enough_and_end_with_crlf() {
        let mut sent = mail();
        sent.text = "long ".repeat(1_000);
        sent.references = (0..200).map(|number| format!("{number}.{}@example.org", "x".repeat(60))).collect();
        let bytes = compose(&sent);
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            assert!(line.len() <= 999, "a line of {} octets", line.len());
            assert_eq!(line.last(), Some(&b'\r'));
        }
    }

    #[test]
    fn nothing_that_is_put_in_begins_a_header() {
        for hostile in ["a\r\nBcc: eve@evil.example", "a\nX-Evil: 1", "a\0b", "a\u{2028}Bcc: x", "a\u{85}b"] {
            let mut sent = mail();
            sent.subject = hostile.into();
            sent.from.name = hostile.into();
            sent.message_id = hostile.into();
            sent.in_reply_to = Some(hostile.into());
            sent.references = vec![hostile.into()];
            sent.attachments[0].name = hostile.into();
            sent.attachments[0].media_type = hostile.into();
            let bytes = compose(&sent);
            let text = String::from_utf8_lossy(&bytes);
            let mut headers = text.split("\r\n\r\n").next().unwrap_or_default().split("\r\n");
            let names: Vec<_> = headers.by_ref().filter(|line| !line.starts_with([' ', '\t'])).collect();
            assert!(names.iter().all(|line| !line.starts_with("Bcc") && !line.starts_with("X-Evil")), "{names:?}");
            assert!(!text.contains("\nX-Evil") && !text.contains("\nBcc"), "{hostile:?}");
        }
    }
}
