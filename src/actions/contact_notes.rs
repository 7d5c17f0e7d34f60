//! Notes about a contact: written by anybody who may know them, changed by their authors and administrators.

use super::contacts::{ShownContact, changed_contact, contact_for};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::contact_note::ContactNote;
use crate::domain::event::Event;
use crate::domain::ids::{ContactId, ContactNoteId};
use crate::domain::limit::{CONTACT_NOTE_CHARS_MAX, CONTACT_NOTES_MAX};
use crate::store::Reading;

/// Writes a note.
pub fn add_contact_note(
    context: &Context,
    actor: &Actor,
    contact: ContactId,
    text: &str,
) -> Result<ShownContact, ActionError> {
    let text = checked(text)?;
    let (id, now) = (context.world.new_id(), context.world.now());
    changed_contact(context, actor, move |tx, actor| {
        let contact = contact_for(tx, actor, contact)?;
        if CONTACT_NOTES_MAX <= tx.contact_notes(contact.id)?.len() {
            return Err(ActionError::conflict("too_many_notes", "This contact has as many notes as there can be."));
        }
        let (author, text) = (actor.agent, text.clone());
        tx.save_contact_note(&ContactNote { id, contact: contact.id, author, text, at: now, changed_at: None })?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

/// Changes the words of a note.
pub fn change_contact_note(
    context: &Context,
    actor: &Actor,
    contact: ContactId,
    note: ContactNoteId,
    text: &str,
) -> Result<ShownContact, ActionError> {
    let text = checked(text)?;
    let now = context.world.now();
    changed_contact(context, actor, move |tx, actor| {
        let contact = contact_for(tx, actor, contact)?;
        let note = changeable(tx, actor, contact.id, note)?;
        tx.save_contact_note(&ContactNote { text: text.clone(), changed_at: Some(now), ..note })?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

/// Removes a note.
pub fn remove_contact_note(
    context: &Context,
    actor: &Actor,
    contact: ContactId,
    note: ContactNoteId,
) -> Result<ShownContact, ActionError> {
    changed_contact(context, actor, move |tx, actor| {
        let contact = contact_for(tx, actor, contact)?;
        tx.remove_contact_note(&changeable(tx, actor, contact.id, note)?)?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
        Ok(contact.id)
    })
}

/// A note of the contact, or of somebody who was merged into it.
fn changeable(
    tx: &Reading<'_>,
    actor: &Actor,
    contact: ContactId,
    id: ContactNoteId,
) -> Result<ContactNote, ActionError> {
    for part in tx.parts_of_contact(contact)? {
        if let Some(note) = tx.contact_note(part, id)? {
            return if note.may_be_changed_by(actor) { Ok(note) } else { Err(ActionError::NotPermitted) };
        }
    }
    Err(ActionError::NotFound)
}

fn checked(text: &str) -> Result<String, ActionError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ActionError::invalid("text", "Write something."));
    }
    if CONTACT_NOTE_CHARS_MAX < text.chars().count() {
        return Err(ActionError::invalid("text", format!("A note has {CONTACT_NOTE_CHARS_MAX} characters at most.")));
    }
    Ok(text.to_owned())
}
