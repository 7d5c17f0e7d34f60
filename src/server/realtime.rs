//! Live: the feed of the deeds reaches every page that may see it.
//!
//! One reader encodes each event once into a frame and keeps the newest frames; each socket walks
//! them at its own pace and is told only what its agent may see at that moment.

pub mod feed_reader;
pub mod frame;
pub mod passing;
pub mod presence;
pub mod socket;
pub mod visitor_frame;
pub mod visitor_socket;
pub mod visitors;
pub mod whereabouts;

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::domain::ids::AgentId;
use frame::Frame;
use passing::PassingFrames;
use visitors::Visitors;

/// Frames kept for pages that come back after a short break; older ones are read from the feed again.
const FRAMES_KEPT: usize = 8_192;

/// The newest frames. Cheap to clone.
#[derive(Clone)]
pub struct LiveFeed {
    frames: Arc<RwLock<VecDeque<Arc<Frame>>>>,
    state: Arc<watch::Sender<LiveState>>,
    passing: PassingFrames,
    visitors: Visitors,
}

/// What sockets wait for a change of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LiveState {
    /// The number of the newest frame.
    pub position: u64,
    /// Counts reasons to look at everybody's rights again.
    pub rights: u64,
}

/// Frames after a number.
pub enum FramesAfter {
    Frames(Vec<Arc<Frame>>),
    /// Older than what is kept.
    Missed,
}

impl LiveFeed {
    /// A feed that goes on after a number.
    pub fn new(position: u64, visitors: Visitors) -> Self {
        let (state, _) = watch::channel(LiveState { position, rights: 0 });
        Self { frames: Arc::default(), state: Arc::new(state), passing: PassingFrames::default(), visitors }
    }

    /// Where frames without a number pass.
    pub const fn passing(&self) -> &PassingFrames {
        &self.passing
    }

    /// The number of the newest frame.
    pub fn position(&self) -> u64 {
        self.state.borrow().position
    }

    /// Tells of changes.
    pub fn subscribe(&self) -> watch::Receiver<LiveState> {
        self.state.subscribe()
    }

    /// A session of an agent has ended: its sockets must close.
    pub fn session_ended(&self, _agent: AgentId) {
        self.state.send_modify(|state| state.rights += 1);
    }

    /// The frames after a number.
    pub fn after(&self, number: u64) -> FramesAfter {
        let frames = self.frames.read().unwrap_or_else(PoisonError::into_inner);
        let position = self.position();
        let first = frames.front().map_or(position + 1, |frame| frame.number);
        if number + 1 < first || position < number {
            return FramesAfter::Missed;
        }
        let begin = frames.partition_point(|frame| frame.number <= number);
        FramesAfter::Frames(frames.range(begin..).cloned().collect())
    }

    fn push(&self, new: Vec<Frame>) {
        let Some(position) = new.last().map(|frame| frame.number) else { return };
        let changes_rights = new.iter().any(Frame::changes_rights);
        let new: Vec<Arc<Frame>> = new.into_iter().map(Arc::new).collect();
        {
            let mut frames = self.frames.write().unwrap_or_else(PoisonError::into_inner);
            frames.extend(new.iter().cloned());
            let surplus = frames.len().saturating_sub(FRAMES_KEPT);
            frames.drain(..surplus);
        }
        self.state.send_modify(|state| {
            state.position = position;
            state.rights += u64::from(changes_rights);
        });
        // After the number: a socket that catches up meanwhile finds them in one place or the other.
        for of_visitor in new.iter().filter_map(|frame| frame.visitor.as_ref()) {
            self.visitors.send(of_visitor.visitor, &of_visitor.text);
        }
    }

    /// Goes on after a number whose frames nobody can have.
    fn skip_to(&self, position: u64) {
        self.frames.write().unwrap_or_else(PoisonError::into_inner).clear();
        self.state.send_modify(|state| state.position = position);
    }
}
