//! Tells agents of what a deed did, in the deed's own transaction.

use super::ActionError;
use crate::domain::agent::Standing;
use crate::domain::conversation::Conversation;
use crate::domain::event::Event;
use crate::domain::ids::{AgentId, EntryId};
use crate::domain::moment::Moment;
use crate::domain::notice::{Circle, Happening, Notice, notice_id, whom_to_tell};
use crate::store::{AwayMail, Writing};

/// Something that happened in a conversation.
pub(super) struct Occasion {
    pub happening: Happening,
    /// What it is about.
    pub entry: EntryId,
    /// The colleague who did it, if one did.
    pub by: Option<AgentId>,
    pub at: Moment,
}

/// Writes a notice for everybody who is to be told, as each of them wants it.
pub(super) fn tell(tx: &Writing<'_>, head: &Conversation, occasion: &Occasion) -> Result<(), ActionError> {
    let Occasion { happening, entry, by, at } = occasion;
    // What was put away makes no noise.
    if head.status.is_put_away() {
        return Ok(());
    }
    let Some(inbox) = tx.any_inbox(head.inbox)? else { return Ok(()) };
    let agents = tx.agents()?.into_iter();
    let members = agents.filter(|agent| agent.standing == Standing::Active && inbox.admits(agent));
    let circle = Circle {
        assignee: head.assignee,
        followers: tx.followers(head.id)?,
        members: members.map(|agent| agent.id).collect(),
    };
    for (agent, (what, why)) in whom_to_tell(happening, &circle, *by) {
        let preferences = tx.notice_preferences(agent)?;
        let Some(loud) = preferences.loudness(what, head.inbox, *at) else { continue };
        let notice = Notice {
            id: notice_id(*at, *entry),
            agent,
            at: *at,
            inbox: head.inbox,
            conversation: head.id,
            entry: *entry,
            what,
            why,
            by: *by,
            is_read: false,
            loud,
        };
        tx.save_notice(&notice)?;
        if preferences.mails(what, head.inbox) {
            let kept = tx.away_mail(agent)?;
            tx.save_away_mail(agent, AwayMail { since: kept.since.or(Some(*at)), ..kept })?;
        }
        tx.announce(Event::NoticeAdded { agent, inbox: head.inbox, notice: notice.id })?;
    }
    Ok(())
}
