//! What a mail server says, read strictly enough to be safe and kindly enough to be polite.

use super::reply::Reply;
use crate::domain::email_address::EmailAddress;

/// A command that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Ehlo { name: String },
    Helo { name: String },
    Mail(MailCommand),
    Rcpt { to: RecipientPath },
    Data,
    Rset,
    Noop,
    StartTls,
    Quit,
    Vrfy,
    Help,
}

/// Whom a mail is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RecipientPath {
    Address(EmailAddress),
    /// Without a domain: whoever looks after this server (RFC 5321, 4.5.1).
    Postmaster,
}

/// MAIL with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MailCommand {
    /// None for the null sender (RFC 5321, 4.5.5).
    pub from: Option<EmailAddress>,
    /// As announced (RFC 1870).
    pub size: Option<usize>,
    /// SMTPUTF8 was asked for (RFC 6531).
    pub is_utf8: bool,
}

/// Reads a line.
pub(super) fn parse(line: &[u8]) -> Result<Command, Reply> {
    let text = std::str::from_utf8(line).map_err(|_| Reply::new(500, "5.5.2 the line is not UTF-8"))?;
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => Ok(Command::Ehlo { name: host_name(rest)? }),
        "HELO" => Ok(Command::Helo { name: host_name(rest)? }),
        "MAIL" => mail(rest),
        "RCPT" => rcpt(rest),
        "DATA" if rest.is_empty() => Ok(Command::Data),
        "RSET" if rest.is_empty() => Ok(Command::Rset),
        "STARTTLS" if rest.is_empty() => Ok(Command::StartTls),
        "QUIT" => Ok(Command::Quit),
        "NOOP" => Ok(Command::Noop),
        "VRFY" => Ok(Command::Vrfy),
        "HELP" => Ok(Command::Help),
        "DATA" | "RSET" | "STARTTLS" => Err(Reply::new(501, "5.5.4 no parameter is expected here")),
        "AUTH" | "EXPN" | "ETRN" | "BDAT" | "TURN" => Err(Reply::new(502, "5.5.1 command not implemented")),
        _ => Err(Reply::new(500, "5.5.1 command not recognized")),
    }
}

/// The name of the peer: not trusted, but kept in the trace, so it must be a word.
fn host_name(text: &str) -> Result<String, Reply> {
    let is_word = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'"'));
    if text.is_empty() || 255 < text.len() || !is_word {
        return Err(Reply::new(501, "5.5.4 say who you are: EHLO host.example"));
    }
    Ok(text.to_owned())
}

fn mail(rest: &str) -> Result<Command, Reply> {
    let (path, parameters) = path_after("FROM:", rest)?;
    let from = match path {
        "" => None,
        path => Some(address(path).ok_or_else(|| Reply::new(553, "5.1.7 this sender cannot be answered"))?),
    };
    let mut command = MailCommand { from, size: None, is_utf8: false };
    for parameter in parameters.split_whitespace() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (name.to_ascii_uppercase().as_str(), value.to_ascii_uppercase().as_str()) {
            ("SIZE", _) => {
                let size = value.parse().map_err(|_| Reply::new(501, "5.5.4 SIZE is a number"))?;
                command.size = Some(size);
            }
            ("BODY", "7BIT" | "8BITMIME") => {}
            ("SMTPUTF8", "") => command.is_utf8 = true,
            // RFC 4954, 5: a server that passes mail on may name who sent it. It means nothing here.
            ("AUTH", _) => {}
            _ => return Err(Reply::new(555, "5.5.4 parameter not recognized")),
        }
    }
    Ok(Command::Mail(command))
}

fn rcpt(rest: &str) -> Result<Command, Reply> {
    let (path, parameters) = path_after("TO:", rest)?;
    if !parameters.is_empty() {
        return Err(Reply::new(555, "5.5.4 parameter not recognized"));
    }
    if path.eq_ignore_ascii_case("postmaster") {
        return Ok(Command::Rcpt { to: RecipientPath::Postmaster });
    }
    let to = address(path).ok_or_else(|| Reply::new(553, "5.1.3 this is no address"))?;
    Ok(Command::Rcpt { to: RecipientPath::Address(to) })
}

/// The path between angle brackets, and what follows it. A space after the colon is an old mistake of others.
fn path_after<'a>(word: &str, rest: &'a str) -> Result<(&'a str, &'a str), Reply> {
    let refused = || Reply::new(501, format!("5.5.4 syntax: {word}<address>"));
    let begins = rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let path = if begins { rest[word.len()..].trim_start() } else { return Err(refused()) };
    let path = path.strip_prefix('<').ok_or_else(refused)?;
    let (path, parameters) = path.split_once('>').ok_or_else(refused)?;
    if !parameters.is_empty() && !parameters.starts_with(' ') {
        return Err(refused());
    }
    Ok((path, parameters.trim()))
}

/// RFC 5321, 4.1.2; a source route (RFC 5321, appendix C) is not followed but refused: only relays need it.
fn address(path: &str) -> Option<EmailAddress> {
    if path.starts_with('@') { None } else { EmailAddress::parse(path).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn code(line: &str) -> u16 {
        parse(line.as_bytes()).map_or_else(|reply| reply.code, |_| 0)
    }

    #[test]
    fn the_null_sender_and_every_known_parameter_are_understood() {
        let parsed = parse(b"mail from: <> SIZE=1000 BODY=8BITMIME SMTPUTF8 AUTH=<>");
        assert_eq!(parsed, Ok(Command::Mail(MailCommand { from: None, size: Some(1000), is_utf8: true })));
        assert_eq!(code("MAIL FROM:<zoe@example.org>"), 0);
        assert_eq!(code("RCPT TO:<\"zoe\"@example.org>"), 0);
        assert_eq!(code("NOOP what ever"), 0);
        assert_eq!(code("HELP me"), 0);
    }

    #[test]
    fn what_is_not_understood_is_told_apart() {
        let cases = [
            ("", 500),
            ("FOO", 500),
            ("EHLO", 501),
            ("EHLO a b", 501),
            ("MAIL FROM:zoe@example.org", 501),
            ("MAIL FROM:<zoe@example.org>SIZE=1", 501),
            ("MAIL FROM:<zoe@example.org> SIZE=x", 501),
            ("MAIL FROM:<zoe@example.org> RET=FULL", 555),
            ("RCPT TO:<zoe@example.org> NOTIFY=NEVER", 555),
            ("RCPT TO:<@a.example:zoe@example.org>", 553),
            ("DATA now", 501),
            ("AUTH PLAIN", 502),
            ("EXPN list", 502),
        ];
        for (line, expected) in cases {
            assert_eq!(code(line), expected, "{line}");
        }
    }
}
