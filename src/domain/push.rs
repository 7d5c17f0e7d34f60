//! Notices that reach a browser of an agent when no page is open, through the push service of the browser's maker
//! (RFC 8030): to which browsers, by which keys, and what is urgent.

use std::time::Duration;

use super::ids::{AgentId, PushSubscriptionId, SessionId};
use super::moment::Moment;
use super::notice::What;

/// Browsers of one agent that are told; the one that was told of first goes for a new one.
pub const PUSH_SUBSCRIPTIONS_MAX: usize = 10;
/// Notices that one agent is pushed at once; of the rest a push says how many there are.
pub const PUSHES_AT_ONCE_MAX: usize = 3;
/// A line of a notice on a screen, in characters: systems show less, and a push service takes 4,096 bytes.
pub const PUSH_LINE_CHARS_MAX: usize = 200;
/// Whoever was before a page within this time has heard there.
pub const PUSH_AWAY: Duration = Duration::from_secs(60);
/// How long a push service keeps what it cannot deliver, in seconds: the bell has what is older.
pub const PUSH_USEFUL_S: u64 = 4 * 60 * 60;

/// RFC 8291, 3.1: a point of P-256 in its long form (X9.62).
const POINT_BYTES: usize = 65;
const LONG_FORM: u8 = 4;
/// RFC 8291, 3.2.
const AUTH_BYTES: usize = 16;

/// What only this installation and one browser can read. It opens the words of pushes, so it is never shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BrowserKeys {
    pub point: [u8; POINT_BYTES],
    pub auth: [u8; AUTH_BYTES],
}

/// One browser that an agent wants to be told in, as long as they are signed in there.
#[derive(Clone, PartialEq, Eq)]
pub struct PushSubscription {
    pub id: PushSubscriptionId,
    pub agent: AgentId,
    /// It ends with it: a browser that is signed out is told nothing.
    pub session: SessionId,
    /// Where its push service takes pushes.
    pub endpoint: String,
    pub keys: BrowserKeys,
    pub created_at: Moment,
}

/// How soon a device is woken for it (RFC 8030, 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    Normal,
    High,
}

impl BrowserKeys {
    /// Keys as a browser gives them; none if they are no keys.
    pub fn of(point: &[u8], auth: &[u8]) -> Option<Self> {
        let point: [u8; POINT_BYTES] = point.try_into().ok()?;
        (point[0] == LONG_FORM).then_some(())?;
        Some(Self { point, auth: auth.try_into().ok()? })
    }
}

/// Says nothing of where it lies and of its keys: who knows both can write to it.
impl std::fmt::Debug for PushSubscription {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PushSubscription({}, {}, …)", self.id, self.agent)
    }
}

impl Urgency {
    /// What is about oneself wakes a device that sleeps; the rest waits until it wakes by itself.
    pub const fn of(what: What) -> Self {
        match what {
            What::Assigned | What::Mention | What::DeliveryFailed => Self::High,
            What::Unassigned | What::Message | What::Comment => Self::Normal,
        }
    }
}

/// A line that fits, cut where it does not.
pub fn push_line(text: &str) -> String {
    let is_short = text.chars().nth(PUSH_LINE_CHARS_MAX).is_none();
    if is_short {
        return text.to_owned();
    }
    text.chars().take(PUSH_LINE_CHARS_MAX - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_lengths_and_their_form() {
        let (mut point, auth) = ([7; POINT_BYTES], [1; AUTH_BYTES]);
        assert!(BrowserKeys::of(&point, &auth).is_none(), "no long form");
        point[0] = LONG_FORM;
        assert_eq!(BrowserKeys::of(&point, &auth).map(|keys| keys.auth), Some(auth));
        assert!(BrowserKeys::of(&point[1..], &auth).is_none());
        assert!(BrowserKeys::of(&point, &auth[1..]).is_none());
        assert!(BrowserKeys::of(&[], &[]).is_none());
    }

    #[test]
    fn a_long_line_is_cut_between_letters() {
        assert_eq!(push_line("Größe"), "Größe");
        let cut = push_line(&"ö".repeat(PUSH_LINE_CHARS_MAX + 1));
        assert_eq!((cut.chars().count(), cut.chars().last()), (PUSH_LINE_CHARS_MAX, Some('…')));
        assert_eq!(push_line(&"ö".repeat(PUSH_LINE_CHARS_MAX)).chars().last(), Some('ö'));
    }
}
