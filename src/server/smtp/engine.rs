//! The `mailin` state machine behind a narrow door: it decides whether a command may stand where it
//! stands; what is answered to it is decided before by the session and handed through.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use mailin::{Handler, Response};

/// The session's own answer to the command that the machine is about to take.
type Answer = Arc<Mutex<u16>>;

pub(super) struct Engine {
    machine: mailin::Session<Passing>,
    answer: Answer,
}

/// Whether a command may stand here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Right,
    Wrong,
}

/// Commands as the machine knows them. Names and addresses stay with the session: the machine's own
/// reader takes neither the null sender nor international addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    MailEnd,
    Rset,
    StartTls,
}

impl Step {
    const fn line(self) -> &'static [u8] {
        match self {
            Self::Ehlo => b"EHLO peer.invalid\r\n",
            Self::Helo => b"HELO peer.invalid\r\n",
            Self::Mail => b"MAIL FROM:<sender@peer.invalid>\r\n",
            Self::Rcpt => b"RCPT TO:<recipient@here.invalid>\r\n",
            Self::Data => b"DATA\r\n",
            Self::MailEnd => b".\r\n",
            Self::Rset => b"RSET\r\n",
            Self::StartTls => b"STARTTLS\r\n",
        }
    }
}

impl Engine {
    pub(super) fn new(peer: IpAddr, offers_tls: bool) -> Self {
        let answer: Answer = Arc::new(Mutex::new(250));
        let mut builder = mailin::SessionBuilder::new("postroom");
        if offers_tls {
            builder.enable_start_tls();
        }
        let machine = builder.build(peer, Passing { answer: Arc::clone(&answer) });
        Self { machine, answer }
    }

    /// Takes a command that the session answers with this code. A refused command changes no state.
    pub(super) fn step(&mut self, step: Step, code: u16) -> Order {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = code;
        let response = self.machine.process(step.line());
        if response.code == 503 { Order::Wrong } else { Order::Right }
    }

    /// TLS is on: the machine wants a new greeting (RFC 3207, 4.2).
    pub(super) fn tls_is_on(&mut self) {
        self.machine.tls_active();
    }
}

/// Answers what the session has decided.
struct Passing {
    answer: Answer,
}

impl Passing {
    fn passed_on(&self) -> Response {
        let code = *self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        Response::custom(code, String::new())
    }
}

impl Handler for Passing {
    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.passed_on()
    }

    fn rcpt(&mut self, _: &str) -> Response {
        self.passed_on()
    }

    fn data_end(&mut self) -> Response {
        let mut response = self.passed_on();
        // The machine stays in the mail after an error and would swallow what follows.
        response.is_error = false;
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> Engine {
        Engine::new(IpAddr::from([192, 0, 2, 1]), true)
    }

    #[test]
    fn commands_have_an_order() {
        let mut engine = engine();
        assert_eq!(engine.step(Step::Mail, 250), Order::Wrong);
        assert_eq!(engine.step(Step::Ehlo, 250), Order::Right);
        assert_eq!(engine.step(Step::Data, 354), Order::Wrong);
        assert_eq!(engine.step(Step::Mail, 250), Order::Right);
        assert_eq!(engine.step(Step::Mail, 250), Order::Wrong);
        assert_eq!(engine.step(Step::Data, 354), Order::Wrong);
        assert_eq!(engine.step(Step::Rcpt, 250), Order::Right);
        assert_eq!(engine.step(Step::Data, 354), Order::Right);
    }

    #[test]
    fn a_mail_that_is_refused_at_its_end_leaves_the_session_in_step() {
        for code in [451, 452, 552, 554] {
            let mut engine = engine();
            for (step, code) in [(Step::Ehlo, 250), (Step::Mail, 250), (Step::Rcpt, 250), (Step::Data, 354)] {
                assert_eq!(engine.step(step, code), Order::Right);
            }
            assert_eq!(engine.step(Step::MailEnd, code), Order::Right);
            assert_eq!(engine.step(Step::Mail, 250), Order::Right, "after {code}");
        }
    }

    #[test]
    fn a_refused_recipient_is_none() {
        let mut engine = engine();
        engine.step(Step::Ehlo, 250);
        engine.step(Step::Mail, 250);
        assert_eq!(engine.step(Step::Rcpt, 550), Order::Right);
        assert_eq!(engine.step(Step::Data, 354), Order::Wrong);
    }

    #[test]
    fn after_tls_the_peer_begins_anew() {
        let mut engine = engine();
        engine.step(Step::Ehlo, 250);
        assert_eq!(engine.step(Step::StartTls, 220), Order::Right);
        engine.tls_is_on();
        assert_eq!(engine.step(Step::Mail, 250), Order::Wrong);
        assert_eq!(engine.step(Step::Ehlo, 250), Order::Right);
        assert_eq!(engine.step(Step::StartTls, 220), Order::Wrong);
    }
}
