//! A forgotten password: a link by mail, or from whoever holds the data folder. It works once, for half an
//! hour, and signs nobody in.

use std::time::Duration;

use super::notice_mail::{NewNoticeMail, new_notice_mail, queue_notice_mail};
use super::notice_words::{Happening, reset_words};
use super::password::NewPassword;
use super::second_factor::notice_to;
use super::sign_in::Secret;
use super::{ActionError, Context};
use crate::domain::agent::{Agent, Standing};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::ids::AgentId;
use crate::domain::limit::PASSWORD_RESET_MIN;
use crate::domain::session::PasswordReset;
use crate::domain::workspace::Workspace;
use crate::store::{Reading, Store};

/// Sends a link to an agent of this address; nothing happens if there is none. Nobody is told which.
pub fn request_password_reset(context: &Context, email: &str) -> Result<(), ActionError> {
    let Ok(email) = EmailAddress::parse(email) else { return Ok(()) };
    let Some((agent, workspace)) = context.store.read(|tx| known(tx, &email))? else { return Ok(()) };
    let (secret, reset) = new_reset(context, agent.id);
    let link = link(&workspace, &secret);
    let (subject, text) = reset_words(agent.locale, &workspace, &agent.name, &link);
    let useful_for = Duration::from_secs(PASSWORD_RESET_MIN * 60);
    let notice = new_notice_mail(
        context,
        NewNoticeMail { to: Mailbox::new(&agent.name, agent.email), subject, text, useful_for },
    );
    context.store.write(move |tx| {
        tx.save_password_reset(&reset)?;
        queue_notice_mail(tx, &notice)?;
        Ok(())
    })
}

/// A link for whoever holds the data folder, to be handed on by another way than mail.
pub fn make_reset_link(context: &Context, email: &EmailAddress) -> Result<String, ActionError> {
    let unknown = || ActionError::invalid("agent", format!("There is no active agent with the address {email}."));
    let (agent, workspace) = context.store.read(|tx| known(tx, email))?.ok_or_else(unknown)?;
    let (secret, reset) = new_reset(context, agent.id);
    context.store.write(move |tx| tx.save_password_reset(&reset))?;
    Ok(link(&workspace, &secret))
}

/// Whose password a link changes.
pub fn look_up_reset(context: &Context, secret: &Secret) -> Result<Agent, ActionError> {
    let digest = Store::digest(secret.0.as_bytes());
    let now = context.world.now();
    let found = context.store.read(|tx| match tx.password_reset(&digest)?.filter(|reset| now < reset.expires_at) {
        Some(reset) => tx.agent(reset.agent),
        None => Ok(None),
    })?;
    found.filter(|agent| agent.standing == Standing::Active).ok_or(ActionError::NotFound)
}

/// Sets a new password by a link, ends every session, and tells the agent. A second factor stays.
pub fn reset_password(context: &Context, secret: &Secret, password: &NewPassword) -> Result<AgentId, ActionError> {
    let agent = look_up_reset(context, secret)?.id;
    let notice = notice_to(context, agent, Happening::PasswordChanged)?;
    let phc = password.hash(context.world.secret());
    let digest = Store::digest(secret.0.as_bytes());
    let now = context.world.now();
    context.store.write(move |tx| {
        let reset = tx.password_reset(&digest)?.filter(|reset| now < reset.expires_at);
        let agent = reset.ok_or(ActionError::NotFound)?.agent;
        tx.remove_password_reset_of(agent)?;
        tx.save_password(agent, &phc)?;
        tx.remove_other_sessions(agent, None)?;
        queue_notice_mail(tx, &notice)?;
        Ok(agent)
    })
}

fn known(tx: &Reading<'_>, email: &EmailAddress) -> Result<Option<(Agent, Workspace)>, ActionError> {
    let agent = tx.agent_by_email(email)?.filter(|agent| agent.standing == Standing::Active);
    Ok(agent.zip(tx.workspace()?))
}

fn new_reset(context: &Context, agent: AgentId) -> (String, PasswordReset) {
    let secret = data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>());
    let digest = Store::digest(secret.as_bytes());
    let expires_at = context.world.now() + Duration::from_secs(PASSWORD_RESET_MIN * 60);
    (secret, PasswordReset { agent, digest, expires_at })
}

/// Made of the configured address alone, never of what a request says; the token stands behind the `#`,
/// where it reaches no server's log.
fn link(workspace: &Workspace, secret: &str) -> String {
    format!("{}/reset#{secret}", workspace.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::identify::{Credential, identify};
    use crate::actions::notice_mail::{TakenNoticeMail, take_due_notice_mail};
    use crate::actions::sign_in::{Browser, SignIn, begin_session, sign_in};
    use crate::actions::tests::{House, PASSWORD, address, password};

    const NEW: &str = "another long password";

    fn browser() -> Browser {
        Browser { user_agent: "test".into(), address: "127.0.0.1".into() }
    }

    fn comes_in(house: &House, password: &str) -> bool {
        let deed = SignIn {
            email: "zoe@example.org".into(),
            password: Secret(password.into()),
            code: None,
            browser: browser(),
        };
        sign_in(&house.context, deed).is_ok()
    }

    /// The token of the link in the newest mail.
    fn mailed_token(house: &House) -> Option<Secret> {
        let TakenNoticeMail::Due(due) = take_due_notice_mail(&house.context).expect("a store") else { return None };
        let text = String::from_utf8(due.bytes).expect("text").replace("=\r\n", "");
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
        assert!(text.contains("postmaster@desk.example"), "{text}");
        let token = text.split("https://desk.example/reset#").nth(1)?;
        Some(Secret(token.chars().take_while(|one| one.is_alphanumeric() || "-_".contains(*one)).collect()))
    }

    #[test]
    fn a_link_by_mail_changes_the_password_once_and_ends_every_session() {
        let house = House::founded();
        let context = &house.context;
        let session = begin_session(context, house.admin.agent, None, browser()).expect("a session");
        request_password_reset(context, "Zoe@Example.org").expect("a known address");
        let token = mailed_token(&house).expect("a mail");
        assert_eq!(look_up_reset(context, &token).expect("it works").id, house.admin.agent);
        reset_password(context, &token, &password(NEW)).expect("it works once");
        assert!(matches!(reset_password(context, &token, &password(NEW)), Err(ActionError::NotFound)));
        assert!(comes_in(&house, NEW) && !comes_in(&house, PASSWORD));
        let gone = identify(context, &Credential::Session(session.secret.0)).expect("a store");
        assert_eq!(gone, None);
    }

    #[test]
    fn a_link_dies_after_half_an_hour_or_with_the_next_one() {
        let house = House::founded();
        let context = &house.context;
        let token = |link: String| Secret(link.split_once('#').expect("a token").1.to_owned());
        let first = token(make_reset_link(context, &address("zoe@example.org")).expect("a link"));
        let second = token(make_reset_link(context, &address("zoe@example.org")).expect("a link"));
        assert!(matches!(look_up_reset(context, &first), Err(ActionError::NotFound)));
        house.script.pass(Duration::from_secs(PASSWORD_RESET_MIN * 60 - 1));
        assert!(look_up_reset(context, &second).is_ok());
        house.script.pass(Duration::from_secs(1));
        assert!(matches!(reset_password(context, &second, &password(NEW)), Err(ActionError::NotFound)));
        assert!(comes_in(&house, PASSWORD));
    }

    #[test]
    fn nobody_is_told_whether_an_address_is_known() {
        let house = House::founded();
        for email in ["max@example.net", "not an address", ""] {
            request_password_reset(&house.context, email).expect("the same answer");
        }
        assert!(mailed_token(&house).is_none());
        assert!(make_reset_link(&house.context, &address("max@example.net")).is_err(), "but the owner is");
    }
}
