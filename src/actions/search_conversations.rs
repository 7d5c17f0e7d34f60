//! Finds conversations by words of their subjects and contacts.

use super::list_conversations::{ListedConversation, listed_conversation};
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::limit::SEARCH_HITS_MAX;
use crate::domain::search_words::search_words;

/// The conversations that the actor may see and that hold every word, the newest activity first.
pub fn search_conversations(
    context: &Context,
    actor: &Actor,
    words: &str,
    rows_max: usize,
) -> Result<Vec<ListedConversation>, ActionError> {
    let wanted = search_words(words);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows_max = rows_max.clamp(1, SEARCH_HITS_MAX);
    context.store.read(|tx| {
        let mut heads = Vec::new();
        for inbox in &actor.inboxes {
            heads.extend(tx.conversations_with_words(*inbox, &wanted, rows_max)?);
        }
        heads.sort_unstable_by_key(|head| std::cmp::Reverse(head.active_at));
        heads.truncate(rows_max);
        let at_first = tx.seen_at_first(actor.agent)?;
        let rows = heads.into_iter().map(|head| {
            let attention = Some(tx.attention(actor.agent, at_first, head.id)?);
            Ok(ListedConversation { attention, ..listed_conversation(tx, head)? })
        });
        rows.collect()
    })
}
