//! The first deed of an installation: the workspace, its administrator and its first inbox.

use std::collections::BTreeSet;

use super::password::NewPassword;
use super::{ActionError, Context};
use crate::domain::agent::{Agent, Locale, Role, Standing};
use crate::domain::email_address::{EmailAddress, clean_display_name, normal_domain};
use crate::domain::ids::{AgentId, InboxId};
use crate::domain::inbox::{FromName, Inbox, Members, local_part_for};
use crate::domain::session::SecretDigest;
use crate::domain::workspace::{Secrets, Workspace};
use crate::store::{Sealed, Store};

/// Everything that a new workspace needs.
#[derive(Debug, Clone)]
pub struct SetUpWorkspace {
    pub workspace_name: String,
    pub public_url: String,
    pub mail_domain: String,
    pub inbox_name: String,
    pub admin_name: String,
    pub admin_email: EmailAddress,
    pub admin_password: NewPassword,
    pub locale: Locale,
    pub allowed_by: SetUpPermission,
}

/// Why this caller may set the workspace up.
#[derive(Debug, Clone)]
pub enum SetUpPermission {
    /// It holds the data folder.
    DataFolder,
    /// It knows the one-time token that the server printed.
    Token(String),
}

/// Sets the workspace up, once and for ever. Says who the administrator is.
pub fn set_up_workspace(context: &Context, deed: SetUpWorkspace) -> Result<AgentId, ActionError> {
    if context.store.read(|tx| tx.workspace())?.is_some() {
        return Err(ActionError::SetUpAlready);
    }
    let founding = Founding::of(context, &deed)?;
    let allowed_by = deed.allowed_by;
    context.store.write(move |tx| {
        if tx.workspace()?.is_some() {
            return Err(ActionError::SetUpAlready);
        }
        if let SetUpPermission::Token(token) = &allowed_by {
            let expected: Option<SecretDigest> = tx.setup_token()?;
            if expected != Some(Store::digest(token.as_bytes())) {
                return Err(ActionError::NotFound);
            }
        }
        tx.save_workspace(&founding.workspace)?;
        tx.save_sealed(&founding.secrets)?;
        tx.save_agent(&founding.agent)?;
        tx.save_password(founding.agent.id, &founding.password)?;
        tx.save_inbox(&founding.inbox)?;
        tx.remove_setup_token()?;
        Ok(founding.agent.id)
    })
}

/// Makes the one-time token that the set-up page asks for; none once the workspace is set up. A new
/// one ends the one before.
pub fn make_setup_token(context: &Context) -> Result<Option<String>, ActionError> {
    if context.store.read(|tx| tx.workspace())?.is_some() {
        return Ok(None);
    }
    let token = data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>());
    let digest = Store::digest(token.as_bytes());
    context.store.write(move |tx| tx.save_setup_token(&digest))?;
    Ok(Some(token))
}

struct Founding {
    workspace: Workspace,
    secrets: Sealed,
    agent: Agent,
    password: String,
    inbox: Inbox,
}

impl Founding {
    fn of(context: &Context, deed: &SetUpWorkspace) -> Result<Self, ActionError> {
        let now = context.world.now();
        let inbox: InboxId = context.world.new_id();
        let workspace = Workspace {
            name: required_name("workspace_name", &deed.workspace_name)?,
            public_url: public_url(&deed.public_url)?,
            mail_domain: normal_domain(deed.mail_domain.trim())
                .ok_or_else(|| ActionError::invalid("mail_domain", "Give a domain name, such as desk.example."))?,
            first_inbox: inbox,
            created_at: now,
        };
        let name = required_name("admin_name", &deed.admin_name)?;
        let (id, email) = (context.world.new_id(), deed.admin_email.clone());
        let invited = Agent::invited(id, name, email, Role::Administrator, deed.locale, now);
        let agent = Agent { standing: Standing::Active, ..invited };
        let inbox =
            new_inbox(&workspace, inbox, &required_name("inbox_name", &deed.inbox_name)?, now, &BTreeSet::new())?;
        let secrets = Secrets {
            instance: context.world.secret(),
            dkim_rsa: context.world.new_rsa_key(),
            dkim_ed25519: context.world.new_ed25519_key(),
        };
        Ok(Self {
            workspace,
            secrets: context.store.seal_secrets(&secrets),
            agent,
            password: deed.admin_password.hash(context.world.secret()),
            inbox,
        })
    }
}

/// A new inbox with an address of its own on the mail domain; `taken` holds addresses that are in use.
pub(super) fn new_inbox(
    workspace: &Workspace,
    id: InboxId,
    name: &str,
    now: crate::domain::moment::Moment,
    taken: &BTreeSet<EmailAddress>,
) -> Result<Inbox, ActionError> {
    let local = local_part_for(name);
    let candidates = std::iter::once(local.clone()).chain((2..1000).map(|number| format!("{local}-{number}")));
    let free = candidates.filter_map(|local| workspace.address(&local)).find(|address| !taken.contains(address));
    let address =
        free.ok_or_else(|| ActionError::invalid("name", "No address is free for this name. Choose another."))?;
    Ok(Inbox {
        id,
        name: name.to_owned(),
        members: Members::Everyone,
        fallback_address: address.clone(),
        addresses: Vec::new(),
        sender_address: address,
        from_name: FromName::AgentAtCompany { company: workspace.name.clone() },
        signature: String::new(),
        created_at: now,
    })
}

/// A name in one line that is not empty.
pub(super) fn required_name(field: &'static str, text: &str) -> Result<String, ActionError> {
    let name = clean_display_name(text);
    if name.is_empty() { Err(ActionError::invalid(field, "This must not be empty.")) } else { Ok(name) }
}

/// `http://` or `https://` with a host, without a path: every link of the workspace begins with it.
pub(super) fn public_url(text: &str) -> Result<String, ActionError> {
    let refused = || ActionError::invalid("public_url", "Give the address of this page, such as https://desk.example.");
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or_else(refused)?;
    let is_host =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | ':' | '[' | ']');
    if rest.is_empty() || !rest.chars().all(is_host) {
        return Err(refused());
    }
    Ok(text.to_ascii_lowercase())
}
