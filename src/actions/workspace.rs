//! The workspace's own settings.

use super::mail_ledger::demand_administrator;
use super::set_up_workspace::{public_url, required_name};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::workspace::Workspace;

/// What is changed of the workspace; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeWorkspace {
    pub name: Option<String>,
    pub public_url: Option<String>,
}

/// The workspace; none before the set-up.
pub fn show_workspace(context: &Context) -> Result<Option<Workspace>, ActionError> {
    Ok(context.store.read(|tx| tx.workspace())?)
}

/// Changes the workspace. The mail domain stays: addresses on it are out in the world.
pub fn change_workspace(context: &Context, actor: &Actor, deed: ChangeWorkspace) -> Result<Workspace, ActionError> {
    demand_administrator(actor)?;
    let name = deed.name.map(|name| required_name("name", &name)).transpose()?;
    let public_url = deed.public_url.map(|url| public_url(&url)).transpose()?;
    context.store.write(move |tx| {
        let mut workspace = tx.workspace()?.ok_or(ActionError::NotSetUp)?;
        workspace.name = name.clone().unwrap_or(workspace.name);
        workspace.public_url = public_url.clone().unwrap_or(workspace.public_url);
        tx.save_workspace(&workspace)?;
        tx.announce(Event::WorkspaceChanged)?;
        Ok(workspace)
    })
}
