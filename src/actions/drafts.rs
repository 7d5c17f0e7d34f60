//! What an agent is writing, kept while they write.

use std::collections::BTreeSet;

use super::list_conversations::{ListedConversation, listed_conversation};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::draft::{Draft, DraftKind, DraftPlace};
use crate::domain::email_address::{EmailAddress, Mailbox};
use crate::domain::event::Event;
use crate::domain::ids::{ConversationId, OperationId, UploadId};
use crate::domain::limit::{
    DRAFTS_PER_AGENT_MAX, RECIPIENTS_MAX, SUBJECT_CHARS_MAX, UPLOADS_PER_MESSAGE_MAX, WRITTEN_BYTES_MAX,
};
use crate::domain::upload::{Upload, UploadKeeping};
use crate::store::{Reading, Writing};

/// A draft as the page has it.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    pub place: DraftPlace,
    pub kind: DraftKind,
    pub operation: OperationId,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub bcc: Vec<Mailbox>,
    pub subject: String,
    pub html: String,
    pub uploads: Vec<UploadId>,
    pub from: Option<EmailAddress>,
}

/// A draft with its files, and the conversation that it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownDraft {
    pub draft: Draft,
    pub uploads: Vec<Upload>,
    pub conversation: Option<ListedConversation>,
}

/// What the actor is writing in one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConversationDrafts {
    pub message: Option<ShownDraft>,
    pub comment: Option<ShownDraft>,
}

/// Keeps a draft. Colleagues are told when one begins, not of every word. What was sent meanwhile is not kept again.
pub fn save_draft(context: &Context, actor: &Actor, deed: SaveDraft) -> Result<ShownDraft, ActionError> {
    demand_bounded(&deed)?;
    let SaveDraft { place, kind, operation, to, cc, bcc, subject, html, uploads, from } = deed;
    let uploads: BTreeSet<UploadId> = uploads.into_iter().collect();
    let draft = Draft {
        agent: actor.agent,
        place,
        kind,
        operation,
        to,
        cc,
        bcc,
        subject,
        html,
        uploads: uploads.into_iter().collect(),
        from,
        saved_at: context.world.now(),
    };
    let actor = actor.clone();
    context.store.write(move |tx| {
        let inbox = demand_place(tx, &actor, &draft)?;
        if tx.operation(actor.agent, operation)?.is_some() {
            return Err(ActionError::conflict("sent_already", "This was sent already."));
        }
        let before = tx.draft_for(&actor, place)?;
        if before.is_none() && DRAFTS_PER_AGENT_MAX <= tx.count_drafts_for(&actor)? {
            let reason = format!("You have {DRAFTS_PER_AGENT_MAX} drafts. Send or discard some of them first.");
            return Err(ActionError::conflict("too_many_drafts", reason));
        }
        let uploads = keep_uploads(tx, &actor, &draft, before.as_ref())?;
        tx.save_draft(&draft)?;
        if let (Some(inbox), Some(conversation), None) = (inbox, place.conversation(), &before) {
            tx.announce(Event::ConversationChanged { inbox, conversation })?;
        }
        Ok(ShownDraft { draft: draft.clone(), uploads, conversation: None })
    })
}

/// Forgets a draft that is not wanted. Its files wait a while longer: a person may change their mind.
pub fn discard_draft(context: &Context, actor: &Actor, place: DraftPlace) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let head = match place.conversation() {
            Some(id) => Some(tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?),
            None => None,
        };
        let Some(draft) = tx.draft_for(&actor, place)? else { return Ok(()) };
        release_uploads(tx, &actor, &draft.uploads)?;
        tx.remove_draft(&draft)?;
        if let Some(head) = head {
            tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
        }
        Ok(())
    })
}

/// What the actor is writing in a conversation.
pub fn show_drafts(context: &Context, actor: &Actor, id: ConversationId) -> Result<ConversationDrafts, ActionError> {
    context.store.read(|tx| {
        tx.conversation_for(actor, id)?.ok_or(ActionError::NotFound)?;
        let shown = |place| {
            let draft = tx.draft_for(actor, place)?;
            draft.map(|draft| with_uploads(tx, actor, draft, None)).transpose()
        };
        let (message, comment) = (shown(DraftPlace::Message(id))?, shown(DraftPlace::Comment(id))?);
        Ok(ConversationDrafts { message, comment })
    })
}

/// All drafts of the actor, the newest first. A draft in a conversation that the actor does not see any more is not shown.
pub fn list_drafts(context: &Context, actor: &Actor) -> Result<Vec<ShownDraft>, ActionError> {
    context.store.read(|tx| {
        let mut drafts = tx.drafts_for(actor)?;
        drafts.sort_unstable_by_key(|draft| std::cmp::Reverse(draft.saved_at));
        let mut shown = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let conversation = match draft.place.conversation() {
                None => None,
                Some(id) => match tx.conversation_for(actor, id)? {
                    Some(head) => Some(listed_conversation(tx, head)?),
                    None => continue,
                },
            };
            shown.push(with_uploads(tx, actor, draft, conversation)?);
        }
        Ok(shown)
    })
}

/// How many drafts the actor has.
pub fn count_drafts(context: &Context, actor: &Actor) -> Result<usize, ActionError> {
    Ok(context.store.read(|tx| tx.count_drafts_for(actor))?)
}

/// Within a deed that sends: the draft that was sent is over, one that was begun meanwhile is not.
pub(super) fn finish_draft(
    tx: &Writing<'_>,
    actor: &Actor,
    place: DraftPlace,
    operation: OperationId,
) -> Result<(), ActionError> {
    if let Some(draft) = tx.draft_for(actor, place)?
        && draft.operation == operation
    {
        release_uploads(tx, actor, &draft.uploads)?;
        tx.remove_draft(&draft)?;
    }
    Ok(())
}

fn demand_bounded(deed: &SaveDraft) -> Result<(), ActionError> {
    if WRITTEN_BYTES_MAX < deed.html.len() {
        return Err(ActionError::invalid("html", "The message is too long. Send a part of it as a file."));
    }
    if RECIPIENTS_MAX < deed.to.len() + deed.cc.len() + deed.bcc.len() {
        return Err(ActionError::invalid("to", format!("A message goes to at most {RECIPIENTS_MAX} people.")));
    }
    if SUBJECT_CHARS_MAX < deed.subject.chars().count() {
        return Err(ActionError::invalid("subject", "The subject is too long."));
    }
    if UPLOADS_PER_MESSAGE_MAX < deed.uploads.len() {
        let reason = format!("A message takes at most {UPLOADS_PER_MESSAGE_MAX} files.");
        return Err(ActionError::invalid("upload_ids", reason));
    }
    Ok(())
}

/// The inbox of the conversation, if there is one yet; nothing that the actor may not see is referred to.
fn demand_place(
    tx: &Reading<'_>,
    actor: &Actor,
    draft: &Draft,
) -> Result<Option<crate::domain::ids::InboxId>, ActionError> {
    if let DraftKind::New { inbox: Some(inbox) } = draft.kind
        && tx.inbox_for(actor, inbox)?.is_none()
    {
        return Err(ActionError::invalid("inbox_id", "Choose an inbox to write from."));
    }
    let Some(id) = draft.place.conversation() else { return Ok(None) };
    let head = tx.conversation_for(actor, id)?.filter(|head| head.id == id).ok_or(ActionError::NotFound)?;
    if let Some(entry) = draft.kind.referred()
        && tx.entry(id, entry)?.is_none()
    {
        return Err(ActionError::invalid("quote_entry_id", "The message that this answers is not here."));
    }
    Ok(Some(head.inbox))
}

/// The draft's files stay as long as it does; those that were taken out wait for a while.
fn keep_uploads(
    tx: &Writing<'_>,
    actor: &Actor,
    draft: &Draft,
    before: Option<&Draft>,
) -> Result<Vec<Upload>, ActionError> {
    let dropped = before.iter().flat_map(|before| &before.uploads).filter(|id| !draft.uploads.contains(id));
    let dropped: Vec<UploadId> = dropped.copied().collect();
    release_uploads(tx, actor, &dropped)?;
    let mut uploads = Vec::with_capacity(draft.uploads.len());
    for id in &draft.uploads {
        let missing = || ActionError::invalid("upload_ids", "A file is not here any more. Attach it again.");
        let mut upload = tx.upload_for(actor, *id)?.ok_or_else(missing)?;
        demand_purpose(&upload, draft.kind.purpose())?;
        if upload.keeping == UploadKeeping::ForAWhile {
            upload.keeping = UploadKeeping::WithDraft;
            tx.save_upload(&upload)?;
        }
        uploads.push(upload);
    }
    Ok(uploads)
}

/// Refuses a file that was given for something else.
pub(super) fn demand_purpose(
    upload: &Upload,
    purpose: crate::domain::upload::UploadPurpose,
) -> Result<(), ActionError> {
    if upload.purpose == purpose {
        return Ok(());
    }
    let reason = "A file of a comment cannot leave with a message, nor the other way round. Attach it again.";
    Err(ActionError::conflict("draft_mix_up", reason))
}

fn release_uploads(tx: &Writing<'_>, actor: &Actor, ids: &[UploadId]) -> Result<(), ActionError> {
    for id in ids {
        // One that was sent or taken away is gone already.
        let Some(mut upload) = tx.upload_for(actor, *id)? else { continue };
        upload.keeping = UploadKeeping::ForAWhile;
        tx.save_upload(&upload)?;
    }
    Ok(())
}

fn with_uploads(
    tx: &Reading<'_>,
    actor: &Actor,
    draft: Draft,
    conversation: Option<ListedConversation>,
) -> Result<ShownDraft, ActionError> {
    let uploads = draft.uploads.iter().map(|id| tx.upload_for(actor, *id));
    let uploads: Result<Vec<_>, _> = uploads.collect();
    Ok(ShownDraft { draft, uploads: uploads?.into_iter().flatten().collect(), conversation })
}
