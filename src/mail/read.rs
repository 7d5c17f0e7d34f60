//! provisional
use crate::domain::automatic_mail::Nature;
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::incoming_mail::{IncomingAttachment, IncomingMail, Understood};
use mail_parser::MimeHeaders;

fn boxes(a: Option<&mail_parser::Address<'_>>) -> Vec<Mailbox> {
    a.map(|a| {
        a.iter()
            .filter_map(|x| Some(Mailbox::new(x.name().unwrap_or(""), EmailAddress::parse(x.address()?).ok()?)))
            .collect()
    })
    .unwrap_or_default()
}
fn ids(v: &mail_parser::HeaderValue<'_>) -> Vec<String> {
    v.as_text_list().map(|l| l.iter().map(|s| s.to_string()).collect()).unwrap_or_default()
}
pub fn read(raw: &[u8]) -> IncomingMail {
    let m = mail_parser::MessageParser::default().parse(raw).unwrap_or_default();
    let text = m.body_text(0).map(|t| t.into_owned()).unwrap_or_default();
    let new_text = text.lines().take_while(|l| !l.starts_with('>')).collect::<Vec<_>>().join("\n");
    IncomingMail {
        from: boxes(m.from()).into_iter().next(),
        from_unread: String::new(),
        reply_to: boxes(m.reply_to()),
        to: boxes(m.to()),
        cc: boxes(m.cc()),
        subject: m.subject().unwrap_or("").to_owned(),
        date: m.date().map(|d| crate::domain::moment::Moment::from_unix_seconds(d.to_timestamp())),
        message_id: m.message_id().map(str::to_owned),
        in_reply_to: ids(m.in_reply_to()),
        references: ids(m.references()),
        html: (m.html_body_count() > 0 && m.parts.iter().any(|p| p.is_text_html()))
            .then(|| m.body_html(0).map(|t| t.into_owned()).unwrap_or_default()),
        attachments: m
            .attachments()
            .map(|p| IncomingAttachment {
                name: p.attachment_name().map(str::to_owned),
                media_type: "application/octet-stream".into(),
                content_id: p.content_id().map(str::to_owned),
                is_inline: false,
                bytes: p.contents().to_vec(),
            })
            .collect(),
        text,
        new_text,
        nature: Nature::Personal,
        understood: Understood::Whole,
        received_count: 0,
    }
}
