//! An agent says something that only colleagues see, and may name some of them.

use std::collections::BTreeSet;

use super::drafts::{demand_purpose, finish_draft};
use super::tell::{Occasion, tell};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::Standing;
use crate::domain::conversation::Conversation;
use crate::domain::draft::DraftPlace;
use crate::domain::entry::{Attachment, Comment, Content, Entry, Mention};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId, OperationId, UploadId};
use crate::domain::limit::{ATTACHMENTS_MAX, MENTIONS_MAX, WRITTEN_BYTES_MAX};
use crate::domain::notice::Happening;
use crate::domain::upload::UploadPurpose;
use crate::mail::sanitize::{clean_written, text_of_html};
use crate::store::{Reading, Writing};

/// A comment on a conversation.
#[derive(Debug, Clone)]
pub struct AddComment {
    pub operation: OperationId,
    pub conversation: ConversationId,
    /// As the editor made it; cleaned here.
    pub html: String,
    /// Whom it names.
    pub mentions: Vec<Mention>,
    pub uploads: Vec<UploadId>,
}

/// Adds a comment. Whoever writes it or is named in it follows the conversation from now on. The same
/// operation again yields the first one.
pub fn add_comment(context: &Context, actor: &Actor, deed: AddComment) -> Result<Entry, ActionError> {
    let AddComment { operation, conversation, html, mentions, uploads } = deed;
    if WRITTEN_BYTES_MAX < html.len() {
        return Err(ActionError::invalid("html", "The comment is too long."));
    }
    let mentions: Vec<Mention> = mentions.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if MENTIONS_MAX < mentions.len() {
        return Err(ActionError::invalid("mentions", format!("A comment names at most {MENTIONS_MAX} people.")));
    }
    let html = clean_written(&html);
    let text = text_of_html(&html).trim().to_owned();
    if text.is_empty() && uploads.is_empty() {
        return Err(ActionError::invalid("html", "Write something first."));
    }
    if ATTACHMENTS_MAX < uploads.len() {
        return Err(ActionError::invalid("upload_ids", format!("A comment takes at most {ATTACHMENTS_MAX} files.")));
    }
    let comment = Comment { agent: actor.agent, html, text, mentions, attachments: Vec::new() };
    let (at, id) = (context.world.now(), context.world.new_id());
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, conversation)?.ok_or(ActionError::NotFound)?;
        if let Some((conversation, made)) = tx.operation(actor.agent, operation)? {
            return tx.entry(conversation, made)?.ok_or(ActionError::NotFound);
        }
        let named = named_agents(tx, &actor, &head, &comment.mentions)?;
        let comment = Comment { attachments: files(tx, &actor, &uploads)?, ..comment.clone() };
        finish_draft(tx, &actor, DraftPlace::Comment(conversation), operation)?;
        let file = comment.attachments.first().map_or("", |file| file.name.as_str());
        head.remark(actor.agent, if comment.text.is_empty() { file } else { &comment.text }, at);
        head.name(&named);
        head.has_attachments |= !comment.attachments.is_empty();
        tx.save_conversation(&head)?;
        let entry = Entry { id, conversation: head.id, at, content: Content::Comment(comment) };
        tx.save_entry(&entry)?;
        tx.save_operation(actor.agent, operation, (head.id, entry.id), at)?;
        tx.announce(Event::EntryAdded { inbox: head.inbox, conversation: head.id, entry: entry.id })?;
        take_part(tx, &head, actor.agent)?;
        for agent in &named {
            name(tx, &head, *agent, entry.id)?;
        }
        let occasion = Occasion { happening: Happening::Comment { named }, entry: entry.id, by: Some(actor.agent), at };
        tell(tx, &head, &occasion)?;
        Ok(entry)
    })
}

/// The actor's own files that came for a comment: from now on they are its own.
fn files(tx: &Writing<'_>, actor: &Actor, uploads: &[UploadId]) -> Result<Vec<Attachment>, ActionError> {
    let missing = || ActionError::invalid("upload_ids", "A file is not here any more. Attach it again.");
    let mut files = Vec::new();
    for id in uploads {
        let upload = tx.upload_for(actor, *id)?.ok_or_else(missing)?;
        demand_purpose(&upload, UploadPurpose::Comment)?;
        tx.remove_upload(upload.id)?;
        files.push(upload.as_attachment());
    }
    Ok(files)
}

/// The agents behind the mentions, each once. Naming somebody who cannot read the comment is refused:
/// its writer would wait for an answer that never comes.
fn named_agents(
    tx: &Reading<'_>,
    actor: &Actor,
    head: &Conversation,
    mentions: &[Mention],
) -> Result<BTreeSet<AgentId>, ActionError> {
    let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
    let mut named = BTreeSet::new();
    for mention in mentions {
        match mention {
            Mention::Agent(id) => {
                let agent = tx.agent(*id)?.filter(|agent| agent.standing == Standing::Active);
                let unknown = || ActionError::invalid("mentions", "A colleague named in the comment is not here.");
                let agent = agent.ok_or_else(unknown)?;
                if !inbox.admits(&agent) {
                    let reason = format!("{} is not a member of this inbox and cannot read the comment.", agent.name);
                    return Err(ActionError::invalid("mentions", reason));
                }
                named.insert(*id);
            }
            Mention::Team(id) => {
                let unknown = || ActionError::invalid("mentions", "A team named in the comment is not here.");
                let team = tx.team_for(actor, *id)?.ok_or_else(unknown)?;
                for member in team.members {
                    let agent = tx.agent(member)?.filter(|agent| agent.standing == Standing::Active);
                    // Those of the team who cannot read it are not meant.
                    named.extend(agent.filter(|agent| inbox.admits(agent)).map(|agent| agent.id));
                }
            }
        }
    }
    Ok(named)
}

fn name(tx: &Writing<'_>, head: &Conversation, agent: AgentId, entry: EntryId) -> Result<(), ActionError> {
    tx.save_mention(head.id, agent, entry)?;
    let following = tx.following(head.id, agent)?;
    tx.set_following(head.id, agent, following.by_taking_part())?;
    tx.announce(Event::AttentionChanged { agent, inbox: head.inbox, conversation: head.id })?;
    Ok(())
}

/// Whoever writes in a conversation follows it, unless they have left it.
pub(super) fn take_part(tx: &Writing<'_>, head: &Conversation, agent: AgentId) -> Result<(), ActionError> {
    let before = tx.following(head.id, agent)?;
    let after = before.by_taking_part();
    if before != after {
        tx.set_following(head.id, agent, after)?;
        tx.announce(Event::AttentionChanged { agent, inbox: head.inbox, conversation: head.id })?;
    }
    Ok(())
}
