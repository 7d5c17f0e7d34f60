//! Tokens by which scripts act as an agent, for whoever holds the data folder.

use std::time::Duration;

use super::set_up_workspace::required_name;
use super::sign_in::Secret;
use super::{ActionError, Context};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ApiTokenId};
use crate::domain::limit::API_TOKEN_DAYS;
use crate::domain::session::ApiToken;
use crate::store::{Reading, Store};

/// Begins every token, so that a token that leaked is recognised as one.
const PREFIX: &str = "pr_";

/// Makes a token for an agent. The secret is shown this once.
pub fn create_api_token(context: &Context, agent: &EmailAddress, name: &str) -> Result<Secret, ActionError> {
    let name = required_name("name", name)?;
    let secret = format!("{PREFIX}{}", data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>()));
    let digest = Store::digest(secret.as_bytes());
    let id: ApiTokenId = context.world.new_id();
    let created_at = context.world.now();
    let expires_at = created_at + Duration::from_secs(API_TOKEN_DAYS * 24 * 3600);
    let agent = agent.clone();
    context.store.write(move |tx| {
        let agent = agent_at(tx, &agent)?;
        tx.save_api_token(&ApiToken { id, agent, name: name.clone(), digest, created_at, expires_at })?;
        Ok::<_, ActionError>(())
    })?;
    Ok(Secret(secret))
}

/// The tokens of an agent, oldest first.
pub fn list_api_tokens(context: &Context, agent: &EmailAddress) -> Result<Vec<ApiToken>, ActionError> {
    context.store.read(|tx| Ok(tx.api_tokens_of(agent_at(tx, agent)?)?))
}

/// Ends a token of an agent.
pub fn revoke_api_token(context: &Context, agent: &EmailAddress, id: ApiTokenId) -> Result<(), ActionError> {
    let agent = agent.clone();
    context.store.write(move |tx| {
        let was_there = tx.remove_api_token(agent_at(tx, &agent)?, id)?;
        if was_there { Ok(()) } else { Err(ActionError::NotFound) }
    })
}

fn agent_at(tx: &Reading<'_>, email: &EmailAddress) -> Result<AgentId, ActionError> {
    let unknown = || ActionError::invalid("agent", format!("There is no agent with the address {email}."));
    Ok(tx.agent_by_email(email)?.ok_or_else(unknown)?.id)
}
