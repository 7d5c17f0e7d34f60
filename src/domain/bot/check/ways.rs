//! Where the ways of a script lead: every step is reached, every path can end, no circle without an answer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fault, Place, Problem};
use crate::domain::bot::{BotScript, Next, Step, StepId};

pub(super) fn check(script: &BotScript, problems: &mut Vec<Problem>) {
    let steps: BTreeMap<StepId, &Step> = script.steps.iter().map(|step| (step.id, step)).collect();
    let mut found = |step: StepId, fault| problems.push(Problem { step: Some(step), fault, place: Place::Whole });
    let is_there = |next: &Next| next.is_none_or(|next| steps.contains_key(&next));
    for step in &script.steps {
        if !step.ways().iter().all(is_there) {
            found(step.id, Fault::LeadsNowhere);
        }
    }
    let reached = reached(script, &steps);
    let ending = ending(script, &steps);
    for step in &script.steps {
        if !reached.contains(&step.id) {
            found(step.id, Fault::Unreachable);
        } else if !ending.contains(&step.id) {
            found(step.id, Fault::NeverEnds);
        }
    }
    if let Some(circle) = silent_circle(script, &steps) {
        found(circle[0], Fault::LoopWithoutAnswer(circle));
    }
    if script.first.is_some() && !is_there(&script.first) {
        problems.push(Problem { step: None, fault: Fault::LeadsNowhere, place: Place::Whole });
    }
}

fn reached(script: &BotScript, steps: &BTreeMap<StepId, &Step>) -> BTreeSet<StepId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<StepId> = script.first.into_iter().collect();
    while let Some(id) = open.pop() {
        if let Some(step) = steps.get(&id)
            && reached.insert(id)
        {
            open.extend(step.ways().into_iter().flatten());
        }
    }
    reached
}

/// The steps from which some path ends.
fn ending(script: &BotScript, steps: &BTreeMap<StepId, &Step>) -> BTreeSet<StepId> {
    let mut ending = BTreeSet::new();
    loop {
        let before = ending.len();
        for step in &script.steps {
            let ways = step.ways();
            let ends = |next: &Next| next.is_none_or(|next| ending.contains(&next) || !steps.contains_key(&next));
            // Hand-over and end have no way on: they are the end.
            if ways.is_empty() || ways.iter().any(ends) {
                ending.insert(step.id);
            }
        }
        if ending.len() == before {
            return ending;
        }
    }
}

/// A circle that can be walked without a word of the visitor.
fn silent_circle(script: &BotScript, steps: &BTreeMap<StepId, &Step>) -> Option<Vec<StepId>> {
    let mut done = BTreeSet::new();
    for start in &script.steps {
        // Depth first, with the way so far and what is left to try at each of its steps.
        let mut path: Vec<(StepId, Vec<StepId>)> = Vec::new();
        let ways = |step: &Step| step.silent_ways().into_iter().flatten().collect::<Vec<_>>();
        if !done.contains(&start.id) {
            path.push((start.id, ways(start)));
        }
        while let Some((_, left)) = path.last_mut() {
            let Some(next) = left.pop() else {
                let (id, _) = path.pop().expect("the path has an end");
                done.insert(id);
                continue;
            };
            if let Some(at) = path.iter().position(|(id, _)| *id == next) {
                return Some(path[at..].iter().map(|(id, _)| *id).collect());
            }
            if let Some(step) = steps.get(&next)
                && !done.contains(&next)
            {
                path.push((next, ways(step)));
            }
        }
    }
    None
}
