//! Mails of Postroom's own to colleagues: put into the outbox by the deed that has a reason to write.

use super::Context;
use crate::domain::agent::{Agent, Locale};
use crate::domain::delivery::{Carried, Delivery, DeliveryState, Outcome, Recipient};
use crate::domain::email_address::Mailbox;
use crate::domain::ids::DeliveryId;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::NoticeMail;
use crate::domain::outgoing_mail::{AutomaticMark, OutgoingMail};
use crate::domain::workspace::Workspace;

/// A delivery of a notice, due at once: the deed saves it in its own transaction.
pub(super) fn notice_delivery(context: &Context, notice: NoticeMail) -> Delivery {
    let now = context.world.now();
    let recipient = Recipient { address: notice.to.address.clone(), outcome: Outcome::Pending { words: None } };
    Delivery {
        id: context.world.new_id(),
        carried: Carried::Notice(Box::new(notice)),
        queued_at: now,
        state: DeliveryState::Waiting { due: now, attempts: 0 },
        recipients: vec![recipient],
    }
}

/// The mail of a notice. It comes from the postmaster, whom a person can answer; machines are told not to.
pub(super) fn compose(workspace: &Workspace, id: DeliveryId, at: Moment, notice: NoticeMail) -> OutgoingMail {
    let NoticeMail { to, subject, text } = notice;
    let postmaster = workspace.address("postmaster").expect("a mail domain makes sound addresses");
    OutgoingMail {
        from: Mailbox::new(&workspace.name, postmaster),
        reply_to: None,
        to: vec![to],
        cc: Vec::new(),
        subject,
        date: at,
        message_id: format!("{id}@{}", workspace.mail_domain),
        in_reply_to: None,
        references: Vec::new(),
        text,
        html: String::new(),
        attachments: Vec::new(),
        automatic: Some(AutomaticMark::Generated),
    }
}

/// Asks a colleague to come in, in the language of whoever asks. `link` works once, for some hours.
pub(super) fn invitation(workspace: &Workspace, by: &Agent, invited: &Agent, link: &str, hours: u64) -> NoticeMail {
    let (name, team, asker, days) = (&invited.name, &workspace.name, &by.name, hours / 24);
    let (subject, text) = match by.locale {
        Locale::English => (
            format!("{asker} invites you to {team}"),
            format!(
                "Hello {name},\n\n{asker} asks you to join {team} in Postroom, where the team answers its mail together.\n\n\
                 Choose your password here:\n{link}\n\nThe link works once, for {days} days. If you did not expect this mail, leave it: \
                 nothing happens.\n"
            ),
        ),
        Locale::Dutch => (
            format!("{asker} nodigt je uit voor {team}"),
            format!(
                "Hallo {name},\n\n{asker} vraagt je om bij {team} te komen in Postroom, waar het team samen zijn mail beantwoordt.\n\n\
                 Kies hier je wachtwoord:\n{link}\n\nDe link werkt één keer, {days} dagen lang. Verwachtte je deze mail niet? Laat hem dan \
                 liggen: er gebeurt niets.\n"
            ),
        ),
        Locale::German => (
            format!("{asker} lädt dich zu {team} ein"),
            format!(
                "Hallo {name},\n\n{asker} bittet dich zu {team} in Postroom, wo das Team seine Mail gemeinsam beantwortet.\n\n\
                 Wähle hier dein Passwort:\n{link}\n\nDer Link gilt einmal, {days} Tage lang. Hast du diese Mail nicht erwartet, dann lass sie \
                 liegen: Es geschieht nichts.\n"
            ),
        ),
    };
    NoticeMail { to: Mailbox::new(name, invited.email.clone()), subject, text }
}
