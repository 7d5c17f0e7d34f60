//! Works out how soon the chats of each inbox are answered.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::{ActionError, Context};
use crate::domain::chatflow::reply_time::usual_minutes;
use crate::domain::entry::{ChatAuthor, Content, Entry};
use crate::domain::ids::InboxId;
use crate::domain::limit::{REPLY_TIME_CHATS_MAX, THREAD_ENTRIES_MAX};
use crate::store::Reading;

/// Works it out anew; says for how many inboxes it could be said.
pub fn measure_reply_times(context: &Context) -> Result<usize, ActionError> {
    let measured = context.store.read(measured)?;
    let said = measured.iter().filter(|(_, minutes)| minutes.is_some()).count();
    context.store.write(move |tx| {
        for (inbox, minutes) in &measured {
            if tx.measured_reply_minutes(*inbox)? != *minutes {
                tx.save_reply_minutes(*inbox, *minutes)?;
            }
        }
        Ok(said)
    })
}

fn measured(tx: &Reading<'_>) -> Result<Vec<(InboxId, Option<u32>)>, ActionError> {
    let inboxes = tx.inboxes()?;
    let mut answers: BTreeMap<InboxId, Vec<Duration>> = inboxes.iter().map(|inbox| (inbox.id, Vec::new())).collect();
    for id in tx.newest_chats(REPLY_TIME_CHATS_MAX)? {
        let Some(head) = tx.any_conversation(id)? else { continue };
        let Some(answers) = answers.get_mut(&head.inbox) else { continue };
        answers.extend(first_wait(&tx.entries_before(id, None, THREAD_ENTRIES_MAX)?));
    }
    Ok(answers.into_iter().map(|(inbox, mut answers)| (inbox, usual_minutes(&mut answers))).collect())
}

/// How long the visitor waited for the first answer of a person.
fn first_wait(entries: &[Entry]) -> Option<Duration> {
    let mut asked = None;
    for entry in entries {
        match &entry.content {
            Content::Chat(words) => match (words.author, asked) {
                (ChatAuthor::Visitor, None) => asked = Some(entry.at),
                (ChatAuthor::Agent(_), Some(asked)) => return Some(entry.at.since(asked)),
                (ChatAuthor::Visitor, Some(_)) | (ChatAuthor::Agent(_), None) | (ChatAuthor::Bot, _) => {}
            },
            Content::Message(_) | Content::Comment(_) | Content::Activity(_) => {}
        }
    }
    None
}
