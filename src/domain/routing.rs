//! Who gets a conversation: one pure choice that says who was considered and why each was left out.

use super::bot::Order;
use super::ids::AgentId;

/// Somebody who could take a conversation, as things stand at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub agent: AgentId,
    pub standing: CandidateStanding,
    /// Conversations that are open and theirs: sleeping ones do not count.
    pub open_count: u64,
    /// The number of their newest turn; 0 if they never had one.
    pub turn: u64,
}

/// Whether somebody can take a conversation of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateStanding {
    Available,
    /// By their own switch or their working hours.
    Away,
    /// Cannot see what is in the inbox.
    NoMember,
    /// Invited and not here yet, or here no longer.
    Inactive,
}

/// What was found about a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Chosen,
    /// Could have taken it, but somebody else came first.
    NotNext,
    Away,
    NoMember,
    Inactive,
    /// Has as many open conversations as one may have.
    Full,
}

/// A choice, with everybody who was considered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub order: Order,
    pub considered: Vec<Considered>,
}

/// One candidate of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Considered {
    pub agent: AgentId,
    pub verdict: Verdict,
    pub open_count: u64,
}

impl Decision {
    /// Who gets it; nobody if nobody could.
    pub fn chosen(&self) -> Option<AgentId> {
        let chosen = self.considered.iter().find(|one| one.verdict == Verdict::Chosen);
        chosen.map(|one| one.agent)
    }
}

/// Chooses one of the candidates, or nobody. Who is away, cannot see the inbox or has enough gets nothing.
/// The next in turn is the one whose newest turn lies longest ago; equal turns go by id, so that the same
/// state always leads to the same choice.
pub fn choose(candidates: &[Candidate], order: Order, open_max: Option<u64>) -> Decision {
    let left_out = |candidate: &Candidate| match candidate.standing {
        CandidateStanding::Away => Some(Verdict::Away),
        CandidateStanding::NoMember => Some(Verdict::NoMember),
        CandidateStanding::Inactive => Some(Verdict::Inactive),
        CandidateStanding::Available => {
            open_max.is_some_and(|open_max| open_max <= candidate.open_count).then_some(Verdict::Full)
        }
    };
    let rank = |candidate: &&Candidate| match order {
        Order::ByTurn => (0, candidate.turn, candidate.agent),
        Order::FewestOpen => (candidate.open_count, candidate.turn, candidate.agent),
    };
    let could = candidates.iter().filter(|candidate| left_out(candidate).is_none());
    let chosen = could.min_by_key(rank).map(|candidate| candidate.agent);
    let considered = candidates.iter().map(|candidate| Considered {
        agent: candidate.agent,
        open_count: candidate.open_count,
        verdict: match left_out(candidate) {
            Some(verdict) => verdict,
            None if chosen == Some(candidate.agent) => Verdict::Chosen,
            None => Verdict::NotNext,
        },
    });
    Decision { order, considered: considered.collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(agent: u128, standing: CandidateStanding, open_count: u64, turn: u64) -> Candidate {
        Candidate { agent: AgentId::from_bits(agent), standing, open_count, turn }
    }

    #[track_caller]
    fn check(candidates: &[Candidate], order: Order, open_max: Option<u64>, expected: Option<u128>) {
        let decision = choose(candidates, order, open_max);
        assert_eq!(decision.chosen().map(AgentId::bits), expected, "{decision:?}");
        assert_eq!(decision.considered.len(), candidates.len(), "everybody is accounted for");
    }

    #[test]
    fn the_one_whose_turn_lies_longest_ago_comes_next() {
        use CandidateStanding::{Available, Away, Inactive, NoMember};
        let all = [candidate(1, Available, 0, 9), candidate(2, Available, 5, 4), candidate(3, Available, 1, 7)];
        check(&all, Order::ByTurn, None, Some(2));
        check(&all, Order::FewestOpen, None, Some(1));
        check(&all, Order::ByTurn, Some(5), Some(3));
        check(&all, Order::ByTurn, Some(0), None);
        let some = [candidate(1, Away, 0, 0), candidate(2, NoMember, 0, 0), candidate(3, Inactive, 0, 0)];
        check(&some, Order::ByTurn, None, None);
        check(&[], Order::ByTurn, None, None);
        let new = [candidate(2, Available, 0, 0), candidate(1, Available, 0, 0)];
        check(&new, Order::ByTurn, None, Some(1));
    }

    #[test]
    fn everybody_is_told_apart_by_a_reason() {
        use CandidateStanding::{Available, Away, Inactive, NoMember};
        let all = [
            candidate(1, Away, 0, 0),
            candidate(2, NoMember, 0, 0),
            candidate(3, Inactive, 0, 0),
            candidate(4, Available, 3, 0),
            candidate(5, Available, 1, 2),
            candidate(6, Available, 1, 1),
        ];
        let verdicts: Vec<Verdict> =
            choose(&all, Order::ByTurn, Some(3)).considered.iter().map(|one| one.verdict).collect();
        assert_eq!(
            verdicts,
            [Verdict::Away, Verdict::NoMember, Verdict::Inactive, Verdict::Full, Verdict::NotNext, Verdict::Chosen]
        );
    }

    fn standings() -> impl Strategy<Value = CandidateStanding> {
        prop_oneof![
            3 => Just(CandidateStanding::Available),
            1 => Just(CandidateStanding::Away),
            1 => Just(CandidateStanding::NoMember),
            1 => Just(CandidateStanding::Inactive),
        ]
    }

    proptest! {
        #[test]
        fn whoever_is_chosen_is_available_and_turns_are_shared_evenly(
            standings in proptest::collection::vec(standings(), 0..6),
            rounds in 1..40_usize,
        ) {
            let mut candidates: Vec<Candidate> =
                (1..).zip(&standings).map(|(agent, standing)| candidate(agent, *standing, 0, 0)).collect();
            let mut got = vec![0_usize; candidates.len()];
            for round in 1..=rounds {
                let chosen = choose(&candidates, Order::ByTurn, None).chosen();
                let Some(place) = candidates.iter().position(|one| Some(one.agent) == chosen) else {
                    prop_assert!(candidates.iter().all(|one| one.standing != CandidateStanding::Available));
                    return Ok(());
                };
                prop_assert_eq!(candidates[place].standing, CandidateStanding::Available);
                candidates[place].turn = u64::try_from(round).expect("a small number");
                got[place] += 1;
            }
            let shares = candidates.iter().zip(&got);
            let shares: Vec<usize> = shares
                .filter(|(one, _)| one.standing == CandidateStanding::Available)
                .map(|(_, got)| *got)
                .collect();
            let most = shares.iter().max().copied().unwrap_or(0);
            let least = shares.iter().min().copied().unwrap_or(0);
            prop_assert!(most - least <= 1, "{:?}", shares);
        }
    }
}
