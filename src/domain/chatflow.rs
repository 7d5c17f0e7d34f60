//! What a visitor meets on a web site: a live chat or a bot, for whom, how, when and with which words.

pub mod availability;
pub mod built_in;
pub mod check;
pub mod display;
pub mod options;
pub mod reply_time;
pub mod shown;
pub mod templates;
pub mod texts;

use super::bot::BotScript;
use super::ids::{ChannelId, ChatflowId, InboxId};
use super::moment::Moment;
use super::targeting::Targeting;
use availability::Opening;
use display::Display;
use options::Options;
use texts::Texts;

/// A live chat or a bot, with all that decides whether and how a visitor meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chatflow {
    pub id: ChatflowId,
    /// For the team; no visitor sees it.
    pub name: String,
    /// Where its conversations arrive.
    pub inbox: InboxId,
    /// The chat on whose web sites it is shown; none for all of them.
    pub channel: Option<ChannelId>,
    pub kind: FlowKind,
    pub targeting: Targeting,
    pub display: Display,
    pub availability: Opening,
    pub options: Options,
    pub texts: Texts,
    pub publication: Publication,
    /// Grows with each change, so that nobody overwrites what they have not seen.
    pub revision: u64,
    pub created_at: Moment,
    pub changed_at: Moment,
    /// None while it is there; for a while it can be brought back.
    pub removed_at: Option<Moment>,
}

/// Who speaks first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowKind {
    LiveChat,
    Bot(BotScript),
}

/// Whether visitors meet it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    Draft,
    Published { since: Moment },
}

impl Chatflow {
    /// Whether visitors can meet it at all.
    pub const fn is_published(&self) -> bool {
        matches!(self.publication, Publication::Published { .. })
    }
}

/// The name of a copy: "Sales" gives "Sales 2", and that "Sales 3", whichever is free.
pub fn name_of_copy(name: &str, taken: &[&str]) -> String {
    let (stem, number) = match name.rsplit_once(' ') {
        Some((stem, number)) => match number.parse::<u32>() {
            Ok(number) => (stem, number),
            Err(_) => (name, 1),
        },
        None => (name, 1),
    };
    let stem: String = stem.chars().take(super::limit::NAME_CHARS_MAX - 8).collect();
    (number.saturating_add(1)..)
        .map(|number| format!("{stem} {number}"))
        .find(|free| !taken.contains(&free.as_str()))
        .unwrap_or(stem)
}

/// Puts one of a list somewhere else in it; the others keep their order. A place behind the end is the end.
pub fn moved(order: &[ChatflowId], flow: ChatflowId, to: usize) -> Vec<ChatflowId> {
    let mut moved: Vec<ChatflowId> = order.iter().copied().filter(|other| *other != flow).collect();
    if moved.len() < order.len() {
        moved.insert(to.min(moved.len()), flow);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_a_name_of_its_own() {
        let cases: [(&str, &[&str], &str); 5] = [
            ("Sales", &["Sales"], "Sales 2"),
            ("Sales 2", &["Sales", "Sales 2"], "Sales 3"),
            ("Sales", &["Sales", "Sales 2", "Sales 3"], "Sales 4"),
            ("Room 7b", &["Room 7b"], "Room 7b 2"),
            ("", &[""], " 2"),
        ];
        for (name, taken, copy) in cases {
            assert_eq!(name_of_copy(name, taken), copy, "{name}");
        }
        let long = "x".repeat(super::super::limit::NAME_CHARS_MAX);
        assert!(name_of_copy(&long, &[&long]).chars().count() <= super::super::limit::NAME_CHARS_MAX);
    }

    #[test]
    fn moving_one_keeps_the_order_of_the_others() {
        let ids = |numbers: &[u128]| numbers.iter().map(|bits| ChatflowId::from_bits(*bits)).collect::<Vec<_>>();
        let cases: [(u128, usize, &[u128]); 5] =
            [(1, 0, &[1, 2, 3]), (1, 1, &[2, 1, 3]), (1, 9, &[2, 3, 1]), (3, 0, &[3, 1, 2]), (9, 0, &[1, 2, 3])];
        for (flow, to, expected) in cases {
            let order = moved(&ids(&[1, 2, 3]), ChatflowId::from_bits(flow), to);
            assert_eq!(order, ids(expected), "{flow} to {to}");
        }
    }
}
