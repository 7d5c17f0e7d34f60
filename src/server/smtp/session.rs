//! One dialogue: what a mail server says is answered, what it brings is kept.

use std::net::IpAddr;
use std::sync::Arc;

use super::SmtpOptions;
use super::body::{Body, BodyFault};
use super::command::{Command, MailCommand, RecipientPath, parse};
use super::engine::{Engine, Order, Step};
use super::reply::{Reply, Then};
use super::sender_check::{Arrived, SenderCheck};
use super::trace;
use crate::actions::ActionError;
use crate::actions::check_recipient::{RecipientAnswer, check_recipient, postmaster};
use crate::actions::receive_mail::{ReceiveMail, receive_mail};
use crate::domain::email_address::EmailAddress;
use crate::domain::limit::{RECEIVED_HEADERS_MAX, RECIPIENTS_MAX};
use crate::domain::mail_ledger::Envelope;
use crate::server::run_action::ActionRunner;
use crate::store::StoreError;
use crate::telemetry::SmtpMetrics;

/// Mistakes after which the dialogue ends.
const ERRORS_MAX: usize = 20;
/// Mistakes after which each further one is answered slowly.
const ERRORS_BEFORE_DELAY: usize = 10;
/// Recipients that are not here: more is somebody trying names.
const UNKNOWN_RECIPIENTS_MAX: usize = 5;
/// Mails of one connection.
const MAILS_MAX: usize = 1_000;

pub(super) struct Session {
    options: Arc<SmtpOptions>,
    runner: ActionRunner,
    check: SenderCheck,
    metrics: SmtpMetrics,
    peer: IpAddr,
    offers_tls: bool,
    engine: Engine,
    over_tls: bool,
    helo: String,
    mail: MailCommand,
    recipients: Vec<EmailAddress>,
    errors: usize,
    unknown_recipients: usize,
    mails: usize,
}

impl Session {
    pub(super) fn new(
        options: Arc<SmtpOptions>,
        runner: ActionRunner,
        check: SenderCheck,
        metrics: SmtpMetrics,
        peer: IpAddr,
        offers_tls: bool,
    ) -> Self {
        Self {
            options,
            runner,
            check,
            metrics,
            peer,
            offers_tls,
            engine: Engine::new(peer, offers_tls),
            over_tls: false,
            helo: String::new(),
            mail: MailCommand { from: None, size: None, is_utf8: false },
            recipients: Vec::new(),
            errors: 0,
            unknown_recipients: 0,
            mails: 0,
        }
    }

    pub(super) fn greeting(&self) -> Reply {
        Reply::new(220, format!("{} ESMTP", self.options.hostname))
    }

    pub(super) fn new_body(&self) -> Body {
        Body::new(self.options.mail_bytes_max)
    }

    /// Mistakes are answered slowly after some of them: it costs whoever tries many.
    pub(super) const fn answers_slowly(&self) -> bool {
        ERRORS_BEFORE_DELAY < self.errors
    }

    /// TLS is on; everything said before is forgotten (RFC 3207, 4.2).
    pub(super) fn tls_is_on(&mut self) {
        self.engine.tls_is_on();
        self.over_tls = true;
        self.helo.clear();
        self.forget_mail();
    }

    /// Answers one line.
    pub(super) fn answer(&mut self, line: &[u8]) -> Reply {
        let reply = match parse(line) {
            Ok(command) => self.answer_command(command),
            Err(reply) => reply,
        };
        self.counted(reply)
    }

    /// Counts a mistake that the connection has seen itself.
    pub(super) fn counted(&mut self, reply: Reply) -> Reply {
        if reply.is_error() {
            self.errors += 1;
        }
        if ERRORS_MAX <= self.errors { Reply::too_many_errors() } else { reply }
    }

    fn answer_command(&mut self, command: Command) -> Reply {
        match command {
            Command::Ehlo { name } => self.greeted(name, Step::Ehlo),
            Command::Helo { name } => self.greeted(name, Step::Helo),
            Command::Mail(mail) => self.mail(mail),
            Command::Rcpt { to } => self.rcpt(to),
            Command::Data => self.data(),
            Command::Rset => {
                self.engine.step(Step::Rset, 250);
                self.forget_mail();
                Reply::ok()
            }
            Command::Noop => Reply::ok(),
            Command::StartTls => self.start_tls(),
            Command::Quit => Reply::new(221, "2.0.0 goodbye").and(Then::Close),
            Command::Vrfy => Reply::new(252, "2.1.5 send a mail and see"),
            Command::Help => Reply::new(214, "2.0.0 see RFC 5321"),
        }
    }

    fn greeted(&mut self, name: String, step: Step) -> Reply {
        self.engine.step(step, 250);
        self.forget_mail();
        self.helo = name;
        if step == Step::Helo {
            return Reply::new(250, self.options.hostname.clone());
        }
        let mut lines = vec![
            self.options.hostname.clone(),
            format!("SIZE {}", self.options.mail_bytes_max),
            "PIPELINING".to_owned(),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
        ];
        if self.offers_tls && !self.over_tls {
            lines.push("STARTTLS".to_owned());
        }
        Reply::lines(250, lines)
    }

    fn mail(&mut self, mail: MailCommand) -> Reply {
        let is_too_large = mail.size.is_some_and(|size| self.options.mail_bytes_max < size);
        let reply = if is_too_large {
            Reply::new(552, "5.3.4 the mail is too large")
        } else if MAILS_MAX <= self.mails {
            Reply::new(421, "4.7.0 enough mails for one connection").and(Then::Close)
        } else {
            Reply::new(250, "2.1.0 OK")
        };
        if self.engine.step(Step::Mail, reply.code) == Order::Wrong {
            return Reply::bad_sequence();
        }
        if !reply.is_error() {
            self.forget_mail();
            self.mail = mail;
        }
        reply
    }

    fn rcpt(&mut self, to: RecipientPath) -> Reply {
        let to = match to {
            RecipientPath::Address(to) => to,
            RecipientPath::Postmaster => match self.runner.ask(postmaster) {
                Ok(to) => to,
                Err(error) => return deferred(&error),
            },
        };
        let reply = if RECIPIENTS_MAX <= self.recipients.len() {
            Reply::new(452, "4.5.3 too many recipients")
        } else {
            self.checked_recipient(&to)
        };
        if self.engine.step(Step::Rcpt, reply.code) == Order::Wrong {
            return Reply::bad_sequence();
        }
        if reply.code == 250 {
            self.recipients.push(to);
        }
        reply
    }

    fn checked_recipient(&mut self, to: &EmailAddress) -> Reply {
        match self.runner.ask(|context| check_recipient(context, to)) {
            Ok(RecipientAnswer::Ours) => Reply::new(250, "2.1.5 OK"),
            Ok(RecipientAnswer::NoSuchAddress) => {
                self.unknown_recipients += 1;
                let reply = Reply::new(550, "5.1.1 no such address here");
                let too_many = UNKNOWN_RECIPIENTS_MAX < self.unknown_recipients;
                if too_many { Reply::new(421, "4.7.0 too many unknown recipients").and(Then::Close) } else { reply }
            }
            Ok(RecipientAnswer::NotOurDomain) => Reply::new(550, "5.7.1 relaying denied"),
            Err(error) => deferred(&error),
        }
    }

    fn data(&mut self) -> Reply {
        match self.engine.step(Step::Data, 354) {
            Order::Right => Reply::new(354, "go ahead; end with a dot on a line of its own").and(Then::ReadMail),
            Order::Wrong if self.recipients.is_empty() && !self.helo.is_empty() => {
                Reply::new(503, "5.5.1 no valid recipients")
            }
            Order::Wrong => Reply::bad_sequence(),
        }
    }

    fn start_tls(&mut self) -> Reply {
        if !self.offers_tls {
            return Reply::new(502, "5.5.1 TLS is not offered");
        }
        match self.engine.step(Step::StartTls, 220) {
            Order::Right => Reply::new(220, "2.0.0 ready to start TLS").and(Then::StartTls),
            Order::Wrong => Reply::bad_sequence(),
        }
    }

    /// Keeps a mail that was read whole, or says why not. `250` only when it is on disk.
    pub(super) async fn end_of_mail(&mut self, body: Body) -> Reply {
        let reply = match body.into_bytes() {
            Ok(raw) => self.keep(raw).await,
            Err(BodyFault::TooLarge) => Reply::new(552, "5.3.4 the mail is too large"),
            Err(BodyFault::LineTooLong) => Reply::new(550, "5.5.2 a line of the mail is too long"),
            Err(BodyFault::BareLineEnd) => Reply::bare_line_end(),
        };
        self.engine.step(Step::MailEnd, reply.code);
        self.forget_mail();
        if reply.is_error() {
            self.metrics.mails_refused.inc();
        } else {
            self.metrics.mails_accepted.inc();
        }
        self.counted(reply)
    }

    async fn keep(&mut self, raw: Vec<u8>) -> Reply {
        self.mails += 1;
        if RECEIVED_HEADERS_MAX < trace::received_count(&raw) {
            return Reply::new(554, "5.4.6 the mail goes in circles");
        }
        let envelope = Envelope {
            from: self.mail.from.clone(),
            recipients: std::mem::take(&mut self.recipients),
            peer: self.peer.to_string(),
            helo: self.helo.clone(),
            over_tls: self.over_tls,
        };
        let arrived = Arrived { peer: self.peer, hostname: &self.options.hostname, envelope: &envelope, raw: &raw };
        let checks = self.check.check(arrived).await;
        let is_utf8 = self.mail.is_utf8;
        let hostname = self.options.hostname.clone();
        let kept = self.runner.run(move |context| {
            let trace = trace::lines(&envelope, &hostname, is_utf8, context.world.now());
            receive_mail(context, ReceiveMail { envelope, raw, trace, checks })
        });
        match kept.await {
            Ok(_) => Reply::new(250, "2.0.0 OK, kept"),
            Err(error) => deferred(&error),
        }
    }

    fn forget_mail(&mut self) {
        self.recipients.clear();
        self.mail = MailCommand { from: None, size: None, is_utf8: false };
    }
}

/// Nothing was kept: the peer is asked to come back.
fn deferred(error: &ActionError) -> Reply {
    match error {
        ActionError::Store(StoreError::Full) => Reply::new(452, "4.3.1 no room; come back later"),
        ActionError::Store(StoreError::Busy) => Reply::new(451, "4.3.2 busy; come back later"),
        ActionError::NotSetUp => Reply::new(451, "4.3.2 not set up yet; come back later"),
        error => {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "Failed to keep a mail; its sender will try again"
            );
            Reply::new(451, "4.3.0 a fault here; come back later")
        }
    }
}
