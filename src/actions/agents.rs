//! Colleagues: who they are, how they come in, what they may do.

use std::time::Duration;

use super::mail_ledger::demand_administrator;
use super::notice_mail::{NewNoticeMail, new_notice_mail, queue_notice_mail};
use super::notice_words::invitation_words;
use super::password::NewPassword;
use super::set_up_workspace::required_name;
use super::sign_in::Secret;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Locale, Role, Standing};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::event::Event;
use crate::domain::ids::AgentId;
use crate::domain::limit::{AGENTS_MAX, INVITATION_H};
use crate::domain::notice_mail::NoticeMail;
use crate::domain::session::Invitation;
use crate::domain::workspace::Workspace;
use crate::store::{Store, Writing};

/// A colleague who is asked to come in.
#[derive(Debug, Clone)]
pub struct InviteAgent {
    pub name: String,
    pub email: EmailAddress,
    pub role: Role,
}

/// An invitation. Its link is on its way by mail, and whoever invites can pass it on as well.
#[derive(Clone)]
pub struct InvitedAgent {
    pub agent: Agent,
    /// Lets in whoever has it, once.
    pub link: String,
}

/// What is changed of a colleague; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeAgent {
    pub role: Option<Role>,
    /// False keeps them out; true lets them in again.
    pub is_active: Option<bool>,
}

/// Everybody inside. Every agent may know their colleagues.
pub fn list_agents(context: &Context, _actor: &Actor) -> Result<Vec<Agent>, ActionError> {
    Ok(context.store.read(|tx| tx.agents())?)
}

/// One agent, for whoever is signed in as them.
pub fn show_agent(context: &Context, id: AgentId) -> Result<Agent, ActionError> {
    context.store.read(|tx| tx.agent(id))?.ok_or(ActionError::NotFound)
}

/// Adds a colleague who chooses a password by a link.
pub fn invite_agent(context: &Context, actor: &Actor, deed: InviteAgent) -> Result<InvitedAgent, ActionError> {
    demand_administrator(actor)?;
    let inviting = Inviting::of(context, actor)?;
    let InviteAgent { name, email, role } = deed;
    let name = required_name("name", &name)?;
    let agent = Agent::invited(context.world.new_id(), name, email, role, inviting.by.locale, context.world.now());
    let (secret, invitation) = new_invitation(context, agent.id);
    let (link, mail) = inviting.write(context, &agent, &secret);
    context.store.write(move |tx| {
        if tx.agent_by_email(&agent.email)?.is_some() {
            return Err(ActionError::invalid("email", "Somebody here has this address already."));
        }
        if AGENTS_MAX <= tx.agents()?.len() {
            return Err(ActionError::conflict(
                "too_many_agents",
                format!("There are {AGENTS_MAX} colleagues already."),
            ));
        }
        tx.save_agent(&agent)?;
        tx.save_invitation(&invitation)?;
        queue_notice_mail(tx, &mail)?;
        tx.announce(Event::AgentChanged { agent: agent.id })?;
        Ok(InvitedAgent { agent: agent.clone(), link: link.clone() })
    })
}

/// A new link for somebody who has not come in yet or has lost their password; the one before ends.
pub fn invite_again(context: &Context, actor: &Actor, id: AgentId) -> Result<InvitedAgent, ActionError> {
    demand_administrator(actor)?;
    let inviting = Inviting::of(context, actor)?;
    let invited = show_agent(context, id)?;
    let (secret, invitation) = new_invitation(context, id);
    let (link, mail) = inviting.write(context, &invited, &secret);
    context.store.write(move |tx| {
        let agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
        if agent.standing == Standing::Deactivated {
            return Err(ActionError::conflict("deactivated", "This colleague is deactivated. Activate them first."));
        }
        tx.save_invitation(&invitation)?;
        queue_notice_mail(tx, &mail)?;
        Ok(InvitedAgent { agent, link: link.clone() })
    })
}

/// Who invites, and where to.
struct Inviting {
    by: Agent,
    workspace: Workspace,
}

impl Inviting {
    fn of(context: &Context, actor: &Actor) -> Result<Self, ActionError> {
        let by = show_agent(context, actor.agent)?;
        let workspace = context.store.read(|tx| tx.workspace())?.ok_or(ActionError::NotSetUp)?;
        Ok(Self { by, workspace })
    }

    /// The link and the mail that brings it. The secret stands behind the `#`: it reaches no server's log.
    fn write(&self, context: &Context, invited: &Agent, secret: &Secret) -> (String, NoticeMail) {
        let link = format!("{}/invitation#{}", self.workspace.public_url, secret.0);
        let (subject, text) = invitation_words(&self.workspace, &self.by, invited, &link, INVITATION_H);
        let to = Mailbox::new(&invited.name, invited.email.clone());
        let useful_for = Duration::from_secs(INVITATION_H * 60 * 60);
        (link, new_notice_mail(context, NewNoticeMail { to, subject, text, useful_for }))
    }
}

/// Whom a link invites.
pub fn look_up_invitation(context: &Context, secret: &Secret) -> Result<Agent, ActionError> {
    let now = context.world.now();
    let digest = Store::digest(secret.0.as_bytes());
    let found = context.store.read(|tx| {
        let invitation = tx.invitation(&digest)?.filter(|invitation| now < invitation.expires_at);
        match invitation {
            Some(invitation) => tx.agent(invitation.agent),
            None => Ok(None),
        }
    })?;
    found.ok_or(ActionError::NotFound)
}

/// Comes in by a link: a name, a password. The link opens nothing afterwards.
pub fn accept_invitation(
    context: &Context,
    secret: &Secret,
    name: &str,
    password: &NewPassword,
    locale: Locale,
) -> Result<AgentId, ActionError> {
    look_up_invitation(context, secret)?;
    let name = required_name("name", name)?;
    let phc = password.hash(context.world.secret());
    let digest = Store::digest(secret.0.as_bytes());
    let now = context.world.now();
    context.store.write(move |tx| {
        let invitation = tx.invitation(&digest)?.filter(|invitation| now < invitation.expires_at);
        let id = invitation.ok_or(ActionError::NotFound)?.agent;
        let agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
        tx.remove_invitation_of(id)?;
        tx.remove_other_sessions(id, None)?;
        tx.save_password(id, &phc)?;
        tx.save_agent(&Agent { name: name.clone(), locale, standing: Standing::Active, ..agent })?;
        tx.announce(Event::AgentChanged { agent: id })?;
        Ok(id)
    })
}

/// Changes a colleague's role, or lets them in or not. The last administrator stays one.
pub fn change_agent(context: &Context, actor: &Actor, id: AgentId, deed: ChangeAgent) -> Result<Agent, ActionError> {
    demand_administrator(actor)?;
    context.store.write(move |tx| {
        let mut agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
        let leads_before = agent.role == Role::Administrator;
        agent.role = deed.role.unwrap_or(agent.role);
        agent.standing = match (deed.is_active, agent.standing) {
            (Some(false), _) => Standing::Deactivated,
            // Somebody who never had a password comes in by a new invitation.
            (Some(true), Standing::Deactivated) if tx.password(id)?.is_none() => Standing::Invited,
            (Some(true), Standing::Deactivated) => Standing::Active,
            (Some(true) | None, standing) => standing,
        };
        demand_an_administrator_besides(tx, &agent)?;
        if leads_before && agent.role != Role::Administrator {
            // Rights that are lost end with the sessions that had them.
            tx.remove_other_sessions(id, None)?;
        }
        if agent.standing == Standing::Deactivated {
            tx.remove_other_sessions(id, None)?;
            tx.remove_invitation_of(id)?;
            tx.remove_password_reset_of(id)?;
            for token in tx.api_tokens_of(id)? {
                tx.remove_api_token(id, token.id)?;
            }
        }
        tx.save_agent(&agent)?;
        tx.announce(Event::AgentChanged { agent: id })?;
        Ok(agent)
    })
}

fn new_invitation(context: &Context, agent: AgentId) -> (Secret, Invitation) {
    let secret = data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>());
    let digest = Store::digest(secret.as_bytes());
    let expires_at = context.world.now() + Duration::from_secs(INVITATION_H * 3600);
    (Secret(secret), Invitation { agent, digest, expires_at })
}

fn demand_an_administrator_besides(tx: &Writing<'_>, changed: &Agent) -> Result<(), ActionError> {
    let leads = |agent: &Agent| agent.role == Role::Administrator && agent.standing == Standing::Active;
    let somebody_leads = leads(changed) || tx.agents()?.iter().any(|agent| agent.id != changed.id && leads(agent));
    let refused = || ActionError::conflict("last_administrator", "Somebody must stay administrator.");
    if somebody_leads { Ok(()) } else { Err(refused()) }
}
