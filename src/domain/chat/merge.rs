//! Two chats of one visitor become one, and part again.

use super::Chat;
use crate::domain::conversation::ChangeRefused;
use crate::domain::entry::{ChatAuthor, Entry};
use crate::domain::limit::CHAT_PEOPLE_SHOWN_MAX;

impl Chat {
    /// Takes in another chat of the same visitor. Where it began and who meets the visitor stay its own; words that
    /// somebody has not seen in one of the two do not become seen.
    pub fn absorb(&mut self, other: &Self) -> Result<(), ChangeRefused> {
        if (self.visitor, self.channel) != (other.visitor, other.channel) {
            return Err(ChangeRefused::OtherVisitor);
        }
        self.visitor_seen = match (self.unread, other.unread) {
            (0, 0) => self.visitor_seen.max(other.visitor_seen),
            (0, _) => other.visitor_seen,
            (_, 0) => self.visitor_seen,
            (_, _) => self.visitor_seen.min(other.visitor_seen),
        };
        self.mailed_up_to = match (self.mail_due, other.mail_due) {
            (None, None) => self.mailed_up_to.max(other.mailed_up_to),
            (None, Some(_)) => other.mailed_up_to,
            (Some(_), None) => self.mailed_up_to,
            (Some(_), Some(_)) => self.mailed_up_to.min(other.mailed_up_to),
        };
        self.unread = self.unread.saturating_add(other.unread);
        self.unseen_since = earlier(self.unseen_since, other.unseen_since);
        self.mail_due = earlier(self.mail_due, other.mail_due);
        self.agents_seen = self.agents_seen.min(other.agents_seen);
        let new = other.people.iter().filter(|agent| !self.people.contains(agent)).copied();
        let people: Vec<_> = self.people.iter().copied().chain(new).take(CHAT_PEOPLE_SHOWN_MAX).collect();
        self.people = people;
        self.rating = self.rating.take().or_else(|| other.rating.clone());
        self.transcript_at = self.transcript_at.max(other.transcript_at);
        // Of a visitor who is done with one of the two only, the other goes on.
        self.ended_at = self.ended_at.and(other.ended_at);
        Ok(())
    }

    /// Gives back a chat that it took in, which is `other` as it was then; `own` are the entries that stay here. What
    /// the visitor has seen or got by mail since, they have seen and got there.
    pub fn give_back(&mut self, other: Self, own: &[Entry]) -> Self {
        if self.rating == other.rating {
            self.rating = None;
        }
        let authors: Vec<ChatAuthor> = own.iter().filter_map(Entry::chat).map(|chat| chat.author).collect();
        self.people.retain(|agent| authors.contains(&ChatAuthor::Agent(*agent)));
        let other = Self {
            // Whoever has signed in meanwhile is another visitor since.
            visitor: self.visitor,
            channel: self.channel,
            visitor_seen: self.visitor_seen.max(other.visitor_seen),
            agents_seen: self.agents_seen.max(other.agents_seen),
            mailed_up_to: self.mailed_up_to.max(other.mailed_up_to),
            ..other
        };
        self.count_unread(own);
        other
    }

    /// Counts what of these entries the visitor has not seen; a mail waits for nothing where that is nothing.
    pub fn count_unread(&mut self, entries: &[Entry]) {
        let unseen = |entry: &&Entry| self.visitor_seen < Some(entry.id) && entry.is_said_to_visitor();
        self.unread = u32::try_from(entries.iter().filter(unseen).count()).unwrap_or(u32::MAX);
        if self.unread == 0 {
            self.mail_due = None;
            self.unseen_since = None;
        }
    }
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chat, entry};
    use super::*;
    use crate::domain::ids::{AgentId, VisitorId};
    use crate::domain::moment::Moment;

    #[test]
    fn nothing_unseen_becomes_seen_when_two_chats_become_one() {
        let at = |millis| Some(Moment::from_millis(millis));
        // Seen up to and unread, of both; what holds afterwards.
        let cases = [
            ((Some(4), 0), (Some(9), 0), (Some(9), 0)),
            ((Some(9), 0), (Some(4), 2), (Some(4), 2)),
            ((Some(4), 1), (Some(9), 0), (Some(4), 1)),
            ((Some(4), 1), (None, 2), (None, 3)),
        ];
        for (one, other, expected) in cases {
            let with = |(seen, unread): (Option<u128>, u32)| {
                let due = (0 < unread).then(|| Moment::from_millis(u64::from(unread)));
                Chat { visitor_seen: seen.map(entry), unread, mail_due: due, unseen_since: due, ..chat() }
            };
            let mut merged = with(one);
            merged.absorb(&with(other)).expect("chats of one visitor");
            assert_eq!((merged.visitor_seen, merged.unread), (expected.0.map(entry), expected.1), "{one:?} {other:?}");
            assert_eq!(merged.mail_due.is_some(), 0 < expected.1, "{one:?} {other:?}");
        }
        let mut going_on = Chat { ended_at: at(1), people: vec![AgentId::from_bits(1)], ..chat() };
        let other = Chat { people: vec![AgentId::from_bits(2), AgentId::from_bits(1)], ..chat() };
        going_on.absorb(&other).expect("chats of one visitor");
        assert_eq!((going_on.ended_at, going_on.people.len()), (None, 2));
    }

    #[test]
    fn a_chat_of_another_visitor_is_not_taken_in() {
        let mut chat = chat();
        let before = chat.clone();
        let other = Chat { visitor: VisitorId::from_bits(99), unread: 3, ..chat.clone() };
        assert_eq!(chat.absorb(&other), Err(ChangeRefused::OtherVisitor));
        assert_eq!(chat, before);
    }

    #[test]
    fn what_was_seen_meanwhile_stays_seen_when_they_part() {
        let due = Some(Moment::from_millis(5));
        let other = Chat { unread: 2, mail_due: due, unseen_since: due, ..chat() };
        let mut merged = chat();
        merged.absorb(&other).expect("chats of one visitor");
        merged.seen_by_visitor(entry(7), &[]);
        let mut again = merged.give_back(other, &[]);
        again.count_unread(&[]);
        assert_eq!((again.visitor_seen, again.unread, again.mail_due), (Some(entry(7)), 0, None));
        assert_eq!((merged.unread, merged.people.len()), (0, 0));
    }
}
