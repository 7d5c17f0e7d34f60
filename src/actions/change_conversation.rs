//! The frame of every small change of a conversation: found and allowed, changed by a rule, written
//! with a line that says so, announced.

use super::reply_to_conversation::save_activity;
use super::tell::{Occasion, tell};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::conversation::{Cause, Change, ChangeRefused, Conversation};
use crate::domain::entry::{Activity, Content, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, ConversationId, EntryId};
use crate::domain::moment::Moment;
use crate::domain::notice::Happening;
use crate::store::{Reading, Writing};

/// Entries looked through for the newest answer.
const LOOKED_THROUGH_MAX: usize = 100;

/// Runs one change of one conversation.
pub(super) fn change_conversation(
    context: &Context,
    actor: &Actor,
    id: ConversationId,
    change: impl Fn(&Reading<'_>, &mut Conversation) -> Result<Change, ActionError> + Send + 'static,
) -> Result<(), ActionError> {
    let entry: EntryId = context.world.new_id();
    let now = context.world.now();
    let actor = actor.clone();
    context.store.write(move |tx| {
        let mut head = tx.conversation_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        let change = change(tx, &mut head)?;
        keep_change(tx, &head, change, Cause::Agent(actor.agent), entry, now)
    })
}

/// Writes a changed head with the line that says what happened.
pub(super) fn keep_change(
    tx: &Writing<'_>,
    head: &Conversation,
    change: Change,
    cause: Cause,
    entry: EntryId,
    now: Moment,
) -> Result<(), ActionError> {
    tx.save_conversation(head)?;
    let content = Content::Activity(Activity { change, cause });
    save_activity(tx, head, Entry { id: entry, conversation: head.id, at: now, content })?;
    tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: head.id })?;
    if let Change::Assigned { to: Some(to), .. } = change {
        let by = match cause {
            Cause::Agent(agent) | Cause::FirstAnswer(agent) | Cause::AssigneeNotMember(agent) => Some(agent),
            Cause::NewMessage | Cause::TimeCame | Cause::Bot | Cause::Routed | Cause::SenderBlocked(_) => None,
        };
        tell(tx, head, &Occasion { happening: Happening::Assigned { to }, entry, by, at: now })?;
    }
    Ok(())
}

/// Since when somebody waits, by what was said last: of a long thread only that is read.
pub(super) fn reckon_waiting(tx: &Reading<'_>, head: &mut Conversation) -> Result<(), ActionError> {
    head.reckon_waiting(&tx.entries_before(head.id, None, LOOKED_THROUGH_MAX)?);
    Ok(())
}

/// Refuses an assignee who could not see the conversation.
pub(super) fn demand_member(tx: &Reading<'_>, head: &Conversation, assignee: AgentId) -> Result<(), ActionError> {
    use crate::domain::agent::Standing;

    let agent = tx.agent(assignee)?.filter(|agent| agent.standing == Standing::Active);
    let unknown = || ActionError::invalid("agent_id", "This colleague cannot take conversations.");
    let agent = agent.ok_or_else(unknown)?;
    let inbox = tx.any_inbox(head.inbox)?.ok_or(ActionError::NotFound)?;
    if inbox.admits(&agent) {
        return Ok(());
    }
    Err(ActionError::invalid("agent_id", "This colleague is not a member of the inbox."))
}

impl From<ChangeRefused> for ActionError {
    fn from(refused: ChangeRefused) -> Self {
        let code = match refused {
            ChangeRefused::ClosedAlready => "closed_already",
            ChangeRefused::OpenAlready => "open_already",
            ChangeRefused::AssignedAlready => "assigned_already",
            ChangeRefused::SnoozedAlready => "snoozed_already",
            ChangeRefused::NotSnoozed => "not_snoozed",
            ChangeRefused::NoSuchTime => return Self::invalid("until", "Choose a moment within the next five years."),
            ChangeRefused::SpamAlready => "spam_already",
            ChangeRefused::NotSpam => "not_spam",
            ChangeRefused::TrashedAlready => "trashed_already",
            ChangeRefused::NotTrashed => "not_trashed",
            ChangeRefused::PutAway => "put_away",
            ChangeRefused::TaggedAlready => "tagged_already",
            ChangeRefused::NotTagged => "not_tagged",
            ChangeRefused::TooManyTags => "too_many_tags",
            ChangeRefused::InInboxAlready => "in_inbox_already",
            ChangeRefused::SameConversation => "same_conversation",
            ChangeRefused::IsChat => "is_chat",
            ChangeRefused::ChatIntoMail => "chat_into_mail",
            ChangeRefused::OtherVisitor => "other_visitor",
        };
        Self::conflict(code, refused.to_string())
    }
}
