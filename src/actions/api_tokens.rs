//! Tokens by which scripts act as an agent: made by the agents themselves, or by whoever holds the data folder.

use std::time::Duration;

use super::identify::Confirmed;
use super::set_up_workspace::required_name;
use super::sign_in::Secret;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AgentId, ApiTokenId};
use crate::domain::limit::{API_TOKEN_DAYS, API_TOKENS_MAX};
use crate::domain::session::ApiToken;
use crate::store::{Reading, Store, Writing};

/// Begins every token, so that a token that leaked is recognised as one.
const PREFIX: &str = "pr_";
/// The end of a token stands in lists, so that its owner knows it again.
const HINT_CHARS: usize = 4;

/// Makes a token for an agent, for whoever holds the data folder. The secret is shown this once.
pub fn create_api_token(context: &Context, agent: &EmailAddress, name: &str) -> Result<Secret, ActionError> {
    let (secret, token) = new_token(context, name, API_TOKEN_DAYS)?;
    let agent = agent.clone();
    context.store.write(move |tx| save(tx, ApiToken { agent: agent_at(tx, &agent)?, ..token.clone() }))?;
    Ok(secret)
}

/// Makes a token that acts as the caller, for so many days.
pub fn create_own_token(
    context: &Context,
    caller: &Confirmed,
    name: &str,
    days: u64,
) -> Result<(Secret, ApiToken), ActionError> {
    if !(1..=API_TOKEN_DAYS).contains(&days) {
        return Err(ActionError::invalid("days", format!("Give from 1 to {API_TOKEN_DAYS} days.")));
    }
    let (secret, token) = new_token(context, name, days)?;
    let token = ApiToken { agent: caller.actor.agent, ..token };
    let saved = token.clone();
    context.store.write(move |tx| save(tx, saved.clone()))?;
    Ok((secret, token))
}

/// The tokens of an agent, oldest first.
pub fn list_api_tokens(context: &Context, agent: &EmailAddress) -> Result<Vec<ApiToken>, ActionError> {
    context.store.read(|tx| Ok(tx.api_tokens_of(agent_at(tx, agent)?)?))
}

/// The caller's own tokens, oldest first.
pub fn list_own_tokens(context: &Context, actor: &Actor) -> Result<Vec<ApiToken>, ActionError> {
    Ok(context.store.read(|tx| tx.api_tokens_of(actor.agent))?)
}

/// Ends a token of an agent.
pub fn revoke_api_token(context: &Context, agent: &EmailAddress, id: ApiTokenId) -> Result<(), ActionError> {
    let agent = agent.clone();
    context.store.write(move |tx| remove(tx, agent_at(tx, &agent)?, id))
}

/// Ends one of the caller's own tokens.
pub fn revoke_own_token(context: &Context, actor: &Actor, id: ApiTokenId) -> Result<(), ActionError> {
    let agent = actor.agent;
    context.store.write(move |tx| remove(tx, agent, id))
}

/// A token of nobody yet.
fn new_token(context: &Context, name: &str, days: u64) -> Result<(Secret, ApiToken), ActionError> {
    let secret = format!("{PREFIX}{}", data_encoding::BASE64URL_NOPAD.encode(&context.world.secret::<32>()));
    let created_at = context.world.now();
    let token = ApiToken {
        id: context.world.new_id(),
        agent: AgentId::from_bits(0),
        name: required_name("name", name)?,
        digest: Store::digest(secret.as_bytes()),
        hint: secret[secret.len() - HINT_CHARS..].to_owned(),
        created_at,
        expires_at: created_at + Duration::from_secs(days * 24 * 3600),
        used_at: None,
    };
    Ok((Secret(secret), token))
}

fn save(tx: &Writing<'_>, token: ApiToken) -> Result<(), ActionError> {
    if API_TOKENS_MAX <= tx.api_tokens_of(token.agent)?.len() {
        let reason = format!("There are {API_TOKENS_MAX} tokens already. End one that is not used.");
        return Err(ActionError::conflict("too_many_tokens", reason));
    }
    Ok(tx.save_api_token(&token)?)
}

fn remove(tx: &Writing<'_>, agent: AgentId, id: ApiTokenId) -> Result<(), ActionError> {
    let was_there = tx.remove_api_token(agent, id)?;
    if was_there { Ok(()) } else { Err(ActionError::NotFound) }
}

fn agent_at(tx: &Reading<'_>, email: &EmailAddress) -> Result<AgentId, ActionError> {
    let unknown = || ActionError::invalid("agent", format!("There is no agent with the address {email}."));
    Ok(tx.agent_by_email(email)?.ok_or_else(unknown)?.id)
}
