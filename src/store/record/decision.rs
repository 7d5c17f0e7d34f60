//! How conversations were routed, as it is stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::bot::Order;
use crate::domain::ids::AgentId;
use crate::domain::routing::{Considered, Decision, Verdict};

#[derive(Serialize, Deserialize)]
pub struct DecisionRecord {
    fewest_open: bool,
    considered: Vec<ConsideredRecord>,
}

#[derive(Serialize, Deserialize)]
struct ConsideredRecord {
    agent: u128,
    verdict: VerdictRecord,
    open_count: u64,
}

#[derive(Serialize, Deserialize)]
enum VerdictRecord {
    Chosen,
    NotNext,
    Away,
    NoMember,
    Inactive,
    Full,
}

impl Record for DecisionRecord {
    type Domain = Decision;
    const TABLE: &'static str = "decisions";

    fn from_domain(decision: &Decision) -> Self {
        let Decision { order, considered } = decision;
        let record = |Considered { agent, verdict, open_count }: &Considered| ConsideredRecord {
            agent: agent.bits(),
            open_count: *open_count,
            verdict: match verdict {
                Verdict::Chosen => VerdictRecord::Chosen,
                Verdict::NotNext => VerdictRecord::NotNext,
                Verdict::Away => VerdictRecord::Away,
                Verdict::NoMember => VerdictRecord::NoMember,
                Verdict::Inactive => VerdictRecord::Inactive,
                Verdict::Full => VerdictRecord::Full,
            },
        };
        Self {
            fewest_open: match order {
                Order::ByTurn => false,
                Order::FewestOpen => true,
            },
            considered: considered.iter().map(record).collect(),
        }
    }

    fn into_domain(self) -> Result<Decision, Unreadable> {
        let considered = |ConsideredRecord { agent, verdict, open_count }: ConsideredRecord| Considered {
            agent: AgentId::from_bits(agent),
            open_count,
            verdict: match verdict {
                VerdictRecord::Chosen => Verdict::Chosen,
                VerdictRecord::NotNext => Verdict::NotNext,
                VerdictRecord::Away => Verdict::Away,
                VerdictRecord::NoMember => Verdict::NoMember,
                VerdictRecord::Inactive => Verdict::Inactive,
                VerdictRecord::Full => Verdict::Full,
            },
        };
        Ok(Decision {
            order: if self.fewest_open { Order::FewestOpen } else { Order::ByTurn },
            considered: self.considered.into_iter().map(considered).collect(),
        })
    }
}
