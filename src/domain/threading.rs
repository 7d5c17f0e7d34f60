//! Which conversation a mail belongs to.
//!
//! In this order: the signed address it was sent to; a Message-ID of ours that it answers; a known
//! Message-ID that it answers, if its sender took part. A subject or a number in it joins nothing:
//! a stranger could have guessed it.

use super::ids::ConversationId;
use super::mail_ledger::{BeginReason, JoinReason};

/// A conversation that a mail points to, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub conversation: ConversationId,
    pub clue: Clue,
}

/// How a mail points to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clue {
    /// It was sent to the signed address.
    ReplyAddress,
    /// It answers a message that left from here.
    OwnMessageId,
    /// It answers a message that came in here, and its sender took part or was a recipient of it.
    KnownMessageIdOfParticipant,
    /// It answers a message that came in here, but its sender has nothing to do with it.
    KnownMessageIdOfStranger,
}

/// What a mail brings along that could point somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clues {
    /// In the order of the mail: what it answers first.
    pub candidates: Vec<Candidate>,
    /// It was sent to something that looks like a signed address but was not made here.
    pub reply_address_is_unknown: bool,
    /// It names messages that it answers.
    pub answers_something: bool,
}

/// Where a mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Join { conversation: ConversationId, reason: JoinReason },
    Begin { reason: BeginReason },
}

/// Chooses the conversation with the strongest clue; of equal ones the first.
pub fn choose(clues: &Clues) -> Choice {
    let strongest = clues.candidates.iter().filter_map(|candidate| strength(candidate.clue).map(|s| (s, candidate)));
    // `min_by_key` keeps the first of equal ones.
    if let Some(((_, reason), candidate)) = strongest.min_by_key(|((rank, _), _)| *rank) {
        return Choice::Join { conversation: candidate.conversation, reason };
    }
    let names_a_strangers_message =
        clues.candidates.iter().any(|candidate| candidate.clue == Clue::KnownMessageIdOfStranger);
    let reason = if names_a_strangers_message {
        BeginReason::StrangerToReferences
    } else if clues.reply_address_is_unknown {
        BeginReason::UnknownReplyAddress
    } else if clues.answers_something {
        BeginReason::UnknownReferences
    } else {
        BeginReason::AnswersNothing
    };
    Choice::Begin { reason }
}

/// The rank of a clue, strongest first; none if it joins nothing.
const fn strength(clue: Clue) -> Option<(u8, JoinReason)> {
    match clue {
        Clue::ReplyAddress => Some((0, JoinReason::ReplyAddress)),
        Clue::OwnMessageId => Some((1, JoinReason::OwnMessageId)),
        Clue::KnownMessageIdOfParticipant => Some((2, JoinReason::KnownMessageId)),
        Clue::KnownMessageIdOfStranger => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(conversation: u128, clue: Clue) -> Candidate {
        Candidate { conversation: ConversationId::from_bits(conversation), clue }
    }

    fn join(conversation: u128, reason: JoinReason) -> Choice {
        Choice::Join { conversation: ConversationId::from_bits(conversation), reason }
    }

    #[track_caller]
    fn check(candidates: &[Candidate], expected: Choice) {
        let clues = Clues { candidates: candidates.to_vec(), answers_something: true, ..Clues::default() };
        assert_eq!(choose(&clues), expected);
    }

    #[test]
    fn the_strongest_clue_wins_wherever_it_stands() {
        let known = candidate(1, Clue::KnownMessageIdOfParticipant);
        let own = candidate(2, Clue::OwnMessageId);
        let address = candidate(3, Clue::ReplyAddress);
        check(&[known, own, address], join(3, JoinReason::ReplyAddress));
        check(&[known, own], join(2, JoinReason::OwnMessageId));
        check(&[known], join(1, JoinReason::KnownMessageId));
    }

    #[test]
    fn of_equal_clues_the_first_wins() {
        let clues = [candidate(1, Clue::OwnMessageId), candidate(2, Clue::OwnMessageId)];
        check(&clues, join(1, JoinReason::OwnMessageId));
    }

    #[test]
    fn a_stranger_joins_nothing_by_naming_a_message() {
        let stranger = candidate(1, Clue::KnownMessageIdOfStranger);
        check(&[stranger], Choice::Begin { reason: BeginReason::StrangerToReferences });
        check(&[], Choice::Begin { reason: BeginReason::UnknownReferences });
    }

    #[test]
    fn a_beginning_says_why() {
        let begin = |clues: Clues| match choose(&clues) {
            Choice::Begin { reason } => reason,
            Choice::Join { .. } => panic!("nothing to join"),
        };
        assert_eq!(begin(Clues::default()), BeginReason::AnswersNothing);
        let forged = Clues { reply_address_is_unknown: true, ..Clues::default() };
        assert_eq!(begin(forged), BeginReason::UnknownReplyAddress);
    }
}
