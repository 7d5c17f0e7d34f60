//! Texts that are used often: found by everybody they are for, changed by their authors and administrators.

use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::email_address::clean_display_name;
use crate::domain::event::Event;
use crate::domain::ids::SnippetId;
use crate::domain::limit::{NAME_CHARS_MAX, SNIPPET_BYTES_MAX, SNIPPETS_MAX};
use crate::domain::snippet::{Shortcut, Snippet, SnippetAudience, unknown_token};
use crate::mail::sanitize::{clean_written, text_of_html};
use crate::store::Reading;

/// A snippet as its author wrote it.
#[derive(Debug, Clone)]
pub struct SaveSnippet {
    pub name: String,
    pub shortcut: String,
    /// HTML; cleaned here.
    pub html: String,
    pub audience: SnippetAudience,
}

/// A snippet, and whether the actor may change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSnippet {
    pub snippet: Snippet,
    pub may_change: bool,
}

/// The snippets that exist for the actor, by name.
pub fn list_snippets(context: &Context, actor: &Actor) -> Result<Vec<ShownSnippet>, ActionError> {
    let mut snippets = context.store.read(|tx| tx.snippets())?;
    snippets.retain(|snippet| snippet.is_for(actor));
    snippets.sort_by_cached_key(|snippet| snippet.name.to_lowercase());
    let shown = |snippet: Snippet| ShownSnippet { may_change: snippet.may_be_changed_by(actor), snippet };
    Ok(snippets.into_iter().map(shown).collect())
}

/// Adds a snippet of the actor's.
pub fn create_snippet(context: &Context, actor: &Actor, deed: SaveSnippet) -> Result<ShownSnippet, ActionError> {
    let snippet = checked(context, actor, context.world.new_id(), deed)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        demand_free_shortcut(tx, &snippet)?;
        demand_audience(&actor, snippet.audience)?;
        if SNIPPETS_MAX <= tx.snippets()?.len() {
            let reason = format!("There are {SNIPPETS_MAX} snippets already. Remove some that nobody uses.");
            return Err(ActionError::conflict("too_many_snippets", reason));
        }
        tx.save_snippet(&snippet)?;
        tx.announce(Event::SnippetsChanged)?;
        Ok(ShownSnippet { snippet: snippet.clone(), may_change: true })
    })
}

/// Changes a snippet. It stays its author's.
pub fn change_snippet(
    context: &Context,
    actor: &Actor,
    id: SnippetId,
    deed: SaveSnippet,
) -> Result<ShownSnippet, ActionError> {
    let wanted = checked(context, actor, id, deed)?;
    let actor = actor.clone();
    context.store.write(move |tx| {
        let before = changeable(tx, &actor, id)?;
        demand_free_shortcut(tx, &wanted)?;
        demand_audience(&actor, wanted.audience)?;
        let snippet = Snippet { author: before.author, ..wanted.clone() };
        tx.save_snippet(&snippet)?;
        tx.announce(Event::SnippetsChanged)?;
        Ok(ShownSnippet { snippet, may_change: true })
    })
}

/// Removes a snippet. What was written with it stays.
pub fn remove_snippet(context: &Context, actor: &Actor, id: SnippetId) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let snippet = changeable(tx, &actor, id)?;
        tx.remove_snippet(&snippet)?;
        tx.announce(Event::SnippetsChanged)?;
        Ok(())
    })
}

fn changeable(tx: &Reading<'_>, actor: &Actor, id: SnippetId) -> Result<Snippet, ActionError> {
    let snippet = tx.snippet_for(actor, id)?.ok_or(ActionError::NotFound)?;
    if snippet.may_be_changed_by(actor) { Ok(snippet) } else { Err(ActionError::NotPermitted) }
}

fn checked(context: &Context, actor: &Actor, id: SnippetId, deed: SaveSnippet) -> Result<Snippet, ActionError> {
    let SaveSnippet { name, shortcut, html, audience } = deed;
    let name = clean_display_name(&name);
    if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
        return Err(ActionError::invalid("name", format!("Give it a name of 1 to {NAME_CHARS_MAX} characters.")));
    }
    let shortcut =
        Shortcut::parse(&shortcut).map_err(|refused| ActionError::invalid("shortcut", refused.to_string()))?;
    if SNIPPET_BYTES_MAX < html.len() {
        return Err(ActionError::invalid("html", "The text is too long."));
    }
    let html = clean_written(&html);
    let text = text_of_html(&html);
    if text.trim().is_empty() {
        return Err(ActionError::invalid("html", "Write something first."));
    }
    if let Some(token) = unknown_token(&text) {
        return Err(ActionError::invalid("html", format!("“{{{{{token}}}}}” stands for nothing.")));
    }
    Ok(Snippet { id, name, shortcut, html, audience, author: actor.agent, changed_at: context.world.now() })
}

fn demand_free_shortcut(tx: &Reading<'_>, snippet: &Snippet) -> Result<(), ActionError> {
    match tx.snippet_at(&snippet.shortcut)? {
        Some(other) if other != snippet.id => {
            Err(ActionError::invalid("shortcut", "Another snippet has this shortcut."))
        }
        Some(_) | None => Ok(()),
    }
}

fn demand_audience(actor: &Actor, audience: SnippetAudience) -> Result<(), ActionError> {
    match audience {
        SnippetAudience::Inbox(inbox) if !actor.sees(inbox) => {
            Err(ActionError::invalid("inbox_id", "This inbox is not there."))
        }
        SnippetAudience::Inbox(_) | SnippetAudience::Everyone => Ok(()),
    }
}
