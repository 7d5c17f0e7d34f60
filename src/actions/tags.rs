//! The tags of the workspace: made by whoever needs one, changed and removed by administrators.

use super::mail_ledger::demand_administrator;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::StatusKind;
use crate::domain::event::Event;
use crate::domain::ids::{InboxId, TagId};
use crate::domain::limit::TAGS_MAX;
use crate::domain::tag::{Tag, TagColour, TagNameRefused};
use crate::domain::view::{Facet, Order, Selection};
use crate::store::{Reading, Writing};

/// Conversations that lose a removed tag in one transaction.
const UNTAGGED_AT_ONCE: usize = 200;

/// What is changed of a tag; none leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeTag {
    pub name: Option<String>,
    pub colour: Option<TagColour>,
}

/// All tags, by name.
pub fn list_tags(context: &Context) -> Result<Vec<Tag>, ActionError> {
    let mut tags = context.store.read(|tx| tx.tags())?;
    tags.sort_by_key(|tag| tag.name.to_lowercase());
    Ok(tags)
}

/// Makes a tag. Without a colour it gets the next in turn.
pub fn create_tag(context: &Context, name: &str, colour: Option<TagColour>) -> Result<Tag, ActionError> {
    let name = Tag::name_from(name)?;
    let id = context.world.new_id();
    let created_at = context.world.now();
    context.store.write(move |tx| {
        let tags = tx.tags()?;
        if TAGS_MAX <= tags.len() {
            return Err(ActionError::conflict("too_many_tags", format!("There are {TAGS_MAX} tags already.")));
        }
        demand_free_name(tx, &name, None)?;
        let colour = colour.unwrap_or_else(|| TagColour::nth(tags.len() + 1));
        let tag = Tag { id, name: name.clone(), colour, created_at };
        save(tx, &tag)?;
        Ok(tag)
    })
}

/// Changes a tag wherever it stands.
pub fn change_tag(context: &Context, actor: &Actor, id: TagId, deed: ChangeTag) -> Result<Tag, ActionError> {
    demand_administrator(actor)?;
    let name = deed.name.as_deref().map(Tag::name_from).transpose()?;
    context.store.write(move |tx| {
        let mut tag = tx.tag(id)?.ok_or(ActionError::NotFound)?;
        if let Some(name) = &name {
            demand_free_name(tx, name, Some(id))?;
            tag.name.clone_from(name);
        }
        tag.colour = deed.colour.unwrap_or(tag.colour);
        save(tx, &tag)?;
        Ok(tag)
    })
}

/// Takes a tag off every conversation, a slice at a time, and then away. Broken off, it can be done again.
pub fn remove_tag(context: &Context, actor: &Actor, id: TagId) -> Result<(), ActionError> {
    demand_administrator(actor)?;
    let inboxes = context.store.read(|tx| {
        tx.tag(id)?.ok_or(ActionError::NotFound)?;
        Ok::<_, ActionError>(tx.inboxes()?.into_iter().map(|inbox| inbox.id).collect::<Vec<InboxId>>())
    })?;
    let selection = Selection {
        statuses: StatusKind::ALL.into_iter().collect(),
        facets: [Facet::Tag(id)].into_iter().collect(),
        since: None,
        until: None,
        order: Order::Newest,
    };
    loop {
        let (selection, inboxes) = (selection.clone(), inboxes.iter().copied().collect());
        let untagged = context.store.write(move |tx| {
            let found = tx.conversations_in(&selection, &inboxes, None, UNTAGGED_AT_ONCE)?;
            for head in &found.heads {
                let mut head = head.clone();
                head.untag(id)?;
                tx.save_conversation(&head)?;
                tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
            }
            Ok::<_, ActionError>(found.heads.len())
        })?;
        if untagged == 0 {
            break;
        }
    }
    context.store.write(move |tx| {
        tx.remove_tag(id)?;
        tx.announce(Event::TagsChanged)?;
        Ok(())
    })
}

fn save(tx: &Writing<'_>, tag: &Tag) -> Result<(), ActionError> {
    tx.save_tag(tag)?;
    tx.announce(Event::TagsChanged)?;
    Ok(())
}

fn demand_free_name(tx: &Reading<'_>, name: &str, own: Option<TagId>) -> Result<(), ActionError> {
    let is_taken = tx.tags()?.iter().any(|tag| Some(tag.id) != own && tag.is_named(name));
    if is_taken { Err(ActionError::conflict("tag_exists", "There is a tag of that name.")) } else { Ok(()) }
}

impl From<TagNameRefused> for ActionError {
    fn from(refused: TagNameRefused) -> Self {
        Self::invalid("name", format!("{refused}."))
    }
}
