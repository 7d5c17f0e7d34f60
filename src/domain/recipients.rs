//! Whom an answer goes to, derived from the message that is answered and never from another one.

use super::email_address::{EmailAddress, Mailbox};
use super::entry::{Direction, Message};

/// To and Cc of an answer, for the agent to look over before it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipients {
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
}

/// An answer to whoever wrote the message, or to whom it was written if it is ours.
///
/// A Reply-To of the sender's own domain is followed. One of another domain is not: whoever can set
/// that header could have the answer, with all it quotes, sent to themselves; the agent may choose it.
pub fn of_reply(message: &Message, is_own: impl Fn(&EmailAddress) -> bool) -> Recipients {
    let to = match message.direction {
        Direction::Incoming(_) => answer_address(message).cloned().into_iter().collect(),
        Direction::Outgoing(_) => message.to.clone(),
    };
    Recipients { to: without_own(to, &is_own), cc: Vec::new() }
}

/// An answer to everybody who could read the message.
pub fn of_reply_all(message: &Message, is_own: impl Fn(&EmailAddress) -> bool) -> Recipients {
    let mut to = of_reply(message, &is_own).to;
    let mut cc = match message.direction {
        Direction::Incoming(_) => [message.to.as_slice(), &message.cc].concat(),
        Direction::Outgoing(_) => message.cc.clone(),
    };
    cc = without_own(cc, &is_own);
    cc.retain(|mailbox| to.iter().all(|other| other.address != mailbox.address));
    if to.is_empty() {
        std::mem::swap(&mut to, &mut cc);
    }
    Recipients { to, cc }
}

fn answer_address(message: &Message) -> Option<&Mailbox> {
    let from = message.from.as_ref();
    match (message.reply_to.first(), from) {
        (Some(reply_to), Some(from)) if same_organisation(&reply_to.address, &from.address) => Some(reply_to),
        (Some(reply_to), None) => Some(reply_to),
        (Some(_) | None, from) => from,
    }
}

/// Whether one domain is the other or lies below it.
fn same_organisation(one: &EmailAddress, other: &EmailAddress) -> bool {
    let lies_below = |low: &str, high: &str| low == high || low.ends_with(&format!(".{high}"));
    lies_below(one.domain(), other.domain()) || lies_below(other.domain(), one.domain())
}

/// Each address once, and none of ours.
fn without_own(mailboxes: Vec<Mailbox>, is_own: &impl Fn(&EmailAddress) -> bool) -> Vec<Mailbox> {
    let mut kept: Vec<Mailbox> = Vec::new();
    for mailbox in mailboxes {
        let is_new = kept.iter().all(|other| other.address != mailbox.address);
        if is_new && !is_own(&mailbox.address) {
            kept.push(mailbox);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{BlobRef, Incoming, IncomingKind, SenderChecks};

    fn mailbox(address: &str) -> Mailbox {
        Mailbox::new("", EmailAddress::parse(address).expect("a sound address"))
    }

    fn message(from: &str, reply_to: &[&str], to: &[&str], cc: &[&str]) -> Message {
        let many = |addresses: &[&str]| addresses.iter().map(|address| mailbox(address)).collect();
        Message {
            direction: Direction::Incoming(Incoming {
                contact: None,
                kind: IncomingKind::Personal,
                written_at: None,
                raw: BlobRef { digest: [0; 32], size: 0 },
                checks: SenderChecks::default(),
                note: None,
            }),
            from: Some(mailbox(from)),
            reply_to: many(reply_to),
            to: many(to),
            cc: many(cc),
            bcc: Vec::new(),
            subject: String::new(),
            message_id: "a@b".into(),
            in_reply_to: Vec::new(),
            references: Vec::new(),
            text: String::new(),
            has_quote: false,
            has_html: false,
            attachments: Vec::new(),
        }
    }

    fn is_own(address: &EmailAddress) -> bool {
        address.without_detail().as_str() == "support@desk.example"
    }

    fn addresses(mailboxes: &[Mailbox]) -> Vec<&str> {
        mailboxes.iter().map(|mailbox| mailbox.address.as_str()).collect()
    }

    #[test]
    fn reply_all_keeps_everybody_but_ourselves_once() {
        let message = message(
            "zoe@example.org",
            &[],
            &["support@desk.example", "max@example.net"],
            &["support+rabc@desk.example", "max@example.net", "ida@example.net", "zoe@example.org"],
        );
        let recipients = of_reply_all(&message, is_own);
        assert_eq!(addresses(&recipients.to), ["zoe@example.org"]);
        assert_eq!(addresses(&recipients.cc), ["max@example.net", "ida@example.net"]);
        assert_eq!(addresses(&of_reply(&message, is_own).cc), [""; 0]);
    }

    #[test]
    fn a_foreign_reply_to_is_not_followed_unasked() {
        let foreign = message("zoe@example.org", &["eve@evil.example"], &[], &[]);
        assert_eq!(addresses(&of_reply(&foreign, is_own).to), ["zoe@example.org"]);
        let sister = message("zoe@example.org", &["help@lists.example.org"], &[], &[]);
        assert_eq!(addresses(&of_reply(&sister, is_own).to), ["help@lists.example.org"]);
    }
}
