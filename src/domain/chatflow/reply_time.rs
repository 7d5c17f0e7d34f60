//! How soon an answer usually comes, worked out from the answers that were given.

use std::time::Duration;

use crate::domain::limit::{REPLY_MINUTES_MAX, REPLY_TIME_ANSWERS_MIN};

/// The minutes in which half of the answers came, at least one; none if there were too few to say.
pub fn usual_minutes(answers: &mut [Duration]) -> Option<u32> {
    if answers.len() < REPLY_TIME_ANSWERS_MIN {
        return None;
    }
    answers.sort_unstable();
    let middle = answers[answers.len() / 2];
    let minutes = u32::try_from(middle.as_secs().div_ceil(60)).unwrap_or(u32::MAX);
    Some(minutes.clamp(1, REPLY_MINUTES_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_answers_came_so_soon() {
        let cases: [(&[u64], Option<u32>); 6] = [
            (&[], None),
            (&[60, 60, 60, 60], None),
            (&[0, 0, 0, 0, 0], Some(1)),
            (&[30, 60, 300, 90, 86_400], Some(2)),
            (&[60, 120, 180, 240, 300, 360], Some(4)),
            (&[u64::MAX; 5], Some(REPLY_MINUTES_MAX)),
        ];
        for (seconds, minutes) in cases {
            let mut answers: Vec<Duration> = seconds.iter().map(|one| Duration::from_secs(*one)).collect();
            assert_eq!(usual_minutes(&mut answers), minutes, "{seconds:?}");
        }
    }
}
